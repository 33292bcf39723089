"""Which class is taken for which, how often each is right, and what changed between two moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.answers import NOTHING, answers

Indices = NDArray[np.int64]
Order = Literal["cost", "margin", "confidence"]


@dataclass(frozen=True, eq=False)
class Confusion:
    """What a network takes the pictures of each class for.

    `counts` (classes, classes + 1): row: the true class, column: the one it says; the last column is for
    pictures that get no answer, because an output is no number. All counts add up to the pictures there are.
    """

    counts: NDArray[np.int64]
    labels: NDArray[np.uint8]  # (N,)
    said: Indices  # (N,) the answers, −1 for none

    @property
    def rates(self) -> Floats:
        """Each row as shares of its class, as `counts`; NaN for a class without pictures."""
        with np.errstate(invalid="ignore"):
            rates: Floats = self.counts / self.counts.sum(axis=1, keepdims=True)
        return rates

    @property
    def class_accuracy(self) -> Floats:
        """Share of each class that is right: (classes,), in [0, 1]; NaN for a class without pictures."""
        accuracy: Floats = self.rates.diagonal().copy()
        return accuracy

    def cell(self, true: int, said: int) -> Indices:
        """The pictures of class `true` that are taken for `said`, −1 for none: indices, in their order."""
        return np.flatnonzero((self.labels == true) & (self.said == said))


def confusion(zs: Floats, labels: NDArray[np.uint8]) -> Confusion:
    """Count what weighted inputs of the outputs (N, classes) say of pictures of these classes (N,)."""
    classes, said = zs.shape[1], answers(zs)
    column = np.where(said == NOTHING, classes, said)
    cells = np.bincount(labels * np.int64(classes + 1) + column, minlength=classes * (classes + 1))
    return Confusion(cells.reshape(classes, classes + 1), labels, said)


@dataclass(frozen=True, eq=False)
class Progress:
    """What is answered differently than at an earlier moment: indices of pictures."""

    learned: Indices  # wrong then, right now
    forgotten: Indices  # right then, wrong now


def progress(then: Floats, now: Floats, labels: NDArray[np.uint8]) -> Progress:
    """Compare two moments by their weighted inputs (N, classes)."""
    was_right, is_right = answers(then) == labels, answers(now) == labels
    return Progress(np.flatnonzero(~was_right & is_right), np.flatnonzero(was_right & ~is_right))


def margins(zs: Floats, labels: NDArray[np.uint8]) -> Floats:
    """By how much the right class leads over the best of the others, by z: (N,), negative where wrong."""
    rows = np.arange(len(labels))
    others = zs.copy()
    others[rows, labels] = -np.inf
    lead: Floats = zs[rows, labels] - others.max(axis=1)
    return lead


def sorted_mistakes(
    found: Confusion,
    zs: Floats,
    costs: Floats,
    order: Order,
    true: int | None = None,
    said: int | None = None,
) -> Indices:
    """Pictures that are wrong, of class `true` and taken for `said` if these are given, the worst first.

    `costs` (N,) of each picture. By cost; by margin, the farthest on the wrong side first; or by confidence,
    the z of the wrong answer. Pictures without an answer come first: there is nothing worse.
    """
    wrong = found.said != found.labels
    if true is not None:
        wrong &= found.labels == true
    if said is not None:
        wrong &= found.said == said
    chosen = np.flatnonzero(wrong)
    badness = _badness(zs[chosen], found.labels[chosen], costs[chosen], order)
    return chosen[np.argsort(-np.where(np.isnan(badness), np.inf, badness), kind="stable")]


def _badness(zs: Floats, labels: NDArray[np.uint8], costs: Floats, order: Order) -> Floats:
    """How bad each mistake is, (N,): the larger, the worse."""
    if order == "cost":
        return costs
    worst: Floats = -margins(zs, labels) if order == "margin" else zs.max(axis=1)
    return worst
