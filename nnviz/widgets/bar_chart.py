"""Bars, for every panel that has any: first where each lies, then how it is painted."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.widgets.axis import Axis


@dataclass(frozen=True)
class Bar:
    """The room of one bar, which runs from 0 to its value. `low` … `high` fill the track from left to right
    or, `upright`, from its bottom; what is beyond is cut off, and what is no number counts as 0.
    """

    track: QRectF
    low: float = 0.0
    high: float = 1.0
    upright: bool = False
    least: float = 0.0  # px: no bar is shorter, so that even 0 is seen

    def at(self, value: float) -> float:
        """The pixel at which a value lies: x, or y if the bar is upright."""
        return self._at(self.axis, value)

    def _at(self, axis: Axis, value: float) -> float:
        pixel = axis.at(min(max(value, self.low), self.high))
        return pixel if math.isfinite(pixel) else axis.begin

    @property
    def axis(self) -> Axis:
        """From `low` at one end of the track to `high` at the other."""
        track = self.track
        ends = (track.bottom(), track.top()) if self.upright else (track.left(), track.right())
        return Axis(self.low, self.high, *ends)

    def bar_rect(self, value: float) -> QRectF:
        """Where the bar of a value lies."""
        value = 0.0 if math.isnan(value) else value
        axis = self.axis  # made once: making it is most of the work
        zero, end = self._at(axis, 0.0), self._at(axis, value)
        if abs(end - zero) < self.least:
            end = zero + (self.least if (value < 0) == self.upright else -self.least)
        begin, length = min(zero, end), abs(end - zero)
        if self.upright:
            return QRectF(self.track.left(), begin, self.track.width(), length)
        return QRectF(begin, self.track.top(), length, self.track.height())

    def paint(
        self, painter: QPainter, value: float, colour: QColor, ground: QColor | None = None, radius: float = 0
    ) -> None:
        """Draw the bar, on a track of the colour `ground` if one is named."""
        for rect, fill in ((self.track, ground), (self.bar_rect(value), colour)):
            if fill is not None:
                _fill(painter, rect, fill, min(radius, rect.width() / 2))


@dataclass(frozen=True)
class BarChart:
    """`count` bars of one scale: side by side if they are upright, else one below the other."""

    area: QRectF
    count: int
    low: float = 0.0
    high: float = 1.0
    upright: bool = True
    gap: float = 0.0  # px between two bars
    least: float = 0.0  # px: no bar is shorter

    @property
    def pitch(self) -> float:
        """From one bar's begin to the next one's, px."""
        return (self.area.width() if self.upright else self.area.height()) / max(self.count, 1)

    def slot(self, index: int) -> QRectF:
        """A bar's share of the area, half of the gap on either side included."""
        area, pitch = self.area, self.pitch
        if self.upright:
            return QRectF(area.left() + index * pitch, area.top(), pitch, area.height())
        return QRectF(area.left(), area.top() + index * pitch, area.width(), pitch)

    def bar(self, index: int) -> Bar:
        """The room of one bar."""
        half = self.gap / 2
        across, down = (half, 0.0) if self.upright else (0.0, half)
        track = self.slot(index).adjusted(across, down, -across, -down)
        return Bar(track, self.low, self.high, self.upright, self.least)

    def bar_rect(self, index: int, value: float) -> QRectF:
        """Where the bar of a value lies."""
        return self.bar(index).bar_rect(value)

    def bar_rects(self, values: Floats) -> list[QRectF]:
        """Where the bars of all values lie, (count,): as `bar_rect` says of each, but thousands at once."""
        first, values = self.bar(0), np.nan_to_num(np.asarray(values, dtype=np.float64))
        zero, track = first.at(0.0), first.track
        ends = first.axis.places(np.clip(values, self.low, self.high))
        ends = np.where(np.isfinite(ends), ends, first.axis.begin)
        shortest = np.where((values < 0) == self.upright, self.least, -self.least)
        ends = np.where(np.abs(ends - zero) < self.least, zero + shortest, ends)
        begins, lengths = np.minimum(zero, ends).tolist(), np.abs(ends - zero).tolist()
        steps = [index * self.pitch for index in range(self.count)]
        if self.upright:
            left, width = track.left(), track.width()
            return [QRectF(left + s, b, width, n) for s, b, n in zip(steps, begins, lengths, strict=True)]
        top, height = track.top(), track.height()
        return [QRectF(b, top + s, n, height) for s, b, n in zip(steps, begins, lengths, strict=True)]

    def paint(self, painter: QPainter, values: Floats, colours: Iterable[QColor]) -> None:
        """Draw the bars of all values, each in its colour."""
        for rect, colour in zip(self.bar_rects(values), colours, strict=True):
            painter.fillRect(rect, colour)

    def index_at(self, point: QPointF) -> int | None:
        """The bar whose slot is there."""
        if not self.count or not self.area.contains(point):
            return None
        way = point.x() - self.area.left() if self.upright else point.y() - self.area.top()
        return min(int(way / self.pitch), self.count - 1)


def _fill(painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
    if not radius:
        painter.fillRect(rect, colour)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, radius, radius)
