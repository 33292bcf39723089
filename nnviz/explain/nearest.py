"""Which pictures of a set are nearest to one, pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.errors import Stopped

_PIECE = 4_000  # pictures at a time: 12 MB of numbers, and a few milliseconds
_SPARE = 8  # times as many are looked at again exactly as are asked for


@dataclass(frozen=True, eq=False)
class Nearest:
    """The nearest pictures, the nearest first."""

    indices: NDArray[np.int64]
    distances: Floats  # √Σ(difference of a pixel)²; 1 is one pixel from paper to full ink


class Neighbours:
    """Looks for the nearest of one set again and again; the lengths of its pictures are kept."""

    def __init__(self, examples: Examples) -> None:
        self.examples = examples
        self._squares: Floats | None = None  # ‖z‖² of each picture z

    def nearest(self, image: Floats, count: int, is_wanted: Callable[[], bool]) -> Nearest:
        """The `count` nearest to (pixels,) in [0, 1]; raises `Stopped` once it is not wanted any more.

        ‖x − z‖² = ‖x‖² − 2 x·z + ‖z‖², roughly and for all; the best of these are then measured exactly.
        """
        x, total = image.astype(np.float32), len(self.examples)
        products, squares = np.empty(total, np.float32), self._squares
        is_first = squares is None
        squares = np.empty(total, np.float32) if squares is None else squares
        for begin in range(0, total, _PIECE):
            if not is_wanted():
                raise Stopped
            piece = slice(begin, begin + _PIECE)
            images = to_unit_range(self.examples.images[piece])
            products[piece] = images @ x
            if is_first:
                squares[piece] = np.einsum("np,np->n", images, images)
        self._squares = squares
        rough = squares - 2 * products
        some = np.argpartition(rough, min(_SPARE * count, total) - 1)[: _SPARE * count]
        difference = self.examples.images[some] / 255 - image.astype(np.float64)
        distances = np.sqrt((difference**2).sum(axis=1))
        order = np.argsort(distances, kind="stable")[:count]
        return Nearest(some[order].astype(np.int64), distances[order])
