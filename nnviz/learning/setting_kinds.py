"""What a setting can be, a number, a choice or layers: how each kind is read, checked and written."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from nnviz.errors import BadInput
from nnviz.number_text import count_text, eta_text

MOST_LAYERS, MOST_UNITS = 8, 2000

Number = TypeVar("Number", int, float)


class Kind:
    """One kind of value. `read` and `check` raise `BadInput` that says what is needed instead."""

    def read(self, text: str) -> Any:
        """The value of what somebody typed. It still has to be checked."""
        raise NotImplementedError

    def check(self, value: Any) -> None:
        """Raise `BadInput` for anything, of any type, that is no value of this kind."""
        raise NotImplementedError

    def text(self, value: Any) -> str:
        """The value as `read` understands it."""
        return str(value)

    def words(self, value: Any) -> str:
        """The value as it stands in a sentence."""
        return self.text(value)

    def neighbour(self, value: Any, direction: int) -> Any:
        """The next value up (1) or down (−1), still to be checked; the same where there is none."""
        return value

    def to_json(self, value: Any) -> Any:
        """The value as JSON has it."""
        return value

    def from_json(self, value: Any) -> Any:
        """The value of what JSON has, which may be anything. It still has to be checked."""
        return value


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number."""

    needed: str
    least: int
    most: int = 2**63 - 1

    def read(self, text: str) -> int:
        """Digits alone."""
        if not re.fullmatch(r"[0-9]{1,19}", text):
            raise BadInput(f"{self.needed} is needed, not {shown(text)}")
        return int(text)

    def check(self, value: Any) -> None:
        """From `least` to `most`; true and 1.0 are no whole numbers."""
        if not _is_whole(value) or not self.least <= value <= self.most:
            raise BadInput(f"{self.needed} is needed, not {shown(value)}")

    def neighbour(self, value: int, direction: int) -> int:
        """One more or less."""
        return value + direction


@dataclass(frozen=True)
class WholeOrAll(Whole):
    """That many, or all there are, which is 0."""

    def read(self, text: str) -> int:
        """Digits, or "all"."""
        return 0 if text == "all" else super().read(text)

    def check(self, value: Any) -> None:
        """0, or from `least` on."""
        if not _is_whole(value) or value != 0:
            super().check(value)

    def text(self, value: int) -> str:
        """0 -> "all"."""
        return str(value) if value else "all"

    def words(self, value: int) -> str:
        """With a comma for every thousand."""
        return count_text(value) if value else "all"

    def neighbour(self, value: int, direction: int) -> int:
        """The next number of the series … 100, 200, 500, 1000 …, which ends with all."""
        if value == 0:
            return 0 if direction > 0 else 20_000
        series: list[int] = [digit * 10**zeros for zeros in range(1, 7) for digit in (1, 2, 5)]
        return _next_of(series, value, direction)


@dataclass(frozen=True)
class Real(Kind):
    """A finite number above 0, or from 0 up."""

    needed: str
    with_zero: bool = False
    below: float = math.inf
    usual: tuple[float, ...] = ()  # values worth trying; without any, … 0.5, 1, 2, 3, 5, 10 …

    def read(self, text: str) -> float:
        """In plain or exponent notation."""
        try:
            return float(text)
        except ValueError:
            raise BadInput(f"{self.needed} is needed, not {shown(text)}") from None

    def check(self, value: Any) -> None:
        """Finite, and within its bounds."""
        if not _is_real(value) or value < 0 or value >= self.below or (value == 0 and not self.with_zero):
            raise BadInput(f"{self.needed} is needed, not {shown(value)}")

    def text(self, value: float) -> str:
        """As short as it can be without losing anything."""
        return eta_text(value)

    def neighbour(self, value: float, direction: int) -> float:
        """The next of the usual numbers."""
        series: Sequence[float] = self.usual
        if not series:
            power = int(f"{value:e}".partition("e")[2])
            tens = range(power - 1, power + 2)
            series = [float(f"{digit}e{ten}") for ten in tens for digit in (1, 2, 3, 5)]
        return _next_of(series, value, direction)

    def from_json(self, value: Any) -> Any:
        """JSON may have a whole number here; others stay what they are, to be refused."""
        return float(value) if type(value) is int and abs(value) < 2**53 else value


@dataclass(frozen=True)
class Option:
    """One of several values to choose from."""

    value: str
    title: str  # on the screen
    explanation: str


