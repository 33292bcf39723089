"""What many runs say together: bands over seeds, the difference of two settings, what all get wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.experiments.result import Result
from nnviz.explain.confusion import Confusion
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings

_APART = tuple(name for name in FIELDS if name != "seed")  # what makes two settings different ones


@dataclass(frozen=True)
class Group:
    """The runs of one setting, which differ in their seeds alone, in the order of these."""

    settings: Settings  # with seed 0
    epochs: int
    data: str
    results: tuple[Result, ...]

    @property
    def accuracies(self) -> Floats:
        """Test accuracy of each seed at the end, in [0, 1]: (seeds,)."""
        return np.array([result.accuracy for result in self.results])

    def band(self, row: str) -> Band:
        """One row of the curve (a name of `Course`) over all seeds."""
        return Band.of(self.epochs_at, np.array([getattr(result.course, row) for result in self.results]))

    @property
    def epochs_at(self) -> Floats:
        """After how many epochs the curves have their points: (points,)."""
        first = self.results[0]
        return first.course.examples_seen / first.examples


@dataclass(frozen=True, eq=False)
class Band:
    """A curve over seeds: all arrays (points,). NaN in one seed is NaN in the band."""

    epochs: Floats
    median: Floats
    low: Floats  # the lowest seed at each point
    high: Floats

    @classmethod
    def of(cls, epochs: Floats, lines: Floats) -> Band:
        """The band of the seeds' curves, (seeds, points)."""
        return cls(epochs, np.median(lines, axis=0), lines.min(axis=0), lines.max(axis=0))

    def times(self, scale: float) -> Band:
        """The same with all heights multiplied."""
        return Band(self.epochs, scale * self.median, scale * self.low, scale * self.high)


def groups(results: Iterable[Result]) -> tuple[Group, ...]:
    """Results by their settings, seeds apart, in the order in which each setting comes first."""
    found: dict[tuple[object, ...], list[Result]] = {}
    for result in results:
        values = (getattr(result.settings, name) for name in _APART)
        found.setdefault((*values, result.job.epochs, result.data), []).append(result)
    return tuple(_group(sorted(members, key=lambda one: one.settings.seed)) for members in found.values())


def _group(results: Sequence[Result]) -> Group:
    first = results[0]
    return Group(replace(first.settings, seed=0), first.job.epochs, first.data, tuple(results))


@dataclass(frozen=True)
class Difference:
    """How much better one setting does than another, seed by seed: the seeds that both have."""

    better: int  # in that many seeds
    worse: int  # and in that many; in the others they are level
    seeds: int  # that both have
    mean: float  # of the differences, in points of a percent
    scatter: float  # their standard deviation (n − 1); NaN for a single seed

    @property
    def sentence(self) -> str:
        """“better in 5 of 5 seeds, by 0.40 points, scatter 0.20”."""
        if not self.seeds:
            return "no seed in common"
        if not self.better and not self.worse:
            return f"level in {self.seeds} of {self.seeds} seeds"
        word, count = ("better", self.better) if self.mean >= 0 else ("worse", self.worse)
        scatter = f", scatter {self.scatter:.2f}" if self.seeds > 1 else ""
        return f"{word} in {count} of {self.seeds} seeds, by {abs(self.mean):.2f} points{scatter}"


def difference(one: Group, other: Group) -> Difference:
    """How `one` does beside `other`, by the test accuracy at the end."""
    return difference_of(
        *({run.settings.seed: run.accuracy for run in group.results} for group in (one, other))
    )


def difference_of(its: Mapping[int, float], theirs: Mapping[int, float]) -> Difference:
    """The same of accuracies in [0, 1] by their seeds."""
    both = sorted(its.keys() & theirs.keys())
    points = np.array([100 * (its[seed] - theirs[seed]) for seed in both])
    if not len(points):
        return Difference(0, 0, 0, mean=0.0, scatter=float("nan"))
    scatter = float(points.std(ddof=1)) if len(points) > 1 else float("nan")
    better, worse = (int(np.count_nonzero(sign * points > 0)) for sign in (1, -1))
    return Difference(better, worse, len(points), mean=float(points.mean()), scatter=scatter)


def times_wrong(results: Sequence[Result]) -> NDArray[np.int64]:
    """In how many of the runs each test picture is taken for something else: (N,)."""
    count = int(results[0].confusion.sum())
    times: NDArray[np.int64] = np.sum([one.wrong_of(count) for one in results], axis=0, dtype=np.int64)
    return times


def summed_confusion(results: Sequence[Result]) -> Confusion:
    """What the runs take the test pictures for, all together; which pictures is not told."""
    counts: NDArray[np.int64] = np.sum([one.confusion for one in results], axis=0, dtype=np.int64)
    return Confusion(counts, np.empty(0, np.uint8), np.empty(0, np.int64))


def wrong_sentence(times: NDArray[np.int64], runs: int, nouns: str) -> str:
    """“80 of 10,000 test digits are wrong in all 5 runs, 512 more in some of them”."""
    always, ever = int(np.count_nonzero(times == runs)), int(np.count_nonzero(times))
    if runs == 1:
        return f"{always:,} of {len(times):,} test {nouns} are wrong in this one run"
    some = f"{ever - always:,} more in some of them"
    return f"{always:,} of {len(times):,} test {nouns} are wrong in all {runs} runs, {some}"


def varied_fields(settings: Iterable[Settings]) -> Mapping[str, tuple[object, ...]]:
    """The fields, seeds apart, in which these differ, with the values there are, in order of appearance."""
    values: dict[str, dict[object, None]] = {}
    for one in settings:
        for name in one.__dataclass_fields__:
            if name != "seed":
                values.setdefault(name, {})[getattr(one, name)] = None
    return {name: tuple(there) for name, there in values.items() if len(there) > 1}
