"""The number of a hidden unit in the corner of its tile."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from nnviz.widgets import theme
from nnviz.widgets.tile_grid import TileGrid

_LEAST, _MOST = 5.0, 10.0  # pt of the letters
_SHARE = 0.22  # of a tile's width, pt per px


def paint_tile_numbers(painter: QPainter, grid: TileGrid) -> None:
    """Small, so that as much as can be of the tile is still to be seen."""
    now = theme.colours()
    painter.setFont(theme.font(min(max(_SHARE * grid.width, _LEAST), _MOST)))
    metrics = painter.fontMetrics()
    for index in range(grid.count):
        words, tile = str(index), grid.rect(index)
        corner = QRectF(tile.left(), tile.top(), metrics.horizontalAdvance(words) + 2, metrics.ascent())
        painter.fillRect(corner, theme.translucent(now.card, 0.75))
        painter.setPen(now.text)
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, words)
