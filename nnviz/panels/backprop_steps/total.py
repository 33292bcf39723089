"""A single number, such as the cost: written large, with a column as high as it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from nnviz.explain.entry import Entry
from nnviz.explain.number_markup import figure
from nnviz.panels.backprop_steps.entry_picture import Picture
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import Bar

_FIGURE_HEIGHT = 26


class TotalPicture(Picture):
    """The cost as a column. The scale is the larger of the costs before and after, so that they compare."""

    def paint(self, painter: QPainter) -> None:
        now = theme.colours()
        column = self._column()
        value, full = float(self.values), max(self.walk.cost, self.walk.cost_after, 1e-300)
        bar = Bar(column, high=full, upright=True, least=1)  # a line, even for a cost of 0
        bar.paint(painter, value, now.wrong, now.field, radius=3)
        painter.setPen(now.text)
        painter.setFont(theme.font(12, QFont.Weight.DemiBold))
        where = QRectF(self.area.left() - 20, column.bottom(), self.area.width() + 40, _FIGURE_HEIGHT)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, figure(value))

    def entry_at(self, point: QPointF) -> Entry | None:
        return self.whole if self.area.contains(point) else None

    def place(self, entry: Entry) -> QRectF:
        return self._column()

    def _column(self) -> QRectF:
        width = min(44.0, self.area.width())
        left = self.area.center().x() - width / 2
        return QRectF(left, self.area.top(), width, self.area.height() - _FIGURE_HEIGHT)
