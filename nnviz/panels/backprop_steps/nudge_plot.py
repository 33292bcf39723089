"""The cost as a function of one weight: the curve, its tangent, and the chord of a nudge that becomes it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry
from nnviz.explain.gradient_check import nudged_costs
from nnviz.explain.number_markup import figure
from nnviz.explain.walk import Walk
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis
from nnviz.widgets.formula.typeset import typeset

REACH = 2.0  # how far the plot follows the weight to either side
_POINTS = 121
_TOP = 20  # px above the plot, for what is plotted


class NudgePlot(QWidget):
    """C against w; the slope of the tangent is the gradient ∂C/∂w that backpropagation gave."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The cost as a function of this weight")
        self.setToolTip(
            "White: the cost C for every value of this weight. Violet: its slope here, ∂C/∂w from "
            "backpropagation. Green: the chord ΔC/Δw of the nudge."
        )
        self.setMinimumHeight(96)
        self._offsets: Floats = np.linspace(-REACH, REACH, _POINTS)
        self._costs: Floats = np.zeros(_POINTS)
        self._here = (0.0, 0.0)  # w and C
        self._slope = self._nudge = 0.0
        self._nudged = 0.0

    def show_weight(self, walk: Walk, gradient: Entry) -> None:
        """Follow a weight, given by the entry of its gradient."""
        self._costs = nudged_costs(walk, gradient, self._offsets)
        weight = float(walk.network.weights[gradient.layer - 2][gradient.j, gradient.k])
        self._here = weight, walk.cost
        self._slope = walk.value(gradient)
        self.update()

    def show_nudge(self, nudge: float, cost: float) -> None:
        """Draw the chord to the weight moved by `nudge`, where the cost is `cost`."""
        self._nudge, self._nudged = nudge, cost
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, area = theme.colours(), self._area
        if not np.isfinite(self._costs).all() or not np.isfinite(self._slope):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.border, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._paint_ends(painter)
        painter.setClipRect(area)  # steep lines do not run through the words above and below
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(now.text, 1.6))
        points = [self._point(float(x), float(c)) for x, c in zip(self._offsets, self._costs, strict=True)]
        painter.drawPolyline(QPolygonF(points))
        self._paint_line(painter, self._slope, now.selected)
        if self._nudge:
            self._paint_line(painter, (self._nudged - self._here[1]) / self._nudge, now.right)
        painter.setClipping(False)
        if self._nudge:
            painter.setBrush(now.right)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(self._point(self._nudge, self._nudged), 4, 4)
        painter.setBrush(now.card)
        painter.setPen(QPen(now.selected, 2))
        painter.drawEllipse(self._point(0, self._here[1]), 4, 4)

    @property
    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(14, _TOP, -14, -18)

    def _point(self, offset: float, cost: float) -> QPointF:
        low, high = float(self._costs.min()), float(self._costs.max())
        area = self._area
        across = Axis(-REACH, REACH, area.left(), area.right())
        up = Axis(low, high, area.bottom() - 3, area.top() + 3)
        return QPointF(across.at(offset), up.at(cost))

    def _paint_line(self, painter: QPainter, slope: float, colour: QColor) -> None:
        """The straight line with a slope through the point where the weight is."""
        painter.setPen(QPen(colour, 1.3))
        cost = self._here[1]
        painter.drawLine(self._point(-REACH, cost - REACH * slope), self._point(REACH, cost + REACH * slope))

    def _paint_ends(self, painter: QPainter) -> None:
        now, area = theme.colours(), self._area
        painter.setFont(theme.font(7.5))
        painter.setPen(now.muted)
        for offset, side in (
            (-REACH, Qt.AlignmentFlag.AlignLeft),
            (0.0, Qt.AlignmentFlag.AlignHCenter),
            (REACH, Qt.AlignmentFlag.AlignRight),
        ):
            x = self._point(offset, 0).x()
            left = x - (0 if side == Qt.AlignmentFlag.AlignLeft else 40 if offset == 0 else 80)
            text = figure(self._here[0] + offset)
            painter.drawText(
                QRectF(left, area.bottom() + 2, 80, 14), side, f"w = {text}" if offset == 0 else text
            )
        typeset("C(w)", 13).paint(painter, area.left(), area.top() - 6, now.muted)
