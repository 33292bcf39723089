"""Which test digits stand on the page of predictions: in what order, and which one at which place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.evaluation import mistakes

Indices = NDArray[np.int64]


def mistakes_first(zs: Floats, labels: NDArray[np.uint8]) -> Indices:
    """All digits: those taken for another, most confident first, then the right ones, least sure first.

    By the weighted inputs of the outputs, (N, classes).
    """
    wrong = mistakes(zs, labels)
    right = np.ones(len(labels), dtype=bool)
    right[wrong] = False
    others = np.flatnonzero(right)
    return np.concatenate([wrong, others[np.argsort(zs[others].max(axis=1), kind="stable")]])


class DigitPages:
    """A page of `rows` × `columns` places over a long row of digits, `order`.

    `position` counts rows of digits. The page holds the rows of digits from `position` on, and row k always
    stands in the page's row k mod `rows`: moving on by one exchanges one row of the page and leaves the
    others where they are; moving on by `rows` turns the page.
    """

    def __init__(self) -> None:
        self.order: Indices = np.empty(0, dtype=np.int64)
        self.columns = self.rows = 1
        self.position = 0

    def reshape(self, columns: int, rows: int) -> None:
        """A page of another size, which keeps the place in the order."""
        if (columns, rows) != (self.columns, self.rows):
            self.position = self.position * self.columns // columns // rows * rows
            self.columns, self.rows = columns, rows

    def move(self, rows: int) -> None:
        """Go on by that many rows of digits, or back; after the last digit comes the first."""
        self.position += rows

    def shown(self) -> Indices:
        """The digit at each place, row by row; −1 where there is none."""
        count = len(self.order)
        all_rows = -(-count // self.columns)
        places = np.arange(self.rows)
        rows = self.position + (places - self.position) % self.rows
        if all_rows < self.rows:
            rows = places  # they all fit: nothing to turn
        indices = (rows[:, np.newaxis] % max(all_rows, self.rows)) * self.columns + np.arange(self.columns)
        digits = np.full(self.rows * self.columns, -1, dtype=np.int64)
        there = indices.ravel() < count
        digits[there] = self.order[indices.ravel()[there]]
        return digits
