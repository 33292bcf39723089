"""The gradients of a whole mini-batch, example by example, and the one step they make together.

Sums and averages are over all its examples. Some of them, the first, are kept with all their numbers, to be
shown one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import Subject
from nnviz.explain.example import in_double
from nnviz.explain.mini_batch_gradient import Gradient, GradientSum, backprop_rows, blocks_of
from nnviz.learning.answers import answers
from nnviz.learning.network import BackwardPass, Network
from nnviz.runs.course import next_mini_batch
from nnviz.runs.snapshot import Snapshot

SHOWN = 10  # examples that are kept with all their numbers

# Multiplications that a frame has no time for: about 10 ms of them.
_MUCH = 3e8


@dataclass(frozen=True, eq=False)
class _Pass:
    """What one pass over all the examples finds."""

    mean: Gradient
    lengths: Floats  # ‖∇C‖ of every example, (m,)
    costs: Floats  # (m,)
    predictions: NDArray[np.int64]  # (m,)


@dataclass(frozen=True, eq=False)
class MiniBatchWalk:
    """Backpropagation of m examples at once. Arrays are float64; lists go by layer."""

    network: Network  # float64
    dataset: Examples  # the training data
    indices: NDArray[np.int64]  # (m,) in it
    eta: float

    @classmethod
    def of(cls, snapshot: Snapshot) -> MiniBatchWalk:
        """The next mini-batch of a snapshot, which must have its data."""
        assert snapshot.data is not None
        train = snapshot.data.train
        batch = next_mini_batch(snapshot, len(train))
        return cls(in_double(snapshot.network), train, batch.indices, batch.settings.eta)

    def __len__(self) -> int:
        return len(self.indices)

    @property
    def is_large(self) -> bool:
        """Whether its numbers take so long that nobody should be made to wait for them."""
        return 6 * len(self) * sum(w.size for w in self.network.weights) > _MUCH

    def computed(self) -> MiniBatchWalk:
        """Itself, with every number that takes long found."""
        _ = self.agreement_with_step
        return self

    @property
    def subject(self) -> Subject:
        """What the pictures are."""
        return self.dataset.subject

    @property
    def labels(self) -> NDArray[np.uint8]:
        """What the examples are, (m,)."""
        return self.dataset.labels[self.indices]

    @cached_property
    def shown(self) -> BackwardPass:
        """The first examples, `SHOWN` or all if there are fewer, with all their numbers."""
        return backprop_rows(self.network, self.dataset, self.indices[:SHOWN])

    @property
    def images(self) -> Floats:
        """Those examples' pixels, (n, pixels) in [0, 1]."""
        return self.shown.activations[0]

    def gradient(self, example: int, layer: int) -> Floats:
        """∂C/∂w of one of those examples in one layer, (n of this layer, n of the layer before)."""
        with np.errstate(all="ignore"):
            return np.outer(self.shown.deltas[layer - 2][example], self.shown.activations[layer - 2][example])

    def unit_gradients(self, layer: int, j: int) -> Floats:
        """∂C/∂w of the weights into unit j, a row for each of those examples: (n, n of the layer before)."""
        with np.errstate(all="ignore"):
            return self.shown.deltas[layer - 2][:, j : j + 1] * self.shown.activations[layer - 2]

    @cached_property
    def agreement(self) -> Floats:
        """The cosine between every two of those gradients, (n, n): 1 the same way, −1 the opposite way.

        ∇ being δ aᵀ and δ in every layer, a product is Σ over layers of (δ·δ′)(a·a′ + 1): no gradient is
        built.
        """
        with np.errstate(all="ignore"):
            pairs = zip(self.shown.deltas, self.shown.activations[:-1], strict=True)
            products: Floats = np.asarray(sum((delta @ delta.T) * (a @ a.T + 1) for delta, a in pairs))
            sizes = np.sqrt(np.diag(products))
            cosines: Floats = products / np.outer(sizes, sizes)
            return np.nan_to_num(cosines)

    @property
    def costs(self) -> Floats:
        """C of every example, (m,)."""
        return self._found.costs

    @property
    def predictions(self) -> NDArray[np.int64]:
        """What the network takes every example for, (m,)."""
        return self._found.predictions

    @property
    def lengths(self) -> Floats:
        """‖∇C‖ of every example, (m,)."""
        return self._found.lengths

    @property
    def mean_w(self) -> list[Floats]:
        """(1/m) Σ ∂C/∂w over all examples, of layers 2 … L."""
        return self._found.mean.w

    @property
    def mean_b(self) -> list[Floats]:
        """(1/m) Σ ∂C/∂b over all examples, of layers 2 … L."""
        return self._found.mean.b

    @property
    def is_finite(self) -> bool:
        """Whether all gradients are finite numbers."""
        return bool(np.isfinite(self.lengths).all()) and bool(np.isfinite(self._found.mean.length))

    @cached_property
    def agreement_with_step(self) -> Floats:
        """The cosine between every example's gradient and their average, (m,); 0 where one of them is 0."""
        found = self._found
        with np.errstate(all="ignore"):
            along = np.concatenate([self._along(rows) for rows in self._blocks()])
            cosines: Floats = np.nan_to_num(along / (found.lengths * found.mean.length), posinf=0, neginf=0)
            return cosines

    @property
    def kept(self) -> float:
        """How much is left of the gradients after averaging: ‖average‖ over the average ‖∇‖, from 0 to 1."""
        each = float(self.lengths.mean())
        return self._found.mean.length / each if each > 0 else 0.0

    @cached_property
    def _found(self) -> _Pass:
        total, lengths, costs, predictions = GradientSum(self.network), [], [], []
        cost = self.network.architecture.cost_function
        with np.errstate(all="ignore"):
            for rows in self._blocks():
                total.add(rows)
                pairs = zip(rows.deltas, rows.activations[:-1], strict=True)
                lengths.append(np.sqrt(sum(_squares(delta) * (_squares(a) + 1) for delta, a in pairs)))
                costs.append(cost.total(rows.zs[-1], rows.activations[-1], rows.target))
                predictions.append(answers(rows.zs[-1]))
            mean = total.mean
        return _Pass(mean, np.concatenate(lengths), np.concatenate(costs), np.concatenate(predictions))

    def _blocks(self) -> Iterable[BackwardPass]:
        few = len(self) <= SHOWN
        return [self.shown] if few else blocks_of(self.network, self.dataset, self.indices)

    def _along(self, rows: BackwardPass) -> Floats:
        """The scalar product of every example's gradient with the average, (n,): δ·(w̄ a + b̄) by layers."""
        layers = zip(rows.deltas, rows.activations[:-1], self.mean_w, self.mean_b, strict=True)
        total: Floats = sum(np.sum(delta * (a @ w.T + b), axis=1) for delta, a, w, b in layers)
        return total


def _squares(rows: Floats) -> Floats:
    squares: Floats = np.sum(rows**2, axis=1)
    return squares
