"""The curve, the ball on it, where it has been, the gradient's arrow and the next step's."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.descent_numbers import FARTHEST, Descent, cost, cost_points, slope
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels

_POINTS = 161
_HIGHEST = 3.0  # C
_LONGEST = 1.2  # of the gradient's arrow, in w
_HEAD = 7.0  # px


class ValleyPlot(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(190)
        self._descent = Descent(0, 0, 0)
        self.setToolTip("The ball's height is the cost. Orange: the gradient, uphill. Violet: the next step.")

    def show_descent(self, descent: Descent) -> None:
        """Show this one."""
        self._descent = descent
        self.setAccessibleName(f"ball at {descent.now:.2f}, cost {cost(descent.now):.2f}. {descent.words}")
        self.update()

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """w to the right, C upwards."""
        across = Axis(-FARTHEST, FARTHEST, 30.0, self.width() - 8.0)
        return across, Axis(0, _HIGHEST, self.height() - 22.0, 22.0)

    @property
    def stones(self) -> list[QPointF]:
        """Where the ball has been, and is now."""
        return [self._on_curve(w) for w in self._descent.path if abs(w) <= FARTHEST]

    @property
    def gradient_arrow(self) -> QLineF:
        """From the ball uphill, as long as the slope is steep."""
        now = self._descent.now
        way = min(max(slope(now), -_LONGEST), _LONGEST)
        return self._level(now, now + way)

    @property
    def step_arrow(self) -> QLineF:
        """From the ball to below or above the place of the next step."""
        return self._level(self._descent.now, self._descent.next)

    def _level(self, begin: float, end: float) -> QLineF:
        across, _ = self.axes
        ball = self._on_curve(begin)
        return QLineF(ball, QPointF(across.at(min(max(end, -FARTHEST), FARTHEST)), ball.y()))

    def _on_curve(self, w: float) -> QPointF:
        across, up = self.axes
        return QPointF(across.at(w), up.at(cost(w)))

    def sizeHint(self) -> QSize:
        return QSize(300, 210)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, (across, up) = theme.colours(), self.axes
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            paint_levels(painter, up, up.ticks(3), across.begin, across.end)
            paint_below(painter, across, [*across.ticks(4), (2.6, "w")], up.begin)
            painter.drawText(QPointF(4, 13), "cost C")
            painter.setPen(QPen(now.text, 1.8))
            painter.drawPolyline(
                QPolygonF([QPointF(across.at(w), up.at(c)) for w, c in cost_points(_POINTS)])
            )
            stones = self.stones
            painter.setPen(QPen(theme.translucent(now.selected, 0.45), 1))
            painter.drawPolyline(QPolygonF(stones))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.translucent(now.selected, 0.6))
            for stone in stones[:-1]:
                painter.drawEllipse(stone, 3, 3)
            if self._descent.has_left:
                return
            self._paint_arrow(painter, self.gradient_arrow.translated(0, -13), now.negative)
            self._paint_arrow(painter, self.step_arrow.translated(0, 13), now.selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.selected)
            painter.drawEllipse(stones[-1], 6, 6)

    @staticmethod
    def _paint_arrow(painter: QPainter, line: QLineF, colour: QColor) -> None:
        if line.length() < 1:
            return
        painter.setPen(QPen(colour, 2))
        painter.drawLine(line)
        way = math.copysign(min(_HEAD, line.length()), line.dx())
        head = [line.p2(), line.p2() + QPointF(-way, -way / 2), line.p2() + QPointF(-way, way / 2)]
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF(head))
