"""A few moments of a run's weights, kept small, so that a unit's image can be shown growing. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Floats
from nnviz.learning.network import Network
from nnviz.runs.snapshot import Snapshot

MILESTONES = (0.02, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)  # epochs; the start is always there
MAX_BYTES = 10_000_000


@dataclass(frozen=True, eq=False)
class Moment:
    """The weights at one moment, as float16: exact enough for a thumbnail at half the memory."""

    milestone: float  # epochs: the one it was kept for
    examples_seen: int
    network: Network  # float16 weights

    @classmethod
    def of(cls, snapshot: Snapshot, milestone: float) -> Moment:
        """Keep the weights of a snapshot."""
        with np.errstate(all="ignore"):
            weights: list[Floats] = [w.astype(np.float16) for w in snapshot.network.weights]
        return cls(
            milestone, snapshot.examples_seen, snapshot.network.with_numbers(weights, snapshot.network.biases)
        )


class WeightHistory:
    """Keeps the weights whenever an epoch of `MILESTONES` has just passed, within 10 MB."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self._start: Network | None = None
        self._run = -1

    def add(self, snapshot: Snapshot) -> None:
        """Keep this moment if it is one to keep; forget those of a run that was given up."""
        self._forget_other_runs(snapshot)
        passed = [epoch for epoch in MILESTONES if epoch <= snapshot.epoch]
        if not passed or len(self.moments) >= _room_for(snapshot.network):
            return
        last = self.moments[-1].examples_seen if self.moments else -1
        if snapshot.examples_seen > last and passed[-1] not in [kept.milestone for kept in self.moments]:
            self.moments.append(Moment.of(snapshot, passed[-1]))

    def _forget_other_runs(self, snapshot: Snapshot) -> None:
        """A run of another number or with another start is another run.

        Moments beyond both this one and the end of the curve were given up too: there was a reset, or
        training went on from an earlier moment. Looking back keeps the curve.
        """
        if self._start is None or self._run != snapshot.run or not _same(self._start, snapshot.start):
            self.moments = []
        self._start, self._run = snapshot.start, snapshot.run
        curve = snapshot.curve.examples
        reached = max(snapshot.examples_seen, int(curve[-1]) if len(curve) else 0)
        self.moments = [kept for kept in self.moments if kept.examples_seen <= reached]


def _same(one: Network, other: Network) -> bool:
    return one is other or (
        one.sizes == other.sizes
        and all(np.array_equal(a, b) for a, b in zip(one.weights, other.weights, strict=True))
    )


def _room_for(network: Network) -> int:
    return MAX_BYTES // max(sum(2 * w.size for w in network.weights), 1)
