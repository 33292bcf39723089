"""Which test images have a label that the networks contradict, the most firmly contradicted first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.explain.confusion import margins
from nnviz.learning.answers import answers
from nnviz.learning.evaluation import Evaluation


@dataclass(frozen=True, eq=False)
class Doubts:
    """What several runs say against the labels. `against` and `lead` are of all N images."""

    order: NDArray[np.int64]  # images that at least one run takes for another class, most doubtful first
    against: NDArray[np.int64]  # (N,) how many of the runs take it for another class
    lead: Floats  # (N,) by how much the best other class leads, mean over the runs, in typical margins
    said: NDArray[
        np.int64
    ]  # (N,) the class that the runs together have instead, or the best but for the label
    runs: int


def doubts(evaluations: Sequence[Evaluation]) -> Doubts | None:
    """Judge by the margins in z of all runs; None if there is no run that answers every image.

    A run's margins are measured in its own typical one, the median of their sizes: else the run with the
    largest weights would decide alone.
    """
    counted = [one for one in evaluations if len(one.labels) and np.isfinite(one.zs).all()]
    if not counted:
        return None
    labels = counted[0].labels
    count, classes = counted[0].zs.shape
    lead, against, zs = np.zeros(count), np.zeros(count, dtype=np.int64), np.zeros((count, classes))
    for one in counted:
        its = one.zs.astype(np.float64)
        margin = margins(its, labels)
        typical = float(np.median(np.abs(margin))) or 1.0
        lead -= margin / typical
        zs += its / typical
        against += answers(its) != labels
    zs[np.arange(count), labels] = -np.inf
    wrong = np.flatnonzero(against)
    order = wrong[np.argsort(-lead[wrong], kind="stable")]
    return Doubts(order, against, lead / len(counted), zs.argmax(axis=1), len(counted))
