"""Where the map is enlarged so far that few dots are seen, the pictures themselves stand in their places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.explain.hidden_map import HiddenMap
from nnviz.widgets import theme
from nnviz.widgets.class_colours import class_colour
from nnviz.widgets.fitted import fitted
from nnviz.widgets.image_tiles import ImageTiles

SIDE = 28.0  # px, of a picture's longer side
_FILLED = 0.35  # of the area, by pictures, at most

Indices = NDArray[np.int64]


def few_enough(area: QRectF, places: Floats, shown: NDArray[np.bool_]) -> Indices:
    """Which pictures can stand in their places (N, 2): those seen, or none if there are too many."""
    low, high = (area.left(), area.top()), (area.right(), area.bottom())
    seen = np.flatnonzero(shown & (places >= low).all(axis=1) & (places <= high).all(axis=1))
    most = _FILLED * area.width() * area.height() / SIDE**2
    return seen if len(seen) <= most else seen[:0]


class MapPictures:
    """Some pictures of a set, ready to be painted."""

    def __init__(self, examples: Examples, indices: Indices) -> None:
        self.indices = indices
        self._shape = examples.subject.shape
        images = examples.subject.laid_out(to_unit_range(examples.images[indices]))
        self._tiles = ImageTiles(theme.activation_pixels(images))

    def place(self, middle: QPointF) -> QRectF:
        """Where a picture stands whose dot is there."""
        rect = fitted(QRectF(0, 0, SIDE, SIDE), self._shape)
        rect.moveCenter(middle)
        rect.moveTo(round(rect.left()), round(rect.top()))  # frames are sharp
        return rect

    def paint(self, painter: QPainter, found: HiddenMap, places: Floats) -> None:
        """Each in a frame of its class's colour; around a mistake, one more of what the network says."""
        rects = [self.place(QPointF(*places[index].tolist())) for index in self.indices]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, (index, rect) in enumerate(zip(self.indices.tolist(), rects, strict=True)):
            self._tiles.paint(painter, rect, number)
            _frame(painter, rect, int(found.labels[index]), 1.0)
            if found.wrong[index] and found.said[index] >= 0:
                _frame(painter, rect, int(found.said[index]), 3.5)


def _frame(painter: QPainter, rect: QRectF, label: int, out: float) -> None:
    pen = QPen(class_colour(label), 2.0)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(rect.adjusted(-out, -out, out, out))
