"""What the interactive figures show, by name: a closed table that lessons state numbers from and ask about.

Each value is worked out from a figure's numbers alone, with no figure on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnviz.explain.figures import descent_numbers
from nnviz.explain.figures.activation_numbers import Place, function_number
from nnviz.explain.figures.collapse_numbers import accuracy_at
from nnviz.explain.figures.descent_numbers import Descent
from nnviz.explain.figures.neuron_numbers import OneNeuron
from nnviz.explain.figures.rain_numbers import RAIN, rain
from nnviz.explain.figures.two_errors_numbers import OutputError
from nnviz.explain.figures.two_outputs_numbers import TwoOutputs

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


def _outputs(now: Numbers) -> TwoOutputs:
    return TwoOutputs(now["right"], now["other"])


def _place(now: Numbers) -> float:
    return Descent(now["start"], now["eta"], round(now["steps"])).now


def _steps_to_rest(now: Numbers) -> float:
    return descent_numbers.steps_to_rest(now["start"], now["eta"])


_NEURON = ("x1", "x2", "w1", "w2", "b")
_RAIN = ("moisture", "temperature", "wind")
_OUTPUTS, _DESCENT = ("right", "other"), ("start", "eta", "steps")
_ACTIVATION, _COLLAPSE = ("function", "z"), ("points", "steps")


def _activation(now: Numbers) -> Place:
    return Place(function_number(now["function"]), now["z"])


def _right(is_linear: bool) -> Callable[[Numbers], float]:
    return lambda now: accuracy_at(now["points"], now["steps"], is_linear=is_linear)


_ALL = (
    FigureValue("neuron", "z", _NEURON, lambda now: _neuron(now).weighted_input),
    FigureValue("neuron", "activation", _NEURON, lambda now: _neuron(now).activation),
    FigureValue("neuron", "slope", _NEURON, lambda now: _neuron(now).slope),
    FigureValue("rain", "y1", _RAIN, lambda now: rain(now).hidden[0]),
    FigureValue("rain", "y2", _RAIN, lambda now: rain(now).hidden[1]),
    FigureValue("rain", "z", _RAIN, lambda now: rain(now).output),
    FigureValue("rain", "temperature_weight", (), lambda _: RAIN.folded_weights[1]),
    FigureValue("collapse", "linear_accuracy", _COLLAPSE, _right(is_linear=True), True),
    FigureValue("collapse", "sigmoid_accuracy", _COLLAPSE, _right(is_linear=False), True),
    FigureValue("collapse", "fold", ("fold",), lambda now: now["fold"]),
    FigureValue("two_outputs", "cost", _OUTPUTS, lambda now: _outputs(now).cost),
    FigureValue("two_outputs", "accuracy", _OUTPUTS, lambda now: _outputs(now).accuracy, True),
    FigureValue("descent", "w", _DESCENT, _place),
    FigureValue("descent", "cost", _DESCENT, lambda now: descent_numbers.cost(_place(now))),
    FigureValue("descent", "slope", _DESCENT, lambda now: descent_numbers.slope(_place(now))),
    FigureValue("descent", "steps_to_rest", _DESCENT[:2], _steps_to_rest),
    FigureValue("two_errors", "activation", ("z",), lambda now: OutputError(now["z"]).activation, True),
    FigureValue("two_errors", "slope", ("z",), lambda now: OutputError(now["z"]).slope),
    FigureValue("two_errors", "quadratic", ("z",), lambda now: OutputError(now["z"]).quadratic),
    FigureValue("two_errors", "cross_entropy", ("z",), lambda now: OutputError(now["z"]).cross_entropy),
    FigureValue("activation", "activation", _ACTIVATION, lambda now: _activation(now).activation),
    FigureValue("activation", "slope", _ACTIVATION, lambda now: _activation(now).slope),
)
FIGURE_VALUES: Mapping[tuple[str, str], FigureValue] = MappingProxyType(
    {(value.figure, value.name): value for value in _ALL}
)


def shown(figure: str, numbers: Numbers) -> dict[str, float]:
    """All that a figure shows with these numbers, and the numbers themselves."""
    values = {value.name: value.read(numbers) for value in _ALL if value.figure == figure}
    return {**numbers, **values}
