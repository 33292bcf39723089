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
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.errors import Stopped
from nnviz.explain.example import in_double
from nnviz.learning import kernel
from nnviz.learning.network import Network, one_hot
from nnviz.runs.recording import Past
from nnviz.runs.replay import edits_after, put, trainer_at

if TYPE_CHECKING:  # numba, which it needs, is loaded by whoever trains, not while the window opens
    from nnviz.learning import teaching

_REPORT = 2_000  # examples between two reports: some 30 ms


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
    past: Past,
    images: Floats,
    labels: NDArray[Any],
    stretch: tuple[int, int],
    edges: Sequence[int] = (),
    is_wanted: Callable[[], bool] = lambda: True,
    progress: Callable[[float], None] = lambda share: None,
) -> Teachers:
    """Split the fall of the cost of `images` (D, pixels) in [0, 1] with `labels` (D,) over a run's examples.

    `stretch` says from how many examples seen to how many; it is cut to whole steps. `edges`, sorted, are
    moments that part the time within it. `progress` hears the share done, from 0 to 1. Raises `Stopped` soon
    after `is_wanted` says no, and `BadInput` as `replayed` does. It takes two to three times as long as
    training did.
    """
    begin, end = stretch
    inner = [edge for edge in edges if begin < edge < end]
    history, steps = past.history, past.history.steps
    sums = _Sums(past.dataset, images.astype(np.float32), labels, np.array([begin, *inner, end]))
    trainer = trainer_at(history, past.dataset, past.images, begin, sums.train)
    first, begin = trainer.network.copy(), trainer.examples_seen
    edits, last = edits_after(history, begin)
    end = steps.examples_at(steps.at(end))
    end = end if last is None else min(end, last)
    stops = {*range(begin, end, _REPORT), *inner, *edits, end}
    for stop in sorted(stop for stop in stops if begin < stop <= end):
        if not is_wanted():
            raise Stopped
        progress((trainer.examples_seen - begin) / (end - begin))
        steps.lead(trainer, stop)
        if stop in edits:
            before = trainer.network.copy()
            put(history, trainer, edits[stop])
            sums.add_edit(before, trainer.network)
        sums.cell += stop in inner
    progress(1.0)
    return sums.result(first, trainer.network, begin, end)


class _Sums:
    """What was added up so far."""

    def __init__(
        self, dataset: Examples, images: Floats, labels: NDArray[Any], edges: NDArray[np.int64]
    ) -> None:
        self.cell = 0  # of time
        self._images, self._labels, self._edges = images, labels, edges
        self._shares = np.zeros((len(dataset), len(images)))
        self._over_time = np.zeros((len(edges) - 1, dataset.subject.classes, len(images)))
        self._momentum, self._l2, self._edits = np.zeros((3, len(images)))
        self._asked: teaching.Asked | None = None
        self._room: teaching.Room | None = None
        self._mini_batch = 0  # for which there is room

    def train(
        self,
        network: kernel.Packed,
        sums: kernel.Sums,
        data: kernel.Data,
        step: kernel.Step,
        stretch: kernel.Stretch,
    ) -> tuple[int, float]:
        """What a trainer trains with: as `kernel.train`, but for the tally, and all is added up."""
        from nnviz.learning import teaching

        if self._asked is None:
            self._asked = teaching.asked(self._images, self._labels, int(network.sizes[1]))
        if self._room is None or step.mini_batch > self._mini_batch:
            self._mini_batch = step.mini_batch
            self._room = teaching.room_for(network, self._asked, step.mini_batch)
        account = teaching.Account(self._shares, self._over_time[self.cell], self._momentum, self._l2)
        arguments = network, sums, data, step, stretch
        teaching.train_and_account(*arguments, self._asked, account, self._room)
        return 0, 0.0

    def add_edit(self, before: Network, after: Network) -> None:
        self._edits += self._fall(before, after)

    def result(self, first: Network, last: Network, begin: int, end: int) -> Teachers:
        return Teachers(
            shares=self._shares,
            momentum=self._momentum,
            l2=self._l2,
            edits=self._edits,
            over_time=self._over_time,
            edges=self._edges,
            begin=begin,
            end=end,
            real=self._fall(first, last),
        )

    def _fall(self, before: Network, after: Network) -> Floats:
        fall: Floats = costs(before, self._images, self._labels) - costs(after, self._images, self._labels)
        return fall


def costs(network: Network, images: Floats, labels: NDArray[Any]) -> Floats:
    """C of each image, computed in float64. (D,)"""
    forward = in_double(network).forward_pass(images.astype(np.float64))
    y = one_hot(labels, network.sizes[-1]).astype(np.float64)
    total: Floats = network.architecture.cost_function.total(forward.zs[-1], forward.activations[-1], y)
    return total
