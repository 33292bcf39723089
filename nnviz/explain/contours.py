"""Lines of equal height on a grid."""

from __future__ import annotations

import numpy as np

from nnviz.arrays import Floats


def contour(heights: Floats, level: float) -> Floats:
    """Where a grid of heights (rows, columns) crosses a level: (n, 2, 2) ends (column, row) of straight
    pieces. Each square is two triangles, on which the height is a plane; what is not finite is left out.
    """
    rows, columns = heights.shape
    r, c = (index.ravel() for index in np.indices((rows - 1, columns - 1)))
    corners = [(c, r), (c + 1, r), (c + 1, r + 1), (c, r + 1)]
    pieces = [_crossed(heights, [corners[i] for i in triangle], level) for triangle in ((0, 1, 2), (0, 2, 3))]
    return np.concatenate(pieces)


def _crossed(heights: Floats, corners: list[tuple[Floats, Floats]], level: float) -> Floats:
    """Where many triangles cross a level; the corners of each (column, row)."""
    x, y = np.array([x for x, _ in corners]), np.array([y for _, y in corners])  # (3, n)
    height = heights[y, x].astype(np.float64)
    above = height > level
    cut = np.isfinite(height).all(axis=0) & (above.any(axis=0) != above.all(axis=0))
    x, y, height, above = x[:, cut], y[:, cut], height[:, cut], above[:, cut]
    alone = np.argmax(above == (above.sum(axis=0) == 1), axis=0)  # the corner that is not as the other two
    each = np.arange(x.shape[1])
    ends = []
    for step in (1, 2):
        other = (alone + step) % 3
        low, high = height[alone, each], height[other, each]
        share = (level - low) / np.where(high == low, 1, high - low)
        ends.append(
            np.stack(
                [
                    x[alone, each] + share * (x[other, each] - x[alone, each]),
                    y[alone, each] + share * (y[other, each] - y[alone, each]),
                ],
                axis=1,
            )
        )
    return np.stack(ends, axis=1)
