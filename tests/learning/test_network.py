"""The readable network: its forward pass spelled out, its gradients against differences."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.learning.activations import Sigmoid
from nnviz.learning.network import Network
from tests.digits import make_digits

COMBINATIONS = [("sigmoid", "quadratic"), ("sigmoid", "cross-entropy"), ("softmax", "cross-entropy")]


def float64_network(sizes: tuple[int, ...], seed: int = 3, **functions: str) -> Network:
    network = Network(sizes, seed=seed, **functions)
    network.weights = [w.astype(np.float64) for w in network.weights]
    network.biases = [b.astype(np.float64) for b in network.biases]
    return network


def cost_by_hand(cost: str, output: str, a: np.ndarray, label: int) -> float:
    if cost == "quadratic":
        return sum((a_j - (j == label)) ** 2 for j, a_j in enumerate(a)) / 2
    if output == "softmax":
        return float(-np.log(a[label]))
    return float(-sum(np.log(a_j if j == label else 1 - a_j) for j, a_j in enumerate(a)))


def test_forward_is_the_sum_written_out() -> None:
    network = Network((3, 2, 2), seed=1)
    image = np.array([0.0, 0.5, 1.0], dtype=np.float32)
    hidden = [
        1 / (1 + np.exp(-(sum(network.weights[0][j, k] * image[k] for k in range(3)) + network.biases[0][j])))
        for j in range(2)
    ]
    activations = network.forward(image)
    assert [a.shape for a in activations] == [(3,), (2,), (2,)]
    np.testing.assert_allclose(activations[1], hidden, rtol=1e-6)


def test_many_at_once_are_each_alone() -> None:
    network = Network((784, 30, 10), seed=1)
    images = make_digits(5).images.astype(np.float32) / 255
    outputs = network.outputs(images)
    for image, output in zip(images, outputs, strict=True):
        np.testing.assert_allclose(output, network.forward(image)[-1], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("output", "cost"), COMBINATIONS)
def test_errors_of_many_at_once_are_those_of_each(dtype: type, output: str, cost: str) -> None:
    network = Network((784, 30, 20, 10), 1, activation="tanh", output=output, cost=cost)
    network = network.with_numbers(
        [w.astype(dtype) for w in network.weights], [b.astype(dtype) for b in network.biases]
    )
    digits = make_digits(5)
    images = digits.images.astype(dtype) / dtype(255)
    together = network.backward_pass(images, digits.labels)
    for i in range(5):
        alone = network.backprop(images[i], int(digits.labels[i]))
        pairs = [(together.target, alone.target), *zip(together.zs, alone.zs, strict=True)]
        pairs += zip(together.activations, alone.activations, strict=True)
        pairs += zip(together.deltas, alone.deltas, strict=True)
        for rows, row in pairs:
            np.testing.assert_allclose(rows[i], row, rtol=2e-4, atol=1e-5)
    assert {array.dtype for array in (*together.zs, *together.deltas)} == {np.dtype(dtype)}


def test_copies_are_of_the_same_kind() -> None:
    network = Network((784, 30, 10), activation="relu", output="softmax", cost="cross-entropy")
    image = make_digits(1).image(0)
    for other in (network.copy(), network.with_numbers(network.weights, network.biases)):
        assert other.architecture == network.architecture
        np.testing.assert_array_equal(other.forward(image)[-1], network.forward(image)[-1])
    plain = Network.of(network.weights, network.biases)
    assert plain.architecture == Network((784, 30, 10)).architecture
    assert not np.array_equal(plain.forward(image)[-1], network.forward(image)[-1])


def test_sigmoid_survives_large_inputs() -> None:
    z = np.array([-1e4, -1.0, 0.0, 1.0, 1e4], dtype=np.float32)
    a = Sigmoid.value(z)
    np.testing.assert_allclose(a, [0, 0.26894143, 0.5, 0.7310586, 1], rtol=1e-6)
    np.testing.assert_allclose(Sigmoid.slope(z, a)[[0, 2, 4]], [0, 0.25, 0])


@pytest.mark.parametrize("sizes", [(12, 7, 10), (12, 7, 5, 10), (12, 10)])
@pytest.mark.parametrize(("output", "cost"), COMBINATIONS)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_every_gradient_equals_central_differences(
    activation: str, output: str, cost: str, sizes: tuple[int, ...]
) -> None:
    network = float64_network(sizes, activation=activation, output=output, cost=cost)
    image, label, nudge = np.random.default_rng(0).random(12), 4, 1e-6
    found = network.backprop(image, label)

    def slope(array: np.ndarray, place: tuple[int, ...]) -> float:
        kept = array[place]
        array[place] = kept + nudge
        above = cost_by_hand(cost, output, network.forward(image)[-1], label)
        array[place] = kept - nudge
        below = cost_by_hand(cost, output, network.forward(image)[-1], label)
        array[place] = kept
        return (above - below) / (2 * nudge)

    for arrays, gradients in ((network.weights, found.nabla_w), (network.biases, found.nabla_b)):
        for array, gradient in zip(arrays, gradients, strict=True):
            differences = np.array([slope(array, place) for place in np.ndindex(array.shape)])
            scale = np.abs(gradient).max()
            np.testing.assert_allclose(gradient.ravel(), differences, atol=1e-7 * scale, rtol=1e-6)


def test_the_output_layer_learns_too() -> None:
    found = Network((784, 30, 10)).backprop(make_digits(1).images[0] / np.float32(255), 3)
    assert all(np.abs(nabla).max() > 0 for nabla in found.nabla_w + found.nabla_b)


def test_the_same_seed_gives_the_same_network() -> None:
    first, second, other = Network((784, 30, 10), 7), Network((784, 30, 10), 7), Network((784, 30, 10), 8)
    np.testing.assert_array_equal(first.weights[0], second.weights[0])
    assert not np.array_equal(first.weights[0], other.weights[0])


def test_initialisations_differ_in_their_spread() -> None:
    scaled, normal = Network((784, 100, 10)), Network((784, 100, 10), initialisation="normal")
    assert scaled.weights[0].std() == pytest.approx(1 / 28, rel=0.02)
    assert normal.weights[0].std() == pytest.approx(1, rel=0.02)
    assert scaled.weights[1].std() == pytest.approx(0.1, rel=0.1)


def test_he_and_zeros_begin_without_biases() -> None:
    he, zeros = (Network((784, 100, 10), initialisation=name) for name in ("he", "zeros"))
    assert he.weights[0].std() == pytest.approx(np.sqrt(2 / 784), rel=0.02)
    assert not any(biases.any() for biases in he.biases)
    assert not any(numbers.any() for numbers in zeros.weights + zeros.biases)


@pytest.mark.parametrize(
    ("sizes", "initialisation"), [((784,), "scaled"), ((784, 0, 10), "scaled"), ((4, 2), "zero")]
)
def test_bad_shapes_are_refused(sizes: tuple[int, ...], initialisation: str) -> None:
    with pytest.raises(BadInput):
        Network(sizes, initialisation=initialisation)
