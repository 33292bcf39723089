"""A part of a training set in which every class has its share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.dataset import Examples


def part_of(dataset: Examples, count: int, seed: int) -> Examples:
    """`count` examples in their order in `dataset`, or the very same `dataset` if it has no more."""
    if count >= len(dataset):
        return dataset
    chosen = stratified(dataset.labels, count, seed)
    images, labels = dataset.images[chosen], dataset.labels[chosen]
    for array in (images, labels):
        array.setflags(write=False)
    return replace(dataset, images=images, labels=labels)


def stratified(labels: NDArray[Any], count: int, seed: int) -> NDArray[np.int64]:
    """(count,) sorted indices, the same for the same seed; more of them begin with those of fewer.

    Each class is shuffled and spread evenly over 0 … 1; those that come first are taken.
    """
    order = np.random.default_rng(seed).permutation(len(labels))
    places = np.empty(len(labels))
    for label in np.unique(labels):
        members = order[labels[order] == label]
        places[members] = (np.arange(len(members)) + 0.5) / len(members)
    first = order[np.argsort(places[order], kind="stable")][:count]
    return np.sort(first)
