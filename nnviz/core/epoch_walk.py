"""One epoch from a snapshot on, replayed on a copy: how large the gradient is, and how much it turns.

The weights move exactly as in training, on the same kernel and in the same order. At some of the steps the
gradient is computed anew in NumPy: weights before and after a step do not give it back when η is small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.core.mnist import to_unit_range
from nnviz.core.network import Floats, Network, sigmoid
from nnviz.core.snapshot import Snapshot

if TYPE_CHECKING:
    from nnviz.core.trainer import Trainer

POINTS = 250  # steps at which the gradient is looked at


@dataclass(frozen=True, eq=False)
class EpochWalk:
    """What was found at k steps, spread over the epoch."""

    steps: Floats  # (k,) counted as the run counts them
    sizes: Floats  # (layers − 1, k): RMS of ∂C/∂w per weight, of layers 2 … L, averaged over the mini-batch
    angles: Floats  # (k,) degrees between this step's gradient and the next one's; NaN if there is none
    every: int  # steps from one point to the next
    mini_batch: int


@dataclass(frozen=True, eq=False)
class _Gradient:
    """The average gradient of a mini-batch, as its factors: δ (m, n) and a (m, k) of every layer."""

    deltas: list[Floats]
    inputs: list[Floats]

    def sizes(self) -> list[float]:
        """RMS per weight, layer by layer."""
        return [
            float(np.sqrt(np.mean((delta.T @ a / len(a)) ** 2)))
            for delta, a in zip(self.deltas, self.inputs, strict=True)
        ]

    def product(self, other: _Gradient) -> float:
        """The scalar product of two average gradients, weights and biases."""
        mine, theirs = (
            zip(self.deltas, self.inputs, strict=True),
            zip(other.deltas, other.inputs, strict=True),
        )
        return sum(
            float(np.mean((delta @ their_delta.T) * (a @ their_a.T + 1)))
            for (delta, a), (their_delta, their_a) in zip(mine, theirs, strict=True)
        )


def replay_epoch(
    snapshot: Snapshot,
    report: Callable[[float], None] = lambda share: None,
    cancelled: Callable[[], bool] = lambda: False,
    points: int = POINTS,
) -> EpochWalk | None:
    """Train a copy for one epoch from the snapshot on; None if that was cancelled.

    `report` is told the share that is done, from 0 to 1. The snapshot must have its data. Takes about a
    second, most of it without the GIL.
    """
    from nnviz.core.trainer import Position, Trainer  # which loads numba: not while the window opens

    assert snapshot.data is not None
    train, settings = snapshot.data.train, snapshot.settings
    size = min(settings.mini_batch, len(train))
    trainer = Trainer(snapshot.network.copy(), train, size, settings.eta, settings.seed)
    start = snapshot.examples_seen - snapshot.examples_seen % len(train) % size
    trainer.restore(Position(start, snapshot.steps, start, start))
    total = max(len(train) // size, 1)
    every = max(total // points, 2)
    found: list[tuple[float, list[float], float]] = []
    with np.errstate(all="ignore"):
        for step in range(0, total, every):
            if cancelled():
                return None
            found.append((snapshot.steps + step, *_looked_at(trainer)))
            trainer.advance((min(every, total - step) - 1) * size)
            report((step + every) / total)
    steps, sizes, angles = zip(*found, strict=True)
    return EpochWalk(np.array(steps), np.array(sizes).T, np.array(angles), every, size)


def _looked_at(trainer: Trainer) -> tuple[list[float], float]:
    """Take one step; the sizes of its gradient, and the angle to the gradient of the next one."""
    here = _next_gradient(trainer)
    trainer.advance(trainer.mini_batch_left)
    after = _next_gradient(trainer)
    cosine = here.product(after) / np.sqrt(here.product(here) * after.product(after))
    return here.sizes(), float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def _next_gradient(trainer: Trainer) -> _Gradient:
    """The gradient of the mini-batch that is next."""
    begin = trainer.examples_seen
    indices = [trainer.example(number) for number in range(begin, begin + min(trainer.mini_batch_left, 256))]
    images = to_unit_range(trainer.dataset.images[indices])
    targets = np.eye(trainer.network.sizes[-1], dtype=np.float32)[trainer.dataset.labels[indices]]
    return _gradient(trainer.network, images, targets)


def _gradient(network: Network, images: Floats, targets: Floats) -> _Gradient:
    a = [images]
    for w, b in zip(network.weights, network.biases, strict=True):
        a.append(sigmoid(a[-1] @ w.T + b))  # (m, k) @ (k, n) + (n,) -> (m, n)
    deltas = [(a[-1] - targets) * a[-1] * (1 - a[-1])]
    for w, earlier in zip(network.weights[:0:-1], a[-2:0:-1], strict=True):
        deltas.insert(0, (deltas[0] @ w) * earlier * (1 - earlier))
    return _Gradient(deltas, a[:-1])
