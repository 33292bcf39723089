"""Two layers, the weights between them as a matrix, and its transpose; one entry lights up in all three."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.matrix_numbers import SMALL
from nnviz.figures.matrix.matrix_layout import RADIUS, MatrixLayout, Place, Where
from nnviz.widgets import theme
from nnviz.widgets.formula.typeset import typeset
from nnviz.widgets.hover_cells import HoverCells

_N, _M = len(SMALL.weights), len(SMALL.activations)
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class MatrixView(HoverCells, QWidget):
    """Pointed at, or walked over by the arrow keys."""

    pointed = Signal(int, int)  # j and k, from 1; 0 is none

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(round(self.layout_now.height))
        self.j = self.k = 0

    @property
    def layout_now(self) -> MatrixLayout:
        """Where everything is."""
        return MatrixLayout(_N, _M, float(self.width()))

    def light(self, j: int, k: int) -> None:
        """Light up the entry, or the row j alone, or the column k alone."""
        self.j, self.k = j, k
        self.setAccessibleName(f"the weights between two layers: {words_of(j, k)}")
        self.update()

    def is_lit(self, j: int, k: int) -> bool:
        """Whether this is the entry, or in the row or column that is lit alone."""
        if self.j and self.k:
            return (j, k) == (self.j, self.k)
        return j == self.j or k == self.k

    def is_along(self, j: int, k: int) -> bool:
        """Whether it is in the row or the column of the entry."""
        return j == self.j or k == self.k

    def cell_at(self, point: QPointF) -> Place | None:
        return self.layout_now.at(point)

    def hover(self, cell: Place | None) -> None:
        if cell is not None:  # what was lit last stays lit, so that it can be read
            self.pointed.emit(cell.j, cell.k)

    def tip(self, cell: Place) -> str:
        return words_of(cell.j, cell.k)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down, right = _ARROWS.get(Qt.Key(event.key()), (0, 0))
        if not (down or right):
            super().keyPressEvent(event)
            return
        j, k = max(self.j, 1) + down, max(self.k, 1) + right
        self.pointed.emit(min(max(j, 1), _N), min(max(k, 1), _M))

    def sizeHint(self) -> QSize:
        return QSize(330, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        at = self.layout_now
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for j, k in sorted(at.entries(), key=lambda entry: self.is_lit(*entry)):  # lit ones on top
                painter.setPen(self._edge_pen(j, k))
                painter.drawLine(at.edge(j, k))
            for k in range(1, _M + 1):
                _neuron(painter, at.neuron("from", k), f"a_{k}^{{l−1}}", k == self.k)
            for j in range(1, _N + 1):
                _neuron(painter, at.neuron("to", j), f"z_{j}^l", j == self.j)
            self._paint_matrix(painter, "w", "w^l")
            self._paint_matrix(painter, "wT", "(w^l)^T")
            if self.hasFocus():
                painter.setPen(QPen(theme.colours().selected, 1, Qt.PenStyle.DotLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _edge_pen(self, j: int, k: int) -> QPen:
        weight = SMALL.weights[j - 1][k - 1]
        colour = theme.colours().selected if self.is_lit(j, k) else theme.translucent(_ink(weight), 0.5)
        return QPen(colour, 3.0 if self.is_lit(j, k) else 0.8 + 1.6 * abs(weight))

    def _paint_matrix(self, painter: QPainter, where: Where, title: str) -> None:
        now, at = theme.colours(), self.layout_now
        box = at.matrix(where)
        typeset(title, 15).paint(painter, box.left(), box.top() - 7, now.text)
        for j, k in at.entries():
            self._paint_cell(painter, at.cell(where, j, k), j, k)
        painter.setPen(QPen(now.text, 1.4))
        for x, inwards in ((box.left() - 3, 5), (box.right() + 3, -5)):
            ends = [QPointF(x + inwards, box.top()), QPointF(x, box.top())]
            ends += [QPointF(x, box.bottom()), QPointF(x + inwards, box.bottom())]
            painter.drawPolyline(ends)

    def _paint_cell(self, painter: QPainter, cell: QRectF, j: int, k: int) -> None:
        now, weight = theme.colours(), SMALL.weights[j - 1][k - 1]
        lit = self.is_lit(j, k)
        if lit or self.is_along(j, k):
            fill = now.selection if lit else theme.translucent(now.selected, 0.16)
            painter.fillRect(cell.adjusted(1, 1, -1, -1), fill)
        symbol = typeset(f"w_{{{j}{k}}}", 14)
        colour = now.on_selection if lit else now.text
        symbol.paint(painter, cell.center().x() - symbol.width / 2, cell.top() + 13, colour)
        painter.setFont(theme.font(8))
        painter.setPen(now.on_selection if lit else _ink(weight))
        number = QRectF(cell.left(), cell.top() + 18, cell.width(), 14)
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, number_text(weight))


def words_of(j: int, k: int) -> str:
    """What an entry, a row or a column is, in words."""
    if j and k:
        return f"row {j}, column {k}: from neuron {k} of layer l−1 to neuron {j} of layer l"
    if j:
        return f"row {j} of w: all weights that lead to neuron {j} of layer l"
    if k:
        return f"column {k} of w, row {k} of the transpose: all weights that lead from neuron {k}"
    return "point at an entry, an edge or a neuron"


def number_text(number: float) -> str:
    """With its sign as it is printed: "−0.5"."""
    return f"{number:.10g}".replace("-", "−")


def _ink(weight: float) -> QColor:
    now = theme.colours()
    return now.positive if weight >= 0 else now.negative


def _neuron(painter: QPainter, middle: QPointF, symbol: str, is_lit: bool) -> None:
    now = theme.colours()
    painter.setPen(QPen(now.selected if is_lit else now.faint, 2.5 if is_lit else 1.2))
    painter.setBrush(now.card)
    painter.drawEllipse(middle, RADIUS, RADIUS)
    made = typeset(symbol, 13)
    made.paint(painter, middle.x() - made.width / 2, middle.y() + 4, now.text)
