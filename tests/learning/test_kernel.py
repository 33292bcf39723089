"""The compiled twin: equal to the readable network, and to central differences."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.arrays import Floats
from nnviz.learning import kernel
from nnviz.learning.network import Network
from tests.digits import make_digits

SHAPES = [(784, 20, 10), (784, 12, 8, 10), (784, 10)]
ACTIVATIONS = ["sigmoid", "tanh", "relu"]
OUTPUTS = [("sigmoid", "quadratic"), ("sigmoid", "cross-entropy"), ("softmax", "cross-entropy")]
KINDS = [
    {"activation": activation, "output": output, "cost": cost}
    for activation in ACTIVATIONS
    for output, cost in OUTPUTS
]


def kernel_gradient(
    network: Network, count: int, parameters: Floats, decay: float = 0.0
) -> tuple[Floats, float]:
    """The average gradient over the first digits, read off one step of η = 1; and their average cost."""
    digits = make_digits(count)
    before = parameters.copy()
    _, total = kernel.train(
        kernel.packed(parameters, network.architecture),
        kernel.Sums(np.zeros_like(parameters), np.empty(0, parameters.dtype)),
        kernel.Data(
            kernel.sparse_images(digits.images), digits.labels, np.arange(count), np.zeros(count, np.uint8)
        ),
        kernel.Step(count, 1.0, 0.0, decay),
        kernel.Stretch(0, count, 0, 0.0),
    )
    return before - parameters, total / count


def cost_by_hand(network: Network, image: Floats, label: int) -> float:
    a = network.forward(image)[-1].astype(np.float64)
    if network.architecture.cost == "quadratic":
        return sum((a_j - (j == label)) ** 2 for j, a_j in enumerate(a)) / 2
    if network.architecture.output == "softmax":
        return float(-np.log(a[label]))
    return float(-sum(np.log(a_j if j == label else 1 - a_j) for j, a_j in enumerate(a)))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "-".join(kind.values()))
@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("count", [1, 10, 150])
def test_one_step_is_the_readable_gradient(sizes: tuple[int, ...], count: int, kind: dict[str, str]) -> None:
    network = Network(sizes, seed=2, **kind)
    found, average = kernel_gradient(network, count, kernel.pack(network))
    digits = make_digits(count)
    total = np.zeros_like(found, dtype=np.float64)
    expected_cost = 0.0
    for i in range(count):
        image, label = digits.image(i), int(digits.labels[i])
        one = network.backprop(image, label)
        total += kernel.pack(Network.of(one.nabla_w, one.nabla_b))
        expected_cost += cost_by_hand(network, image, label)
    np.testing.assert_allclose(found, total / count, atol=4e-6)
    assert average == pytest.approx(expected_cost / count, rel=1e-4)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "-".join(kind.values()))
@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_in_float64_it_equals_central_differences(
    sizes: tuple[int, ...], kind: dict[str, str], decay: float
) -> None:
    """Of C and, with L2, of λ/2n times the sum of all squared weights, no biases, on top of it."""
    network = Network(sizes, seed=2, **kind)
    parameters = kernel.pack(network).astype(np.float64)
    found, _ = kernel_gradient(network, 4, parameters.copy(), decay)
    random = np.random.default_rng(1)
    for place in [*random.integers(0, len(parameters), 40), *range(len(parameters) - 10, len(parameters))]:
        costs = []
        for nudge in (1e-5, -1e-5):
            nudged = parameters.copy()
            nudged[place] += nudge
            squares = sum(np.sum(w**2) for w in kernel.unpack(nudged, network.architecture).weights)
            costs.append(kernel_gradient(network, 4, nudged.copy())[1] + decay / 2 * squares)
        assert found[place] == pytest.approx(
            (costs[0] - costs[1]) / 2e-5, abs=1e-7 * np.abs(found).max() + 1e-10
        )


def kernel_zs(network: Network, begin: int, end: int) -> Floats:
    images = kernel.sparse_images(make_digits(end).images)
    packed = kernel.packed(kernel.pack(network), network.architecture)
    zs: Floats = kernel.weighted_inputs(packed, images, begin, end)
    return zs


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", SHAPES)
def test_weighted_inputs_are_the_readable_ones(sizes: tuple[int, ...], activation: str) -> None:
    network = Network(sizes, seed=2, activation=activation)
    images = make_digits(30).images[5:] / np.float32(255)
    np.testing.assert_allclose(kernel_zs(network, 5, 30), network.weighted_inputs(images), atol=2e-5)


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


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_nan_weights_give_nan_outputs(activation: str) -> None:
    network = Network((784, 20, 10), activation=activation)
    network.biases[0][:] = np.nan
    assert np.isnan(kernel_zs(network, 0, 2)).all()


@pytest.mark.parametrize(("output", "cost"), OUTPUTS)
def test_outputs_that_are_sure_of_the_wrong_thing_have_a_finite_cost(output: str, cost: str) -> None:
    network = Network((784, 10), output=output, cost=cost)
    network.biases[0][:] = np.linspace(-1000, 1000, 10)
    found, average = kernel_gradient(network, 20, kernel.pack(network))
    assert np.isfinite(found).all()
    zs, y = kernel_zs(network, 0, 20).astype(np.float64), np.eye(10)[make_digits(20).labels]
    a = network.architecture.output_function.value(zs)
    readable = network.architecture.cost_function.total(zs, a, y)
    assert average == pytest.approx(readable.mean(), rel=1e-5)
