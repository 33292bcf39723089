"""Stochastic gradient descent: which examples go through, in which order, with which settings, when.

The state after t examples is a function of (seed, settings and when each was changed, t) alone: not of how
many calls `advance` took, of pauses, of speed, or of a window being open.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.network import Network


@dataclass(frozen=True)
class Tally:
    """What the examples trained on came to, each before its step: how many, how many right, summed cost."""

    examples: int = 0
    right: int = 0
    cost: float = 0.0

    def __sub__(self, earlier: Tally) -> Tally:
        """What came since an earlier tally of the same run."""
        return Tally(self.examples - earlier.examples, self.right - earlier.right, self.cost - earlier.cost)

    @property
    def accuracy(self) -> float:
        """Share of right answers in [0, 1]; NaN when nothing was counted."""
        return self.right / self.examples if self.examples else math.nan

    @property
    def average_cost(self) -> float:
        """Average C; NaN when nothing was counted."""
        return self.cost / self.examples if self.examples else math.nan


@dataclass(frozen=True, eq=False)
class Position:
    """Where a run stands, enough to go on from: the counters, and the sum of an unfinished mini-batch."""

    examples_seen: int = 0
    steps: int = 0
    batch_start: int = 0  # examples seen when the mini-batch under way began
    processed: int = 0  # examples whose gradient is already in `gradient` or in the weights
    gradient: Floats | None = None  # the sum so far, None if it is all zeros
    mini_batch: int = 0  # with which the mini-batch under way began; 0 between mini-batches
    eta: float = 0.0


def epoch_order(seed: int, epoch: int, count: int) -> NDArray[np.int64]:
    """The order in which epoch `epoch` (from 0) shows the `count` examples: (count,) indices."""
    return np.random.default_rng((seed, epoch)).permutation(count)


class Trainer:
    """Trains `network` on `dataset`, in place, on the compiled kernel.

    `mini_batch` and `eta` may be assigned at any time; they hold from the next mini-batch on, so that the one
    under way ends as it began. `seed` decides the order of the examples. The last mini-batch of an epoch is
    smaller if the mini-batch does not divide the data. Raises `BadInput` for a mini-batch larger than the
    data, or one below 1, or an η that is no positive finite number.
    """

    def __init__(
        self,
        network: Network,
        dataset: Examples,
        mini_batch: int = 10,
        eta: float = 3.0,
        seed: int = 0,
        images: kernel.SparseImages | None = None,
    ) -> None:
        """`images`: the sparse form of `dataset.images`, if there is one already, to share its memory."""
        self.network = network
        self.dataset = dataset
        self.seed = seed
        self.tally = Tally()
        self.images = kernel.sparse_images(dataset.images) if images is None else images
        self._order, self._order_epoch = np.empty(0, dtype=np.int64), -1
        self.mini_batch = mini_batch
        self.eta = eta
        self.restore(Position())
        # No example, but it compiles the kernel now: the first examples are then timed as all others are.
        self._train(kernel.pack(network), np.empty(0, dtype=np.int64), 0, 0, 0)

    @property
    def mini_batch(self) -> int:
        """How many examples share a step."""
        return self._next_mini_batch

    @mini_batch.setter
    def mini_batch(self, value: int) -> None:
        if not 1 <= value <= len(self.dataset):
            raise BadInput(f"mini-batch: from 1 to {len(self.dataset)} examples (all there are), not {value}")
        self._next_mini_batch = int(value)

    @property
    def eta(self) -> float:
        """The learning rate η."""
        return self._next_eta

    @eta.setter
    def eta(self, value: float) -> None:
        if not math.isfinite(value) or value <= 0:
            raise BadInput(f"learning rate η: a positive number is needed, not {value}")
        self._next_eta = float(value)

    @property
    def position(self) -> Position:
        """Where the run stands. With the network's numbers and the settings this is the whole state."""
        gradient = self._gradient.copy() if self._gradient.any() else None
        begun = self.in_mini_batch > 0
        return Position(
            self.examples_seen,
            self.steps,
            self._batch_start,
            self._processed,
            gradient,
            self._batch_mini_batch if begun else 0,
            self._batch_eta if begun else 0.0,
        )

    def restore(self, position: Position) -> None:
        """Go on from there; the caller has put the numbers of that moment into `network`."""
        self.examples_seen, self.steps = position.examples_seen, position.steps
        self._batch_start, self._processed = position.batch_start, position.processed
        self._gradient = (
            np.zeros_like(kernel.pack(self.network))
            if position.gradient is None
            else position.gradient.copy()
        )
        self._batch_mini_batch = position.mini_batch or self._next_mini_batch
        self._batch_eta = position.eta or self._next_eta

    @property
    def in_mini_batch(self) -> int:
        """How many examples of the mini-batch under way have gone through."""
        return self.examples_seen - self._batch_start

    @property
    def mini_batch_left(self) -> int:
        """How many examples are missing until the next step is taken."""
        self._begin_mini_batch()
        return self._batch_end - self.examples_seen

    @property
    def epoch_left(self) -> int:
        """How many examples are missing until the epoch under way, or else the next one, is done."""
        return len(self.dataset) - self.examples_seen % len(self.dataset)

    @property
    def settings_hold_from(self) -> int:
        """From which example on a setting assigned now will hold: where the next mini-batch begins."""
        return self._batch_end if self.in_mini_batch else self.examples_seen

    def example(self, number: int) -> int:
        """The index in the data set of the run's example `number`, counted from 0 over all epochs."""
        epoch, offset = divmod(number, len(self.dataset))
        return int(self._epoch_order(epoch)[offset])

    def advance(self, examples: int) -> None:
        """Train on that many more examples. The weights move whenever a mini-batch is full."""
        vector = kernel.vector_of(self.network)
        parameters = kernel.pack(self.network) if vector is None else vector
        target = self.examples_seen + examples
        while self.examples_seen < target:
            self._begin_mini_batch()
            self.examples_seen = min(target, self._end_of_run_of_batches(target))
            self._process(parameters)
        if vector is None:
            self._hand_over(parameters)

    def _hand_over(self, parameters: Floats) -> None:
        """Copy what was trained into the network, whose arrays are not those of the kernel."""
        trained = kernel.unpack(parameters, self.network.architecture)
        for mine, now in zip(self.network.weights, trained.weights, strict=True):
            mine[...] = now
        for mine, now in zip(self.network.biases, trained.biases, strict=True):
            mine[...] = now

    def _begin_mini_batch(self) -> None:
        if self.examples_seen == self._batch_start:
            self._batch_mini_batch, self._batch_eta = self._next_mini_batch, self._next_eta

    @property
    def _batch_end(self) -> int:
        epoch_end = (self._batch_start // len(self.dataset) + 1) * len(self.dataset)
        return min(self._batch_start + self._batch_mini_batch, epoch_end)

    def _end_of_run_of_batches(self, target: int) -> int:
        """How far one call of the kernel may go: one epoch's order, and settings that hold throughout."""
        same_settings = (self._batch_mini_batch, self._batch_eta) == (self._next_mini_batch, self._next_eta)
        if not same_settings:
            return self._batch_end
        return min(target, (self._batch_start // len(self.dataset) + 1) * len(self.dataset))

    def _process(self, parameters: Floats) -> None:
        """Run the kernel over what is complete: whole mini-batches, and whole blocks of a large one."""
        count, size = len(self.dataset), self._batch_mini_batch
        epoch, base = divmod(self._batch_start, count)
        seen = self.examples_seen - epoch * count
        if seen == count:
            full, batch_start = count, count
        else:
            full = batch_start = base + (seen - base) // size * size
        if size > kernel.BLOCK:
            full += (seen - full) // kernel.BLOCK * kernel.BLOCK
        begin = self._processed - epoch * count
        if full > begin:
            self._train(parameters, self._epoch_order(epoch), begin, full, base)
        self.steps += -((base - batch_start) // size)
        self._processed = epoch * count + full
        self._batch_start = epoch * count + batch_start

    def _train(
        self, parameters: Floats, order: NDArray[np.int64], begin: int, end: int, batch_start: int
    ) -> None:
        right, cost = kernel.train(
            parameters,
            self._gradient,
            np.array(self.network.sizes),
            self.images,
            self.dataset.labels,
            order,
            begin,
            end,
            batch_start,
            self._batch_mini_batch,
            self._batch_eta,
            self.tally.cost,
        )
        self.tally = Tally(self.tally.examples + end - begin, self.tally.right + right, cost)

    def _epoch_order(self, epoch: int) -> NDArray[np.int64]:
        if self._order_epoch != epoch:
            self._order, self._order_epoch = epoch_order(self.seed, epoch, len(self.dataset)), epoch
        return self._order
