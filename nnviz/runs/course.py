"""Which examples a run takes next: its course as it was and will be, from its recorded changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.learning.settings import Settings
from nnviz.learning.trainer import epoch_order
from nnviz.runs.snapshot import Change, Snapshot
from nnviz.runs.steps import Steps


class MiniBatch(NamedTuple):
    """A mini-batch of a run."""

    indices: NDArray[np.int64]  # (m,) of its examples in the training data, in their order
    settings: Settings  # with which it is taken: η among them
    begun: int  # how many of its examples have gone through


def course_of(snapshot: Snapshot, count: int) -> Steps:
    """The index of the snapshot's run over `count` training examples."""
    return Steps(snapshot.changes or (Change(0, snapshot.settings),), count)


def next_mini_batch(snapshot: Snapshot, count: int) -> MiniBatch:
    """The mini-batch that training takes next, or is in the middle of, of `count` training examples."""
    course, seen = course_of(snapshot, count), snapshot.examples_seen
    step = course.at(seen)
    begin, end = course.examples_at(step), course.examples_at(step + 1)
    epoch, offset = divmod(begin, count)
    settings = course.settings_at(seen)
    indices = epoch_order(settings.seed, epoch, count)[offset : offset + end - begin]
    return MiniBatch(indices, settings, seen - begin)
