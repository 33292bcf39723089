"""Axes on which a curve is guessed with one stroke, and on which the true one is drawn afterwards."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.lessons.outcomes import Curve
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels

_HIGHEST_COST = 1.6  # an untrained network costs 1.5
_STEPS = 24  # points of a curve that is drawn with the keys


class StrokeAxes(QWidget):
    """Epochs to the right, the value upwards. With the keys: ↑ and ↓ the height, → goes on."""

    drawn = Signal()

    def __init__(self, epochs: float, name: str) -> None:
        """`name`: of the value, such as "test accuracy"."""
        super().__init__()
        self._epochs, self._name = epochs, name
        self._highest = highest = 1.0 if name.endswith("accuracy") else _HIGHEST_COST
        self.guess: Curve = ()
        self.truth: Curve = ()
        self._is_open = True
        self._height_by_key = highest / 2
        self.setMinimumHeight(180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Axes to draw your guess on")
        self.setToolTip("Draw with the mouse from left to right; or with ↑, ↓ for the height and → to go on.")

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """To the right, and upwards."""
        across = Axis(0, self._epochs, 44, self.width() - 14.0)
        return across, Axis(0, self._highest, self.height() - 38.0, 20)

    def close_for_guesses(self, guess: Curve) -> None:
        """This is the guess, and it stays."""
        self.guess, self._is_open = guess, False
        self.update()

    def show_truth(self, truth: Curve) -> None:
        """Draw the true curve too."""
        self.truth = truth
        self.update()

    def place(self, point: tuple[float, float]) -> QPointF:
        """Where a point of a curve lies."""
        across, up = self.axes
        return QPointF(across.at(point[0]), up.at(min(max(point[1], 0.0), self._highest)))

    def _go_to(self, at: QPointF) -> None:
        across, up = self.axes
        epochs = min(max(across.value(at.x()), 0.0), self._epochs)
        value = min(max(up.value(at.y()), 0.0), self._highest)
        kept = tuple(point for point in self.guess if point[0] < epochs)
        self.guess = (*kept, (epochs, value))
        self.update()
        self.drawn.emit()

    def sizeHint(self) -> QSize:
        return QSize(320, 200)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_open and event.button() == Qt.MouseButton.LeftButton:
            self.guess = ()
            self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_open and event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._highest / 20
        moves = {Qt.Key.Key_Up: step, Qt.Key.Key_Down: -step, Qt.Key.Key_Right: 0.0}
        move = moves.get(Qt.Key(event.key())) if self._is_open else None
        if move is None:
            super().keyPressEvent(event)
            return
        self._height_by_key = min(max(self._height_by_key + move, 0.0), self._highest)
        on = self._epochs / _STEPS if event.key() == Qt.Key.Key_Right else 0.0
        last = self.guess[-1][0] if self.guess else 0.0
        self._go_to(self.place((min(last + on, self._epochs), self._height_by_key)))

    def _paint_names(self, painter: QPainter) -> None:
        """Where no curve runs: the value's above the axes, what it is drawn over below them."""
        across, up = self.axes
        above = QRectF(across.begin, 0, across.end - across.begin, up.end - 2)
        below = QRectF(across.begin, up.begin + 18, across.end - across.begin, 16)
        painter.setPen(theme.colours().muted)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._name)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "epochs")

    def paintEvent(self, event: QPaintEvent) -> None:
        now, (across, up) = theme.colours(), self.axes
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            paint_levels(painter, up, up.ticks(5), across.begin, across.end)
            paint_below(painter, across, across.ticks(5), up.begin)
            self._paint_names(painter)
            for curve, colour in ((self.guess, now.selected), (self.truth, now.right)):
                painter.setPen(QPen(colour, 2))
                painter.drawPolyline(QPolygonF([self.place(point) for point in curve]))
            if not self.guess and self._is_open:
                painter.setPen(now.muted)
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "draw your guess here")
            if self.hasFocus():
                painter.setPen(QPen(now.selected, 1, Qt.PenStyle.DotLine))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
