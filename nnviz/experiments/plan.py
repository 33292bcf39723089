"""Which runs an experiment is made of: every combination of the values to vary, with every seed."""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nnviz.errors import BadInput
from nnviz.experiments.job import Job
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings

MOST_RUNS = 100_000
MOST_EPOCHS = 10_000

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Plan:
    """An experiment. Raises `BadInput` for one that has no runs, too many, or fields there are not."""

    base: Settings = field(default_factory=Settings)  # what is the same for all; its seed is the first one
    vary: tuple[tuple[str, Values], ...] = ()  # fields of `Settings` and the values that each is to have
    seeds: tuple[int, ...] = (0,)
    epochs: int = 5
    data: Path | None = None  # MNIST
    norms: bool = False  # of the gradient in each layer, to be kept as well

    def __post_init__(self) -> None:
        if not 1 <= self.epochs <= MOST_EPOCHS:
            raise BadInput(f"epochs: a whole number from 1 to {MOST_EPOCHS:,} is needed, not {self.epochs}")
        if not self.seeds:
            raise BadInput("seeds: at least one is needed")
        for name, values in self.vary:
            _check_varied(name, values)
        if self.size > MOST_RUNS:
            raise BadInput(f"that would be {self.size:,} runs; {MOST_RUNS:,} is the most")
        if not any(True for _ in self._combinations()):
            raise BadInput("none of the combinations makes a network: they do not go together")

    @property
    def size(self) -> int:
        """How many runs its fields and seeds span; some may be left out."""
        return math.prod(len(values) for _name, values in self.vary) * len(self.seeds)

    def settings(self) -> tuple[Settings, ...]:
        """Each combination once, with the first seed; those that make no network are left out."""
        return tuple(dict.fromkeys(self._combinations()))

    def _combinations(self) -> Iterator[Settings]:
        names = [name for name, _values in self.vary]
        first = replace(self.base, seed=self.seeds[0])
        for values in itertools.product(*(values for _name, values in self.vary)):
            with contextlib.suppress(BadInput):  # a cost and outputs, say, that do not go together
                yield replace(first, **dict(zip(names, values, strict=True)))

    def jobs(self, examples: int) -> Iterator[Job]:
        """All runs on that many training examples, seed by seed, so that each seed is soon seen whole.

        Raises `BadInput` where there are too few examples.
        """
        settings = self.settings()
        for one in settings:
            one.check_for(examples)
        for seed in self.seeds:
            for one in settings:
                yield Job(replace(one, seed=seed).fitted_to(examples), self.epochs, self.norms)


def _check_varied(name: str, values: Values) -> None:
    if name == "seed":
        raise BadInput("seed: how many, or which, is said by “seeds”")
    if name not in FIELDS:
        raise BadInput(f"{name!r} is no setting; there are {', '.join(FIELDS)}")
    if not values:
        raise BadInput(f"{FIELDS[name].caption}: at least one value is needed")
    for value in values:
        FIELDS[name].check(value)


def values_in(name: str, text: str) -> Values:
    """The values that somebody typed, each once: apart by commas, or by semicolons where one may hold commas.

    Raises `BadInput` with a sentence that names the field.
    """
    field = FIELDS[name]
    parts = text.split(";") if field.holds_commas else [text]
    return tuple(dict.fromkeys(value for part in parts for value in field.parse_list(part)))


def values_text(name: str, values: Values) -> str:
    """The same the other way round."""
    field = FIELDS[name]
    return ("; " if field.holds_commas else ", ").join(field.kind.text(value) for value in values)


def seeds_from(first: int, count: int) -> tuple[int, ...]:
    """That many seeds in a row. Raises `BadInput` for none, or far too many."""
    if not 1 <= count <= MOST_RUNS:
        raise BadInput(f"seeds: a whole number from 1 to {MOST_RUNS:,} is needed, not {count}")
    return tuple(range(first, first + count))