@dataclass(frozen=True)
class OneOf(Kind):
    """One entry of a table, by its name."""

    table: Mapping[str, Any]
    option: Callable[[Any], Option]  # of an entry

    @property
    def options(self) -> tuple[Option, ...]:
        """All there are, in the order of the table."""
        return tuple(self.option(entry) for entry in self.table.values())

    def read(self, text: str) -> str:
        """The name."""
        return text

    def check(self, value: Any) -> None:
        """A name of the table."""
        if not isinstance(value, str) or value not in self.table:
            raise BadInput(f"one of {', '.join(self.table)} is needed, not {shown(value)}")

    def words(self, value: str) -> str:
        """Its title on the screen."""
        return self.option(self.table[value]).title

    def neighbour(self, value: str, direction: int) -> str:
        """The entry below or above."""
        names = list(self.table)
        return names[min(max(names.index(value) + direction, 0), len(names) - 1)]


@dataclass(frozen=True)
class Units(Kind):
    """The number of units of each hidden layer, as people write them: "100", or "100,30" for two layers."""

    def read(self, text: str) -> tuple[int, ...]:
        """Whole numbers between commas."""
        parts = [part.strip() for part in text.split(",")]
        for part in parts:
            if not part:
                raise BadInput(f"a number is missing in {shown(text)}; write 100 or 100,30")
            if not re.fullmatch(r"[0-9]{1,9}", part):
                raise BadInput(f"whole numbers such as 100 or 100,30 are needed, not {shown(part)}")
        return tuple(int(part) for part in parts)

    def check(self, value: Any) -> None:
        """At least one layer of at least one unit, and no more than a machine can train."""
        if not isinstance(value, tuple) or not all(_is_whole(units) for units in value):
            raise BadInput(f"whole numbers such as 100 or 100,30 are needed, not {shown(value)}")
        if not value or any(units < 1 for units in value):
            raise BadInput("each hidden layer needs at least one unit")
        if any(units > MOST_UNITS for units in value) or len(value) > MOST_LAYERS:
            raise BadInput(f"at most {MOST_LAYERS} layers of {MOST_UNITS:,} units each")

    def text(self, value: tuple[int, ...]) -> str:
        """(100, 30) -> "100,30"."""
        return ",".join(str(units) for units in value)

    def to_json(self, value: tuple[int, ...]) -> list[int]:
        """JSON has no tuples."""
        return list(value)

    def from_json(self, value: Any) -> Any:
        """The tuple of a list; anything else stays what it is, to be refused."""
        return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Layers(Kind):
    """Some layers, counted as in the article: 2 is the first hidden one. "none", "3", or "2,3"."""

    def read(self, text: str) -> tuple[int, ...]:
        """Whole numbers between commas, in any order."""
        if text == "none":
            return ()
        parts = [part.strip() for part in text.split(",")]
        if not all(re.fullmatch(r"[0-9]{1,2}", part) for part in parts):
            raise BadInput(f"“none”, or numbers of layers such as 3 or 2,3, are needed, not {shown(text)}")
        return tuple(sorted({int(part) for part in parts}))

    def check(self, value: Any) -> None:
        """From 2 on, each once, in order."""
        if not isinstance(value, tuple) or not all(_is_whole(layer) for layer in value):
            raise BadInput(f"numbers of layers are needed, not {shown(value)}")
        if list(value) != sorted(set(value)) or any(layer < 2 for layer in value):
            raise BadInput(f"layers from 2 on are needed, each once and in order, not {shown(value)}")

    def text(self, value: tuple[int, ...]) -> str:
        """(2, 3) -> "2,3"."""
        return ",".join(str(layer) for layer in value) or "none"

    def to_json(self, value: tuple[int, ...]) -> list[int]:
        """JSON has no tuples."""
        return list(value)

    def from_json(self, value: Any) -> Any:
        """The tuple of a list; anything else stays what it is, to be refused."""
        return tuple(value) if isinstance(value, list) else value


def _next_of(series: Sequence[Number], value: Number, direction: int) -> Number:
    beyond = [number for number in series if (number > value if direction > 0 else number < value)]
    return beyond[0 if direction > 0 else -1] if beyond else value


def shown(value: Any) -> str:
    """The beginning of it, for a sentence: printable whatever it is."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of thousands of digits
        return "that"
    return text if len(text) <= 42 else f"{text[:40]}…"


def _is_whole(value: Any) -> bool:
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)


def _is_real(value: Any) -> bool:
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond all floats
        return False
