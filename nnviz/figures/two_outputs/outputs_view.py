"""Two outputs as bars, what either lacks or has too much, and the square of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.two_outputs_numbers import TwoOutputs
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import Bar

_ROW = 56.0  # px
_BAR = 16.0
_LABEL = 30.0
_SQUARE = 50.0  # side of the square of a difference of 1


class OutputsView(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self, names: tuple[str, str]) -> None:
        super().__init__()
        self._names, self._outputs = names, TwoOutputs(0, 0)
        self.setFixedHeight(round(2 * _ROW))
        self.setToolTip("Bars: the outputs. Red: what is missing or too much; the squares are its squares.")

    def show_outputs(self, outputs: TwoOutputs) -> None:
        """Show these."""
        self._outputs = outputs
        self.setAccessibleName(f"outputs {outputs.right:.2f} of 1 and {outputs.other:.2f} of 0")
        self.update()

    def bar(self, row: int) -> Bar:
        """The room of an output's bar, from 0 to 1."""
        width = self.width() - _LABEL - _SQUARE - 2 * theme.SPACING
        return Bar(QRectF(_LABEL, row * _ROW + (_ROW - _BAR) / 2, width, _BAR))

    def gap(self, row: int) -> QRectF:
        """From the output to what it should be."""
        bar = self.bar(row)
        a = (self._outputs.right, self._outputs.other)[row]
        begin, end = sorted((bar.at(a), bar.at(a + self._outputs.differences[row])))
        return QRectF(begin, bar.track.top(), end - begin, _BAR)

    def square(self, row: int) -> QRectF:
        """The square of the difference: its area is what the cost counts."""
        side = abs(self._outputs.differences[row]) * _SQUARE
        middle = row * _ROW + _ROW / 2
        return QRectF(self.width() - 2 - _SQUARE, middle - side / 2, side, side)

    def sizeHint(self) -> QSize:
        return QSize(300, round(2 * _ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        with QPainter(self) as painter:
            painter.setFont(theme.font(10))
            for row, a in enumerate((self._outputs.right, self._outputs.other)):
                bar, gap = self.bar(row), self.gap(row)
                bar.paint(painter, a, now.muted, now.field)
                painter.fillRect(gap.adjusted(0, _BAR / 2 - 2, 0, 2 - _BAR / 2), now.wrong)
                target = bar.at(1 - row)
                painter.setPen(QPen(now.right, 2))
                painter.drawLine(round(target), round(gap.top()) - 4, round(target), round(gap.bottom()) + 4)
                painter.fillRect(self.square(row), theme.translucent(now.wrong, 0.35))
                painter.setPen(QPen(now.wrong, 1))
                painter.drawRect(self.square(row))
                painter.setPen(now.text)
                place = QRectF(0, row * _ROW, _LABEL - 6, _ROW)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._names[row])
