"""Who taught it? The fall of an image's cost over a run, split over the training examples.

In the step of a mini-batch of m examples the weights go along a straight line, w + s Δw with s from 0 to 1,
and Δw is the sum of what each example z gives, −η/m ∇C(z). So the image's cost falls in that step by the sum
over the examples of η/m ∇C(z) · ∫ ∇C(image; w + s Δw) ds: each example's share. Momentum moves the weights by
what earlier steps gave, and L2 by the weights themselves; both have a line of their own, as have edits, so
that the sum closes. The integral is taken at nine points by Gauss and Legendre.

The product of two gradients needs neither of them: each layer gives (δ(z) · δ(image)) (a(z) · a(image) + 1),
with δ of the layer and a of the one before it. And the image's z of layer 2 is linear in s, so that at the
nine points only the layers above it are computed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.errors import Stopped
from nnviz.explain.example import in_double
from nnviz.learning import kernel
from nnviz.learning.network import Network, one_hot
from nnviz.runs.recording import Past
from nnviz.runs.replay import edits_after, put, trainer_at
from nnviz.runs.saved_run import State

if TYPE_CHECKING:  # numba, which it needs, is loaded by whoever trains, not while the window opens
    from nnviz.learning import teaching

_REPORT = 2_000  # examples between two reports: some 30 ms


@dataclass(frozen=True, eq=False)
class Teachers:
    """How much each training example made the cost of D images fall; negative is what made it rise."""

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

    def best(self, count: int, image: int = 0) -> NDArray[np.int64]:
        """The training examples that helped most, the best first; only those that helped."""
        order: NDArray[np.int64] = np.argsort(-self.shares[:, image], kind="stable")[:count]
        return np.array(order[self.shares[order, image] > 0])

    def worst(self, count: int, image: int = 0) -> NDArray[np.int64]:
        """The training examples that misled most, the worst first; only those that misled."""
        order: NDArray[np.int64] = np.argsort(self.shares[:, image], kind="stable")[:count]
        return np.array(order[self.shares[order, image] < 0])


class Lessons:
    """Adds up what a run's training examples taught, as far as it was asked for, and can go on from there.

    Of the cost of `images` (D, pixels) in [0, 1] with `labels` (D,), from the step in which example `begin`
    is. For one thread. Raises `BadInput` as `replayed` does.
    """

    def __init__(self, past: Past, images: Floats, labels: NDArray[Any], begin: int = 0) -> None:
        self._history, self._images, self._labels = past.history, images.astype(np.float32), labels
        self._shares = np.zeros((len(past.dataset), len(images)))
        self._over_time = [np.zeros((past.dataset.subject.classes, len(images)))]
        self._inner: list[int] = []  # moments where a new cell of time began
        self._momentum, self._l2, self._edits = np.zeros((3, len(images)))
        self._asked: teaching.Asked | None = None
        self._room: teaching.Room | None = None
        self._mini_batch = 0  # for which there is room
        self._trainer = trainer_at(past.history, past.dataset, past.images, begin, self._train)
        self.begin, self._first = self.examples_seen, self._trainer.network.copy()
        self.first_costs = costs(self._first, self._images, labels)  # (D,), before all that
        self._put = past.history.at(self.begin)  # what the trainer was last told to go on from

    @property
    def examples_seen(self) -> int:
        """How far it has come."""
        return self._trainer.examples_seen

    def extend(
        self,
        end: int,
        edges: Collection[int] = (),
        is_wanted: Callable[[], bool] = lambda: True,
        progress: Callable[[float], None] = lambda share: None,
    ) -> None:
        """Go on until that many examples were seen, to a whole step, or to a change that was not kept.

        `edges` are moments that part the time: cells of before that none of them parts are one from now on.
        `progress` hears the share done, from 0 to 1. Raises
        `Stopped` soon after `is_wanted` says no; what was found until then is kept. It takes two to three
        times as long as training did.
        """
        history, trainer, begin = self._history, self._trainer, self.examples_seen
        steps = history.steps
        trainer.rule = steps.settings_at(begin).rule
        edits, last = edits_after(history, begin - 1)  # perhaps one of this very moment is new
        end = steps.examples_at(steps.at(end))
        end = end if last is None else min(end, last)
        self._merge(edges)
        inner = {edge for edge in edges if max(begin, self.begin + 1) <= edge < end} - {*self._inner}
        stops = {*range(begin + _REPORT, end, _REPORT), *inner, *edits, end}
        for stop in sorted(stop for stop in stops if begin <= stop <= end):
            if not is_wanted():
                raise Stopped
            progress((trainer.examples_seen - begin) / max(end - begin, 1))
            if stop > trainer.examples_seen:
                steps.lead(trainer, stop)
            if stop in edits and edits[stop] is not self._put:
                self._edit(edits[stop])
            if stop in inner:
                self._part(stop)
        progress(1.0)

    def found(self) -> Teachers:
        """All that was added up so far."""
        return Teachers(
            shares=self._shares.copy(),
            momentum=self._momentum.copy(),
            l2=self._l2.copy(),
            edits=self._edits.copy(),
            over_time=np.array(self._over_time),
            edges=np.array([self.begin, *self._inner, self.examples_seen]),
            begin=self.begin,
            end=self.examples_seen,
            real=self._fall(self._first, self._trainer.network),
        )

    def _merge(self, edges: Collection[int]) -> None:
        kept = [i for i, moment in enumerate(self._inner) if moment in edges]
        self._over_time = list(np.add.reduceat(self._over_time, [0, *(i + 1 for i in kept)]))
        self._inner = [self._inner[i] for i in kept]

    def _part(self, moment: int) -> None:
        self._inner.append(moment)
        self._over_time.append(np.zeros_like(self._over_time[0]))

    def _edit(self, state: State) -> None:
        before, self._put = self._trainer.network.copy(), state
        put(self._history, self._trainer, state)
        self._edits += self._fall(before, self._trainer.network)

    def _train(
        self,
        network: kernel.Packed,
        sums: kernel.Sums,
        data: kernel.Data,
        step: kernel.Step,
        stretch: kernel.Stretch,
    ) -> tuple[int, float]:
        """What the trainer trains with: as `kernel.train`, but for the tally, and all is added up."""
        from nnviz.learning import teaching

        if self._asked is None:
            self._asked = teaching.asked(self._images, self._labels, int(network.sizes[1]))
        if self._room is None or step.mini_batch > self._mini_batch:
            self._mini_batch = step.mini_batch
            self._room = teaching.room_for(network, self._asked, step.mini_batch)
        account = teaching.Account(self._shares, self._over_time[-1], self._momentum, self._l2)
        arguments = network, sums, data, step, stretch
        teaching.train_and_account(*arguments, self._asked, account, self._room)
        return 0, 0.0

    def _fall(self, before: Network, after: Network) -> Floats:
        fall: Floats = costs(before, self._images, self._labels) - costs(after, self._images, self._labels)
        return fall


def who_taught(
    past: Past,
    images: Floats,
    labels: NDArray[Any],
    stretch: tuple[int, int],
    edges: Collection[int] = (),
    is_wanted: Callable[[], bool] = lambda: True,
    progress: Callable[[float], None] = lambda share: None,
) -> Teachers:
    """`Lessons` of a whole stretch: from how many examples seen to how many."""
    begin, end = stretch
    lessons = Lessons(past, images, labels, begin)
    lessons.extend(end, edges, is_wanted, progress)
    return lessons.found()


def costs(network: Network, images: Floats, labels: NDArray[Any]) -> Floats:
    """C of each image, computed in float64. (D,)"""
    forward = in_double(network).forward_pass(images.astype(np.float64))
    y = one_hot(labels, network.sizes[-1]).astype(np.float64)
    total: Floats = network.architecture.cost_function.total(forward.zs[-1], forward.activations[-1], y)
    return total
