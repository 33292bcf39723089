"""Whether the unit shown learns, and if not, why not, in a few plain words with the numbers that show it."""

from __future__ import annotations

import math

from nnviz.explain.number_markup import figure
from nnviz.explain.unit_learning import Obstacle, UnitLearning, is_slow, obstacle
from nnviz.explain.unit_statistics import UnitStatistics
from nnviz.learning.activations import Activation
from nnviz.learning.network import Network
from nnviz.number_text import count_text
from nnviz.widgets.formula.markup import plain


def learning_words(
    learning: UnitLearning, found: UnitStatistics, network: Network, test_images: str
) -> tuple[str, bool]:
    """What there is to say, and whether something is wrong; `test_images`: "10,000 test digits"."""
    if not math.isfinite(found.mean_slope):
        return "", False
    layer = learning.neuron.layer
    function, is_output = network.function(layer), layer == len(network.sizes)
    what = obstacle(learning, found, network)
    moved = _moved(learning)
    if what is None:
        if is_slow(found, function) and not is_output:
            return f"Learns slowly: {_flat(learning, found, function, test_images)} {moved}", False
        fine = certainty(function, found) if is_output else _steep(function, found.mean_slope)
        return f"{fine}. {moved}", False
    units = network.sizes[layer - 1]
    said = {
        Obstacle.FROZEN: lambda: f"Does not learn: layer {layer} is frozen, no step moves it.",
        Obstacle.ALIKE: lambda: _alike(learning.alike, units),
        Obstacle.FLAT: lambda: f"{_never_learns(found)}: {_flat(learning, found, function, test_images)}",
        Obstacle.STUCK: lambda: _stuck(learning, found, function),
        Obstacle.NO_INPUT: lambda: f"Does not learn: all its inputs, the a of layer {layer - 1}, are 0.",
        Obstacle.NO_ERROR: lambda: _no_error(network, learning),
        Obstacle.SLOW: lambda: f"Learns slowly: {_flat(learning, found, function, test_images)}",
    }
    return f"{said[what]()} {moved}", what is not Obstacle.SLOW


def certainty(function: Activation, found: UnitStatistics) -> str:
    """How sure an output is: its slope is small where it has learned, too, and has no error to pass on."""
    is_sure = function.is_saturated(found.mean_slope)
    mean = f"{found.mean_slope:.1g}" if is_sure else f"{found.mean_slope:.2f}"
    return (
        f"{'very sure: ' if is_sure else ''}{plain(function.slope_symbol)}(z) averages {mean} of at most "
        f"{function.steepest:g}, and {_right_side(found)}"
    )


def _steep(function: Activation, mean_slope: float) -> str:
    """How steep its function is where it works, for a hidden unit that learns."""
    mean = f"{mean_slope:.2f} of at most {function.steepest:g}"
    return (
        f"not {function.always_saturated}: {plain(function.slope_symbol)}(z) averages {mean}, so it can learn"
    )


def _right_side(found: UnitStatistics) -> str:
    return f"a is on the right side of ½ for {100 * found.right_side:.1f} % of the test set"


def _alike(alike: int, units: int) -> str:
    who = f"all {count_text(units)} units" if alike == units else f"{count_text(alike)} units"
    return (
        f"Learns nothing of its own: {who} of its layer have the same weights and get the same error, so "
        "each step keeps them alike."
    )


def _never_learns(found: UnitStatistics) -> str:
    return "Hardly learns" if found.mean_slope else "Does not learn"


def _flat(learning: UnitLearning, found: UnitStatistics, function: Activation, test_images: str) -> str:
    slope, largest = f"{plain(function.slope_symbol)}(z)", float(found.strongest_zs[0])
    if found.mean_slope == 0 and function.saturated != function.always_saturated:
        return (
            f"{function.always_saturated}. z is positive for none of the {test_images} (at most "
            f"{figure(largest)}), and there {slope} = 0: no error gets through, no step moves it."
        )
    is_far_out = function.saturated == function.always_saturated
    how_far = f" (|z| averages {figure(found.mean_size)})" if is_far_out else ""
    passed = learning.share_passed
    through = "" if math.isnan(passed) else f": of the error that arrives {_share(passed)} gets through"
    return (
        f"{function.saturated} for {_share(found.flat)} of the {test_images}{how_far}. {slope} averages "
        f"{figure(found.mean_slope)} of at most {function.steepest:g}{through}."
    )


def _stuck(learning: UnitLearning, found: UnitStatistics, function: Activation) -> str:
    slope, passed = f"{plain(function.slope_symbol)}(z)", _share(learning.share_passed)
    return (
        f"Hardly learns: stuck. It is off by {figure(learning.arriving)} on average, and {passed} of that "
        f"gets through {slope}, which averages {figure(found.mean_slope)} of at most {function.steepest:g}; "
        f"{_right_side(found)}."
    )


def _no_error(network: Network, learning: UnitLearning) -> str:
    neuron = learning.neuron
    is_output = neuron.layer == len(network.sizes)
    if is_output:
        return "Does not learn: it is exactly right, so there is no error."
    if not network.weights[neuron.layer - 1][:, neuron.index].any():
        return "Does not learn: all its weights to the next layer are 0, so no error comes back to it."
    return "Does not learn: the units above it pass no error on, their δ is 0."


def _moved(learning: UnitLearning) -> str:
    """How far it has come: what learning amounts to."""
    if math.isnan(learning.moved) or learning.moved == 0:
        return "Its weights are as they were at the start."
    if math.isinf(learning.moved):
        return "Its weights were all 0 at the start."
    return f"Since the start its weights have moved by {_share(learning.moved)} of their length."


def _share(share: float) -> str:
    """A share as per cent in two digits or so: "97 %", "0.31 %", "0 %"."""
    per_cent = 100 * share
    if per_cent >= 10:
        return f"{per_cent:,.0f} %" if per_cent < 99.5 or share >= 1 else "over 99 %"
    return f"{figure(per_cent)} %" if per_cent < 0.1 else f"{per_cent:.2g} %"
