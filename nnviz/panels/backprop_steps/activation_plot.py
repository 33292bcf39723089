"""A layer's activation function and its slope, with the units as dots at their z: saturation is seen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import figure
from nnviz.explain.walk import Walk
from nnviz.learning.activations import Activation, Sigmoid
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.explanations import explain_function
from nnviz.panels.backprop_steps.saturation_words import saturation_words
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.formula.typeset import Typeset, typeset
from nnviz.widgets.hover_cells import HoverCells

_LEAST, _MOST = 6.0, 14.0  # of the z axis to either side
_MARGIN = 14
_MOST_TICKS = 10
_HEAD = 18  # px above the plot, for the curves' names
_POINTS = 121
_GAP = 14  # px between the names


class ActivationPlot(HoverCells, QWidget):
    """Painted as a whole; a slope that is never steep is drawn twice as high, so that it can be read."""

    number_hovered = Signal(object)  # Entry of the dot's activation, or None

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk_activation")
        self.setMinimumHeight(96)
        self._walk: Walk | None = None
        self._layer = 2
        self._zs: Floats = np.empty(0)
        self._as: Floats = np.empty(0)
        self._reach = _LEAST  # how far the axis goes to either side
        self._lit: Neuron | None = None
        self._function: Activation = Sigmoid()
        self._low, self._high = 0.0, 1.0

    def show_layer(self, walk: Walk, layer: int) -> None:
        """The units of a layer, which must not be the input."""
        self._walk, self._layer = walk, layer
        self._zs, self._as = walk.result.zs[layer - 2], walk.result.activations[layer - 1]
        finite = np.abs(self._zs[np.isfinite(self._zs)])
        self._reach = min(max(float(finite.max(initial=0.0)) * 1.08, _LEAST), _MOST)
        self._function = walk.network.function(layer)
        self._low, self._high = self._heights()
        f, slope = plain(self._function.symbol), plain(self._function.slope_symbol)
        self.setAccessibleName(f"{f} and its slope {slope}, each unit of the layer a dot")
        self.setAccessibleDescription(saturation_words(walk, layer))
        self.hovered_cell = self.nowhere
        self.update()

    @property
    def stretch(self) -> int:
        """How many times as high as it is the slope is drawn."""
        return 2 if self._function.steepest <= 0.5 else 1

    def _heights(self) -> tuple[float, float]:
        """The range of a that is drawn: that of the function, or of what it says where that has no end."""
        low, high = self._function.low, self._function.high
        if np.isfinite(low + high):
            return low, high
        shown = self._curve(np.linspace(-self._reach, self._reach, _POINTS))[0]
        return max(low, float(shown.min())), max(min(high, float(shown.max())), self._function.steepest)

    def _curve(self, zs: Floats) -> tuple[Floats, Floats]:
        """a and the slope at these z."""
        with np.errstate(all="ignore"):
            a = self._function.curve(zs, self._zs)
            return a, self._function.slope(zs, a)

    def set_lit(self, unit: Neuron | None) -> None:
        """Emphasise the dot of a unit."""
        if unit != self._lit:
            self._lit = unit
            self.update()

    @property
    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _HEAD + 4, -_MARGIN, -18)

    @property
    def _across(self) -> Axis:
        return Axis(-self._reach, self._reach, self._area.left(), self._area.right())

    def _point(self, z: float, height: float) -> QPointF:
        """A point by z and by a, or a slope; what is beyond the axis lies at its end."""
        return self._points(np.array([z]), np.array([height]))[0]

    def _points(self, zs: Floats, heights: Floats) -> list[QPointF]:
        """The same of many, in one go: there may be thousands."""
        area, reach = self._area, self._reach
        xs = self._across.places(np.clip(np.nan_to_num(zs), -reach, reach))
        ys = Axis(self._low, self._high, area.bottom(), area.top()).places(heights)
        return list(map(QPointF, xs.tolist(), ys.tolist()))

    @property
    def _dots(self) -> list[QPointF]:
        """Where the units' dots lie."""
        return self._points(self._zs, np.clip(np.nan_to_num(self._as), self._low, self._high))

    def cell_at(self, point: QPointF) -> int | None:
        if not len(self._zs):
            return None
        distances = [(dot - point).manhattanLength() for dot in self._dots]
        nearest = int(np.argmin(distances))
        return nearest if distances[nearest] < 10 else None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._walk is None:
            return
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.border, 1))
        painter.drawLine(self._point(-self._reach, 0), self._point(self._reach, 0))
        painter.drawLine(self._point(0, self._low), self._point(0, self._high))
        self._paint_ticks(painter)
        zs = np.linspace(-self._reach, self._reach, _POINTS)
        a, slopes = self._curve(zs)
        self._paint_curve(painter, zs, slopes * self.stretch, now.selected)
        self._paint_curve(painter, zs, a, now.text)
        self._paint_names(painter)
        self._paint_dots(painter)
        if self._lit is not None and self._lit.layer == self._layer and self._lit.index < len(self._zs):
            self._paint_lit(painter, self._lit.index)

    def _paint_names(self, painter: QPainter) -> None:
        """Each curve's name in its colour, above the plot, where no curve runs through it."""
        now, left = theme.colours(), self._names_from
        value, slope = self._names
        value.paint(painter, left, _HEAD - 5, now.text)
        slope.paint(painter, left + value.width + _GAP, _HEAD - 5, now.selected)

    @property
    def _names(self) -> tuple[Typeset, Typeset]:
        function, times = self._function, str(self.stretch) if self.stretch > 1 else ""
        return typeset(f"{function.symbol}(z)", 13), typeset(f"{times}{function.slope_symbol}(z)", 13)

    @property
    def _names_from(self) -> float:
        """Where the curves' names begin."""
        return self._area.right() - sum(name.width for name in self._names) - _GAP

    def _paint_ticks(self, painter: QPainter) -> None:
        painter.setFont(theme.font(7.5))
        painter.setPen(theme.colours().muted)
        ticks = [(z, text if z else "z = 0") for z, text in self._across.ticks(_MOST_TICKS)]
        paint_below(painter, self._across, ticks, self._area.bottom())

    def _paint_curve(self, painter: QPainter, zs: Floats, heights: Floats, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(self._points(zs, heights)))

    def _paint_dots(self, painter: QPainter) -> None:
        assert self._walk is not None
        now, walk = theme.colours(), self._walk
        is_output = self._layer == walk.layers
        radius = 4.0 if is_output else 2.4
        painter.setBrush(now.card if is_output else theme.translucent(now.muted, 0.5))
        for j, at in enumerate(self._dots):
            named = is_output and j in (walk.label, walk.prediction)
            colour = now.muted if not named else now.right if j == walk.label else now.wrong
            painter.setPen(QPen(colour, 1.5 if named else 1))
            painter.drawEllipse(at, radius, radius)
            if named:
                painter.setFont(theme.font(9, QFont.Weight.DemiBold))
                painter.setPen(now.text)
                painter.drawText(at + QPointF(8, 4), str(j))

    def _paint_lit(self, painter: QPainter, j: int) -> None:
        """The unit's dot, its slope on the other curve, and the line between them."""
        assert self._walk is not None
        now, at = theme.colours(), self._dots[j]
        slope = float(self._walk.slopes[self._layer - 2][j])
        below = self._point(float(self._zs[j]), slope * self.stretch if slope == slope else 0)
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
        where = QRectF(self._area.left(), 0, self._names_from - self._area.left() - 8, _HEAD)
        name = plain(self._function.slope_symbol)
        text = f"{unit}: {name} = {figure(slope)} of at most {figure(self._function.steepest)}"
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(where.width()))
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def hover(self, cell: int | None) -> None:
        self.number_hovered.emit(None if cell is None else Entry(Quantity.SLOPE, self._layer, cell))

    def tip_at(self, point: QPointF) -> str:
        j = self.cell_at(point)
        if self._walk is None:
            return ""
        if j is None:
            said = explain_function(self._function)
            return f"{said} The slope is drawn twice as high." if self.stretch == 2 else said
        slope = self._walk.slopes[self._layer - 2][j]
        unit = Neuron(self._layer, j).name(self._walk.layers)
        z, a = figure(self._zs[j], True), figure(self._as[j])
        f, its_slope = plain(self._function.symbol), plain(self._function.slope_symbol)
        return f"{unit}: z = {z}, {f}(z) = {a}, {its_slope}(z) = {figure(slope)}"
