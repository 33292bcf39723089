"""Curves over steps: a plain chart with axes, a faint point for each value and a running mean to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.explain.number_markup import figure
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels
from nnviz.widgets.formula.typeset import typeset
from nnviz.widgets.hover_cells import HoverCells

_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 52, 10, 22
_MOST_TICKS = 7.5  # of the y axis
_MEAN_OVER = 15  # points of the running mean


@dataclass(frozen=True, eq=False)
class Curve:
    """Values at the chart's steps, with the markup of their symbol and the theme's colour they have."""

    values: Floats
    head: str
    role: str


class Chart(HoverCells, QWidget):
    """One y axis, linear or logarithmic; hovering reads the values off."""

    nowhere = hovered_cell = -1

    def __init__(
        self,
        name: str,
        explanation: str,
        logarithmic: bool = False,
        unit: str = "",
        marks: Sequence[float] = (),
    ) -> None:
        """`marks`: where the y axis has its ticks; else at round values."""
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(explanation)
        self.setMinimumHeight(90)
        self._logarithmic, self._unit = logarithmic, unit
        self._steps: Floats = np.empty(0)
        self._curves: tuple[Curve, ...] = ()
        self._range = (0.0, 1.0)
        self._marks = marks

    def show_curves(
        self, steps: Floats, curves: Sequence[Curve], span: tuple[float, float] | None = None
    ) -> None:
        """Show curves over the same steps; `span` fixes the y axis, which else follows the values."""
        self._steps, self._curves = steps, tuple(curves)
        values = np.concatenate([curve.values for curve in curves]) if curves else np.empty(0)
        self._range = span or _range_of(values, self._logarithmic)
        self.update()

    @property
    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    @property
    def _across(self) -> Axis:
        """The places of the steps, counted from 0."""
        return Axis(0, max(len(self._steps) - 1, 1), self._area.left(), self._area.right())

    @property
    def _up(self) -> Axis:
        return Axis(*self._range, self._area.bottom(), self._area.top(), self._logarithmic)

    def _x(self, i: int) -> float:
        return self._across.at(i)

    def _y(self, value: float) -> float:
        area = self._area
        beyond = 0.02 * area.height()  # what is out of range lies just outside
        return min(max(self._up.at(value), area.top() - beyond), area.bottom() + beyond)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._curves:
            self._paint_axes(painter)
        for curve in self._curves:
            self._paint_curve(painter, curve)
        if 0 <= self.hovered_cell < len(self._steps):
            self._paint_reading(painter, self.hovered_cell)

    def _paint_axes(self, painter: QPainter) -> None:
        area, last = self._area, len(self._steps) - 1
        painter.setFont(theme.font(8))
        ticks = [(mark, figure(mark)) for mark in self._marks] or self._up.ticks(_MOST_TICKS)
        paint_levels(painter, self._up, ticks=ticks, left=area.left(), right=area.right(), unit=self._unit)
        if last > 0:
            steps = [(i, f"step {self._steps[i]:,.0f}") for i in (0, last // 2, last)]
            painter.setPen(theme.colours().muted)
            paint_below(painter, self._across, steps, area.bottom())

    def _paint_curve(self, painter: QPainter, curve: Curve) -> None:
        colour: QColor = getattr(theme.colours(), curve.role)
        painter.setPen(QPen(theme.translucent(colour, 0.4), 2.4, c=Qt.PenCapStyle.RoundCap))
        finite = [i for i, value in enumerate(curve.values) if np.isfinite(value)]
        painter.drawPoints(QPolygonF([QPointF(self._x(i), self._y(curve.values[i])) for i in finite]))
        mean = _running_mean(curve.values)
        points = [QPointF(self._x(i), self._y(mean[i])) for i in range(len(mean)) if np.isfinite(mean[i])]
        painter.setPen(QPen(colour, 1.8))
        painter.drawPolyline(QPolygonF(points))
        if points:
            head = typeset(curve.head, 14)
            head.paint(painter, points[-1].x() + 8, points[-1].y() + 5, colour)

    def _paint_reading(self, painter: QPainter, i: int) -> None:
        now, area, x = theme.colours(), self._area, self._x(i)
        painter.setPen(QPen(now.faint, 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        lines = [(f"step {self._steps[i]:,.0f}", now.muted)]
        lines += [
            (f"{figure(float(curve.values[i]))}{self._unit}", getattr(now, curve.role))
            for curve in self._curves
        ]
        left = x + 8 if x < area.center().x() else x - 88
        painter.setFont(theme.font(8))
        painter.setBrush(theme.translucent(now.card, 0.85))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRect(QRectF(left - 3, area.top(), 84, 15 * len(lines) + 4))
        for row, (text, colour) in enumerate(lines):
            painter.setPen(colour)
            painter.drawText(QPointF(left, area.top() + 13 + 15 * row), text)

    def cell_at(self, point: QPointF) -> int:
        area = self._area
        inside = len(self._steps) and area.left() <= point.x() <= area.right()
        return round(self._across.value(point.x())) if inside else self.nowhere


def _range_of(values: Floats, logarithmic: bool) -> tuple[float, float]:
    good = values[np.isfinite(values) & ((values > 0) | (not logarithmic))]
    if not len(good):
        return (0.1, 1.0)
    low, high = float(np.percentile(good, 1)), float(good.max())
    if logarithmic:
        return low / 1.3, high * 1.3
    pad = 0.05 * (high - low) or 1.0
    return low - pad, high + pad


def _running_mean(values: Floats) -> Floats:
    """The mean of the values around each point, of those that are numbers."""
    half = min(_MEAN_OVER, max(len(values) // 4, 1)) // 2
    windows = [values[max(0, i - half) : i + half + 1] for i in range(len(values))]
    good = [window[np.isfinite(window)] for window in windows]
    return np.array([window.mean() if len(window) else np.nan for window in good])
