"""Stochastic gradient descent: which examples go through, in which order, with which settings, when.

The state after t examples is a function of (seed, settings and when each was changed, t) alone: not of how
many calls `advance` took, of pauses, of speed, or of a window being open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.learning.rule import Rule

_NONE: Floats = np.empty(0, dtype=np.float32)


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
    """Where a run stands, enough to go on from: the counters, the velocity, and an unfinished mini-batch."""

    examples_seen: int = 0
    steps: int = 0
    batch_start: int = 0  # examples seen when the mini-batch under way began
    processed: int = 0  # examples whose gradient is already in `gradient` or in the weights
    gradient: Floats | None = None  # the sum so far, None if it is all zeros
    velocity: Floats | None = None  # of momentum, None if it is all zeros
    rule: Rule | None = None  # of the mini-batch under way; None between mini-batches


def epoch_order(seed: int, epoch: int, count: int) -> NDArray[np.int64]:
    """The order in which epoch `epoch` (from 0) shows the `count` examples: (count,) indices."""
    return np.random.default_rng((seed, epoch)).permutation(count)


def _part_of_the_rule(name: str, words: str) -> Any:
    """A part of `Trainer.rule` as a property of the trainer's own."""

    def get(trainer: Trainer) -> Any:
        return getattr(trainer.rule, name)

    def assign(trainer: Trainer, value: Any) -> None:
        trainer.rule = replace(trainer.rule, **{name: value})

    return property(get, assign, doc=words)


class Trainer:
    """Trains `network` on `dataset`, in place, on the compiled kernel.

    `mini_batch`, `eta`, `momentum`, `l2` and `frozen`, or all of them as `rule`, may be assigned at any time;
    they hold from the next mini-batch on, so that the one under way ends as it began. `seed` decides the
    order of the examples. The last mini-batch of an epoch is smaller if the mini-batch does not divide the
    data. Raises `BadInput` for a mini-batch larger than the data, for a frozen layer that there is not, and
    as `Rule` does.
    """

    def __init__(
        self,
        network: Network,
        dataset: Examples,
        mini_batch: int = 10,
        eta: float = 3.0,
        seed: int = 0,
        momentum: float = 0.0,
        l2: float = 0.0,
        frozen: Collection[int] = (),
        images: kernel.SparseImages | None = None,
        train: Callable[..., tuple[int, float]] = kernel.train,
    ) -> None:
        """`images`: the sparse form of `dataset.images`, if there is one already, to share its memory.

        `train` is called as `kernel.train` is, and does the same; it may look on.
        """
        self.network = network
        self.dataset = dataset
        self.seed = seed
        self._kernel = train
        self.tally = Tally()
        self.last_right = np.zeros(len(dataset), dtype=np.uint8)  # 1: was right when it last went through
        self.images = kernel.sparse_images(dataset.images) if images is None else images
        self._order, self._order_epoch = np.empty(0, dtype=np.int64), -1
        self.rule = Rule(mini_batch, eta, momentum, l2, frozen)
        self.restore(Position())
        # No example, but it compiles the kernel now: the first examples are then timed as all others are.
        self._train(kernel.pack(network), np.empty(0, dtype=np.int64), kernel.Stretch(0, 0, 0, 0.0))

    @property
    def rule(self) -> Rule:
        """How the next mini-batch's step will be taken."""
        return self._next_rule

    @rule.setter
    def rule(self, rule: Rule) -> None:
        count, layers = len(self.dataset), len(self.network.sizes)
        if rule.mini_batch > count:
            raise BadInput(f"mini-batch: from 1 to {count} examples (all there are), not {rule.mini_batch}")
        for layer in rule.frozen:
            if not 2 <= layer <= layers:
                raise BadInput(f"frozen layers: from 2 to {layers}, not {layer}")
        self._next_rule = rule

    mini_batch = _part_of_the_rule("mini_batch", "How many examples share a step.")
    eta = _part_of_the_rule("eta", "The learning rate η.")
    momentum = _part_of_the_rule("momentum", "How much of a step goes on in the next one, μ.")
    l2 = _part_of_the_rule("l2", "How much large weights cost, λ.")
    frozen = _part_of_the_rule("frozen", "Layers that stay as they are, counted from 2 to L.")

    @property
    def velocity(self) -> Floats | None:
        """v of momentum, a copy; None if it is all zeros."""
        return self._velocity.copy() if self._velocity.any() else None

    @property
    def position(self) -> Position:
        """Where the run stands. With the network's numbers and the settings this is the whole state."""
        return Position(
            examples_seen=self.examples_seen,
            steps=self.steps,
            batch_start=self._batch_start,
            processed=self._processed,
            gradient=self._gradient.copy() if self._gradient.any() else None,
            velocity=self.velocity,
            rule=self._rule if self.in_mini_batch else None,
        )

    def restore(self, position: Position) -> None:
        """Go on from there; the caller has put the numbers of that moment into `network`."""
        self.examples_seen, self.steps = position.examples_seen, position.steps
        self._batch_start, self._processed = position.batch_start, position.processed
        self._rule = position.rule or self._next_rule
        nothing = np.zeros_like(kernel.pack(self.network))
        self._gradient = nothing if position.gradient is None else position.gradient.copy()
        self._velocity = _NONE if position.velocity is None else position.velocity.copy()

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
        if self.examples_seen == self._batch_start and self._rule is not self._next_rule:
            self._rule = self._next_rule
        if not self._rule.momentum:
            self._velocity = _NONE
        elif not len(self._velocity):
            self._velocity = np.zeros_like(self._gradient)

    @property
    def _batch_end(self) -> int:
        epoch_end = (self._batch_start // len(self.dataset) + 1) * len(self.dataset)
        return min(self._batch_start + self._rule.mini_batch, epoch_end)

    def _end_of_run_of_batches(self, target: int) -> int:
        """How far one call of the kernel may go: one epoch's order, and a rule that holds throughout."""
        if self._rule != self._next_rule:
            return self._batch_end
        return min(target, (self._batch_start // len(self.dataset) + 1) * len(self.dataset))

    def _process(self, parameters: Floats) -> None:
        """Run the kernel over what is complete: whole mini-batches, and whole blocks of a large one."""
        count, size = len(self.dataset), self._rule.mini_batch
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
            stretch = kernel.Stretch(begin, full, base, self.tally.cost)
            self._train(parameters, self._epoch_order(epoch), stretch)
        self.steps += -((base - batch_start) // size)
        self._processed = epoch * count + full
        self._batch_start = epoch * count + batch_start

    def _train(self, parameters: Floats, order: NDArray[np.int64], stretch: kernel.Stretch) -> None:
        rule = self._rule
        right, cost = self._kernel(
            kernel.packed(parameters, self.network.architecture, rule.frozen),
            kernel.Sums(self._gradient, self._velocity),
            kernel.Data(self.images, self.dataset.labels, order, self.last_right),
            kernel.Step(rule.mini_batch, rule.eta, rule.momentum, rule.l2 / len(self.dataset)),
            stretch,
        )
        self._count(stretch.end - stretch.begin, right, cost)

    def _count(self, examples: int, right: int, cost: float) -> None:
        """That many more examples went through, of which `right` were right; `cost` is that of all so far."""
        self.tally = Tally(self.tally.examples + examples, self.tally.right + right, cost)

    def _epoch_order(self, epoch: int) -> NDArray[np.int64]:
        if self._order_epoch != epoch:
            self._order, self._order_epoch = epoch_order(self.seed, epoch, len(self.dataset)), epoch
        return self._order
