"""What was painted, as arrays: so that tests find coloured things on the picture itself and measure them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from nnviz.widgets import theme
from nnviz.widgets.image_tiles import ImageTiles

Pixels = NDArray[Any]  # (height, width, 3) int, red, green, blue
Mask = NDArray[Any]  # (height, width) bool


def of_image(image: QImage) -> Pixels:
    """The colours of a picture."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return values[..., 2::-1].astype(int)


def of_tile(image: ImageTiles, index: int = 0) -> Pixels:
    """The colours of one of the images, before they are scaled."""
    return np.stack([image.tiles[index] >> shift & 0xFF for shift in (16, 8, 0)], axis=2).astype(int)


def of_widget(widget: QWidget) -> Pixels:
    """A widget as it paints itself on a card of the scheme in use, a pixel for each of its units."""
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(theme.colours().card)
    QWidget.render(widget, image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return of_image(image)


def painted(width: int, height: int, paint: Callable[[QPainter], None], paper: str = "#000000") -> Pixels:
    """What a function paints on an empty sheet, edges smoothed as on the widgets."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(paper))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    return of_image(image)


def near(pixels: Pixels, colour: str | QColor, tolerance: int = 12) -> Mask:
    """Where a colour is, each channel to within `tolerance`."""
    wanted = QColor(colour)
    rgb = np.array([wanted.red(), wanted.green(), wanted.blue()])
    return (np.abs(pixels - rgb) <= tolerance).all(axis=2)


def box(mask: Mask) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is set; right and bottom lie just outside."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    assert len(rows), "nothing of that colour was painted"
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def middle(mask: Mask) -> tuple[float, float]:
    """The centre of what is set, x and y."""
    left, top, right, bottom = box(mask)
    return (left + right) / 2, (top + bottom) / 2
