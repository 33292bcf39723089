"""The tree: what acts on what, from weights to cost, with the path of one part lit."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.moving_parts_numbers import LINKS, PARTS, MovingParts, path_from
from nnviz.figures.moving_parts.chain_words import SYMBOLS, WORDS, written
from nnviz.widgets import theme
from nnviz.widgets.formula.typeset import typeset
from nnviz.widgets.hover_cells import HoverCells

_PLACES = {  # column and row
    "w2": (0, 0),
    "x": (0, 1),
    "b2": (0, 2),
    "z2": (1, 1),
    "w3": (2, 0),
    "a2": (2, 1),
    "b3": (2, 2),
    "z3": (3, 1),
    "a3": (4, 1),
    "y": (4, 2),
    "C": (5, 1),
}
_COLUMNS, _BOX, _ROW = 6, 36.0, 52.0


class TreeView(HoverCells, QWidget):
    """Pointed at, or gone through by the arrow keys."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(round(2 * _ROW + _BOX) + 6)
        self._parts, self._part = MovingParts(x=1, w2=0, b2=0, w3=0, b3=0, y=0), PARTS[0]

    def show_parts(self, parts: MovingParts, part: str) -> None:
        """These numbers, and the path of that part."""
        self._parts, self._part = parts, part
        self.setAccessibleName(f"moving parts, at {part}: {WORDS[part]}, slope {written(parts.slope(part))}")
        self.update()

    def box(self, part: str) -> QRectF:
        """Where a part stands."""
        column, row = _PLACES[part]
        wide = min(64.0, (self.width() - 4) / _COLUMNS - 9)
        across = (self.width() - 4 - wide) / (_COLUMNS - 1)
        return QRectF(2 + column * across, 3 + row * _ROW, wide, _BOX)

    def line(self, start: str, end: str) -> QLineF:
        """A link between two boxes."""
        a, b = self.box(start), self.box(end)
        lean = (a.center().y() - b.center().y()) / _ROW * 9
        return QLineF(QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y() + lean))

    def cell_at(self, point: QPointF) -> str | None:
        return next((part for part in PARTS if self.box(part).contains(point)), None)

    def hover(self, cell: str | None) -> None:
        if cell is not None:
            self.pointed.emit(cell)

    def tip(self, cell: str) -> str:
        return WORDS[cell]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        step = keys.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        self.pointed.emit(PARTS[(PARTS.index(self._part) + step) % len(PARTS)])

    def sizeHint(self) -> QSize:
        return QSize(330, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        now, path = theme.colours(), path_from(self._part)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for link in sorted(LINKS, key=lambda link: link in path):
                lit = link in path
                painter.setPen(QPen(now.selected if lit else now.faint, 2.4 if lit else 1.2))
                painter.drawLine(self.line(*link))
            on_path = {self._part, *(end for _, end in path)}
            for part in PARTS:
                self._paint_part(painter, part, part in on_path)
            if self.hasFocus():
                painter.setPen(QPen(now.selected, 1, Qt.PenStyle.DotLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_part(self, painter: QPainter, part: str, lit: bool) -> None:
        now, box = theme.colours(), self.box(part)
        painter.setPen(QPen(now.selected if lit else now.border, 2.2 if part == self._part else 1.3))
        painter.setBrush(now.field)
        painter.drawRoundedRect(box, 5, 5)
        made = typeset(SYMBOLS[part], 14)
        made.paint(painter, box.center().x() - made.width / 2, box.top() + 16, now.text)
        painter.setPen(now.muted)
        painter.setFont(theme.font(8, QFont.Weight.Medium))
        where = QRectF(box.left(), box.top() + 19, box.width(), 15)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, written(self._parts.value(part)))
