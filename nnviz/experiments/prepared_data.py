"""A data set in the form that many runs share, in one process or, by memory map, in several."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nnviz.datasets.dataset import Dataset, Examples
from nnviz.experiments.job import checksum_of
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator


@dataclass(frozen=True, eq=False)
class PreparedData:
    """Made once for an experiment; joblib hands its large arrays to other processes by memory map."""

    data: Dataset
    images: kernel.SparseImages  # the training set's
    checksum: str

    @classmethod
    def of(cls, data: Dataset) -> PreparedData:
        """Takes a fifth of a second for MNIST."""
        return cls(data, kernel.sparse_images(data.train.images), checksum_of(data))


@dataclass(frozen=True, eq=False)
class ReadyData:
    """What a run takes of it, kept by each process for all of its runs."""

    train: Examples
    images: kernel.SparseImages
    evaluator: Evaluator
    checksum: str


_ready: list[ReadyData] = []  # the last one used: an experiment has one data set


def ready(prepared: PreparedData) -> ReadyData:
    """The same again for data that was ready before in this process."""
    kept = _ready[0] if _ready else None
    if kept is None or kept.checksum != prepared.checksum:
        kept = _made_ready(prepared)
        _ready[:] = [kept]
    return kept


def _made_ready(prepared: PreparedData) -> ReadyData:
    """Memory-mapped arrays as plain ones over the same memory, read-only or not as they were made: numba
    compiles for each kind of array, and what is compiled already is for these.
    """
    train, test = (_plain(examples) for examples in (prepared.data.train, prepared.data.test))
    images = kernel.SparseImages._make(np.asarray(part) for part in prepared.images)
    return ReadyData(train, images, Evaluator(test), prepared.checksum)


def _plain(examples: Examples) -> Examples:
    images, labels = np.asarray(examples.images), np.asarray(examples.labels)
    for array in (images, labels):
        array.setflags(write=False)
    return replace(examples, images=images, labels=labels)
