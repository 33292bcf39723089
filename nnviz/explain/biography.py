"""The biography of a weight: its value over a run, and what moved it.

It is linear and exact. The step of a mini-batch of m examples moves a weight by −η/m Σ ∂C/∂w, a share for
each example. Momentum moves it by what earlier steps gave, L2 by the weight itself; both have a line of their
own, as have edits, so that all moves add up to its value at the end minus its value at the start.

Of all weights into a neuron, the sum of their squares is told. A step turns w into w + Δw and that sum into
Σ (w² + 2 w Δw + Δw²): each example's share is 2 w times what it gives, and Σ Δw² is a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.errors import Stopped
from nnviz.learning.neuron import WeightChoice
from nnviz.learning.trainer import epoch_order
from nnviz.runs.recording import Recording, WeightEdit

MOST = 24  # mini-batches that are told of


@dataclass(frozen=True, eq=False)
class Move:
    """What the step of one mini-batch of m examples did to the weight."""

    step: int  # its number, the run's first being 1
    begin: int  # examples seen before it, and after
    end: int
    after: float  # the weight
    indices: NDArray[np.int64]  # (m,) of the examples in the training data, the largest share first
    labels: NDArray[np.uint8]  # (m,) theirs
    shares: Floats  # (m,) float64, theirs
    momentum: float  # what the other lines gave
    l2: float
    squares: float

    @property
    def push(self) -> float:
        """What its examples gave together."""
        return float(self.shares.sum())

    @property
    def change(self) -> float:
        """All that the step gave."""
        return self.push + self.momentum + self.l2 + self.squares


@dataclass(frozen=True, eq=False)
class Biography:
    """All that is told of a weight, from the start of a run to one moment of it."""

    choice: WeightChoice
    start: float  # the weight then
    now: float  # and at the end
    end: int  # examples seen by then
    examples: NDArray[np.int64]  # (steps + 1,) seen at the start and after each step
    values: Floats  # (steps + 1,) float64: the weight then
    up: float  # what all shares that raised it gave
    down: float  # and those that lowered it
    momentum: float
    l2: float
    squares: float  # of a sum of squares: what the steps themselves gave
    edits: float  # what changes by something else than training gave
    by_class: Floats  # (classes,) float64: the shares by class of the examples
    moves: tuple[Move, ...]  # of the mini-batches whose examples moved it most, the strongest first

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.values) - 1

    @property
    def total(self) -> float:
        """What all moves add up to: `change`, but for rounding."""
        return self.up + self.down + self.momentum + self.l2 + self.squares + self.edits

    @property
    def change(self) -> float:
        """The weight at the end minus that at the start."""
        return self.now - self.start

    @cached_property
    def is_finite(self) -> bool:
        """Whether all numbers are."""
        return bool(np.isfinite(self.values).all() and np.isfinite(self.total))

    def curve(self, points: int) -> tuple[Floats, Floats]:
        """Examples seen and values, thinned to about that many points: of each stretch lowest and highest."""
        return thinned(self.examples, self.values, points)


def biography(recording: Recording, end: int, is_wanted: Callable[[], bool] = lambda: True) -> Biography:
    """What a recording tells up to a moment, `end` examples seen; it must have come as far.

    Raises `Stopped` once `is_wanted` says no.
    """
    account, start = recording.account, recording.start
    steps = int(np.searchsorted(account.ends, end, "right"))
    ends, values = account.ends[:steps].astype(np.int64), account.values[:steps]
    shares = account.shares[: int(ends[-1]) if steps else 0].astype(np.float64)
    edits = tuple(edit for edit in recording.edits if edit.examples_seen <= end)
    return Biography(
        choice=recording.choice,
        start=start,
        now=_now(start, ends, values, edits),
        end=end,
        examples=np.concatenate([[0], ends]).astype(np.int64),
        values=np.concatenate([[start], values]),
        up=float(shares[shares > 0].sum()),
        down=float(shares[shares < 0].sum()),
        momentum=float(account.momentum[:steps].sum()),
        l2=float(account.l2[:steps].sum()),
        squares=float(account.squares[:steps].sum()),
        edits=sum(edit.after - edit.before for edit in edits),
        by_class=_by_class(recording, shares, is_wanted),
        moves=_moves(recording, shares, ends, is_wanted),
    )


def _by_class(recording: Recording, shares: Floats, is_wanted: Callable[[], bool]) -> Floats:
    dataset = recording.past.dataset
    by_class, count = np.zeros(dataset.subject.classes), len(dataset)
    for begin in range(0, len(shares), count):
        if not is_wanted():
            raise Stopped
        its = shares[begin : begin + count]
        labels = dataset.labels[_order(recording, begin, begin + len(its))]
        by_class += np.bincount(labels, its, minlength=len(by_class))
    return by_class


def _moves(
    recording: Recording, shares: Floats, ends: NDArray[np.int64], is_wanted: Callable[[], bool]
) -> tuple[Move, ...]:
    """Of the mini-batches whose examples moved the weight most."""
    if not len(ends):
        return ()
    begins = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    pushes = np.nan_to_num(np.add.reduceat(shares, begins))
    account, labels, moves = recording.account, recording.past.dataset.labels, []
    for i in np.argsort(-np.abs(pushes), kind="stable")[:MOST].tolist():
        if not is_wanted():
            raise Stopped
        if not pushes[i]:
            break
        begin, end = int(begins[i]), int(ends[i])
        its = shares[begin:end]
        first = np.argsort(-np.abs(its), kind="stable")
        indices = _order(recording, begin, end)[first]
        move = Move(
            step=i + 1,
            begin=begin,
            end=end,
            after=float(account.values[i]),
            indices=indices,
            labels=labels[indices],
            shares=its[first],
            momentum=float(account.momentum[i]),
            l2=float(account.l2[i]),
            squares=float(account.squares[i]),
        )
        moves.append(move)
    return tuple(moves)


def _order(recording: Recording, begin: int, end: int) -> NDArray[np.int64]:
    """The examples from one moment to another of the same epoch, in their order."""
    past = recording.past
    epoch, at = divmod(begin, len(past.dataset))
    seed = past.history.steps.settings_at(0).seed
    return epoch_order(seed, epoch, len(past.dataset))[at : at + end - begin]


def thinned(x: NDArray[np.int64], y: Floats, points: int) -> tuple[Floats, Floats]:
    """About that many points of a curve: the lowest and the highest of each stretch, and both ends."""
    if len(x) <= points:
        return x.astype(np.float64), y
    edges = np.linspace(0, len(x), max(points // 2, 1) + 1).astype(int)
    kept = {0, len(x) - 1}
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        kept |= {begin + int(np.argmin(y[begin:end])), begin + int(np.argmax(y[begin:end]))}
    which = np.array(sorted(kept))
    return x[which].astype(np.float64), y[which]


def _now(start: float, ends: NDArray[np.int64], values: Floats, edits: Sequence[WeightEdit]) -> float:
    """The weight at the end: what the last step or a later edit left."""
    if edits and (not len(ends) or edits[-1].examples_seen >= ends[-1]):
        return edits[-1].after
    return float(values[-1]) if len(values) else start
