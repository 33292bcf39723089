"""The check of the gradients, against the plainest differences there are; and that it finds what is wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.errors import Stopped
from nnviz.explain import gradient_check
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.example import in_double
from nnviz.explain.gradient_check import STEP, check_gradients, nudged_costs
from nnviz.explain.walk import Walk
from nnviz.learning.network import Network
from tests.explain.walks import ink, make_walk

Q = Quantity


def plain_cost(walk: Walk, entry: Entry, nudge: float) -> float:
    """C of the whole network with one number of it moved."""
    network = in_double(walk.snapshot.network)
    if entry.k is None:
        network.biases[entry.layer - 2][entry.j] += nudge
    else:
        network.weights[entry.layer - 2][entry.j, entry.k] += nudge
    return 0.5 * float(np.sum((walk.target - network.forward(walk.image)[-1]) ** 2))


@pytest.mark.parametrize("hidden", [(12,), (9, 7), (8, 7, 6)])
def test_nudged_costs_are_those_of_the_whole_network(hidden: tuple[int, ...]) -> None:
    walk = make_walk(Network((784, *hidden, 10), seed=1), ink())
    inked = int(np.flatnonzero(walk.image)[3])
    nudges = np.array([-1.0, -0.01, 0.3, 2.0])
    for layer in range(2, walk.layers + 1):
        k = inked if layer == 2 else 4
        for entry in (Entry(Q.WEIGHT_GRADIENT, layer, 2, k), Entry(Q.BIAS_GRADIENT, layer, 5)):
            expected = [plain_cost(walk, entry, nudge) for nudge in nudges]
            assert nudged_costs(walk, entry, nudges) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("hidden", [(20,), (12, 9)])
def test_right_gradients_pass(hidden: tuple[int, ...]) -> None:
    walk = make_walk(Network((784, *hidden, 10), seed=1), ink())
    check = check_gradients(walk)
    assert check.passed
    assert check.resolved
    assert check.checked == check.count == sum(w.size for w in walk.network.weights + walk.network.biases)
    assert check.worst.relative < 1e-7


def test_the_largest_and_the_worst_are_those_of_plain_differences() -> None:
    walk = make_walk(Network((784, 6, 10), seed=1), ink())
    array = check_gradients(walk).arrays[2]
    assert (array.quantity, array.layer) == (Q.WEIGHT_GRADIENT, 3)
    errors = []
    for j in range(10):
        for k in range(6):
            entry = Entry(Q.WEIGHT_GRADIENT, 3, j, k)
            slope = (plain_cost(walk, entry, STEP) - plain_cost(walk, entry, -STEP)) / (2 * STEP)
            errors.append(abs(slope - walk.value(entry)))
    assert array.worst == pytest.approx(max(errors), rel=0.05)
    assert array.largest == np.abs(walk.result.nabla_w[1]).max()


@pytest.mark.parametrize("layer", [2, 3])
@pytest.mark.parametrize("what", ["nabla_w", "nabla_b"])
def test_a_wrong_gradient_is_found_where_it_is(layer: int, what: str) -> None:
    walk = make_walk(Network((784, 20, 10), seed=1), ink())
    wrong = getattr(walk.result, what)[layer - 2]
    at = np.unravel_index(int(np.argmax(np.abs(wrong))), wrong.shape)
    wrong[at] *= 1.001
    check = check_gradients(walk)
    assert not check.passed
    assert (check.worst.where.layer, check.worst.where.j) == (layer, at[0])
    assert check.worst.relative == pytest.approx(1e-3, rel=0.01)


def test_forgetting_the_output_layers_gradient_is_found() -> None:
    walk = make_walk(Network((784, 20, 10), seed=1), ink())
    walk.result.nabla_w[1][:] = 0
    assert not check_gradients(walk).passed


def test_gradients_too_small_to_see_are_said_to_be() -> None:
    network = Network((784, 20, 10), seed=1)
    network.biases[1][:] = -60  # every output saturated at 0; the digit's own is wrong and cannot move
    check = check_gradients(make_walk(network, ink()))
    assert check.passed
    assert not check.resolved


def test_broken_networks_fail_without_warning() -> None:
    network = Network((784, 20, 10), seed=1)
    network.weights[1][0, 0] = np.nan
    check = check_gradients(make_walk(network, ink()))
    assert not check.passed
    assert check.worst.relative != check.worst.relative


def test_large_networks_are_checked_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradient_check, "_BUDGET", 1e5)
    check = check_gradients(make_walk(Network((784, 60, 10), seed=1), ink()))
    assert 0 < check.checked < check.count
    assert check.passed


def test_slopes_of_shrinking_nudges_approach_the_gradient() -> None:
    walk = make_walk(Network((784, 20, 10), seed=1), ink())
    entry = Entry(Q.WEIGHT_GRADIENT, 3, 3, 4)
    nudges = np.array([1.0, 0.1, 0.01, 0.001])
    off = np.abs((nudged_costs(walk, entry, nudges) - walk.cost) / nudges - walk.value(entry))
    assert (off[1:] < 0.2 * off[:-1]).all()


def test_another_digit_is_another_cost() -> None:
    walk = make_walk(Network((784, 20, 10), seed=1), ink())
    other = replace(walk, label=8)
    entry, here = Entry(Q.WEIGHT_GRADIENT, 3, 3, 4), np.zeros(1)
    assert nudged_costs(walk, entry, here) == pytest.approx(walk.cost)
    assert nudged_costs(other, entry, here) == pytest.approx(other.cost)


def test_a_check_that_nobody_waits_for_is_called_off() -> None:
    walk = make_walk(Network((784, 20, 10), seed=1), ink())
    asked: list[int] = []

    def wanted_five_times() -> bool:
        asked.append(1)
        return len(asked) <= 5

    with pytest.raises(Stopped):
        check_gradients(walk, is_wanted=wanted_five_times)
    assert len(asked) == 6
