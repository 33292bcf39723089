"""What the cost and the accuracy do while the right output goes from 0 to 1: one glides, the other jumps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.two_outputs_numbers import TwoOutputs
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels

_POINTS = 101


class GlidePlot(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self, name: str) -> None:
        """`name`: of the right output."""
        super().__init__()
        self._name, self._outputs = name, TwoOutputs(0, 0)
        self.setMinimumHeight(150)
        self.setToolTip("The cost changes a little with every little change; right or wrong jumps once.")

    def show_outputs(self, outputs: TwoOutputs) -> None:
        """Show where these are on both lines."""
        self._outputs = outputs
        self.setAccessibleName(f"cost {outputs.cost:.3f}, share that is right {outputs.accuracy:g}")
        self.update()

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The right output to the right, cost and accuracy upwards."""
        return Axis(0, 1, 30.0, self.width() - 10.0), Axis(0, 1, self.height() - 22.0, 26.0)

    @property
    def cost_line(self) -> list[QPointF]:
        """The cost along the way."""
        return [self._at(a, cost) for a, cost in self._outputs.cost_points(_POINTS)]

    @property
    def accuracy_line(self) -> list[QPointF]:
        """The accuracy along the way."""
        return [self._at(a, accuracy) for a, accuracy in self._outputs.accuracy_points()]

    @property
    def points(self) -> tuple[QPointF, QPointF]:
        """Where the outputs of now are: on the cost, and on the accuracy."""
        now = self._outputs
        return self._at(now.right, now.cost), self._at(now.right, now.accuracy)

    def _at(self, a: float, value: float) -> QPointF:
        across, up = self.axes
        return QPointF(across.at(a), up.at(value))

    def sizeHint(self) -> QSize:
        return QSize(300, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, (across, up) = theme.colours(), self.axes
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            paint_levels(painter, up, up.ticks(2), across.begin, across.end)
            paint_below(painter, across, across.ticks(4), up.begin)
            painter.setPen(now.muted)
            paint_below(painter, across, [(0.75, self._name)], up.begin)
            painter.setPen(QPen(now.positive, 1.6, Qt.PenStyle.DashLine))
            painter.drawPolyline(QPolygonF(self.accuracy_line))
            painter.drawText(
                QRectF(across.begin, 2, 150, 16), Qt.AlignmentFlag.AlignLeft, "- - right (1) or wrong (0)"
            )
            painter.setPen(QPen(now.wrong, 1.8))
            painter.drawPolyline(QPolygonF(self.cost_line))
            painter.drawText(QRectF(across.end - 90, 2, 90, 16), Qt.AlignmentFlag.AlignRight, "— cost C")
            painter.setPen(Qt.PenStyle.NoPen)
            for point, colour in zip(self.points, (now.wrong, now.positive), strict=True):
                painter.setBrush(colour)
                painter.drawEllipse(point, 4.5, 4.5)
