"""What an interactive figure shows, as lessons name it: "figure rain: z at moisture 0.9, wind 0".

With numbers it is worked out from them; without, it is what the figure on the page shows now.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from nnviz.explain.figures.figure_values import FIGURE_VALUES
from nnviz.lessons.fault import Wrong
from nnviz.lessons.numbers import read_number
from nnviz.lessons.state import AppState

_PARTS = re.compile(r"figure ([a-z_ ]+): ?([a-z_0-9 ]+?)(?: at (.+))?")
_HOW = "Write “figure neuron: z”, or “figure activation: sigmoid at z 2”."


@dataclass(frozen=True)
class ShownByFigure:
    """A value of a figure."""

    figure: str
    name: str
    at: tuple[tuple[str, float], ...] | None = None  # with these numbers; None: as the learner has them

    @classmethod
    def read(cls, text: str) -> ShownByFigure:
        """What a text names. Raises `Wrong`."""
        parts = _PARTS.fullmatch(text)
        if parts is None:
            raise Wrong(f"“{text}” names nothing that a figure shows", _HOW)
        figure, name = (parts[i].strip().replace(" ", "_") for i in (1, 2))
        at = None if parts[3] is None else tuple(_number(part) for part in parts[3].split(","))
        value = FIGURE_VALUES.get((figure, name))
        if at is None and value is not None and not value.needs:
            at = ()  # it is the same wherever the sliders stand
        if value is None and not (at is None and name in _numbers_of(figure)):
            names = [f"figure {of}: {one}" for of, one in FIGURE_VALUES if of == figure]
            raise Wrong(
                f"no figure “{figure}” shows “{name}”", f"There are: {', '.join(names)}." if names else _HOW
            )
        if value is not None and at is not None and {key for key, _ in at} != set(value.needs):
            raise Wrong(
                f"{name} of figure “{figure}” depends on {', '.join(value.needs)}",
                "Write a number for each after “at”, and no others.",
            )
        return cls(figure, name, at)

    @property
    def is_share(self) -> bool:
        """Whether it may be said in per cent."""
        value = FIGURE_VALUES.get((self.figure, self.name))
        return value is not None and value.is_share

    def read_from(self, state: AppState) -> float:
        """What it is; NaN if no such figure is on the page."""
        if self.at is not None:
            return FIGURE_VALUES[self.figure, self.name].read(dict(self.at))
        return state.figures.get(self.figure, {}).get(self.name, math.nan)

    def __str__(self) -> str:
        at = "" if not self.at else " at " + ", ".join(f"{name} {number:g}" for name, number in self.at)
        return f"figure {self.figure}: {self.name}{at}"


def _numbers_of(figure: str) -> set[str]:
    return {name for value in FIGURE_VALUES.values() if value.figure == figure for name in value.needs}


def _number(text: str) -> tuple[str, float]:
    name, _, number = text.strip().rpartition(" ")
    if not name:
        raise Wrong(f"“{text.strip()}” is no number of a figure", "Write its name and the number: “z 2”.")
    return name.strip().replace(" ", "_"), read_number(number)
