"""Who taught it? The fall of a digit's cost over a run, split over the training examples.

In the step of a mini-batch of m examples the weights go along a straight line, w + s Δw with s from 0 to 1,
and Δw is the sum of what each example z gives, −η/m ∇C(z). So the digit's cost falls in that step by the sum
over the examples of η/m ∇C(z) · ∫ ∇C(digit; w + s Δw) ds: each example's share. Momentum moves the weights by
what earlier steps gave, and L2 by the weights themselves; both have a line of their own, as have edits, so
that the sum closes. The integral is taken at nine points by Gauss and Legendre.

The product of two gradients needs neither of them: each layer gives (δ(z) · δ(digit)) (a(z) · a(digit) + 1),
with δ of the layer and a of the one before it. And the digit's z of layer 2 is linear in s, so that at the
nine points only the layers above it are computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.errors import Stopped
from nnviz.explain.example import in_double
from nnviz.learning import kernel
from nnviz.learning.network import Network, one_hot
from nnviz.runs.history import History
from nnviz.runs.replay import Moved, Taken, replayed

POINTS = 9
_roots, _parts = np.polynomial.legendre.leggauss(POINTS)
_AT: Floats = ((_roots + 1) / 2).astype(np.float32)[:, None, None]  # from −1 … 1 to 0 … 1
_WEIGHTS: Floats = (_parts / 2).astype(np.float32)
_REPORT = 64  # steps between two reports: some 30 ms


@dataclass(frozen=True, eq=False)
class Teachers:
    """How much each training example made the cost of D digits fall; negative is what made it rise."""

    shares: Floats  # (n of the training examples, D) float64, each summed over all its presentations
    momentum: Floats  # (D,): what earlier steps gave, carried on by momentum
    l2: Floats  # (D,): what L2 gave
    edits: Floats  # (D,): what changes by something else than training gave
    over_time: Floats  # (cells, classes, D): the shares by the teacher's class in each cell of time
    edges: NDArray[np.int64]  # (cells + 1,): examples seen where cells begin and end
    begin: int  # examples seen when the stretch began, and at its end
    end: int
    real: Floats  # (D,): by how much the cost really fell

    @property
    def total(self) -> Floats:
        """What all shares and lines add up to: `real`, but for the integral and rounding. (D,)"""
        total: Floats = self.shares.sum(axis=0) + self.momentum + self.l2 + self.edits
        return total

    @property
    def by_class(self) -> Floats:
        """The shares by the teacher's class. (classes, D)"""
        by_class: Floats = self.over_time.sum(axis=0)
        return by_class

    def best(self, count: int, digit: int = 0) -> NDArray[np.int64]:
        """The training examples that helped most, the best first; only those that helped."""
        order: NDArray[np.int64] = np.argsort(-self.shares[:, digit], kind="stable")[:count]
        return np.array(order[self.shares[order, digit] > 0])

    def worst(self, count: int, digit: int = 0) -> NDArray[np.int64]:
        """The training examples that misled most, the worst first; only those that misled."""
        order: NDArray[np.int64] = np.argsort(self.shares[:, digit], kind="stable")[:count]
        return np.array(order[self.shares[order, digit] < 0])


def who_taught(
    history: History,
    dataset: Examples,
    sparse: kernel.SparseImages,
    images: Floats,
    labels: NDArray[Any],
    stretch: tuple[int, int],
    edges: Sequence[int] = (),
    is_wanted: Callable[[], bool] = lambda: True,
    progress: Callable[[float], None] = lambda share: None,
) -> Teachers:
    """Split the fall of the cost of `images` (D, pixels) in [0, 1] with `labels` (D,) over a run's examples.

    `stretch` says from how many examples seen to how many; it is cut to whole steps. `dataset` and its
    `sparse` images are what the run trains on. `edges`, sorted, are moments that part the time within it.
    `progress` hears the share done, from 0 to 1. Raises `Stopped` soon after `is_wanted` says no, and
    `BadInput` as `replayed` does.
    """
    begin, end = stretch
    inner = [edge for edge in edges if begin < edge < end]
    sums = _Sums(dataset, images.astype(np.float32), labels, np.array([begin, *inner, end]))
    for number, moved in enumerate(replayed(history, dataset, sparse, begin, end)):
        if number % _REPORT == 0:
            if not is_wanted():
                raise Stopped
            progress((moved.examples_seen - begin) / max(end - begin, 1))
        sums.add(moved)
    progress(1.0)
    return sums.result(begin)


