"""The gradients of a whole mini-batch, digit by digit, and the one step they make together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.core.mnist import Dataset, to_unit_range
from nnviz.core.network import Floats, Network, sigmoid
from nnviz.core.snapshot import Snapshot
from nnviz.core.walk import in_double

MOST = 1000  # examples of a mini-batch that are looked at


def next_mini_batch(snapshot: Snapshot, dataset: Dataset) -> NDArray[np.int64]:
    """Indices in `dataset` of the mini-batch that training takes next, or is in the middle of.

    Exact if the mini-batch has had its size since the epoch began; at most `MOST` of them.
    """
    from nnviz.core.trainer import epoch_order  # which loads numba: not while the window opens

    count, size = len(dataset), snapshot.settings.mini_batch
    epoch, seen = divmod(snapshot.examples_seen, count)
    start = seen // size * size
    order = epoch_order(snapshot.settings.seed, epoch, count)
    return order[start : min(start + size, start + MOST, count)]


@dataclass(frozen=True, eq=False)
class MiniBatchWalk:
    """Backpropagation of m examples at once. Arrays are float64; lists go by layer."""

    network: Network  # float64
    images: Floats  # (m, 784) in [0, 1]
    labels: NDArray[np.uint8]  # (m,)
    indices: NDArray[np.int64]  # (m,) in the training data
    eta: float
    size: int  # of the mini-batch; m is smaller only if that is more than `MOST`

    @classmethod
    def of(cls, snapshot: Snapshot) -> MiniBatchWalk:
        """The next mini-batch of a snapshot, which must have its data."""
        assert snapshot.data is not None
        train = snapshot.data.train
        indices = next_mini_batch(snapshot, train)
        images = to_unit_range(train.images[indices]).astype(np.float64)
        network, settings = in_double(snapshot.network), snapshot.settings
        return cls(network, images, train.labels[indices], indices, settings.eta, settings.mini_batch)

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def targets(self) -> Floats:
        """y of every example, (m, 10)."""
        return np.eye(self.network.sizes[-1])[self.labels]

    @cached_property
    def activations(self) -> list[Floats]:
        """a of layers 1 … L, each (m, n)."""
        found = [self.images]
        with np.errstate(all="ignore"):
            for w, b in zip(self.network.weights, self.network.biases, strict=True):
                found.append(sigmoid(found[-1] @ w.T + b))  # (m, k) @ (k, n) + (n,) -> (m, n)
        return found

    @cached_property
    def deltas(self) -> list[Floats]:
        """δ of layers 2 … L, each (m, n): the four equations, a row for every example."""
        with np.errstate(all="ignore"):
            a = self.activations
            found = [(a[-1] - self.targets) * a[-1] * (1 - a[-1])]
            for w, earlier in zip(self.network.weights[:0:-1], a[-2:0:-1], strict=True):
                found.insert(0, (found[0] @ w) * earlier * (1 - earlier))  # (m, n) @ (n, k) -> (m, k)
        return found

    @cached_property
    def costs(self) -> Floats:
        """C of every example, (m,)."""
        costs: Floats = 0.5 * np.sum((self.targets - self.activations[-1]) ** 2, axis=1)
        return costs

    @cached_property
    def predictions(self) -> NDArray[np.int64]:
        """What the network takes every example for, (m,)."""
        predictions: NDArray[np.int64] = np.argmax(self.activations[-1], axis=1)
        return predictions

    def gradient(self, example: int, layer: int) -> Floats:
        """∂C/∂w of one example in one layer, (n of this layer, n of the layer before)."""
        with np.errstate(all="ignore"):
            return np.outer(self.deltas[layer - 2][example], self.activations[layer - 2][example])

    def unit_gradients(self, layer: int, j: int) -> Floats:
        """∂C/∂w of the weights into unit j, a row for every example: (m, n of the layer before)."""
        with np.errstate(all="ignore"):
            return self.deltas[layer - 2][:, j : j + 1] * self.activations[layer - 2]

    @cached_property
    def mean_w(self) -> list[Floats]:
        """(1/m) Σ ∂C/∂w, of layers 2 … L."""
        with np.errstate(all="ignore"):
            pairs = zip(self.deltas, self.activations[:-1], strict=True)
            return [delta.T @ a / len(self) for delta, a in pairs]  # (n, m) @ (m, k) -> (n, k)

    @cached_property
    def mean_b(self) -> list[Floats]:
        """(1/m) Σ ∂C/∂b, of layers 2 … L."""
        with np.errstate(all="ignore"):
            return [delta.mean(axis=0) for delta in self.deltas]

    @cached_property
    def products(self) -> Floats:
        """The scalar product of every two examples' whole gradients, (m, m).

        ∇ being δ aᵀ and δ in every layer, it is Σ over layers of (δ·δ′)(a·a′ + 1): no gradient is built.
        """
        with np.errstate(all="ignore"):
            pairs = zip(self.deltas, self.activations[:-1], strict=True)
            total: Floats = sum((delta @ delta.T) * (a @ a.T + 1) for delta, a in pairs)
            return total

    @cached_property
    def agreement(self) -> Floats:
        """The cosine between every two examples' gradients, (m, m): 1 the same way, −1 the opposite way."""
        with np.errstate(all="ignore"):
            sizes = np.sqrt(np.diag(self.products))
            cosines: Floats = self.products / np.outer(sizes, sizes)
            return np.nan_to_num(cosines)

    @cached_property
    def agreement_with_step(self) -> Floats:
        """The cosine between every example's gradient and their average, (m,)."""
        with np.errstate(all="ignore"):
            along = self.products.mean(axis=1)
            size_of_mean = np.sqrt(self.products.mean())
            cosines: Floats = along / (np.sqrt(np.diag(self.products)) * size_of_mean)
            return np.nan_to_num(cosines)

    @cached_property
    def kept(self) -> float:
        """How much is left of the gradients after averaging: ‖average‖ over the average ‖∇‖, from 0 to 1."""
        with np.errstate(all="ignore"):
            each = np.sqrt(np.diag(self.products)).mean()
            return float(np.sqrt(self.products.mean()) / each) if each > 0 else 0.0
