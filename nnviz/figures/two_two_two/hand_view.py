"""The 2-2-2 network with its numbers, and the table of its weights, gradients and steps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.two_two_two_numbers import TARGETS, TwoTwoTwo
from nnviz.figures.two_two_two.hand_layout import EDGES, NEURONS, PARTS, HandLayout
from nnviz.figures.two_two_two.hand_sums import bias_text, value_of_neuron, written
from nnviz.widgets import theme
from nnviz.widgets.formula.typeset import typeset
from nnviz.widgets.hover_cells import HoverCells

_HEADS = ("", "w", r"\partial C/\partial w", r"w \text{~after}")


class HandView(HoverCells, QWidget):
    """Pointed at, or gone through by the arrow keys."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(round(self.layout_now.height))
        self._network, self._part, self._tells = TwoTwoTwo(), PARTS[0], True

    @property
    def layout_now(self) -> HandLayout:
        """Where everything is."""
        return HandLayout(float(self.width()))

    @property
    def part(self) -> str:
        """What is lit: a neuron or a weight."""
        return self._part

    def show_network(self, network: TwoTwoTwo, part: str, tells: bool) -> None:
        """Its numbers, with one part lit; whether gradients are told."""
        self._network, self._part, self._tells = network, part, tells
        self.setAccessibleName(f"2-2-2 network, cost {network.cost:.9f}, at {part}")
        self.update()

    def told(self, weight: str) -> tuple[str, str, str]:
        """What the table says of a weight: itself, its gradient, itself after the step."""
        at = int(weight[1]) - 1
        now = written(self._network.weights[at])
        if not self._tells:
            return now, "?", "?"
        return now, written(self._network.gradients[at]), written(self._network.stepped.weights[at])

    def cell_at(self, point: QPointF) -> str | None:
        return self.layout_now.at(point)

    def hover(self, cell: str | None) -> None:
        if cell is not None:
            self.pointed.emit(cell)

    def tip(self, cell: str) -> str:
        if cell in EDGES:
            return f"{cell}: the weight from {EDGES[cell][0]} to {EDGES[cell][1]}"
        return f"{cell}: {'a hidden neuron' if cell[0] == 'h' else 'an output'}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        self.pointed.emit(PARTS[(PARTS.index(self._part) + step) % len(PARTS)])

    def sizeHint(self) -> QSize:
        return QSize(330, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        at = self.layout_now
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for weight in EDGES:
                self._paint_edge(painter, weight)
            for name in NEURONS:
                self._paint_neuron(painter, name)
            for layer in range(2):
                _centred(painter, bias_text(layer), at.bias(layer), 12)
            for cell, head in zip(at.columns(at.head), _HEADS, strict=True):
                made = typeset(head, 12)
                made.paint(painter, cell.right() - made.width, cell.bottom() - 5, theme.colours().muted)
            for weight in EDGES:
                self._paint_row(painter, weight)
            if self.hasFocus():
                painter.setPen(QPen(theme.colours().selected, 1, Qt.PenStyle.DotLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_edge(self, painter: QPainter, weight: str) -> None:
        now, at, lit = theme.colours(), self.layout_now, weight == self._part
        leads_here = EDGES[weight][1] == self._part
        positive = self._network.weights[int(weight[1]) - 1] >= 0
        sign = now.positive if positive else now.negative
        painter.setPen(QPen(now.selected if lit else sign, 2.6 if lit or leads_here else 1.1))
        made, middle = typeset(f"w_{weight[1]}", 12), at.label(weight)
        painter.drawLines(at.strokes(weight, made.width + 5))
        colour = now.selected if lit else now.text
        made.paint(painter, middle.x() - made.width / 2, middle.y() + 4, colour)

    def _paint_neuron(self, painter: QPainter, name: str) -> None:
        now, box, lit = theme.colours(), self.layout_now.neuron(name), name == self._part
        painter.setPen(QPen(now.selected if lit else now.border, 2 if lit else 1.2))
        painter.setBrush(now.field)
        painter.drawRoundedRect(box, 6, 6)
        head = f"{name[0]}_{name[1]}"
        if name[0] == "o":
            head += rf"\c{{muted}}{{\text{{~~y~}} {TARGETS[int(name[1]) - 1]:.2f}}}"
        made = typeset(head, 13)
        made.paint(painter, box.center().x() - made.width / 2, box.top() + 15, now.text)
        number = value_of_neuron(self._network, name)
        painter.setFont(theme.font(8, QFont.Weight.Medium))
        painter.setPen(now.text)
        text = f"{number:.2f}" if name[0] == "i" else written(number)
        where = QRectF(box.left(), box.top() + 19, box.width(), 15)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_row(self, painter: QPainter, weight: str) -> None:
        now, at = theme.colours(), self.layout_now
        row, cells = at.row(weight), at.columns(at.row(weight))
        if weight == self._part:
            painter.fillRect(row, theme.translucent(now.selected, 0.18))
        (start, end), head = EDGES[weight], cells[0]
        markup = rf"w_{weight[1]}\c{{muted}}{{\text{{~~}} {start[0]}_{start[1]} \to {end[0]}_{end[1]}}}"
        typeset(markup, 12).paint(painter, head.left(), head.bottom() - 5, now.text)
        painter.setFont(theme.font(8.5))
        painter.setPen(now.text)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for cell, text in zip(cells[1:], self.told(weight), strict=True):
            painter.drawText(cell, right, text)


def _centred(painter: QPainter, markup: str, middle: QPointF, size: float) -> None:
    made = typeset(markup, size)
    made.paint(painter, middle.x() - made.width / 2, middle.y() + 4, theme.colours().muted)
