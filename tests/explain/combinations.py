"""Every kind of network, and its mathematics written out once more, for tests of what explains it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.learning.network import Network

Floats = NDArray[Any]

HIDDEN = ("sigmoid", "tanh", "relu")
OUTPUTS = (("sigmoid", "quadratic"), ("sigmoid", "cross-entropy"), ("softmax", "cross-entropy"))
KINDS = [(hidden, output, cost) for hidden in HIDDEN for output, cost in OUTPUTS]


def softmax(z: Floats) -> Floats:
    """Shares of eᶻ along the last axis."""
    powers = np.exp(z)
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


FUNCTIONS: dict[str, Callable[[Floats], Floats]] = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "softmax": softmax,
}
SLOPES: dict[str, Callable[[Floats], Floats]] = {
    "sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    "tanh": lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2,
    "relu": lambda z: np.where(z > 0, 1.0, 0.0),
    "softmax": lambda z: softmax(z) - softmax(z) ** 2,
}


def shares(output: str, cost: str, a: Floats, y: Floats) -> Floats:
    """What each output adds to C."""
    if cost == "quadratic":
        return (a - y) ** 2 / 2
    surprise = -y * np.log(a)
    return surprise if output == "softmax" else surprise - (1 - y) * np.log(1 - a)


def cost_derivative(output: str, cost: str, a: Floats, y: Floats) -> Floats:
    """∂C/∂a of each output."""
    if cost == "quadratic":
        return a - y
    return -y / a if output == "softmax" else -y / a + (1 - y) / (1 - a)


def output_error(output: str, cost: str, z: Floats, y: Floats) -> Floats:
    """δ of the outputs by the chain rule in full, through every output."""
    a = FUNCTIONS[output](z)
    slopes = np.diag(SLOPES[output](z))
    if output == "softmax":
        slopes = np.diag(a) - np.outer(a, a)
    return slopes.T @ cost_derivative(output, cost, a, y)


def network_of(
    hidden: str, output: str, cost: str, sizes: tuple[int, ...] = (784, 12, 9, 10), seed: int = 5
) -> Network:
    """A network of a kind, untrained."""
    return Network(sizes, seed=seed, activation=hidden, output=output, cost=cost)
