"""The plot of the learning curve: lines, zoom, and what is painted around them. It knows no snapshot.

The lines are pyqtgraph's; axes and guides are painted as the view's cached background, because that costs a
third of pyqtgraph's axis items and gives both y axes one zoom. The cost is drawn on the accuracy's axis,
rescaled, and its own axis says what it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from nnviz.arrays import Floats
from nnviz.datasets.subject import MNIST
from nnviz.panels.learning_curve import curve_words, plot_painter
from nnviz.panels.learning_curve.curve_lines import dashed, in_view, thinned
from nnviz.panels.learning_curve.line_items import new_line, stroke_pen
from nnviz.panels.learning_curve.other_runs import GhostBand, GhostCurve, OtherRuns
from nnviz.panels.learning_curve.scale import PlotArea, Points, Span, span_of
from nnviz.runs.snapshot import Curve
from nnviz.widgets import theme
from nnviz.widgets.plain_text import plain_tip

_WIDTHS = {
    "test": 2.0,
    "train": 1.0,
    "cost": 1.0,
    "test cost": 1.0,
}  # px; a line of width 1 is painted on a fast path
_DASH_PERIOD = 7.0  # px
_COLUMN = 2.0  # px: a line denser than that is thinned
_NEAR = 4.0  # px: so near counts as pointing at a line


class CurvePlot(pg.GraphicsView):  # type: ignore[misc]
    """Accuracy in per cent and cost against epochs. It follows the newest point until zoomed or moved."""

    x_range_changed = Signal(float, float)  # epochs at the left and right end
    following_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.points = Points.of(Curve.empty(), 1)
        self.epoch_size = 1
        self.guides = curve_words.guides(MNIST)
        self.changes: list[tuple[int, str]] = []  # after that many examples, what was changed
        self.marker: int | None = None  # examples seen at the moment shown
        self.cursor: int | None = None  # index of the point that is read
        self.following = True
        self.shown = dict.fromkeys(curve_words.CURVES, True)
        self.span = Span()
        self.setAccessibleName("Learning curve")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._mouse: QPointF | None = None
        self._pixels = 0.0  # a unit while a picture is drawn, otherwise 0
        self._view_box = pg.ViewBox(enableMenu=False)
        self._view_box.disableAutoRange()
        self._view_box.setLimits(xMin=0, yMin=-20, yMax=120, minXRange=1e-4, minYRange=0.05)
        self.addItem(self._view_box)
        self.others = OtherRuns(self._view_box)
        self.lines = {name: new_line(self._view_box, order) for order, name in enumerate(curve_words.CURVES)}
        self._view_box.setRange(xRange=self.span.epochs, yRange=self.span.percents, padding=0)
        self._view_box.sigRangeChanged.connect(self._show_lines)
        self._view_box.sigXRangeChanged.connect(lambda _, ends: self.x_range_changed.emit(*ends))
        self._view_box.sigRangeChangedManually.connect(self.hold)
        self.apply_theme()

    @property
    def area(self) -> PlotArea:
        """Where the axes lie now and what they span."""
        epochs, percents = self._view_box.viewRange()
        width = max(self.width() - plot_painter.LEFT - plot_painter.RIGHT, 1)
        height = max(self.height() - plot_painter.TOP - plot_painter.BOTTOM, 1)
        return PlotArea(
            QRectF(plot_painter.LEFT, plot_painter.TOP, width, height), tuple(epochs), tuple(percents)
        )

    def set_points(self, points: Points, epoch_size: int) -> None:
        """Show these points, in the range that follows them or in the one that is held."""
        self.points, self.epoch_size = points, epoch_size
        if self.cursor is not None:
            self.cursor = min(self.cursor, len(points) - 1) if len(points) else None
        if not (self.following and self._follow_points()):
            self._show_lines()

    def set_guides(self, guides: tuple[curve_words.Guide, ...]) -> None:
        """Compare with these accuracies."""
        self.guides = guides
        self.viewport().update()

    def set_changes(self, changes: Sequence[tuple[int, str]]) -> None:
        """Mark where settings were changed: (examples seen, what)."""
        if list(changes) != self.changes:
            self.changes = list(changes)
            self._repaint_background()

    def set_others(self, ghosts: Sequence[GhostCurve], bands: Sequence[GhostBand]) -> None:
        """Show other runs faintly, the last on top; empty sequences show none."""
        self.others.show(ghosts, bands)
        if self.following:
            self._follow_points()
        self.apply_theme()

    def set_marker(self, examples_seen: int | None) -> None:
        """Mark the moment that all panels show; None removes the mark."""
        if examples_seen != self.marker:
            self.marker = examples_seen
            self.viewport().update()

    def set_shown(self, curve: str, shown: bool) -> None:
        """Show or hide one of the curves."""
        self.shown[curve] = shown
        self.lines[curve].setVisible(shown)
        self._repaint_background()

    def hold(self) -> None:
        """Keep the range from now on, whatever data come."""
        if self.following:
            self.following = False
            self.following_changed.emit(False)

    def follow(self) -> None:
        """Show the whole curve again and go on doing so."""
        if not self.following:
            self.following = True
            self._follow_points()
            self.following_changed.emit(True)

    def zoom(self, factor: float, place: QPointF) -> None:
        """Enlarge about a place: both axes there, only the axis pointed at beside them. Holds the range."""
        area = self.area
        percent = area.up.value(place.y())
        across = area.rect.left() <= place.x() <= area.rect.right()
        upright = place.y() <= area.rect.bottom()
        self.hold()
        self._view_box.scaleBy(
            x=1 / factor if across else None,
            y=1 / factor if upright else None,
            center=pg.Point(area.across.value(place.x()), percent),
        )

    def zoom_about_cursor(self, factor: float) -> None:
        """Enlarge along the epochs about the point that is read, or about the middle."""
        area = self.area
        middle = sum(area.epochs) / 2
        epoch = middle if self.cursor is None else float(self.points.epochs[self.cursor])
        self.hold()
        self._view_box.scaleBy(x=1 / factor, center=pg.Point(epoch, area.percents[0]))

    def read(self, index: int | None) -> None:
        """Show the values of this point, moving the range if needed; None shows none."""
        self._mouse = None
        self.cursor = None
        if index is not None and len(self.points):
            self.cursor = min(max(index, 0), len(self.points) - 1)
            self._bring_into_range(float(self.points.epochs[self.cursor]))
        self.viewport().update()

    def apply_theme(self) -> None:
        """Colour everything again. Pens are in device pixels: to be called too when their size changes."""
        scale = self._pixels or self.devicePixelRatioF()
        for name, line in self.lines.items():
            line.setPen(stroke_pen(plot_painter.colour_of(name), _WIDTHS[name] * scale))
        self.others.colour_again()
        self._repaint_background()

    @contextmanager
    def drawn_at(self, ratio: float) -> Iterator[None]:
        """Lines are as wide as such a picture needs them, and the background is painted, not kept."""
        mode = self.cacheMode()
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self._pixels = ratio
        self.apply_theme()
        try:
            yield
        finally:
            self._pixels = 0.0
            self.setCacheMode(mode)
            self.apply_theme()

    def explanation_at(self, place: QPointF) -> str:
        """A sentence about what lies there, besides the curve itself; empty if nothing does."""
        area = self.area
        if place.y() > area.rect.bottom():
            return curve_words.bottom_axis(self.epoch_size)
        if place.x() < area.rect.left():
            return curve_words.LEFT_AXIS
        if place.x() > area.rect.right():
            return curve_words.RIGHT_AXIS
        return self._line_at(area, place)

    def _line_at(self, area: PlotArea, place: QPointF) -> str:
        if self.marker is not None and abs(area.x(self.marker / self.epoch_size) - place.x()) <= _NEAR:
            return curve_words.MARKER
        for examples, text in self.changes:
            if abs(area.x(examples / self.epoch_size) - place.x()) <= _NEAR:
                return curve_words.change_sentence(examples, self.epoch_size, text)
        if sentence := self.others.sentence_at(area, place, _NEAR):
            return sentence
        for guide in self.guides:
            if abs(area.y(guide.percent) - place.y()) <= _NEAR:
                return guide.sentence
        return ""

    def _follow_points(self) -> bool:
        """Take the range that shows the curve; if that is another one, the lines have now been shown."""
        before, self.span = self._view_box.viewRange(), span_of(self.points, self.others.heights())
        self._view_box.setRange(xRange=self.span.epochs, yRange=self.span.percents, padding=0)
        return bool(before != self._view_box.viewRange())

    def _show_lines(self) -> None:
        """Give the lines what of the points is in view. pyqtgraph would paint every point there is."""
        area = self.area
        pixel = (area.epochs[1] - area.epochs[0]) / area.rect.width()
        for name, line in self.lines.items():
            x, y = thinned(*in_view(self.points.epochs, self._heights(name), area.epochs), _COLUMN * pixel)
            if name in curve_words.DASHED:
                x, y, connect = dashed(x, y, _DASH_PERIOD * pixel, area.epochs)
                line.setData(x, y, connect=connect)
            else:
                line.setData(x, y)
        if self._mouse is not None:
            self._read_at(self._mouse)
        self._repaint_background()

    def _repaint_background(self) -> None:
        self.resetCachedContent()
        self.viewport().update()

    def _read_at(self, place: QPointF) -> None:
        area = self.area
        inside = area.rect.contains(place) and len(self.points) > 0
        self._mouse = place if inside else None
        self.cursor = self.points.nearest(area.across.value(place.x())) if inside else None
        self.viewport().update()

    def _bring_into_range(self, epoch: float) -> None:
        low, high = self.area.epochs
        if not low <= epoch <= high:
            self._view_box.translateBy(x=epoch - (low if epoch < low else high))

    def _place(self, area: PlotArea, curve: str, index: int) -> QPointF | None:
        """Where a curve's point is painted; None if it is not."""
        height = self._heights(curve)[index]
        if not self.shown[curve] or not math.isfinite(height):
            return None
        place = QPointF(area.x(self.points.epochs[index]), area.y(height))
        return place if area.rect.adjusted(-1, -1, 1, 1).contains(place) else None

    def _heights(self, curve: str) -> Floats:
        """A curve's values on the accuracy's axis."""
        points = self.points
        if curve in curve_words.COSTS:
            return self.span.percent_of_cost(points.cost if curve == "cost" else points.test_cost)
        return points.test if curve == "test" else points.train

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, theme.colours().card)
        area = self.area
        has_cost = any(
            self.shown[name] and np.isfinite(self._heights(name)).any() for name in curve_words.COSTS
        )
        plot_painter.paint_axes(painter, area, self.span, has_cost)
        self.others.paint_bands(painter, area)
        shown = [name for name in curve_words.CURVES if self.shown[name]]
        lines = [(self.points.epochs, self._heights(name)) for name in shown]
        taken = plot_painter.paint_guides(painter, area, self.guides, lines)
        changes = [(examples / self.epoch_size, text) for examples, text in self.changes]
        plot_painter.paint_changes(painter, area, changes, taken)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.area
        if self.marker is not None and area.across.has(self.marker / self.epoch_size):
            plot_painter.paint_marker(painter, area, self.marker / self.epoch_size)
        index = len(self.points) - 1 if self.cursor is None else self.cursor
        if self.cursor is not None:
            self._paint_reading(painter, area, self.cursor)
        for curve in curve_words.CURVES if index >= 0 else ():
            place = self._place(area, curve, index)
            if place is not None:
                plot_painter.paint_dot(painter, place, plot_painter.colour_of(curve))

    def _paint_reading(self, painter: QPainter, area: PlotArea, index: int) -> None:
        epoch = float(self.points.epochs[index])
        if not area.across.has(epoch):
            return
        texts = curve_words.value_texts(self.points, index)
        values = [
            (texts[name], plot_painter.colour_of(name)) for name in curve_words.CURVES if self.shown[name]
        ]
        test = self._place(area, "test", index)
        top = test is not None and test.y() > area.rect.center().y()
        plot_painter.paint_hair_line(painter, area, epoch)
        place = curve_words.place_text(self.points, index, self.epoch_size)
        plot_painter.paint_reading(painter, area, plot_painter.Reading(epoch, place, values, top))

    def sizeHint(self) -> QSize:
        return QSize(640, 150)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_view_box"):  # pyqtgraph calls this while it is still being built
            self._view_box.setGeometry(self.area.rect)
            self._show_lines()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.explanation_at(QPointF(event.pos()))), self)
            return True
        return bool(super().viewportEvent(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._read_at(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.follow()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.read(None)
