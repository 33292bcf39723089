"""The compiled twin: equal to the readable network, and to central differences."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.arrays import Floats
from nnviz.learning import kernel
from nnviz.learning.network import Network, cost, one_hot
from tests.digits import make_digits

SHAPES = [(784, 20, 10), (784, 12, 8, 10), (784, 10)]


def kernel_gradient(network: Network, count: int, parameters: Floats) -> tuple[Floats, float]:
    """The average gradient over the first digits, read off one step of η = 1; and their average cost."""
    digits = make_digits(count)
    before = parameters.copy()
    _, total = kernel.train(
        parameters,
        np.zeros_like(parameters),
        np.array(network.sizes),
        kernel.sparse_images(digits.images),
        digits.labels,
        np.arange(count),
        0,
        count,
        0,
        count,
        1.0,
        0.0,
    )
    return before - parameters, total / count


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("count", [1, 10, 150])
def test_one_step_is_the_readable_gradient(sizes: tuple[int, ...], count: int) -> None:
    network = Network(sizes, seed=2)
    found, average = kernel_gradient(network, count, kernel.pack(network))
    digits = make_digits(count)
    total = np.zeros_like(found, dtype=np.float64)
    expected_cost = 0.0
    for i in range(count):
        image, label = digits.image(i), int(digits.labels[i])
        one = network.backprop(image, label)
        total += kernel.pack(Network.of(one.nabla_w, one.nabla_b))
        expected_cost += cost(one.activations[-1], one_hot(label))
    np.testing.assert_allclose(found, total / count, atol=2e-6)
    assert average == pytest.approx(expected_cost / count, rel=1e-5)


@pytest.mark.parametrize("sizes", SHAPES)
def test_in_float64_it_equals_central_differences(sizes: tuple[int, ...]) -> None:
    network = Network(sizes, seed=2)
    parameters = kernel.pack(network).astype(np.float64)
    found, _ = kernel_gradient(network, 4, parameters.copy())
    random = np.random.default_rng(1)
    for place in [*random.integers(0, len(parameters), 40), *range(len(parameters) - 10, len(parameters))]:
        costs = []
        for nudge in (1e-5, -1e-5):
            nudged = parameters.copy()
            nudged[place] += nudge
            costs.append(kernel_gradient(network, 4, nudged)[1])
        assert found[place] == pytest.approx(
            (costs[0] - costs[1]) / 2e-5, abs=1e-7 * np.abs(found).max() + 1e-10
        )


@pytest.mark.parametrize("sizes", SHAPES)
def test_outputs_are_the_readable_ones(sizes: tuple[int, ...]) -> None:
    network, digits = Network(sizes, seed=2), make_digits(30)
    found = kernel.outputs(kernel.pack(network), np.array(sizes), kernel.sparse_images(digits.images), 5, 30)
    np.testing.assert_allclose(found, network.outputs(digits.images[5:] / np.float32(255)), atol=1e-5)


def test_packing_and_unpacking_is_exact() -> None:
    network = Network((784, 12, 8, 10), seed=4)
    again = kernel.unpack(kernel.pack(network), network.architecture)
    for mine, its in zip(network.weights + network.biases, again.weights + again.biases, strict=True):
        np.testing.assert_array_equal(mine, its)


def test_only_views_of_one_writeable_vector_have_a_vector() -> None:
    network = Network((784, 12, 8, 10), seed=4)
    assert kernel.vector_of(network) is None
    packed = kernel.pack(network)
    views = kernel.unpack(packed, network.architecture)
    assert kernel.vector_of(views) is packed
    views.weights[1] = views.weights[1].copy()  # as somebody may assign it
    assert kernel.vector_of(views) is None
    packed.setflags(write=False)
    assert kernel.vector_of(kernel.unpack(packed, network.architecture)) is None


def test_sparse_images_hold_every_pixel() -> None:
    images = make_digits(7).images
    sparse = kernel.sparse_images(images)
    dense = np.zeros_like(images)
    for i in range(len(images)):
        entries = slice(sparse.starts[i], sparse.starts[i + 1])
        dense[i, sparse.pixels[entries]] = sparse.values[entries]
    np.testing.assert_array_equal(dense, images)


def test_nan_weights_give_nan_outputs() -> None:
    network, digits = Network((784, 20, 10)), make_digits(2)
    network.biases[0][:] = np.nan
    found = kernel.outputs(
        kernel.pack(network), np.array(network.sizes), kernel.sparse_images(digits.images), 0, 2
    )
    assert np.isnan(found).all()
