"""The landscape from above: shades, lines of equal cost, and the path."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.explain.contours import contour
from nnviz.explain.landscape import filled
from nnviz.explain.landscape_survey import Landscape
from nnviz.panels.landscape.heights import Heights, shades
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis


def paint_path(painter: QPainter, places: list[QPointF]) -> None:
    """From the start, a ring, to now, a dot."""
    now = theme.colours()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(now.selected, 2))
    painter.drawPolyline(QPolygonF(places))
    painter.setBrush(now.selected)
    for place in places[1:-1]:
        painter.drawEllipse(place, 1.8, 1.8)
    painter.drawEllipse(places[-1], 5, 5)
    painter.setBrush(now.card)
    painter.drawEllipse(places[0], 4.5, 4.5)


class ContourView(QWidget):
    """Painted by hand, from what is known so far."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Landscape | None = None
        self._image = QImage()
        self._lines: list[QLineF] = []  # in points of the grid
        self.setMinimumSize(120, 100)

    def show_landscape(self, found: Landscape | None) -> None:
        """Show this one, or nothing."""
        self.found = found
        self._image, self._lines = QImage(), []
        if found is not None and found.known > 0:
            costs = filled(found.costs)
            heights = Heights.of(costs)
            pixels = np.ascontiguousarray(shades(heights.share(costs))[::-1])  # y upwards
            side = len(costs)
            self._image = QImage(pixels.data, side, side, 4 * side, QImage.Format.Format_RGB32).copy()
            if found.is_whole:
                ends = np.concatenate([contour(costs, level) for level in heights.levels])
                self._lines = [QLineF(*piece) for piece in ends.reshape(-1, 4).tolist()]
        self.update()

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The plane's first direction to the right, its second upwards."""
        assert self.found is not None
        xs, ys = self.found.xs, self.found.ys
        return Axis(xs[0], xs[-1], 1.0, self.width() - 1.0), Axis(ys[0], ys[-1], self.height() - 1.0, 1.0)

    @property
    def path(self) -> list[QPointF]:
        """Where the places of the path are."""
        if self.found is None:
            return []
        across, up = self.axes
        return [QPointF(across.at(x), up.at(y)) for x, y in self.found.path.tolist()]

    def sizeHint(self) -> QSize:
        return QSize(420, 340)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.found is None or self._image.isNull():
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            across, up = self.axes
            width, height = across.end - across.begin, up.begin - up.end
            step_x, step_y = width / (len(self.found.xs) - 1), height / (len(self.found.ys) - 1)
            area = QRectF(across.begin - step_x / 2, up.end - step_y / 2, width + step_x, height + step_y)
            painter.drawImage(area, self._image)
            painter.save()
            painter.translate(across.begin, up.begin)
            painter.scale(step_x, -step_y)
            pen = QPen(theme.translucent(theme.colours().window, 0.55), 1)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines(self._lines)
            painter.restore()
            paint_path(painter, self.path)
