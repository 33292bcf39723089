"""The four equations for many examples at once, a row for each, and the gradient they average to.

Works in the precision of the network it is given. Mini-batches of any size are taken in blocks, so that the
largest, which is all the digits there are, needs no more memory than a block and the gradient.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.learning.network import Network, sigmoid

BLOCK = 500  # examples that are looked at together

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Rows:
    """Backpropagation of n examples; lists go by layer."""

    targets: Floats  # y, (n, 10)
    activations: list[Floats]  # a of layers 1 … L, each (n, units)
    deltas: list[Floats]  # δ of layers 2 … L, each (n, units)


def backprop_rows(network: Network, dataset: Examples, indices: Indices) -> Rows:
    """Backpropagation of the examples at `indices` (n,). Numbers may be NaN or infinite."""
    dtype = network.weights[0].dtype
    targets = np.eye(network.sizes[-1], dtype=dtype)[dataset.labels[indices]]
    a = [to_unit_range(dataset.images[indices]).astype(dtype, copy=False)]
    with np.errstate(all="ignore"):
        for w, b in zip(network.weights, network.biases, strict=True):
            a.append(sigmoid(a[-1] @ w.T + b))  # (n, k) @ (k, j) + (j,) -> (n, j)
        deltas = [(a[-1] - targets) * a[-1] * (1 - a[-1])]
        for w, earlier in zip(network.weights[:0:-1], a[-2:0:-1], strict=True):
            deltas.insert(0, (deltas[0] @ w) * earlier * (1 - earlier))  # (n, j) @ (j, k) -> (n, k)
    return Rows(targets, a, deltas)


def blocks_of(network: Network, dataset: Examples, indices: Indices) -> Iterator[Rows]:
    """Backpropagation of all those examples, block by block in order."""
    for begin in range(0, len(indices), BLOCK):
        yield backprop_rows(network, dataset, indices[begin : begin + BLOCK])


class GradientSum:
    """Adds gradients up, in float64."""

    def __init__(self, network: Network) -> None:
        self.count = 0
        self._w: list[Floats] = [np.zeros(w.shape) for w in network.weights]
        self._b: list[Floats] = [np.zeros(b.shape) for b in network.biases]

    def add(self, rows: Rows) -> None:
        """Add those of a block."""
        self.count += len(rows.targets)
        with np.errstate(all="ignore"):
            for i, (delta, a) in enumerate(zip(rows.deltas, rows.activations[:-1], strict=True)):
                self._w[i] += delta.T @ a  # (j, n) @ (n, k) -> (j, k)
                self._b[i] += delta.sum(axis=0)

    @property
    def mean(self) -> Gradient:
        """(1/n) Σ ∇C of what was added."""
        return Gradient([w / self.count for w in self._w], [b / self.count for b in self._b])


@dataclass(frozen=True, eq=False)
class Gradient:
    """∂C/∂w and ∂C/∂b of layers 2 … L, in the shapes of the network, float64."""

    w: list[Floats]
    b: list[Floats]

    def product(self, other: Gradient) -> float:
        """The scalar product of two whole gradients."""
        mine, others = (*self.w, *self.b), (*other.w, *other.b)
        with np.errstate(all="ignore"):
            return float(sum(np.vdot(one, another) for one, another in zip(mine, others, strict=True)))

    @property
    def length(self) -> float:
        """‖∇C‖."""
        return float(np.sqrt(self.product(self)))


def mean_gradient(network: Network, dataset: Examples, indices: Indices) -> Gradient:
    """The average gradient of the examples at `indices`, every one of them counted."""
    total = GradientSum(network)
    for rows in blocks_of(network, dataset, indices):
        total.add(rows)
    return total.mean
