"""A chart of a study, painted: geometry first."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.experiments.charts import Chart, Line
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels
from nnviz.widgets.bands import BandAxes

LEFT, TOP, BOTTOM, RIGHT = 62.0, 34.0, 40.0, 14.0
_ROW = 18.0
_LEGEND = 0.32  # of the width
_AIR = 0.04  # above and below the lines, of their range
_BEGINNING = 1 / 40  # of the way across: it may leave the picture, which it would flatten


class ChartGeometry(BandAxes):
    """Where everything of a chart lies."""

    def legend(self, row: int) -> QRectF:
        """Where a line is named."""
        left = self.area.right() + RIGHT
        return QRectF(left, self.area.top() + row * _ROW, self.area.width() * _LEGEND / (1 - _LEGEND), _ROW)


def chart_geometry(chart: Chart, whole: QRectF) -> ChartGeometry:
    """The axes reach from the least to the greatest value there is, but for the beginning of long curves."""
    room = (whole.width() - LEFT - 2 * RIGHT) * _LEGEND
    area = whole.adjusted(LEFT, TOP, -room - 2 * RIGHT, -BOTTOM)
    xs = np.concatenate([line.band.epochs for line in chart.lines])
    ys = np.concatenate([_telling(chart, line) for line in chart.lines])
    ys = ys[np.isfinite(ys) & ((ys > 0) | (not chart.logarithmic_up))]
    levels = [] if chart.level is None else [chart.level]
    heights = [*ys, *levels] or [1.0]
    low, high = float(min(heights)), float(max(heights))
    if not chart.logarithmic_up:
        air = _AIR * (high - low) or 1.0
        low, high = low - air, high + air
    across = Axis(float(xs.min()), float(xs.max()), area.left(), area.right(), chart.logarithmic)
    return ChartGeometry(area, across, Axis(low, high, area.bottom(), area.top(), chart.logarithmic_up))


def _telling(chart: Chart, line: Line) -> Floats:
    """The heights of a line's band that the axis must have room for."""
    epochs = line.band.epochs
    told = np.ones(len(epochs), bool)
    if not (chart.logarithmic or chart.logarithmic_up) and len(told) > 1 / _BEGINNING:
        told = epochs >= epochs[0] + _BEGINNING * (epochs[-1] - epochs[0])
    return np.concatenate([line.band.low[told], line.band.high[told]])


class ChartView(QWidget):
    """Shows a chart; made to be looked at, and to become a picture."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.show_chart(chart)

    def show_chart(self, chart: Chart) -> None:
        """This one from now on."""
        self.chart = chart
        self.setAccessibleName(chart.title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(760, 420)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(9))
        now, chart = theme.colours(), self.chart
        if not chart.lines:
            return
        found = chart_geometry(chart, QRectF(self.rect()))
        area = found.area
        painter.setPen(now.text)
        painter.drawText(QRectF(area.left(), 8, self.width() - area.left(), 20), chart.title)
        paint_levels(
            painter,
            found.up,
            found.up.ticks(area.height() / 36),
            left=area.left(),
            right=area.right(),
            unit=chart.unit,
        )
        painter.setPen(now.muted)
        paint_below(painter, found.across, found.across.ticks(area.width() / 70), area.bottom() + 2)
        below = QRectF(area.left(), area.bottom() + 20, area.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, chart.across)
        if chart.level is not None:
            y = found.up.at(chart.level)
            painter.setPen(QPen(now.muted, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
        for row, line in enumerate(chart.lines):
            self._draw(painter, found, line, row)

    def _draw(self, painter: QPainter, found: ChartGeometry, line: Line, row: int) -> None:
        colour = theme.run_colour(row)
        found.paint_range(painter, line.band, colour, 0.2)
        found.paint_median(painter, line.band, colour)
        place = found.legend(row)
        painter.drawLine(QLineF(place.left(), place.center().y(), place.left() + 14, place.center().y()))
        words = place.adjusted(20, 0, 0, 0)
        label = painter.fontMetrics().elidedText(line.label, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.setPen(theme.colours().text)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, label)
