"""The four equations for many examples at once, a row for each, and the gradient they average to.

Works in the precision of the network it is given. Mini-batches of any size are taken in blocks, so that the
largest, which is all the examples there are, needs no more memory than a block and the gradient.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.learning.network import BackwardPass, Network

BLOCK = 500  # examples that are looked at together

Indices = NDArray[np.int64]


def backprop_rows(network: Network, dataset: Examples, indices: Indices) -> BackwardPass:
    """The way back of the examples at `indices` (n,), a row for each. Numbers may be NaN or infinite."""
    images = to_unit_range(dataset.images[indices]).astype(network.weights[0].dtype, copy=False)
    with np.errstate(all="ignore"):
        return network.backward_pass(images, dataset.labels[indices])


def blocks_of(network: Network, dataset: Examples, indices: Indices) -> Iterator[BackwardPass]:
    """Backpropagation of all those examples, block by block in order."""
    for begin in range(0, len(indices), BLOCK):
        yield backprop_rows(network, dataset, indices[begin : begin + BLOCK])


class GradientSum:
    """Adds gradients up, in float64."""

    def __init__(self, network: Network) -> None:
        self.count = 0
        self._w: list[Floats] = [np.zeros(w.shape) for w in network.weights]
        self._b: list[Floats] = [np.zeros(b.shape) for b in network.biases]

    def add(self, rows: BackwardPass) -> None:
        """Add those of a block."""
        self.count += len(rows.target)
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
