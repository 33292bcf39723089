"""σ and its slope σ′, with the units of a layer as dots at their z: so that saturation is seen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import figure
from nnviz.explain.walk import Walk
from nnviz.learning.activations import Sigmoid
from nnviz.learning.network import sigmoid
from nnviz.learning.neuron import Neuron
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis
from nnviz.widgets.formula.typeset import typeset

_LEAST, _MOST = 6.0, 14.0  # of the z axis to either side
_MARGIN = 14


class SigmoidPlot(QWidget):
    """Painted as a whole; σ′ is drawn at twice its height, so that both curves can be read."""

    number_hovered = Signal(object)  # Entry of the dot's activation, or None

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk_sigmoid")
        self.setAccessibleName("σ and its slope σ′, each unit of the layer a dot")
        self.setMouseTracking(True)
        self.setMinimumHeight(96)
        self._walk: Walk | None = None
        self._layer = 2
        self._zs: Floats = np.empty(0)
        self._as: Floats = np.empty(0)
        self._reach = _LEAST  # how far the axis goes to either side
        self._lit: Neuron | None = None

    def show_layer(self, walk: Walk, layer: int) -> None:
        """The units of a layer, which must not be the input."""
        self._walk, self._layer = walk, layer
        self._zs, self._as = walk.result.zs[layer - 2], walk.result.activations[layer - 1]
        finite = np.abs(self._zs[np.isfinite(self._zs)])
        self._reach = min(max(float(finite.max(initial=0.0)) * 1.08, _LEAST), _MOST)
        flat = int(Sigmoid.is_saturated(walk.slopes[layer - 2]).sum())
        self.setAccessibleDescription(f"{flat} of {len(self._zs)} units are saturated: σ′(z) is below 0.01.")
        self.update()

    def set_lit(self, unit: Neuron | None) -> None:
        """Emphasise the dot of a unit."""
        if unit != self._lit:
            self._lit = unit
            self.update()

    @property
    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, 8, -_MARGIN, -18)

    def _point(self, z: float, height: float) -> QPointF:
        """A point by z and by height from 0 to 1; what is beyond the axis lies at its end."""
        area, reach = self._area, self._reach
        z = min(max(z, -reach), reach) if z == z else 0.0
        across = Axis(-reach, reach, area.left(), area.right())
        return QPointF(across.at(z), Axis(0, 1, area.bottom(), area.top()).at(height))

    def _dot(self, j: int) -> QPointF:
        z, a = float(self._zs[j]), float(self._as[j])
        return self._point(z, a if a == a else 0.0)

    def _unit_at(self, point: QPointF) -> int | None:
        if not len(self._zs):
            return None
        distances = [(self._dot(j) - point).manhattanLength() for j in range(len(self._zs))]
        nearest = int(np.argmin(distances))
        return nearest if distances[nearest] < 10 else None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._walk is None:
            return
        now, area = theme.colours(), self._area
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.border, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(self._point(0, 0), self._point(0, 1))
        self._paint_ticks(painter)
        zs = np.linspace(-self._reach, self._reach, 121)
        a = sigmoid(zs)
        self._paint_curve(painter, zs, a * (1 - a) * 2, now.selected)
        self._paint_curve(painter, zs, a, now.text)
        typeset(r"\sigma(z)", 14).paint(painter, area.right() - 38, area.top() + 22, now.text)
        height = float(a[20] * (1 - a[20])) * 2
        near = self._point(-self._reach * 0.33, height)
        typeset(r"2\sigma'(z)", 13).paint(painter, near.x() - 62, area.bottom() - 12, now.selected)
        for j in range(len(self._zs)):
            self._paint_dot(painter, j)
        if self._lit is not None and self._lit.layer == self._layer and self._lit.index < len(self._zs):
            self._paint_lit(painter, self._lit.index)

    def _paint_ticks(self, painter: QPainter) -> None:
        painter.setFont(theme.font(7.5))
        painter.setPen(theme.colours().muted)
        step = 2 if self._reach < 9 else 4
        for z in range(-12, 13, step):
            if abs(z) <= self._reach:
                at = self._point(z, 0)
                text = f"{z}".replace("-", "−") if z else "z = 0"
                painter.drawText(QRectF(at.x() - 20, at.y() + 2, 40, 14), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_curve(self, painter: QPainter, zs: Floats, heights: Floats, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1.6))
        points = [self._point(float(z), float(h)) for z, h in zip(zs, heights, strict=True)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    def _paint_dot(self, painter: QPainter, j: int) -> None:
        assert self._walk is not None
        now, walk = theme.colours(), self._walk
        is_output = self._layer == walk.layers
        named = is_output and j in (walk.label, walk.prediction)
        colour = now.muted if not named else now.right if j == walk.label else now.wrong
        at, radius = self._dot(j), 4.0 if is_output else 2.4
        painter.setPen(QPen(colour, 1.5 if named else 1))
        painter.setBrush(now.card if is_output else theme.translucent(colour, 0.5))
        painter.drawEllipse(at, radius, radius)
        if named:
            painter.setFont(theme.font(9, QFont.Weight.DemiBold))
            painter.setPen(now.text)
            painter.drawText(at + QPointF(8, 4), str(j))

    def _paint_lit(self, painter: QPainter, j: int) -> None:
        """The unit's dot, its slope on the other curve, and the line between them."""
        assert self._walk is not None
        now, at = theme.colours(), self._dot(j)
        slope = float(self._walk.slopes[self._layer - 2][j])
        below = self._point(float(self._zs[j]), slope * 2 if slope == slope else 0)
        painter.setPen(QPen(now.selected, 1, Qt.PenStyle.DotLine))
        painter.drawLine(at, below)
        painter.setPen(QPen(now.selected, 2))
        painter.setBrush(now.card)
        painter.drawEllipse(at, 5, 5)
        painter.setBrush(now.selected)
        painter.drawEllipse(below, 3, 3)
        painter.setFont(theme.font(8))
        painter.setPen(now.text)
        unit = Neuron(self._layer, j).name(self._walk.layers)
        where = self._area.adjusted(2, 0, 0, 0)
        text = f"{unit}\nσ′ = {figure(slope)}\nof at most ¼"
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        j = self._unit_at(event.position())
        self.number_hovered.emit(None if j is None else Entry(Quantity.SLOPE, self._layer, j))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.number_hovered.emit(None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._walk is not None:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _tip(self, point: QPointF) -> str:
        j = self._unit_at(point)
        if j is None or self._walk is None:
            return (
                f"σ(z) squeezes any z into 0 … 1; its slope σ′(z) is at most {Sigmoid.steepest:g} (drawn "
                "twice as high). A unit far to the left or right is saturated: its slope, and so its error, "
                "is near 0."
            )
        slope = self._walk.slopes[self._layer - 2][j]
        unit = Neuron(self._layer, j).name(self._walk.layers)
        z, a = figure(self._zs[j], True), figure(self._as[j])
        return f"{unit}: z = {z}, σ(z) = {a}, σ′(z) = {figure(slope)}"
