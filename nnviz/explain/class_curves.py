"""When each class was learned, from the learning curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

LEARNED = 0.9  # the accuracy from which a class counts as learned


def learned_at(by_class: Floats, share: float = LEARNED) -> NDArray[np.int64]:
    """Index of the point at which each class is learned, (classes,); −1 for those that are not.

    `by_class` (k, classes) are their accuracies, NaN where not measured. Learned is what is at least `share`
    at two points in a row: an untrained network that says one class of everything is right about it.
    """
    count, classes = by_class.shape
    if count < 2:
        return np.full(classes, -1)
    is_there = by_class >= share
    stays = is_there[:-1] & is_there[1:]
    return np.where(stays.any(axis=0), stays.argmax(axis=0), -1)
