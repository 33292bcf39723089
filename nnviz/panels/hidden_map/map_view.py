"""Which part of the map is seen, and what lies where: numbers alone, no painting."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from nnviz.arrays import Floats

_MARGIN = 14.0  # px around the outermost points when the whole map is seen
_FARTHEST, _NEAREST = 0.5, 400.0  # how many times as large as when the whole map is seen

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class MapView:
    """The map's place (x, y) in the middle of the area, and pixels for a unit of the map; y is upwards."""

    area: QRectF
    x: float
    y: float
    scale: float

    def places(self, points: Floats) -> Floats:
        """Pixels of points of the map (…, 2)."""
        middle = self.area.center()
        places: Floats = (points - (self.x, self.y)) * (self.scale, -self.scale) + (middle.x(), middle.y())
        return places

    def place(self, point: Floats) -> QPointF:
        """Pixel of one point (2,)."""
        return QPointF(*self.places(point).tolist())

    def point(self, place: QPointF) -> tuple[float, float]:
        """What of the map lies at a pixel."""
        middle = self.area.center()
        return (
            self.x + (place.x() - middle.x()) / self.scale,
            self.y - (place.y() - middle.y()) / self.scale,
        )

    def panned(self, by: QPointF) -> MapView:
        """The map moved along with the mouse."""
        return replace(self, x=self.x - by.x() / self.scale, y=self.y + by.y() / self.scale)

    def zoomed(self, times: float, at: QPointF, whole: MapView) -> MapView:
        """Larger or smaller, with what lies at a pixel staying there, within limits beside the whole map."""
        scale = min(max(self.scale * times, _FARTHEST * whole.scale), _NEAREST * whole.scale)
        (x, y), middle = self.point(at), self.area.center()
        return replace(
            self, x=x - (at.x() - middle.x()) / scale, y=y + (at.y() - middle.y()) / scale, scale=scale
        )


def whole_view(area: QRectF, points: Floats) -> MapView:
    """The view in which all points (N, 2) are seen as large as possible."""
    low, high = points.min(axis=0).astype(float), points.max(axis=0).astype(float)
    (x, y), (width, height) = ((low + high) / 2).tolist(), (high - low).tolist()
    room = max(area.width() - 2 * _MARGIN, 1.0), max(area.height() - 2 * _MARGIN, 1.0)
    scales = [space / extent for space, extent in zip(room, (width, height), strict=True) if extent > 0]
    return MapView(area, x, y, min(scales, default=1.0))


def nearest(places: Floats, shown: NDArray[np.bool_], at: QPointF, within: float) -> int | None:
    """The shown one of the places (N, 2) next to a pixel, if it is within so many pixels."""
    squares = ((places - (at.x(), at.y())) ** 2).sum(axis=1)
    squares[~shown] = math.inf
    index = int(squares.argmin()) if len(squares) else 0
    return index if len(squares) and squares[index] <= within**2 else None


def neighbour(places: Floats, shown: NDArray[np.bool_], here: int, step: tuple[int, int]) -> int | None:
    """The shown place next to one of them, in the quarter of the plane to which `step` (x, y) points."""
    apart = places - places[here]
    ahead, aside = apart @ step, np.abs(apart @ (step[1], step[0]))
    there = shown & (ahead > 0) & (aside <= ahead)
    there[here] = False
    if not there.any():
        return None
    return int(np.where(there, ahead**2 + aside**2, math.inf).argmin())


def inside(places: Floats, lasso: Floats) -> NDArray[np.bool_]:
    """Which places (N, 2) lie within a closed line through the points `lasso` (k, 2).

    A ray to the right of the place crosses the line an odd number of times.
    """
    found = np.zeros(len(places), dtype=bool)
    x, y = places[:, 0], places[:, 1]
    for (x1, y1), (x2, y2) in zip(lasso, np.roll(lasso, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        found ^= crosses & (x < x1 + (y - y1) * ((x2 - x1) / (y2 - y1)))
    return found
