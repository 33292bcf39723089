"""Why does this unit not learn? What stands between the cost and one neuron's weights. Pure functions.

An error on its way to a weight is what arrives from above, times the slope f′(z), times the activation that
the weight leads from: where one of the three is 0, no step moves the weight. A frozen layer is moved by
nothing, and units that are alike are moved alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.explain.example import in_double
from nnviz.explain.signs import are_alike
from nnviz.explain.unit_statistics import UnitStatistics
from nnviz.learning.activations import Activation
from nnviz.learning.network import BackwardPass, Network
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings

_EXAMPLES = 200  # of the training set, spread over it
_SLOW = 0.2  # of the steepest slope
_STUCK = 0.01  # of an output's error: so little gets through where it is stuck
_WRONG = 0.05  # mean error of an output that has something to learn; one that always says no is off by 0.1


class Obstacle(Enum):
    """What keeps a unit from learning, the plainest first."""

    FROZEN = "its layer is frozen"
    ALIKE = "others of its layer have the same weights, in and out"
    FLAT = "its slope is next to nothing"
    STUCK = "it is an output, wrong, and its error does not get through its slope"
    NO_INPUT = "all its inputs are 0"
    NO_ERROR = "no error arrives from above"
    SLOW = "its slope is small, and it has not come far"


@dataclass(frozen=True)
class UnitLearning:
    """What moves one neuron's weights, over some training examples."""

    neuron: Neuron
    frozen: bool
    alike: int  # units of its layer that are like it, itself counted
    inputs: float  # mean |a| of the layer before
    arriving: float  # mean |∂C/∂a|
    passed: float  # mean |δ|, which is what of it gets through
    moved: float  # ‖w − w at the start‖ / ‖w at the start‖: ∞ from 0, NaN where nothing is and was

    @property
    def share_passed(self) -> float:
        """Of the error that arrives; NaN where none does."""
        return self.passed / self.arriving if self.arriving else math.nan


def unit_learning(
    network: Network, start: Network, settings: Settings, neuron: Neuron, train: Examples
) -> UnitLearning:
    """Measure a hidden unit or output; 2 ms for 784-100-10."""
    chosen = np.linspace(0, len(train) - 1, min(len(train), _EXAMPLES)).astype(np.int64)
    with np.errstate(all="ignore"):
        double = in_double(network)
        back = double.backward_pass(train.images[chosen] / 255.0, train.labels[chosen])
        return UnitLearning(
            neuron=neuron,
            frozen=neuron.layer in settings.frozen,
            alike=_alike(network, neuron),
            inputs=float(np.abs(back.activations[neuron.layer - 2]).mean()),
            arriving=float(np.abs(_arriving(double, back, neuron)).mean()),
            passed=float(np.abs(back.deltas[neuron.layer - 2][:, neuron.index]).mean()),
            moved=_moved(network, start, neuron),
        )


def obstacle(learning: UnitLearning, found: UnitStatistics, network: Network) -> Obstacle | None:
    """The first thing that keeps it from learning, if anything does."""
    is_output = learning.neuron.layer == len(network.sizes)
    function = network.function(learning.neuron.layer)
    is_flat = function.is_saturated(found.mean_slope)
    is_stuck = learning.arriving > _WRONG and learning.share_passed < _STUCK
    there = {
        Obstacle.FROZEN: learning.frozen,
        Obstacle.ALIKE: learning.alike > 1 and not is_output,
        Obstacle.FLAT: bool(is_flat) and not is_output,
        Obstacle.STUCK: is_output and is_stuck,
        Obstacle.NO_INPUT: learning.inputs == 0,
        Obstacle.NO_ERROR: learning.arriving == 0,
        Obstacle.SLOW: is_slow(found, function) and learning.moved < 1 and not is_output,
    }
    return next((each for each in Obstacle if there[each]), None)


def is_slow(found: UnitStatistics, function: Activation) -> bool:
    """Whether its slope is small, though not next to nothing."""
    return found.mean_slope < _SLOW * function.steepest


def _arriving(network: Network, back: BackwardPass, neuron: Neuron) -> Floats:
    """∂C/∂a of the neuron: of an output a − y where the slope cancels, so that all of it gets through."""
    layer, index = neuron.layer, neuron.index
    if layer < len(network.sizes):
        sent: Floats = back.deltas[layer - 1] @ network.weights[layer - 1][:, index]
        return sent
    cost = network.architecture.cost_function
    if cost.cancels_slope:
        return back.deltas[-1][:, index]
    derivative: Floats = cost.derivative(back.activations[-1], back.target)[:, index]
    return derivative


def _alike(network: Network, neuron: Neuron) -> int:
    """How many units of the layer have the same weights as it, into them and out of them."""
    before = neuron.layer - 2
    columns = [network.weights[before], network.biases[before][:, np.newaxis]]
    if neuron.layer < len(network.sizes):
        columns.append(network.weights[before + 1].T)
    rows = np.concatenate(columns, axis=1)
    return int(are_alike(rows, rows[neuron.index]).sum())


def _moved(network: Network, start: Network, neuron: Neuron) -> float:
    now, then = (each.weights[neuron.layer - 2][neuron.index].astype(np.float64) for each in (network, start))
    length = float(np.linalg.norm(then))
    way = float(np.linalg.norm(now - then))
    return way / length if length else math.inf if way else math.nan
