"""All activation functions, or all their slopes, over z: the chosen one strong, the others faint."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.activation_numbers import FUNCTIONS, Place, curve
from nnviz.learning.activations import Activation
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels

FARTHEST = 6.0  # z from −6 to 6
_POINTS = 121
_TANGENT = 1.2  # how far to either side of z the slope is drawn


class CurvePlot(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self, of_slopes: bool) -> None:
        super().__init__()
        self.setMinimumHeight(112)
        self.of_slopes = of_slopes
        self._curves = {f: curve(f, -FARTHEST, FARTHEST, _POINTS) for f in FUNCTIONS}
        self._place = Place(FUNCTIONS[0], 0.0)
        what = "The slope: how much a moves when z does." if of_slopes else "The activation a, by z."
        self.setToolTip(f"{what} The dot is at the z of the slider.")

    def show_place(self, place: Place) -> None:
        """Show this function strongly, and its dot at this z."""
        self._place = place
        title, what = place.function.title, "slope" if self.of_slopes else "activation"
        self.setAccessibleName(f"{title}: {what} {self.value:.3f} at z {place.z:.2f}")
        self.update()

    @property
    def value(self) -> float:
        """What the curve is at the dot."""
        return self._place.slope if self.of_slopes else self._place.activation

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """z to the right, a or its slope upwards."""
        low, high = self._range()
        return Axis(-FARTHEST, FARTHEST, 30, self.width() - 8.0), Axis(low, high, self.height() - 20.0, 6)

    @property
    def point(self) -> QPointF:
        """Where the dot is."""
        across, up = self.axes
        return QPointF(across.at(self._place.z), up.at(self.value))

    @property
    def tangent(self) -> QLineF:
        """The slope as a line through the dot on the function."""
        across, up = self.axes
        z, a, slope = self._place.z, self._place.activation, self._place.slope
        return QLineF(*(QPointF(across.at(z + d), up.at(a + slope * d)) for d in (-_TANGENT, _TANGENT)))

    def sizeHint(self) -> QSize:
        return QSize(300, 124)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, (across, up) = theme.colours(), self.axes
        inside = QRectF(across.begin, up.end, across.end - across.begin, up.begin - up.end)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            paint_levels(painter, up, up.ticks(3), across.begin, across.end)
            paint_below(painter, across, across.ticks(6), up.begin)
            painter.setClipRect(inside.adjusted(0, -3, 0, 3))
            for function in FUNCTIONS:
                if function is not self._place.function:
                    self._paint_curve(painter, function, now.faint, 1.2)
            self._paint_curve(painter, self._place.function, now.text, 2)
            if not self.of_slopes:
                painter.setPen(QPen(now.negative, 1.6, Qt.PenStyle.DashLine))
                painter.drawLine(self.tangent)
            painter.setClipping(False)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.negative if self.of_slopes else now.selected)
            painter.drawEllipse(self.point, 4.5, 4.5)

    def _paint_curve(self, painter: QPainter, function: Activation, colour: QColor, width: float) -> None:
        across, up = self.axes
        column = 2 if self.of_slopes else 1
        points = self._curves[function][:, [0, column]].tolist()
        painter.setPen(QPen(colour, width))
        painter.drawPolyline(QPolygonF([QPointF(across.at(z), up.at(a)) for z, a in points]))

    def _range(self) -> tuple[float, float]:
        """From the least to the most that the chosen curve reaches, and room for the slopes of all."""
        if self.of_slopes:
            return 0.0, 1.05
        values = self._curves[self._place.function][:, 1]
        room = 0.05 * (values.max() - values.min())
        return float(values.min() - room), float(values.max() + room)
