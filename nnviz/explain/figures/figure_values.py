"""What the interactive figures show, by name: a closed table that lessons state numbers from and ask about.

Each value is worked out from a figure's numbers alone, with no figure on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnviz.explain.figures.neuron_numbers import OneNeuron
from nnviz.explain.figures.rain_numbers import rain
from nnviz.explain.figures.two_errors_numbers import OutputError

Numbers = Mapping[str, float]  # a figure's, by their names


@dataclass(frozen=True)
class FigureValue:
    """One thing that a figure shows."""

    figure: str
    name: str
    needs: tuple[str, ...]  # the numbers that it depends on
    read: Callable[[Numbers], float]
    is_share: bool = False  # in [0, 1], and may be said in per cent


def _neuron(now: Numbers) -> OneNeuron:
    return OneNeuron((now["x1"], now["x2"]), (now["w1"], now["w2"]), now["b"])


_NEURON = ("x1", "x2", "w1", "w2", "b")
_RAIN = ("moisture", "temperature", "wind")
_ALL = (
    FigureValue("neuron", "z", _NEURON, lambda now: _neuron(now).weighted_input),
    FigureValue("neuron", "activation", _NEURON, lambda now: _neuron(now).activation),
    FigureValue("neuron", "slope", _NEURON, lambda now: _neuron(now).slope),
    FigureValue("rain", "y1", _RAIN, lambda now: rain(now).hidden[0]),
    FigureValue("rain", "y2", _RAIN, lambda now: rain(now).hidden[1]),
    FigureValue("rain", "z", _RAIN, lambda now: rain(now).output),
    FigureValue("two_errors", "activation", ("z",), lambda now: OutputError(now["z"]).activation, True),
    FigureValue("two_errors", "slope", ("z",), lambda now: OutputError(now["z"]).slope),
    FigureValue("two_errors", "quadratic", ("z",), lambda now: OutputError(now["z"]).quadratic),
    FigureValue("two_errors", "cross_entropy", ("z",), lambda now: OutputError(now["z"]).cross_entropy),
)
FIGURE_VALUES: Mapping[tuple[str, str], FigureValue] = MappingProxyType(
    {(value.figure, value.name): value for value in _ALL}
)


def shown(figure: str, numbers: Numbers) -> dict[str, float]:
    """All that a figure shows with these numbers, and the numbers themselves."""
    values = {value.name: value.read(numbers) for value in _ALL if value.figure == figure}
    return {**numbers, **values}
