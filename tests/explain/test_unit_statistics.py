from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from nnviz.datasets.dataset import Examples
from nnviz.datasets.mnist import load_mnist
from nnviz.explain.unit_statistics import (
    ink_statistics,
    largest_pushes,
    linear_template,
    sample,
    unit_statistics,
    unit_zs,
    weight_shares,
)
from nnviz.learning.activations import Sigmoid
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from tests.panels.snapshots import make_dataset


@pytest.fixture(scope="module")
def digits() -> Examples:
    return make_dataset(1_234)  # no whole number of chunks


@pytest.fixture(scope="module")
def network() -> Network:
    return Network((784, 12, 7, 10), seed=4)


@pytest.mark.parametrize("neuron", [Neuron(2, 11), Neuron(3, 6), Neuron(4, 9)])
def test_weighted_inputs_are_those_of_the_forward_pass(
    network: Network, digits: Examples, neuron: Neuron
) -> None:
    zs, _, _ = unit_zs(network, neuron, digits.images)
    assert zs.shape == (1_234,)
    for index in (0, 499, 500, 1_233):
        expected = network.forward_pass(digits.image(index)).zs[neuron.layer - 2][neuron.index]
        assert zs[index] == pytest.approx(expected, abs=1e-4)


def test_class_means_are_over_the_digits_of_a_class(network: Network, digits: Examples) -> None:
    neuron = Neuron(2, 3)
    a = sigmoid(unit_zs(network, neuron, digits.images)[0])
    found = unit_statistics(network, neuron, digits)
    expected = [a[digits.labels == digit].mean() for digit in range(10)]
    np.testing.assert_allclose(found.class_means, expected, rtol=1e-5)
    assert found.mean_slope == pytest.approx(float(np.mean(a * (1 - a))), rel=1e-5)


def test_a_digit_that_is_absent_has_no_mean(network: Network, digits: Examples) -> None:
    some = Examples(digits.images[:5], digits.labels[:5])
    means = unit_statistics(network, Neuron(2, 0), some).class_means
    assert np.isnan(means).tolist() == [False] * 5 + [True] * 5


def test_the_strongest_come_first_even_where_the_activation_is_one_for_all(
    network: Network, digits: Examples
) -> None:
    loud = network.copy()
    loud.biases[0][:] = 60
    found = unit_statistics(loud, Neuron(2, 3), digits)
    zs, _, _ = unit_zs(loud, Neuron(2, 3), digits.images)
    assert set(sigmoid(found.strongest_zs).tolist()) == {1.0}
    np.testing.assert_array_equal(found.strongest_zs, np.sort(zs)[::-1][:9])
    np.testing.assert_array_equal(zs[found.strongest], found.strongest_zs)
    assert Sigmoid.is_saturated(found.mean_slope)


def test_a_unit_in_the_middle_of_sigma_is_not_saturated(digits: Examples) -> None:
    still = Network((784, 2, 10))
    still.weights[0][:] = 0
    still.biases[0][:] = 0
    found = unit_statistics(still, Neuron(2, 0), digits)
    assert found.mean_slope == pytest.approx(0.25)
    assert not Sigmoid.is_saturated(found.mean_slope)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e30])
def test_weights_that_ran_away_raise_nothing(network: Network, digits: Examples, bad: float) -> None:
    broken = network.copy()
    broken.weights[0][3:] = bad
    found = unit_statistics(broken, Neuron(4, 0), digits)
    assert len(found.strongest) == 9
    linear_template(broken, Neuron(4, 0))


def test_a_unit_of_layer_2_needs_no_float_copy_of_all_digits(network: Network) -> None:
    images = np.zeros((10_000, 784), dtype=np.uint8)
    tracemalloc.start()
    unit_zs(network, Neuron(2, 0), images)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000


def test_ink_is_counted_for_each_pixel_and_digit() -> None:
    images = np.zeros((3, 784), dtype=np.uint8)
    images[0, 5], images[1, 5], images[2, 9] = 255, 51, 102
    found = ink_statistics(Examples(images, np.array([4, 4, 7], dtype=np.uint8)))
    assert found.share[5] == pytest.approx(2 / 3)
    assert found.mean[5] == pytest.approx(1.2 / 3)
    assert found.class_share[4, 5] == 1
    assert found.class_share[7, [5, 9]].tolist() == [0, 1]
    assert np.isnan(found.class_share[0, 5])


def test_ink_of_more_than_a_chunk(digits: Examples) -> None:
    found = ink_statistics(digits)
    np.testing.assert_allclose(found.share, (digits.images > 0).mean(axis=0))
    np.testing.assert_allclose(found.mean, digits.images.mean(axis=0) / 255)


def test_the_template_is_the_product_of_the_weights(network: Network) -> None:
    w2, w3, w4 = network.weights
    np.testing.assert_array_equal(linear_template(network, Neuron(2, 3)), w2[3])
    np.testing.assert_allclose(linear_template(network, Neuron(4, 8)), (w4 @ w3 @ w2)[8], atol=1e-5)


def test_pushes_leave_out_what_pushes_nowhere() -> None:
    up, down = largest_pushes(np.array([0.0, 3.0, -1.0, np.nan, 5.0, 0.0, -4.0, 1.0]), 2)
    assert up.tolist() == [4, 1]
    assert down.tolist() == [6, 2]
    up, down = largest_pushes(np.zeros(4), 3)
    assert len(up) == len(down) == 0


def test_weights_beyond_the_limit_count_in_the_outermost_bins() -> None:
    shares = weight_shares(np.array([-9.0, -0.9, 0.0, 0.9, 9.0]), 1, 5)
    np.testing.assert_allclose(shares, [0.4, 0, 0.2, 0, 0.4])


def test_what_is_no_number_counts_nowhere() -> None:
    shares = weight_shares(np.array([np.nan, np.inf, -np.inf, 0.0]), 1, 3)
    np.testing.assert_allclose(shares, [0, 0.25, 0])


def test_of_many_weights_a_sample_is_counted_without_a_copy() -> None:
    weights = np.zeros((784, 400), dtype=np.float32).T  # as the trainer hands them out
    assert np.shares_memory(sample(weights), weights)
    assert 50_000 < len(sample(weights)) <= 100_000


@pytest.mark.parametrize("initialisation", ["scaled", "normal"])
def test_what_is_said_of_the_two_initialisations_is_so(initialisation: str) -> None:
    network, test = Settings(initialisation=initialisation).new_network(), load_mnist().test
    spread = 1.0 if initialisation == "normal" else 1 / 28  # 784 inputs
    assert float(network.weights[0].std()) == pytest.approx(spread, rel=0.02)
    flat = []
    for layer, units in ((2, 100), (3, 10)):
        a = [unit_zs(network, Neuron(layer, j), test.images[:500])[0] for j in range(units)]
        slopes = 1 / (2 + np.exp(np.abs(a)) + np.exp(-np.abs(a)))
        flat.append(float(np.mean(slopes < 0.01)))
    assert (flat[0] > 0.5) == (initialisation == "normal")
    assert initialisation == "normal" or max(flat) == 0


@pytest.mark.parametrize(
    ("limit", "shares"),
    [(0.15, [0.4, 0, 0, 0.6]), (3.5e38, [0.2, 0.2, 0.2, 0.4]), (1e39, [0, 0.4, 0.6, 0])],
)
def test_weights_at_the_end_of_float32_are_counted(limit: float, shares: list[float]) -> None:
    weights = np.array([-3e38, -1e38, 1e38, 3e38, 3e38], np.float32)
    np.testing.assert_allclose(weight_shares(weights, limit, 4), shares)
