"""Bands over seeds, for every plot that has any: first where they lie, then how they are painted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnviz.arrays import Floats
from nnviz.experiments.comparison import Band
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis

_ROUNDING = 1e-6  # px


@dataclass(frozen=True, eq=False)
class BandAxes:
    """A plot's area and its two axes."""

    area: QRectF
    across: Axis
    up: Axis

    def point(self, x: float, y: float) -> QPointF:
        """Where a value lies."""
        return QPointF(self.across.at(x), self.up.at(y))

    def line(self, xs: Floats, heights: Floats) -> QPolygonF:
        """The line through those heights, (points,), that are known and, on a logarithmic axis, above 0."""
        known = np.isfinite(heights) & ((heights > 0) | (not self.up.logarithmic))
        pairs = zip(xs[known].tolist(), heights[known].tolist(), strict=True)
        return QPolygonF([self.point(x, y) for x, y in pairs])

    def median(self, band: Band) -> QPolygonF:
        """The line in its middle."""
        return self.line(band.epochs, band.median)

    def outline(self, band: Band) -> QPolygonF:
        """Along the highest of the seeds, and back along the lowest."""
        above, below = self.line(band.epochs, band.high), self.line(band.epochs, band.low)
        return QPolygonF([*above.toList(), *reversed(below.toList())])

    def inside(self, line: QPolygonF) -> QPolygonF:
        """A line as far as it is between top and bottom of the area: an SVG knows no clipped painter."""
        xs = np.array([point.x() for point in line.toList()])
        ys = np.array([point.y() for point in line.toList()])
        for border in (self.area.top(), self.area.bottom()):
            at = np.flatnonzero((ys[:-1] - border) * (ys[1:] - border) < 0)
            crossing = xs[at] + (border - ys[at]) / (ys[at + 1] - ys[at]) * (xs[at + 1] - xs[at])
            xs, ys = np.insert(xs, at + 1, crossing), np.insert(ys, at + 1, border)
        here = (ys >= self.area.top() - _ROUNDING) & (ys <= self.area.bottom() + _ROUNDING)
        return QPolygonF([QPointF(x, y) for x, y in zip(xs[here].tolist(), ys[here].tolist(), strict=True)])

    def paint_range(self, painter: QPainter, band: Band, colour: QColor, share: float) -> None:
        """Fill the band with that share of the colour."""
        outline = self.outline(band)
        if not self.area.contains(outline.boundingRect()):
            outline = outline.intersected(QPolygonF(self.area))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.translucent(colour, share))
        painter.drawPolygon(outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def paint_median(self, painter: QPainter, band: Band, colour: QColor, width: float = 2) -> None:
        """Draw the line in its middle."""
        painter.setPen(QPen(colour, width))
        painter.drawPolyline(self.inside(self.median(band)))
