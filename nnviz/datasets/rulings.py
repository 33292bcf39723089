"""Lines printed on the paper, taken out of a picture's contrast: ruled, squared, a margin.

They are told from a digit's strokes by running thin and straight from one end of the paper to the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nnviz.arrays import Floats

_SLOPES = np.linspace(-0.2, 0.2, 81)  # rows per column: 11° either way
_WIDTH = 4  # px: half the width of the widest line, and the reach in which it must stand out
_COVERED = 0.5  # a line is there in this share of the paper's width …
_FEW = 3  # fewer lines beside each other must reach both ends of the paper
_END = 0.08  # of the paper's width
_MOST = 120  # lines a direction

Line = tuple[float, float]  # row at the picture's middle column, rows per column


def without_rulings(contrast: Floats, domain: NDArray[np.bool_], faintest: float) -> Floats:
    """The contrast (H, W) without printed lines; strokes that cross them stay whole."""
    rows = [_Ruling(contrast, line, faintest) for line in _lines(contrast, domain, faintest)]
    columns = [_Ruling(contrast.T, line, faintest) for line in _lines(contrast.T, domain.T, faintest)]
    if not rows and not columns:
        return contrast
    without_rows, without_columns = contrast.copy(), contrast.copy()
    for ruling in rows:
        ruling.fill(without_rows, 0, margin=1)
    for ruling in columns:
        ruling.fill(without_columns.T, 0, margin=1)
    cleaned = contrast.copy()  # each direction is filled from what the other leaves
    for ruling in rows:
        ruling.fill(cleaned, ruling.filling(without_columns))
    for ruling in columns:
        ruling.fill(cleaned.T, ruling.filling(without_rows.T))
    return cleaned


def _lines(contrast: Floats, domain: NDArray[np.bool_], faintest: float) -> list[Line]:
    """Lines that run from left to right: found where thin ridges add up along a slope (Hough's transform)."""
    rows, columns = np.nonzero(_ridges(contrast, faintest))
    extent = np.flatnonzero(domain.any(axis=0))
    if len(rows) < _COVERED * len(extent):
        return []
    height, width = contrast.shape
    counts = np.stack([_counts(rows - slope * (columns - width / 2), height) for slope in _SLOPES])
    first, last = extent[0], extent[-1]
    found: list[Line] = []
    alone: list[Line] = []
    while len(found) < _MOST:
        slope, row = np.unravel_index(int(counts.argmax()), counts.shape)
        if counts[slope, row] < _COVERED * len(extent):
            break
        line, on = _fitted((float(row), float(_SLOPES[slope])), rows, columns, width)
        found.append(line)
        end = _END * len(extent)
        if min((columns[on] < first + end).sum(), (columns[on] > last - end).sum()) > 2:
            alone.append(line)
        counts[:, max(row - 5, 0) : row + 6] = 0
    return found if len(found) >= _FEW else alone


def _fitted(
    line: Line, rows: NDArray[np.int64], columns: NDArray[np.int64], width: int
) -> tuple[Line, NDArray[np.bool_]]:
    """The straight line through the ridges near a line, by least squares, and which ridges those are."""
    for reach in (2.5, 1.5):
        on = np.abs(rows - line[0] - line[1] * (columns - width / 2)) < reach
        slope, row = np.polyfit(columns[on] - width / 2, rows[on], 1)
        line = float(row), float(slope)
    return line, on


def _ridges(contrast: Floats, faintest: float) -> NDArray[np.bool_]:
    """Where the contrast is largest in its column's neighbourhood and falls off on both sides."""
    wide = np.pad(contrast, ((_WIDTH, _WIDTH), (0, 0)), mode="edge")
    height = len(contrast)

    def moved(by: int) -> Floats:
        return wide[_WIDTH + by : _WIDTH + by + height]

    is_top = (contrast >= moved(-1)) & (contrast > moved(1))
    beside = np.maximum(moved(-_WIDTH), moved(_WIDTH))
    return is_top & (contrast - beside > max(0.5 * faintest, 0.04)) & (beside < 0.6 * contrast)


def _counts(places: Floats, height: int) -> NDArray[np.int64]:
    """How many ridges pass each row of the middle column, one row's error either way."""
    whole = np.rint(places).astype(np.int64)
    counts = np.bincount(whole[(whole >= 0) & (whole < height)], minlength=height)
    padded = np.pad(counts, 1)
    return padded[:-2] + padded[1:-1] + padded[2:]


class _Ruling:
    """One line in a contrast: its rows, column by column, and how wide it is."""

    def __init__(self, contrast: Floats, line: Line, faintest: float) -> None:
        width = contrast.shape[1]
        self._columns = np.arange(width)
        self._middle = np.rint(line[0] + line[1] * (self._columns - width / 2)).astype(np.int64)
        self._half = _half_width(contrast, self._middle, faintest)

    def filling(self, contrast: Floats) -> Floats:
        """What lies on both sides of the line: a stroke that crosses it. One value a column."""
        half = self._half
        first, second = self._beside(contrast, -half - 1), self._beside(contrast, half + 1)
        return np.minimum(first, second)

    def _beside(self, contrast: Floats, offset: int) -> Floats:
        last = len(contrast) - 1
        rows = (np.clip(self._middle + offset + more, 0, last) for more in (0, int(np.sign(offset))))
        at = np.maximum.reduce([contrast[row, self._columns] for row in rows])
        widened: Floats = ndimage.maximum_filter1d(at, 2 * self._half + 3, mode="nearest")
        return widened

    def fill(self, contrast: Floats, filling: Floats | int, margin: int = 0) -> None:
        """Lower the line, and `margin` rows beside it, to the filling, in place."""
        filling = np.broadcast_to(filling, self._middle.shape)
        reach = self._half + margin
        for offset in range(-reach, reach + 1):
            rows = self._middle + offset
            inside = (rows >= 0) & (rows < len(contrast))
            place = rows[inside], self._columns[inside]
            contrast[place] = np.minimum(contrast[place], filling[inside])


def _half_width(contrast: Floats, middle: NDArray[np.int64], faintest: float) -> int:
    """How many rows beside its middle the line could be taken for ink, by its median profile."""
    columns = np.arange(len(middle))
    offsets = np.arange(-_WIDTH - 1, _WIDTH + 2)
    rows = np.clip(middle + offsets[:, None], 0, len(contrast) - 1)
    profile = np.median(contrast[rows, columns], axis=1)
    profile -= profile.min()
    dark = np.abs(offsets[profile > min(0.3 * profile.max(), 0.5 * faintest)])
    return int(np.clip(dark.max(initial=1), 1, _WIDTH))
