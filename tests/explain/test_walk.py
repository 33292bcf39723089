"""Every number of a walk against `network.py`, and the gradients against differentiation by complex steps."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from nnviz.datasets.dataset import Dataset
from nnviz.datasets.mnist import load_mnist
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.example import in_double
from nnviz.explain.walk import Walk
from nnviz.learning.network import Network
from nnviz.learning.trainer import Trainer
from tests.explain.walks import complex_step, ink, make_walk

Q = Quantity


@cache
def mnist() -> Dataset:
    return load_mnist()


@cache
def trained(examples: int, hidden: tuple[int, ...] = (100,)) -> Network:
    """A network after that many examples of MNIST."""
    network = Network((784, *hidden, 10), seed=4)
    Trainer(network, mnist().train, seed=4).advance(examples)
    return network


def hardest_entries(gradient: np.ndarray, count: int, random: np.random.Generator) -> tuple:
    """Indices of the largest entries and of some others: (rows, columns), columns None for a vector."""
    largest = np.argsort(np.abs(gradient), axis=None)[-count // 2 :]
    others = random.integers(0, gradient.size, count // 2)
    at = np.unravel_index(np.concatenate([largest, others]), gradient.shape)
    return at if gradient.ndim == 2 else (at[0], None)


def worst_error(walk: Walk, random: np.random.Generator, count: int = 60) -> tuple[float, float]:
    """The worst |gradient − complex step| over the array's largest entry, as float64 and as float32."""
    double, single = 0.0, 0.0
    for layer in range(2, walk.layers + 1):
        for quantity in (Q.WEIGHT_GRADIENT, Q.BIAS_GRADIENT):
            shown = walk.array(quantity, layer)
            rows, columns = hardest_entries(shown, min(count, shown.size), random)
            exact = complex_step(walk.snapshot.network, walk.image, walk.target, layer, rows, columns)
            found = shown[rows] if columns is None else shown[rows, columns]
            scale = np.abs(shown).max()
            double = max(double, float(np.abs(found - exact).max() / scale))
            single = max(single, float(np.abs(found.astype(np.float32) - exact).max() / scale))
    return double, single


@pytest.mark.parametrize("examples", [0, 50_000, 250_000])
def test_gradients_are_those_of_an_independent_differentiation(examples: int) -> None:
    random = np.random.default_rng(examples)
    network, digits = trained(examples), mnist().test
    errors = [
        worst_error(make_walk(network, digits.image(i), int(digits.labels[i])), random)
        for i in random.integers(0, len(digits), 100)
    ]
    assert max(double for double, _ in errors) < 1e-7
    assert max(single for _, single in errors) < 1e-4


def test_all_gradients_of_a_small_network_are_right() -> None:
    network = Network((784, 12, 10), seed=2)
    walk = make_walk(network, ink())
    for layer in (2, 3):
        rows, columns = (axis.ravel() for axis in np.indices(network.weights[layer - 2].shape))
        exact = complex_step(network, walk.image, walk.target, layer, rows, columns)
        assert walk.array(Q.WEIGHT_GRADIENT, layer).ravel() == pytest.approx(exact, abs=1e-15)


def test_gradients_with_two_and_three_hidden_layers() -> None:
    random = np.random.default_rng(1)
    for hidden in ((100, 30), (20, 15, 12)):
        network = Network((784, *hidden, 10), seed=3, initialisation="normal")
        assert worst_error(make_walk(network, ink()), random)[0] < 1e-7


def test_numbers_are_those_of_network_backprop() -> None:
    network = Network((784, 30, 12, 10), seed=5)
    walk = make_walk(network, ink(), label=7)
    result = in_double(network).backprop(ink().astype(np.float64), 7)
    for layer in (2, 3, 4):
        i = layer - 2
        expected = {
            Q.WEIGHTED_INPUT: result.zs[i],
            Q.ACTIVATION: result.activations[layer - 1],
            Q.SLOPE: result.activations[layer - 1] * (1 - result.activations[layer - 1]),
            Q.ERROR: result.deltas[i],
            Q.BIAS_GRADIENT: result.nabla_b[i],
            Q.WEIGHT_GRADIENT: result.nabla_w[i],
            Q.WEIGHT: network.weights[i],
            Q.BIAS: network.biases[i],
        }
        for quantity, numbers in expected.items():
            assert np.array_equal(walk.array(quantity, layer), numbers), quantity
    assert np.array_equal(walk.array(Q.ACTIVATION, 1), ink())


def test_numbers_agree_with_the_float32_network_to_float32() -> None:
    network = trained(50_000)
    walk = make_walk(network, mnist().test.image(8), int(mnist().test.labels[8]))
    result = network.backprop(mnist().test.image(8), walk.label)
    for layer in (2, 3):
        shown, single = walk.array(Q.WEIGHT_GRADIENT, layer), result.nabla_w[layer - 2]
        assert np.abs(shown - single).max() < 1e-4 * np.abs(shown).max()


