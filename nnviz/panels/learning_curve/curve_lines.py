"""Lines made ready to paint: cut to what is in view, thinned to the pixels there are, broken into dashes.

The raster painter strokes a thick line in time proportional to its points, and a dashed pen's far slower than
separate strokes; so both are prepared here, in NumPy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.panels.learning_curve.scale import Line, Range

DASH = 0.6  # share of a dash's period that is drawn


def in_view(x: Floats, y: Floats, span: Range) -> Line:
    """The finite points of a line (x ascending) within `span`, and one more on either side."""
    finite = np.isfinite(y)
    x, y = x[finite], y[finite]
    first = max(int(np.searchsorted(x, span[0])) - 1, 0)
    end = int(np.searchsorted(x, span[1], "right")) + 1
    return x[first:end], y[first:end]


def thinned(x: Floats, y: Floats, column: float) -> Line:
    """A line of at most two points, the lowest and the highest, for every `column` of x; ends are kept."""
    if len(x) < 3 or len(x) <= 2 * (x[-1] - x[0]) / column:
        return x, y
    starts = np.flatnonzero(np.diff(np.floor(x / column), prepend=-np.inf))
    lowest, highest = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    extremes = np.stack([lowest, highest], axis=1).ravel()
    return (
        np.concatenate([x[:1], np.repeat(x[starts], 2), x[-1:]]),
        np.concatenate([y[:1], extremes, y[-1:]]),
    )


def dashed(x: Floats, y: Floats, period: float, span: Range) -> tuple[Floats, Floats, NDArray[np.int32]]:
    """The line with a point more at each end of a dash, and whether each point is joined to the next.

    Dashes are `period` apart along x and lie still there; only those within `span` are made.
    """
    if len(x) < 2:
        return x, y, np.zeros(len(x), dtype=np.int32)
    low, high = max(float(x[0]), span[0]), min(float(x[-1]), span[1])
    begins = np.arange(np.floor(low / period), np.ceil(high / period)) * period
    cuts = np.concatenate([begins, begins + DASH * period])
    cuts = cuts[(cuts > low) & (cuts < high)]
    cut_x = np.sort(np.concatenate([x, cuts]))
    middles = cut_x.copy()
    middles[:-1] += np.diff(cut_x) / 2
    return cut_x, np.interp(cut_x, x, y), (middles / period % 1 < DASH).astype(np.int32)
