"""The plane as a small network sees it: where it says blue, where orange, and the points to be parted."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.collapse_numbers import Points, SmallNetwork, network_at, points_of
from nnviz.widgets import theme

_CELLS = 48  # along each side of the plane
_HEAD, _FOOT = 16, 16  # px for the words above and below
_DOT = 3.2


class PlaneView(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.setMinimumSize(120, 150)
        self.setToolTip(
            "Each dot is an example. The colour behind it is what the network says of that place: "
            "the stronger, the surer."
        )
        middles = (np.arange(_CELLS) + 0.5) / _CELLS * 2 - 1
        across, up = np.meshgrid(middles, -middles)
        self._grid = np.column_stack([across.ravel(), up.ravel()])
        self._network = network_at(1, 0, is_linear=True)
        self._points = points_of(1)

    def show_network(self, network: SmallNetwork, points: Points) -> None:
        """Show what this network makes of these points."""
        self._network, self._points = network, points
        self.setAccessibleName(f"{self.title}: {self.verdict}")
        self.update()

    @property
    def verdict(self) -> str:
        """How many of the points are on their right side."""
        return f"{100 * self._network.accuracy(self._points):.0f} % right"

    @property
    def square(self) -> QRectF:
        """Where the plane is painted."""
        side = max(min(self.width(), self.height() - _HEAD - _FOOT), 10)
        return QRectF((self.width() - side) / 2, _HEAD, side, side)

    def place(self, x: float, y: float) -> QPointF:
        """Where a place from −1 to 1 lies."""
        square = self.square
        return QPointF(
            square.left() + (x + 1) / 2 * square.width(), square.top() + (1 - y) / 2 * square.height()
        )

    def sizeHint(self) -> QSize:
        return QSize(160, 192)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(width, 260) + _HEAD + _FOOT

    def paintEvent(self, event: QPaintEvent) -> None:
        now, square = theme.colours(), self.square
        says = self._network.outputs(self._grid).reshape(_CELLS, _CELLS)
        pixels = np.ascontiguousarray(theme.signed_pixels((2 * says - 1) * 0.55))
        picture = QImage(pixels.data, _CELLS, _CELLS, 4 * _CELLS, QImage.Format.Format_RGB32)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(square, picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(now.card, 0.8))
            for (x, y), kind in zip(self._points.places.tolist(), self._points.kinds, strict=True):
                painter.setBrush(now.positive if kind else now.negative)
                painter.drawEllipse(self.place(x, y), _DOT, _DOT)
            painter.setFont(theme.font(9))
            painter.setPen(now.text)
            middle = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRectF(0, 0, self.width(), _HEAD), middle, self.title)
            painter.setPen(now.muted)
            painter.drawText(QRectF(0, square.bottom(), self.width(), _FOOT + 2), middle, self.verdict)
