"""The runs of a session by their settings, seeds apart: bands over seeds, and how two settings differ.

Runs of an experiment end together, at one place of one grid; those of a session may be of any length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from nnviz.experiments.comparison import Band, Difference, difference_of, varied_fields
from nnviz.experiments.overview import name_of
from nnviz.learning.settings import Settings
from nnviz.runs.snapshot import RunSummary

_SETTLED = 0.1  # of the epochs


@dataclass(frozen=True, eq=False)
class SessionGroup:
    """Runs that differ in nothing but their seed, in the order of their seeds; one for each seed."""

    label: str  # what tells it from the other groups
    runs: tuple[RunSummary, ...]

    @property
    def seeds(self) -> int:
        """How many there are."""
        return len(self.runs)

    @property
    def last(self) -> float:
        """The epoch of the newest point that all of them have."""
        return min(float(run.curve.examples[-1]) / run.epoch_size for run in self.runs)

    def band(self) -> Band:
        """The test accuracy, in per cent, at the points that all of them have."""
        examples = reduce(np.intersect1d, (run.curve.examples for run in self.runs))
        lines = [100 * run.curve.test_accuracy[np.isin(run.curve.examples, examples)] for run in self.runs]
        return Band.of(examples / self.runs[0].epoch_size, np.array(lines))

    def accuracies(self, epoch: float) -> dict[int, float]:
        """By seed, the test accuracy in [0, 1] at the newest point up to that epoch."""
        return {run.settings.seed: _accuracy_at(run, epoch) for run in self.runs}


def session_groups(runs: Iterable[RunSummary]) -> tuple[SessionGroup, ...]:
    """Trained runs by their settings. Of several with one seed the longest counts: they are branches of one.

    A run that was changed by hand is like no other, and is in none of the groups.
    """
    found: dict[tuple[object, ...], dict[int, RunSummary]] = {}
    for run in runs:
        if run.changes_by_hand or len(run.curve) < 2:
            continue
        members = found.setdefault(_apart_from_seed(run), {})
        there = members.get(run.settings.seed)
        if there is None or there.examples_seen < run.examples_seen:
            members[run.settings.seed] = run
    sorted_members = [tuple(members[seed] for seed in sorted(members)) for members in found.values()]
    labels = _labels([members[0] for members in sorted_members])
    return tuple(map(SessionGroup, labels, sorted_members))


def session_difference(one: SessionGroup, other: SessionGroup) -> tuple[Difference, float]:
    """How `one` does beside `other` at the newest point that all of them have, and the epoch of that."""
    epoch = min(one.last, other.last)
    return difference_of(one.accuracies(epoch), other.accuracies(epoch)), epoch


def difference_band(one: SessionGroup, other: SessionGroup) -> Band | None:
    """By how many points of a percent `one` is ahead in the seeds that both have; None if there are none.

    It begins after the first climb, which would press all the rest together.
    """
    its, theirs = ({run.settings.seed: run for run in group.runs} for group in (one, other))
    both = sorted(its.keys() & theirs.keys())
    if not both:
        return None
    last = min(one.last, other.last)
    first = its[both[0]]
    epochs = first.curve.examples / first.epoch_size
    epochs = epochs[(epochs >= _SETTLED * last) & (epochs <= last)]
    lines = [
        [100 * (_accuracy_at(its[seed], epoch) - _accuracy_at(theirs[seed], epoch)) for epoch in epochs]
        for seed in both
    ]
    return Band.of(epochs, np.array(lines))


def _accuracy_at(run: RunSummary, epoch: float) -> float:
    at = int(np.searchsorted(run.curve.examples, round(epoch * run.epoch_size), "right")) - 1
    return float(run.curve.test_accuracy[at])


def _apart_from_seed(run: RunSummary) -> tuple[object, ...]:
    return (run.epoch_size, *(replace(change, settings=_plain(change.settings)) for change in run.changes))


def _plain(settings: Settings) -> Settings:
    return replace(settings, seed=0)


def _labels(firsts: Sequence[RunSummary]) -> list[str]:
    """In the fewest words: "η 0.5", and whether it was changed on its way."""
    began = [_plain(run.changes[0].settings) for run in firsts]
    varied = varied_fields(began)
    return [
        name_of(settings, varied) + ", changed on the way" * (len(run.changes) > 1)
        for settings, run in zip(began, firsts, strict=True)
    ]
