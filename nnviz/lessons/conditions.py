"""Conditions on the app's state, as lessons write them: "test_accuracy > 90 %", "unit 42 is switched off".

Several are joined by "and". They are read by a closed grammar into comparisons of values of the table;
nothing is evaluated as code.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from nnviz.lessons.fault import Wrong
from nnviz.lessons.neuron_name import PATTERN, NeuronName
from nnviz.lessons.numbers import read_number
from nnviz.lessons.of_neuron import OfNeuron
from nnviz.lessons.shown_by_figure import ShownByFigure
from nnviz.lessons.state import AppState
from nnviz.lessons.values import VALUES, Found, Kind

_OPERATORS: MappingProxyType[str, Callable[[Found, Found], bool]] = MappingProxyType(
    {
        ">=": operator.ge,
        "<=": operator.le,
        ">": operator.gt,
        "<": operator.lt,
        "=": operator.eq,
        "is at least": operator.ge,
        "is at most": operator.le,
        "is above": operator.gt,
        "is below": operator.lt,
        "is not": operator.ne,
        "is": operator.eq,
    }
)
_SIGNS = "|".join(
    rf"\b{sign}\b" if sign.startswith("is") else re.escape(sign) for sign in _OPERATORS
)  # the "is" of "moisture" is none
_COMPARISON = re.compile(rf"(?P<value>.+?)\s*(?P<sign>{_SIGNS})\s*(?P<literal>.+)")
_SWITCH = re.compile(rf"(?P<neuron>{PATTERN}) is (?P<what>switched off|switched on|pinned)")
_PANEL = re.compile(r"panel (?P<name>[a-z_ ]+?) is (?P<what>open|closed)")


@dataclass(frozen=True)
class ValueName:
    """A value of the table, a number of a neuron or weight, or what a figure shows."""

    name: str
    of: OfNeuron | None = None
    figure: ShownByFigure | None = None

    @classmethod
    def read(cls, text: str) -> ValueName:
        """The value that a text names. Raises `Wrong`."""
        text = " ".join(text.lower().split())
        of_neuron = OfNeuron.read(text)
        if of_neuron is not None:
            return cls(of_neuron.what, of_neuron)
        if text.startswith("figure "):
            return cls("figure", figure=ShownByFigure.read(text))
        name = text.replace(" ", "_").replace("-", "_")
        if name not in VALUES:
            raise Wrong(
                f"there is no value “{text}”", f"Values are {', '.join(VALUES)}, activation of unit 42."
            )
        return cls(name)

    @property
    def kind(self) -> Kind:
        """What it is."""
        if self.figure is not None:
            return "share" if self.figure.is_share else "number"
        return "number" if self.of is not None else VALUES[self.name].kind

    @property
    def of_window(self) -> bool:
        """Whether only the window knows it."""
        if self.figure is not None:
            return self.figure.at is None
        return self.of is None and VALUES[self.name].of_window

    def read_from(self, state: AppState) -> Found:
        """What it is now; NaN if there is no such thing."""
        if self.figure is not None:
            return self.figure.read_from(state)
        return VALUES[self.name].read(state) if self.of is None else self.of.read_from(state)

    @property
    def neurons(self) -> tuple[NeuronName, ...]:
        """Those it speaks of."""
        return () if self.of is None else self.of.neurons

    def __str__(self) -> str:
        if self.figure is not None:
            return str(self.figure)
        return self.name if self.of is None else str(self.of)


@dataclass(frozen=True)
class Comparison:
    """A value against a number or a word."""

    value: ValueName
    sign: str
    literal: Found

    def holds(self, state: AppState) -> bool:
        """Whether it is so now; what is not known is not so."""
        found = self.value.read_from(state)
        if isinstance(found, str):
            return _OPERATORS[self.sign](found.lower(), str(self.literal))
        if not math.isfinite(found):
            return False
        if self.sign in ("=", "is", "is not"):
            same = math.isclose(found, float(self.literal), rel_tol=1e-6, abs_tol=1e-9)
            return same is (self.sign != "is not")
        return _OPERATORS[self.sign](found, self.literal)


@dataclass(frozen=True)
class Switched:
    """A unit is switched off, switched on, or pinned."""

    name: NeuronName
    what: str

    def holds(self, state: AppState) -> bool:
        """Whether it is so now."""
        neuron = self.name.neuron(state.snapshot.network.sizes)
        if neuron is None:
            return False
        if self.what == "pinned":
            return state.pinned == neuron
        return (neuron in state.switched_off) is (self.what == "switched off")


@dataclass(frozen=True)
class PanelIs:
    """A panel can be seen, or not."""

    panel: str
    open: bool

    def holds(self, state: AppState) -> bool:
        """Whether it is so now."""
        return (self.panel in state.open_panels) is self.open


Clause = Comparison | Switched | PanelIs


@dataclass(frozen=True)
class Condition:
    """All of its clauses at once."""

    text: str
    clauses: tuple[Clause, ...]

    @classmethod
    def read(cls, text: str) -> Condition:
        """The condition in a text. Raises `Wrong`."""
        text = " ".join(text.split())
        if not text:
            raise Wrong("a condition is missing", "Write one such as “test_accuracy > 90 %”.")
        return cls(text, tuple(_clause(part) for part in re.split(r"\s+and\s+", text)))

    def holds(self, state: AppState) -> bool:
        """Whether it is so now."""
        return all(clause.holds(state) for clause in self.clauses)

    @property
    def neurons(self) -> tuple[NeuronName, ...]:
        """Those it speaks of."""
        of_values = [name for c in self.clauses if isinstance(c, Comparison) for name in c.value.neurons]
        return (*(c.name for c in self.clauses if isinstance(c, Switched)), *of_values)

    @property
    def panels(self) -> tuple[str, ...]:
        """Those it speaks of."""
        return tuple(clause.panel for clause in self.clauses if isinstance(clause, PanelIs))

    @property
    def of_window(self) -> bool:
        """Whether only the window can tell."""
        return any(not isinstance(c, Comparison) or c.value.of_window for c in self.clauses)


def _clause(text: str) -> Clause:
    lower = text.lower()
    if switch := _SWITCH.fullmatch(lower):
        return Switched(NeuronName.read(switch["neuron"]), switch["what"])
    if panel := _PANEL.fullmatch(lower):
        return PanelIs(panel["name"].replace(" ", "_"), panel["what"] == "open")
    parts = _COMPARISON.fullmatch(text)
    if parts is None:
        raise Wrong(
            f"“{text}” is no condition",
            "Write a value, a sign and a number or word: “test_accuracy > 90 %”, “answer is 3”.",
        )
    value, sign = ValueName.read(parts["value"]), parts["sign"]
    return Comparison(value, sign, _literal(value, sign, parts["literal"].strip()))


def _literal(value: ValueName, sign: str, text: str) -> Found:
    if value.kind == "word":
        if sign not in ("=", "is", "is not"):
            raise Wrong(f"{value} is a word, which “{sign}” does not go with", "Write “is” or “is not”.")
        return text.strip("“”\"'").lower()
    return read_number(text)