def test_factors_multiply_to_the_errors() -> None:
    walk = make_walk(Network((784, 30, 10), seed=1), ink())
    assert walk.array(Q.ERROR, 3) == pytest.approx(walk.cost_derivative * walk.slopes[1])
    assert walk.array(Q.ERROR, 2) == pytest.approx(walk.array(Q.RETURNED, 2) * walk.array(Q.SLOPE, 2))
    assert walk.array(Q.RETURNED, 2) == pytest.approx(walk.network.weights[1].T @ walk.result.deltas[1])
    assert walk.array(Q.COST_DERIVATIVE, 3) == pytest.approx(walk.outputs - walk.target)


def test_cost_is_that_of_the_network_and_the_sum_of_its_shares() -> None:
    walk = make_walk(Network((784, 30, 10), seed=1), ink())
    assert walk.cost == pytest.approx(0.5 * np.sum((walk.outputs - walk.target) ** 2))
    assert walk.array(Q.COST_SHARE, 3).sum() == pytest.approx(walk.cost)
    assert walk.array(Q.NEW_COST_SHARE, 3).sum() == pytest.approx(walk.cost_after)


def test_the_step_moves_against_the_gradient() -> None:
    network = Network((784, 30, 10), seed=1)
    walk = make_walk(network, ink(), eta=0.5)
    for i, layer in enumerate((2, 3)):
        expected = network.weights[i] - 0.5 * walk.result.nabla_w[i]
        assert walk.array(Q.NEW_WEIGHT, layer) == pytest.approx(expected)
        assert walk.array(Q.WEIGHT_CHANGE, layer) == pytest.approx(-0.5 * walk.result.nabla_w[i])
        assert walk.array(Q.NEW_BIAS, layer) == pytest.approx(
            network.biases[i] - 0.5 * walk.result.nabla_b[i]
        )
        assert walk.array(Q.BIAS_CHANGE, layer) == pytest.approx(-0.5 * walk.result.nabla_b[i])


def test_the_same_digit_again_goes_through_the_moved_network() -> None:
    walk = make_walk(Network((784, 30, 10), seed=1), ink(), eta=0.5)
    a = walk.image
    for layer in (2, 3):
        a = sigmoid(walk.array(Q.NEW_WEIGHT, layer) @ a + walk.array(Q.NEW_BIAS, layer))
        assert walk.array(Q.NEW_ACTIVATION, layer) == pytest.approx(a)
    assert walk.cost_after < walk.cost


def test_a_short_step_falls_as_the_slope_promises() -> None:
    walk = make_walk(Network((784, 30, 10), seed=1), ink(), eta=1e-6)
    assert walk.cost - walk.cost_after == pytest.approx(walk.promised_fall, rel=1e-3)


def test_a_walk_keeps_its_moment() -> None:
    network = Network((784, 30, 10), seed=1)
    walk = make_walk(network, ink())
    later = replace(walk.snapshot, network=Network((784, 30, 10), seed=2), steps=700)
    assert walk.snapshot.steps == 600
    assert later is not walk.snapshot
    assert np.array_equal(walk.array(Q.WEIGHT, 3), network.weights[1])


def test_a_drawing_is_taken_for_what_the_network_says_until_it_is_told() -> None:
    network = Network((784, 30, 10), seed=1)
    walk = make_walk(network, ink(), label=None)
    assert walk.label == walk.prediction
    told = Walk.of(walk.snapshot, 4)
    assert told.target.tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]


def test_applied_step_carries_the_digit_as_it_was_walked() -> None:
    walk = make_walk(Network((784, 30, 10), seed=1), ink(), label=2, eta=0.25)
    step = walk.applied_step
    assert (step.label, step.eta) == (2, 0.25)
    assert np.array_equal(step.image, ink())
    assert step.description == "test digit 0 as a 2"


@pytest.mark.parametrize("broken", [math.nan, math.inf, 1e38])
def test_broken_networks_neither_raise_nor_warn(broken: float) -> None:
    network = Network((784, 30, 10), seed=1)
    network.weights[0][3, :] = broken
    network.weights[1][2, :] = -broken
    walk = make_walk(network, ink())
    for quantity in Quantity:
        layer = 2 if quantity is Q.RETURNED else 3
        walk.array(quantity, layer)
    assert walk.is_finite == (broken == 1e38)
    assert isinstance(walk.promised_fall, float)


def test_entries_cover_what_they_name() -> None:
    whole, row = Entry(Q.WEIGHT, 3), Entry(Q.WEIGHT, 3, 5)
    one = Entry(Q.WEIGHT, 3, 5, 42)
    assert whole.covers(row)
    assert row.covers(one)
    assert one.covers(one)
    assert not one.covers(row)
    assert not Entry(Q.WEIGHT, 2).covers(one)
    assert [entry.is_number for entry in (whole, row, one, Entry(Q.COST, 3))] == [False, False, True, True]


def test_shapes() -> None:
    walk = make_walk(Network((784, 30, 10), seed=1), ink())
    assert walk.shape(Entry(Q.WEIGHT, 2)) == (30, 784)
    assert walk.shape(Entry(Q.ERROR, 3)) == (10, 1)
    assert walk.shape(Entry(Q.COST, 3)) == (1, 1)
