"""The sigmoid as a curve, with a neuron's z and a on it and its slope there."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.neuron_numbers import OneNeuron, sigmoid_points
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels

_FARTHEST = 10.0  # z from −10 to 10; a neuron beyond stands at the edge
_POINTS = 121
_TANGENT = 2.5  # how far to either side of z the slope is drawn


class SigmoidPlot(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(120)
        self._neuron = OneNeuron((), (), 0.0)

    def show_neuron(self, neuron: OneNeuron) -> None:
        """Show where this neuron is on the curve."""
        self._neuron = neuron
        z, a = neuron.weighted_input, neuron.activation
        self.setAccessibleName(f"sigmoid: z {z:.2f}, activation {a:.3f}, slope {neuron.slope:.3f}")
        self.setToolTip("σ(z): the point is the neuron, the line through it is the slope σ′(z).")
        self.update()

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """z to the right, a upwards."""
        left, right = 30.0, self.width() - 8.0
        return Axis(-_FARTHEST, _FARTHEST, left, right), Axis(0, 1, self.height() - 22.0, 8)

    @property
    def point(self) -> QPointF:
        """Where the neuron lies."""
        across, up = self.axes
        z = min(max(self._neuron.weighted_input, -_FARTHEST), _FARTHEST)
        return QPointF(across.at(z), up.at(self._neuron.activation))

    @property
    def tangent(self) -> QLineF:
        """The slope at the neuron, as a line through it."""
        across, up = self.axes
        z = min(max(self._neuron.weighted_input, -_FARTHEST), _FARTHEST)
        a, slope = self._neuron.activation, self._neuron.slope
        ends = [QPointF(across.at(z + d), up.at(a + slope * d)) for d in (-_TANGENT, _TANGENT)]
        return QLineF(*ends)

    def sizeHint(self) -> QSize:
        return QSize(300, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, (across, up) = theme.colours(), self.axes
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            paint_levels(painter, up, up.ticks(2), across.begin, across.end)
            paint_below(painter, across, across.ticks(4), up.begin)
            painter.setPen(QPen(now.text, 1.6))
            curve = [
                QPointF(across.at(z), up.at(a)) for z, a in sigmoid_points(-_FARTHEST, _FARTHEST, _POINTS)
            ]
            painter.drawPolyline(QPolygonF(curve))
            painter.setClipRect(QRectF(across.begin, up.end, across.end - across.begin, up.begin - up.end))
            painter.setPen(QPen(now.negative, 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(self.tangent)
            painter.setClipping(False)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.selected)
            painter.drawEllipse(self.point, 4.5, 4.5)
