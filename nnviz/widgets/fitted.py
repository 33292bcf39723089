"""A picture of any shape in a place of any other."""

from __future__ import annotations

from PySide6.QtCore import QRectF


def fitted(place: QRectF, shape: tuple[int, int]) -> QRectF:
    """The largest part of the place, in its middle, that has `shape`'s proportions: rows, columns."""
    rows, columns = shape
    side = min(place.width() / columns, place.height() / rows)
    width, height = side * columns, side * rows
    return QRectF(
        place.left() + (place.width() - width) / 2, place.top() + (place.height() - height) / 2, width, height
    )
