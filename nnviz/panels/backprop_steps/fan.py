"""The errors' way back: from each unit of a layer along its weights to the units of the layer before."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.entry_picture import Picture
from nnviz.panels.backprop_steps.equations import Column
from nnviz.panels.backprop_steps.focus import Focus
from nnviz.widgets import theme
from nnviz.widgets.blank_picture import blank_picture

_REACH = 20  # px
_DRAWN = 260  # connections: the strongest; more would only be a grey haze, and slow


class FanPicture(Picture):
    """Connections from the right (the later layer) to the left, coloured by what each carries: wᵢⱼ δᵢ.

    Rows on either side have equal heights, as in the columns beside it.
    """

    def __init__(self, walk: Walk, column: Column) -> None:
        super().__init__(walk, column)
        errors = walk.array(Quantity.ERROR, column.entry.layer)
        with np.errstate(all="ignore"):
            self.carried: Floats = np.nan_to_num(self.values * errors[:, np.newaxis], posinf=0, neginf=0)
        self._strongest = float(np.abs(self.carried).max(initial=0.0)) or 1.0
        self._drawn: QPixmap | None = None
        self._drawn_for: tuple[object, ...] = ()

    def arrange(self, area: QRectF) -> None:
        """Reach out to the columns on either side."""
        self.area = area.adjusted(-_REACH, 0, _REACH, 0)

    def paint(self, painter: QPainter) -> None:
        ratio = painter.device().devicePixelRatioF()
        wanted = (self.area.size().toTuple(), ratio, theme.is_dark())
        if self._drawn is None or self._drawn_for != wanted:
            self._drawn, self._drawn_for = self._draw(ratio), wanted
        painter.drawPixmap(self.area.topLeft(), self._drawn)

    def entry_at(self, point: QPointF) -> Entry | None:
        """The connection nearest to the point, of those that pass within a few pixels of it."""
        if not self.area.contains(point):
            return None
        share = (point.x() - self.area.left()) / max(self.area.width(), 1)
        n, m = self.values.shape
        ease = _ease(share)
        left = (np.arange(m) + 0.5) / m
        right = (np.arange(n) + 0.5) / n
        heights = left * (1 - ease) + right[:, np.newaxis] * ease
        distance = np.abs(heights * self.area.height() - (point.y() - self.area.top()))
        # Of the near ones the one that carries most: that is the one to be seen.
        near = np.where(distance < 4, np.abs(self.carried), -1.0)
        i, j = np.unravel_index(int(np.argmax(near)), near.shape)
        return Entry(Quantity.WEIGHT, self.whole.layer, int(i), int(j)) if near[i, j] >= 0 else None

    def place(self, entry: Entry) -> QRectF:
        return self.area

    def paint_lights(self, painter: QPainter, focus: Focus) -> None:
        lit = [focus.unit_in(self.whole), focus.cursor_in(self.whole), *focus.sources_in(self.whole)]
        for entry in lit:
            if entry is not None and (entry.j is not None or entry.k is not None):
                self._paint_connections(painter, entry)

    def _paint_connections(self, painter: QPainter, entry: Entry) -> None:
        n, m = self.values.shape
        rows = range(n) if entry.j is None else (entry.j,)
        columns = range(m) if entry.k is None else (entry.k,)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.save()
        painter.translate(self.area.topLeft())
        for i in rows:
            for j in columns:
                self._connect(painter, i, j, least=0.25, width=1.6)
        painter.restore()

    def _draw(self, ratio: float) -> QPixmap:
        drawn = blank_picture(self.area.size(), ratio)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        order = np.argsort(np.abs(self.carried), axis=None)[-_DRAWN:]
        for i, j in zip(*np.unravel_index(order, self.carried.shape), strict=True):
            self._connect(painter, int(i), int(j), least=0.05, width=1)
        painter.end()
        return QPixmap.fromImage(drawn)

    def _connect(self, painter: QPainter, i: int, j: int, least: float, width: float) -> None:
        n, m = self.values.shape
        size, carried = self.area.size(), self.carried[i, j]
        start = QPointF(size.width(), (i + 0.5) / n * size.height())
        end = QPointF(0, (j + 0.5) / m * size.height())
        strength = least + (1 - least) * abs(carried) / self._strongest
        painter.setPen(QPen(theme.translucent(theme.signed_colour(carried), strength), width))
        path = QPainterPath(start)
        bend = size.width() * 0.5
        path.cubicTo(start - QPointF(bend, 0), end + QPointF(bend, 0), end)
        painter.drawPath(path)


def _ease(share: float) -> float:
    """How far a connection has gone down when it has gone `share` of the way across, left to right."""
    low, high = 0.0, 1.0
    for _ in range(20):  # x(t) = 1.5 t (1 − t) + t³ … solved by halving: the curve is a cubic in both
        t = (low + high) / 2
        x = 1.5 * t * (1 - t) ** 2 + 1.5 * t**2 * (1 - t) + t**3
        low, high = (t, high) if x < share else (low, t)
    return 3 * low**2 * (1 - low) + low**3
