"""Arrays as pictures whose numbers are squares: one way of scaling them to the pixels of the screen.

All squares are equally large, and their edges as sharp as that allows: a pixel of the screen in which two of
them meet has its share of both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from nnviz.widgets.theme import Pixels

# Squares of that many pixels may differ by one, which nobody sees; and so may those of pictures so large that
# scaling them would hold the window up while it trains.
_LARGE, _MOST = 16, 500_000
_KINDS = QImage.Format


class ImageTiles:
    """Images of one shape, which are scaled once for each size in which they are painted."""

    def __init__(self, pixels: Pixels, see_through: bool = False) -> None:
        """`pixels`: uint32 0xAARRGGBB, (height, width) of one image or (n, height, width).

        The opacity AA counts only if they are `see_through`.
        """
        self.tiles: Pixels = pixels if pixels.ndim == 3 else pixels[np.newaxis]
        self._kind = _KINDS.Format_ARGB32_Premultiplied if see_through else _KINDS.Format_RGB32
        self._colours = _premultiplied(self.tiles) if see_through else self.tiles
        self._columns = max(math.ceil(math.sqrt(len(self.tiles))), 1)
        self._rows = max(math.ceil(len(self.tiles) / self._columns), 1)
        self._sheet = QImage()  # of all images, side by side
        self._size = (0, 0)  # of each in it, in pixels of the screen

    def source_rect(self, index: int) -> QRectF:
        """Where in the sheet one of the images is."""
        width, height = self._sheet.width() / self._columns, self._sheet.height() / self._rows
        row, column = divmod(index, self._columns)
        return QRectF(column * width, row * height, width, height)

    def paint(self, painter: QPainter, place: QRectF, index: int = 0) -> None:
        """Draw one of the images, over as many whole pixels of the screen as are nearest to the place."""
        self.paint_some(painter, [(index, place)])

    def paint_some(self, painter: QPainter, places: Sequence[tuple[int, QRectF]]) -> None:
        """Draw images of these indices, each at its place; the places are of one size."""
        if not places:
            return
        place = places[0][1]
        fineness = painter.device().devicePixelRatioF()
        across, down = (fineness * scale for scale in (painter.transform().m11(), painter.transform().m22()))
        size = max(round(place.width() * across), 1), max(round(place.height() * down), 1)
        if size != self._size:
            self._sheet, self._size = self._scaled(*size), size
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        extent = QSizeF(size[0] / across, size[1] / down)
        for index, place in places:
            painter.drawImage(QRectF(place.topLeft(), extent), self._sheet, self.source_rect(index))

    def _scaled(self, width: int, height: int) -> QImage:
        rows, columns = self.tiles.shape[1:]
        enlarges = width >= columns and height >= rows
        is_large = width >= _LARGE * columns and height >= _LARGE * rows
        if is_large or (enlarges and len(self.tiles) * width * height > _MOST):
            return self._side_by_side(self._colours)
        tiles = _enlarged(_enlarged(self._colours, width, 2), height, 1)
        sheet = self._side_by_side(tiles)
        if enlarges:
            return sheet
        ratios, modes = Qt.AspectRatioMode, Qt.TransformationMode
        size = self._columns * width, self._rows * height
        return sheet.scaled(*size, ratios.IgnoreAspectRatio, modes.SmoothTransformation)

    def _side_by_side(self, tiles: Pixels) -> QImage:
        """(n, height, width) as one picture of rows · height by columns · width."""
        (count, height, width), rows, columns = tiles.shape, self._rows, self._columns
        sheet = np.zeros((rows * columns, height, width), dtype=np.uint32)
        sheet[:count] = tiles
        in_rows = sheet.reshape(rows, columns, height, width).swapaxes(1, 2)
        pixels = np.ascontiguousarray(in_rows).reshape(rows * height, columns * width)
        return QImage(pixels.data, columns * width, rows * height, 4 * columns * width, self._kind).copy()


def _enlarged(pixels: Pixels, size: int, axis: int) -> Pixels:
    """As many pixels along an axis as `size`, each with its shares of those it covers; never fewer."""
    count = pixels.shape[axis]
    if size <= count:
        return pixels
    ends = np.arange(size + 1) * (count / size)
    first, last = np.floor(ends[:-1] + 1e-9).astype(int), np.ceil(ends[1:] - 1e-9).astype(int) - 1
    where = np.flatnonzero(first < last)  # two of them meet there
    shares = (first[where] + 1 - ends[where]) * (size / count)
    one, other = (np.take(pixels, which[where], axis) for which in (first, last))
    places = first.copy()
    places[where] = count + np.arange(len(where))
    mixed = _mixed(one, other, shares if axis == pixels.ndim - 1 else shares[:, np.newaxis])
    enlarged: Pixels = np.take(np.concatenate([pixels, mixed], axis), places, axis)
    return enlarged


def _mixed(one: Pixels, other: Pixels, share: Pixels) -> Pixels:
    """Colours with `share` (0 … 1) of one and the rest of the other; two channels at a time, exact to 1."""
    weight = np.round(256 * share).astype(np.uint32)
    rest, half, channels = 256 - weight, np.uint32(0x00800080), np.uint32(0x00FF00FF)
    low = (one & channels) * weight + (other & channels) * rest + half
    high = (one >> 8 & channels) * weight + (other >> 8 & channels) * rest + half
    mixed: Pixels = (low >> 8 & channels) | (high & ~channels)
    return mixed


def _premultiplied(pixels: Pixels) -> Pixels:
    """The colours times their opacity, as Qt wants them for painting."""
    opacity = pixels >> 24
    channels = [((pixels >> shift & 0xFF) * opacity + 127) // 255 << shift for shift in (0, 8, 16)]
    return channels[0] | channels[1] | channels[2] | opacity << 24
