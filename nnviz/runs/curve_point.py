"""The learning curve point by point, as a run collects it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnviz.arrays import Floats
from nnviz.runs.snapshot import Curve


class Point(NamedTuple):
    """A row of the `Curve`."""

    examples: int
    test_accuracy: float
    train_accuracy: float
    cost: float
    test_cost: float
    class_accuracy: tuple[float, ...]  # (classes,)


def curve_of(points: Sequence[Point]) -> Curve:
    """The curve through these points; there is at least one."""
    columns = [_read_only(np.array(column)) for column in zip(*points, strict=True)]
    return Curve(columns[0].astype(np.int64), *columns[1:])


def points_of(curve: Curve, classes: int) -> list[Point]:
    """A curve's points. Where the classes were not told apart, each of them is NaN."""
    columns = (curve.examples, curve.test_accuracy, curve.train_accuracy, curve.cost, curve.test_cost)
    by_class = curve.class_accuracy
    if by_class.shape[1] != classes:
        by_class = np.full((len(curve), classes), math.nan)
    rows = [tuple(row) for row in by_class.tolist()]
    return [Point(*point) for point in zip(*(column.tolist() for column in columns), rows, strict=True)]


def _read_only(array: Floats) -> Floats:
    array.setflags(write=False)
    return array