class _Sums:
    """What was added up so far."""

    def __init__(
        self, dataset: Examples, images: Floats, labels: NDArray[Any], edges: NDArray[np.int64]
    ) -> None:
        self._dataset, self._images, self._labels, self._edges = dataset, images, labels, edges
        self._shares = np.zeros((len(dataset), len(images)))
        self._over_time = np.zeros((len(edges) - 1, dataset.subject.classes, len(images)))
        self._momentum, self._l2, self._edits = np.zeros((3, len(images)))
        self._first: Network | None = None
        self._last: Moved | None = None

    def add(self, moved: Moved) -> None:
        self._first = self._first or moved.before
        self._last = moved
        if isinstance(moved, Taken):
            self._add_step(moved)
        else:
            self._edits += self._fall(moved.before, moved.after)

    def result(self, begin: int) -> Teachers:
        real, end = np.zeros(len(self._images)), begin
        if self._first is not None and self._last is not None:
            real, end = self._fall(self._first, self._last.after), self._last.examples_seen
        return Teachers(
            shares=self._shares,
            momentum=self._momentum,
            l2=self._l2,
            edits=self._edits,
            over_time=self._over_time,
            edges=self._edges,
            begin=begin,
            end=end,
            real=real,
        )

    def _add_step(self, step: Taken) -> None:
        rule, n = step.rule, len(self._dataset)
        line = _Line(step.before, step.after, self._images, self._labels)
        layers = [layer for layer in range(2, len(step.before.sizes) + 1) if layer not in rule.frozen]
        products = [line.products(block.deltas, block.activations, layers) for block in step.passes]
        shares = rule.eta / len(step.indices) * np.concatenate(products, dtype=np.float64)
        self._shares[step.indices] += shares  # no example is twice in a mini-batch
        cell = int(np.searchsorted(self._edges[1:-1], step.examples_seen))
        np.add.at(self._over_time[cell], self._dataset.labels[step.indices], shares)
        if rule.momentum and step.velocity is not None:
            v = step.velocity
            self._momentum -= rule.momentum * line.along(v.weights, v.biases, layers)
        if rule.l2:
            nothing = [np.zeros_like(b) for b in step.before.biases]
            self._l2 += rule.eta * rule.l2 / n * line.along(step.before.weights, nothing, layers)

    def _fall(self, before: Network, after: Network) -> Floats:
        fall: Floats = costs(before, self._images, self._labels) - costs(after, self._images, self._labels)
        return fall


def costs(network: Network, images: Floats, labels: NDArray[Any]) -> Floats:
    """C of each image, computed in float64. (D,)"""
    forward = in_double(network).forward_pass(images.astype(np.float64))
    y = one_hot(labels, network.sizes[-1]).astype(np.float64)
    total: Floats = network.architecture.cost_function.total(forward.zs[-1], forward.activations[-1], y)
    return total


class _Line:
    """∇C of D digits along the straight line of a step, at `POINTS` points; never as an array of its own."""

    def __init__(self, before: Network, after: Network, images: Floats, labels: NDArray[Any]) -> None:
        kind = before.architecture
        hidden, output, cost = kind.hidden_function, kind.output_function, kind.cost_function
        z, end = (images @ network.weights[0].T + network.biases[0] for network in (before, after))
        zs = [z + _AT * (end - z)]  # each (points, D, n)
        activations, weights = [before.function(2).value(zs[0])], []
        for i in range(1, len(before.weights)):
            w, b = before.weights[i], before.biases[i]
            weights.append(w + _AT * (after.weights[i] - w))
            zs.append(activations[-1] @ weights[-1].swapaxes(1, 2) + (b + _AT * (after.biases[i] - b)))
            activations.append(before.function(i + 2).value(zs[-1]))
        y, slope = one_hot(labels, before.sizes[-1]), output.slope(zs[-1], activations[-1])
        delta = cost.error(activations[-1], y, slope)
        deltas = [delta]
        for w, z, a in zip(weights[::-1], zs[-2::-1], activations[-2::-1], strict=True):
            delta = (delta @ w) * hidden.slope(z, a)
            deltas.insert(0, delta)
        self._images, self._activations, self._deltas = images, activations, deltas
        self._mean_delta = np.tensordot(_WEIGHTS, deltas[0], 1)  # of layer 2, whose a before is constant

    def products(self, deltas: Sequence[Floats], activations: Sequence[Floats], layers: list[int]) -> Floats:
        """∇C(z) · ∫ ∇C(digit) ds of each of m examples, over what leads to `layers`. (m, D)"""
        products = np.zeros((len(deltas[0]), len(self._images)), np.float32)
        for layer in layers:
            delta, a = deltas[layer - 2], activations[layer - 2]
            if layer == 2:
                products += (delta @ self._mean_delta.T) * (a @ self._images.T + 1)
            else:
                errors = delta @ self._deltas[layer - 2].swapaxes(1, 2)  # (points, m, D)
                inputs = a @ self._activations[layer - 3].swapaxes(1, 2)
                products += np.tensordot(_WEIGHTS, errors * (inputs + 1), 1)
        return products

    def along(self, weights: Sequence[Floats], biases: Sequence[Floats], layers: list[int]) -> Floats:
        """∫ ∇C(digit) ds · a direction, whose parts are shaped as the network's are. (D,) float64"""
        total = np.zeros(len(self._images))
        for layer in layers:
            w, b = weights[layer - 2], biases[layer - 2]
            if layer == 2:
                total += (self._mean_delta * (self._images @ w.T + b)).sum(axis=1)
            else:
                moved = self._activations[layer - 3] @ w.T + b
                total += _WEIGHTS @ (self._deltas[layer - 2] * moved).sum(axis=2)
        return total
