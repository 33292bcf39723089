"""A vector as bars, one row a unit: with figures if there are few, as thin strips if there are many."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from nnviz.explain.entry import Entry
from nnviz.explain.number_markup import figure
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.entry_picture import Picture
from nnviz.panels.backprop_steps.shades import bar_colour
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import BarChart

_FIGURE_POINTS = 8
_FIGURE_HEIGHT = 12  # px
_NAME_ROOM = 9  # px a row needs to carry its unit's name
_BELOW_ROOM = 18  # px a row needs to carry a figure below its bar
_BESIDE_WIDTH = 48  # px for a figure beside its bar
_OVERHANG = 8  # px that the longest figures, −3.4·10⁻¹⁰, reach beyond that on either side
_BESIDE_ROOM = 12  # px a row needs to carry one at all


class RowsPicture(Picture):
    """Rows of equal height from top to bottom, one a unit."""

    @property
    def rows(self) -> BarChart:
        """Where the rows lie."""
        low = 0.0 if self.scale.tint else -self.scale.full
        return BarChart(self.area, len(self.values), low, self.scale.full, upright=False, least=1)

    @property
    def pitch(self) -> float:
        """Height of a row."""
        return self.rows.pitch

    def row(self, j: int) -> QRectF:
        """The row of unit j."""
        return self.rows.slot(j)

    def entry_at(self, point: QPointF) -> Entry | None:
        j = self.rows.index_at(point)
        return None if j is None else Entry(self.whole.quantity, self.whole.layer, j)

    def place(self, entry: Entry) -> QRectF:
        if entry.j is None:
            return self.area
        gap = 1 if self.pitch > _BESIDE_ROOM else 0
        return self.row(entry.j).adjusted(0, gap, 0, -gap)


class BarsPicture(RowsPicture):
    """Bars from the left for what is never negative, else from the middle."""

    def paint(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self.pitch >= _BESIDE_ROOM:
            for j in range(len(self.values)):
                self._paint_row(painter, j)
        else:
            self._paint_strip(painter)

    def scale_text(self) -> str:
        return "" if self.pitch >= _BESIDE_ROOM else super().scale_text()

    def _colour(self, j: int) -> QColor:
        return bar_colour(self.shade, self.values[j])

    def _paint_row(self, painter: QPainter, j: int) -> None:
        now, row = theme.colours(), self.row(j)
        below = row.height() >= _BELOW_ROOM
        figures = below or row.width() >= 2 * _BESIDE_WIDTH
        height = max(4.0, min(12.0, row.height() - (_FIGURE_HEIGHT + 3 if below else 4)))
        top = row.center().y() - (height + (_FIGURE_HEIGHT if below else 0)) / 2
        width = row.width() - (_BESIDE_WIDTH if figures and not below else 0)
        track = QRectF(row.left(), top, width, height)
        self._paint_bar(painter, j, track)
        if not figures:
            return
        painter.setPen(now.text if abs(self.values[j]) > 0.15 * self.scale.full else now.muted)
        painter.setFont(theme.font(_FIGURE_POINTS))
        text = figure(self.values[j], signed=not self.shade.tint)
        centre = Qt.AlignmentFlag.AlignCenter
        if below:
            painter.drawText(
                QRectF(row.left() - 8, track.bottom(), row.width() + 16, _FIGURE_HEIGHT), centre, text
            )
        else:
            where = QRectF(track.right(), row.top(), _BESIDE_WIDTH, row.height())
            painter.drawText(where.adjusted(-_OVERHANG, 0, _OVERHANG, 0), centre, text)

    def _paint_bar(self, painter: QPainter, j: int, track: QRectF) -> None:
        now = theme.colours()
        bar = replace(self.rows.bar(j), track=track)
        bar.paint(painter, float(self.values[j]), self._colour(j), now.field, radius=2)
        if not self.shade.tint:
            painter.setPen(QPen(now.faint, 1))
            middle = track.center().x()
            painter.drawLine(QPointF(middle, track.top() - 1), QPointF(middle, track.bottom() + 1))

    def _paint_strip(self, painter: QPainter) -> None:
        now = theme.colours()
        painter.setBrush(now.field)
        painter.drawRoundedRect(self.area, 2, 2)
        gap = 0.2 * self.pitch if self.pitch > 2.4 else 0
        chart = replace(self.rows, area=self.area.adjusted(2, 0, -2, 0), gap=gap, least=0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        chart.paint(painter, self.values, (self._colour(j) for j in range(len(self.values))))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


class UnitsPicture(RowsPicture):
    """The names of a layer's units, each with a circle as bright as its activation."""

    def paint(self, painter: QPainter) -> None:
        now, walk = theme.colours(), self.walk
        is_output = self.whole.layer == walk.layers
        radius = max(3.0, min(9.0, self.pitch * 0.32))
        for j, activation in enumerate(self.values):
            at = QPointF(self.area.left() + radius + 3, self.row(j).center().y())
            ring = now.faint
            if is_output and j in (walk.label, walk.prediction):
                ring = now.right if j == walk.label else now.wrong
            painter.setPen(QPen(ring, 1.6))
            painter.setBrush(theme.activation_colour(activation if activation == activation else 0))
            painter.drawEllipse(at, radius, radius)
            strong = is_output and j in (walk.label, walk.prediction)
            if self.pitch < _NAME_ROOM and not strong:
                continue
            painter.setPen(now.text if strong else now.muted)
            painter.setFont(theme.font(10 if self.pitch > 18 else 8, QFont.Weight.DemiBold))
            where = QRectF(at.x() + radius + 6, self.row(j).top(), 40, self.pitch)
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(j))

    def name(self, j: int) -> str:
        """The unit's name in words."""
        return Neuron(self.whole.layer, j).name(self.walk.layers)
