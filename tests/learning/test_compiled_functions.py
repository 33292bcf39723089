"""An activation and a cost that the program has never heard of: written here, they train in the kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnviz.learning import kernel
from nnviz.learning.activations import HIDDEN, OUTPUT, Activation
from nnviz.learning.architecture import Architecture
from nnviz.learning.compiled_functions import functions_of
from nnviz.learning.costs import COSTS, Cost, cost_for
from nnviz.learning.network import Network
from nnviz.learning.trainer import Trainer
from tests.digits import make_digits
from tests.softsign import Softsign


class Halved(Activation):
    name, title, low, high = "halved", "Halved", -np.inf, np.inf

    @staticmethod
    def value(z: Any) -> Any:
        return z * 0.5

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        return z * 0 + 0.5


class Quartic(Cost):
    name, title = "quartic", "Quartic"

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        return (y - a) ** 4

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        return 4 * (a - y) ** 3


@pytest.fixture
def _tables(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (Softsign(), Halved()):
        monkeypatch.setitem(HIDDEN, one.name, one)
    monkeypatch.setitem(OUTPUT, "halved", Halved())
    monkeypatch.setitem(COSTS, "quartic", Quartic())


def in_float64(network: Network) -> Network:
    return network.with_numbers(
        [w.astype(np.float64) for w in network.weights], [b.astype(np.float64) for b in network.biases]
    )


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("activation", "output", "cost"),
    [
        ("softsign", "sigmoid", "quadratic"),
        ("softsign", "halved", "quartic"),
        ("halved", "softmax", "cross-entropy"),
    ],
)
def test_a_stranger_trains_in_the_kernel_as_in_numpy(activation: str, output: str, cost: str) -> None:
    digits = make_digits(60)
    network = Network((784, 12, 9, 10), 3, activation=activation, output=output, cost=cost)
    by_hand = in_float64(network)
    trainer = Trainer(network, digits, mini_batch=20, eta=0.2)
    trainer.advance(60)
    for step in range(3):
        indices = [trainer.example(20 * step + i) for i in range(20)]
        found = [by_hand.backprop(digits.image(i), int(digits.labels[i])) for i in indices]
        for layer in range(3):
            by_hand.weights[layer] -= 0.01 * sum(one.nabla_w[layer] for one in found)
            by_hand.biases[layer] -= 0.01 * sum(one.nabla_b[layer] for one in found)
    assert any(np.abs(w).max() > 0 for w in by_hand.weights)
    for mine, its in zip(by_hand.weights + by_hand.biases, network.weights + network.biases, strict=True):
        np.testing.assert_allclose(mine, its, atol=2e-6)


@pytest.mark.usefixtures("_tables")
def test_a_strangers_gradients_are_differences() -> None:
    digits = make_digits(1)
    network = in_float64(Network((784, 6, 10), 3, activation="softsign", output="halved", cost="quartic"))
    image, label = digits.image(0).astype(np.float64), int(digits.labels[0])
    found = network.backprop(image, label)
    for layer, j, k in ((0, 3, int(image.argmax())), (1, 2, 4)):
        costs = []
        for nudge in (1e-6, -1e-6):
            nudged = network.copy()
            nudged.weights[layer][j, k] += nudge
            a = nudged.forward(image)[-1]
            costs.append(sum((a_j - (i == label)) ** 4 for i, a_j in enumerate(a)))
        assert found.nabla_w[layer][j, k] == pytest.approx((costs[0] - costs[1]) / 2e-6, rel=1e-5, abs=1e-9)


@pytest.mark.usefixtures("_tables")
def test_what_is_written_as_a_number_does_not_make_a_float32_a_float64() -> None:
    from nnviz.learning.compiled_functions import _in_precision

    compiled = _in_precision(Softsign.value)
    assert compiled(np.float32(0.3)) == np.float32(0.3) / (np.float32(1) + np.float32(0.3))
    assert [str(found.return_type) for found in compiled.nopython_signatures] == ["float32"]
    assert compiled(0.3) == 0.3 / 1.3


def test_networks_of_one_kind_share_their_functions() -> None:
    first, second = (
        kernel.packed(kernel.pack(n), n.architecture) for n in (Network((9, 3)), Network((8, 2)))
    )
    assert first.functions == second.functions
    other = Network((9, 3), activation="tanh").architecture
    assert kernel.packed(first.parameters, other).functions != first.functions


@pytest.mark.parametrize("output", list(OUTPUT))
@pytest.mark.parametrize("cost", list(COSTS))
def test_nothing_is_compiled_twice_for_the_same_kind_of_network(output: str, cost: str) -> None:
    if cost_for(cost, output) is None:
        return
    made = [
        functions_of(Architecture((3, 2, 2), activation="relu", output=output, cost=cost)) for _ in range(2)
    ]
    assert made[0] == made[1]
