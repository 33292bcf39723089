"""Any kind of network is evaluated as NumPy does it, written out: answers, outputs and cost."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.learning.evaluate import Evaluator
from nnviz.learning.network import Network
from tests.digits import make_digits

DIGITS = make_digits(80)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize(
    ("output", "cost"),
    [("sigmoid", "quadratic"), ("sigmoid", "cross-entropy"), ("softmax", "cross-entropy")],
)
def test_a_network_of_any_kind_is_evaluated(activation: str, output: str, cost: str) -> None:
    network = Network((784, 15, 10), 2, activation=activation, output=output, cost=cost)
    found = Evaluator(DIGITS).evaluation(network, 7)
    right, costs, outputs = 0, [], []
    for i in range(80):
        z = DIGITS.image(i).astype(np.float64)
        z = network.weights[0] @ z + network.biases[0]
        a = {"sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z), "relu": np.where(z > 0, z, 0)}[activation]
        z = network.weights[1] @ a + network.biases[1]
        a = np.exp(z) / np.exp(z).sum() if output == "softmax" else 1 / (1 + np.exp(-z))
        y = np.eye(10)[DIGITS.labels[i]]
        outputs.append(a)
        right += int(np.argmax(a)) == DIGITS.labels[i]
        if cost == "quadratic":
            costs.append(0.5 * np.sum((a - y) ** 2))
        elif output == "softmax":
            costs.append(-np.log(a[DIGITS.labels[i]]))
        else:
            costs.append(-np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)))
    np.testing.assert_allclose(found.outputs, outputs, atol=1e-5)
    assert found.outputs.dtype == np.float32
    assert (found.accuracy, found.examples_seen) == (right / 80, 7)
    assert found.cost == pytest.approx(np.mean(costs), rel=1e-5)


def test_outputs_that_are_rounded_to_one_still_cost_what_they_should() -> None:
    network = Network((784, 10), initialisation="zeros", cost="cross-entropy")
    network.biases[0][:] = 40
    assert Evaluator(DIGITS).evaluation(network).cost == pytest.approx(9 * 40, rel=1e-6)
