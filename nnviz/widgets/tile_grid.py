"""Where equal tiles lie in a rectangle: laying them out, finding the one at a point, moving by arrow keys."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt


@dataclass(frozen=True)
class TileGrid:
    """`count` tiles, row by row; lengths in logical pixels, `pitch` from one tile's corner to the next."""

    left: float
    top: float
    columns: int
    count: int
    width: float
    height: float
    pitch_x: float
    pitch_y: float

    @property
    def rows(self) -> int:
        """How many rows there are, the last perhaps not full."""
        return math.ceil(self.count / self.columns)

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self.top + (self.rows - 1) * self.pitch_y + self.height

    def rect(self, index: int) -> QRectF:
        """The place of one tile."""
        row, column = divmod(index, self.columns)
        return QRectF(
            self.left + column * self.pitch_x, self.top + row * self.pitch_y, self.width, self.height
        )

    def index_at(self, point: QPointF) -> int | None:
        """The tile at a point; the gap to its right and below counts as the tile's, so nothing flickers."""
        column = math.floor((point.x() - self.left) / self.pitch_x)
        row = math.floor((point.y() - self.top) / self.pitch_y)
        index = row * self.columns + column
        inside = 0 <= column < self.columns and row >= 0 and index < self.count
        return index if inside else None

    def neighbour(self, index: int, key: int) -> int | None:
        """The tile an arrow key, Home or End leads to from this one; None if it is another key."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
        }
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return 0 if key == Qt.Key.Key_Home else self.count - 1
        if key not in steps:
            return None
        there = index + steps[Qt.Key(key)]
        return there if 0 <= there < self.count else index


def square_grid(area: QRectF, count: int, device_pixel: float) -> TileGrid:
    """The grid of the largest square tiles that fit, the gap between them about a twelfth of a tile.

    `device_pixel` is the length of one pixel of the screen: tiles begin and end on whole ones, so that all
    look alike and stay crisp.
    """
    width, height = max(area.width(), 1), max(area.height(), 1)
    columns = _best_columns(width, height, count)
    rows = math.ceil(count / columns)
    pitch = _whole(min(width / columns, height / rows), device_pixel)
    gap = max(_whole(pitch / 12, device_pixel), device_pixel) if pitch >= 6 * device_pixel else 0.0
    left = area.left() + _whole((width - columns * pitch + gap) / 2, device_pixel)
    return TileGrid(
        left=left,
        top=area.top(),
        columns=columns,
        count=count,
        width=pitch - gap,
        height=pitch - gap,
        pitch_x=pitch,
        pitch_y=pitch,
    )


def _best_columns(width: float, height: float, count: int) -> int:
    """Columns that give large tiles and few empty places."""

    def merit(columns: int) -> float:
        rows = math.ceil(count / columns)
        return min(width / columns, height / rows) * math.sqrt(count / (columns * rows))

    even = math.sqrt(count * width / height)  # as many as would leave no space over, were it whole
    fewest, most = min(max(int(even * 0.8), 1), count), min(int(even * 1.25) + 1, count)
    return max(range(fewest, most + 1), key=merit)


def _whole(length: float, device_pixel: float) -> float:
    return max(math.floor(length / device_pixel + 1e-6), 1) * device_pixel
