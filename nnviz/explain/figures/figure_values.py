"""What the interactive figures show, by name: a closed table that lessons state numbers from and ask about.

Each value is worked out from a figure's numbers alone, with no figure on the screen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.figures import descent_numbers
from nnviz.explain.figures.activation_numbers import Place, function_number
from nnviz.explain.figures.collapse_numbers import accuracy_at
from nnviz.explain.figures.descent_numbers import Descent
from nnviz.explain.figures.luck_numbers import seeds_at
from nnviz.explain.figures.matrix_numbers import SMALL
from nnviz.explain.figures.moving_parts_numbers import MOVED, MovingParts
from nnviz.explain.figures.neuron_numbers import OneNeuron
from nnviz.explain.figures.rain_numbers import RAIN, rain
from nnviz.explain.figures.two_errors_numbers import OutputError
from nnviz.explain.figures.two_outputs_numbers import TwoOutputs
from nnviz.explain.figures.two_two_two_numbers import NAMES, value_of

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


def _entry(now: Numbers) -> tuple[int, int]:
    return round(now["j"]) - 1, round(now["k"]) - 1


def _weight(now: Numbers) -> float:
    j, k = _entry(now)
    return SMALL.weights[j][k] if j >= 0 and k >= 0 else math.nan


def _forward(now: Numbers) -> float:
    j, _ = _entry({**now, "k": 0})
    return SMALL.weighted_inputs[j] if j >= 0 else math.nan


def _back(now: Numbers) -> float:
    _, k = _entry({**now, "j": 0})
    return SMALL.sent_back[k] if k >= 0 else math.nan


def _of_seeds(of: Callable[[Floats], np.floating[Any]]) -> Callable[[Numbers], float]:
    return lambda now: float(of(seeds_at(now["line"], now["epoch"])))


def _slope_in(part: str) -> FigureValue:
    return FigureValue("moving_parts", f"slope_{part}", MOVED, lambda now: MovingParts.of(now).slope(part))


def _by_hand(name: str) -> FigureValue:
    return FigureValue("two_two_two", name, ("steps",), lambda now: value_of(name, round(now["steps"])))


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
    FigureValue("matrix", "weight", ("j", "k"), _weight),
    FigureValue("matrix", "z", ("j",), _forward),
    FigureValue("matrix", "back", ("k",), _back),
    FigureValue("moving_parts", "cost", MOVED, lambda now: MovingParts.of(now).value("C")),
    FigureValue("moving_parts", "part", ("part",), lambda now: now["part"]),
    *(_slope_in(part) for part in ("w2", "b2", "w3", "b3")),
    *(_by_hand(name) for name in NAMES),
    *(
        FigureValue("luck", name, ("line", "epoch"), _of_seeds(of), True)
        for name, of in (("lowest", np.min), ("median", np.median), ("highest", np.max))
    ),
    FigureValue("two_two_two", "results", ("results",), lambda now: now["results"]),
)
FIGURE_VALUES: Mapping[tuple[str, str], FigureValue] = MappingProxyType(
    {(value.figure, value.name): value for value in _ALL}
)


def shown(figure: str, numbers: Numbers) -> dict[str, float]:
    """All that a figure shows with these numbers, and the numbers themselves."""
    values = {value.name: value.read(numbers) for value in _ALL if value.figure == figure}
    return {**numbers, **values}
