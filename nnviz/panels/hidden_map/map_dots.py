"""Ten thousand dots as a picture, in a few milliseconds: Qt would take a frame's time and more.

Dots are put on a grid twice as fine as the screen's units, and the picture is scaled down where the screen is
no finer than those: that smooths their edges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from nnviz.arrays import Floats
from nnviz.widgets.theme import Pixels

FINE = 2  # dots of the grid for a unit of the screen
_EDGE = 40  # of the grid, around the picture: twice what the largest dot across its edge needs


@dataclass(frozen=True, eq=False)
class Dots:
    """Which dots there are: N places, what each is and what it is said to be, as colours."""

    places: Floats  # (N, 2) px of the screen
    colours: Pixels  # (N,) uint32, premultiplied
    said: Pixels  # (N,) the colours of the answers
    wrong: NDArray[np.bool_]  # (N,)


def dot_radius(area: QRectF, count: int, times: float) -> float:
    """Of each dot, px: the more dots the smaller, and larger where the map is enlarged that many times."""
    room = math.sqrt(area.width() * area.height() / max(count, 1))
    return min(max(0.36 * room * math.sqrt(max(times, 1.0)), 1.6), 5.0)


def dots_picture(area: QRectF, dots: Dots, radius: float, paper: int) -> QImage:
    """A transparent picture of `FINE` pixels for each unit of the area.

    A right answer is a dot. A mistake is a ring of the colour of what the picture shows, with a dot in it of
    the colour of what the network says; mistakes lie above. `paper` is the colour between the two.
    """
    width, height = (math.ceil(FINE * side) for side in (area.width(), area.height()))
    sheet = np.zeros((height + 2 * _EDGE, width + 2 * _EDGE), dtype=np.uint32)
    columns, rows = np.round((dots.places - (area.left(), area.top())) * FINE).T + _EDGE
    seen = (columns > _EDGE / 2) & (columns < sheet.shape[1] - _EDGE / 2)
    seen &= (rows > _EDGE / 2) & (rows < sheet.shape[0] - _EDGE / 2)
    at = np.where(seen, rows * sheet.shape[1] + columns, 0).astype(np.int64)
    right, wrong = np.flatnonzero(seen & ~dots.wrong), np.flatnonzero(seen & dots.wrong)
    _stamp(sheet, at[right], _within(radius), dots.colours[right])
    # Ring, gap and dot of one mistake come after those of another, not between them.
    rings = [(0.9 + 1.35 * radius, dots.colours), (0.1 + 0.95 * radius, None), (0.6 * radius, dots.said)]
    offsets = [_within(outer) for outer, _ in rings]
    shades = [
        np.full(len(wrong), paper, dtype=np.uint32) if colours is None else colours[wrong]
        for _, colours in rings
    ]
    _stamp_all(sheet, at[wrong], offsets, shades)
    picture = QImage(
        sheet.data,
        sheet.shape[1],
        sheet.shape[0],
        4 * sheet.shape[1],
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    return picture.copy(_EDGE, _EDGE, width, height)


def _within(radius: float) -> NDArray[np.int64]:
    """Rows and columns of the grid that a disc covers, (k, 2)."""
    reach = math.ceil(FINE * radius)
    steps = np.arange(-reach, reach + 1)
    rows, columns = np.meshgrid(steps, steps, indexing="ij")
    covered = rows**2 + columns**2 <= (FINE * radius) ** 2
    return np.stack([rows[covered], columns[covered]], axis=1)


def _stamp(sheet: Pixels, at: NDArray[np.int64], offsets: NDArray[np.int64], shades: Pixels) -> None:
    _stamp_all(sheet, at, [offsets], [shades])


def _stamp_all(
    sheet: Pixels, at: NDArray[np.int64], offsets: list[NDArray[np.int64]], shades: list[Pixels]
) -> None:
    """Put one shape after the other on the sheet, all parts of each: where they meet, the last is seen."""
    steps = np.concatenate([rows_columns @ (sheet.shape[1], 1) for rows_columns in offsets])
    colours = np.concatenate(
        [
            np.repeat(shade[:, np.newaxis], len(each), axis=1)
            for shade, each in zip(shades, offsets, strict=True)
        ],
        axis=1,
    )
    sheet.reshape(-1)[(at[:, np.newaxis] + steps).reshape(-1)] = colours.reshape(-1)
