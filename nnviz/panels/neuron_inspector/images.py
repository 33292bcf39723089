"""Images of numbers: weights as a picture with values under the cursor, thumbnails, two things abreast."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent

from nnviz.arrays import Floats
from nnviz.panels.neuron_inspector.cells import Cells, Section
from nnviz.panels.neuron_inspector.text import CAPTION_HEIGHT, draw_caption, number
from nnviz.widgets import theme
from nnviz.widgets.colour_scale import ColourScale
from nnviz.widgets.fitted import fitted
from nnviz.widgets.image_tiles import ImageTiles

GAP = 8  # px, between two images abreast


def grid_shape(count: int) -> tuple[int, int]:
    """Rows and columns for that many values, as square as can be."""
    columns = math.ceil(math.sqrt(count))
    return math.ceil(count / columns), columns


class ValueImage(Cells):
    """Numbers as an image: pixels as they lie, or a square for each unit; signed, or from 0 to 1."""

    instant_tips = False  # the value stands in the caption

    def __init__(
        self, name: str, explanation: str, shades: Literal["signed", "activation"] = "signed"
    ) -> None:
        super().__init__(name, explanation)
        self.caption = name
        self.marked = -1  # a cell with a violet square
        self.words: Callable[[int], str] = str  # what a cell is called in the tip
        self._shades = shades
        self._values: Floats = np.zeros(1, dtype=np.float32)
        self._shape = (1, 1)  # rows, columns
        self._image: ImageTiles | None = None

    def set_values(self, values: Floats, shape: tuple[int, int] | None = None) -> None:
        """Show these numbers, (n,), in rows and columns of that shape, else as square as can be."""
        self._values = values
        self._shape = shape or grid_shape(len(values))
        self._image = None
        self.refresh()

    def heightForWidth(self, width: int) -> int:
        return width + CAPTION_HEIGHT

    def cell_count(self) -> int:
        return len(self._values)

    def cell_rect(self, cell: int) -> QRectF:
        area, columns = self._area(), self._shape[1]
        side = area.width() / columns
        return QRectF(area.x() + cell % columns * side, area.y() + cell // columns * side, side, side)

    def cell_at(self, point: QPointF) -> int:
        area, (rows, columns) = self._area(), self._shape
        if not area.contains(point):
            return -1
        side = area.width() / columns
        row, column = int((point.y() - area.y()) / side), int((point.x() - area.x()) / side)
        cell = row * columns + column
        return cell if row < rows and column < columns and cell < len(self._values) else -1

    def tip(self, cell: int) -> str:
        return f"{self.words(cell)}: {number(self._values[cell], 4)}"

    def picture(self) -> ImageTiles:
        """One pixel a number."""
        rows, columns = self._shape
        padded = np.zeros(rows * columns, dtype=np.float32)
        padded[: len(self._values)] = self._values
        square = padded.reshape(rows, columns)
        return self.scale.tiles(square)

    @property
    def scale(self) -> ColourScale:
        """How the numbers are coloured."""
        return ColourScale.of(self._values) if self._shades == "signed" else ColourScale(tint="ink")

    def _area(self) -> QRectF:
        side = min(self.width(), self.height() - CAPTION_HEIGHT)
        rows, columns = self._shape
        return fitted(QRectF(0, 0, side, side), (max(rows, columns), columns))

    def apply_theme(self) -> None:
        self._image = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self._area()
        self._image = self._image or self.picture()
        rows, columns = self._shape
        painter.fillRect(area, theme.colours().weight_zero)
        below = QRectF(0, area.bottom() + 1, self.width(), CAPTION_HEIGHT)
        area.setHeight(area.width() * rows / columns)
        self._image.paint(painter, area)
        if self.marked >= 0:
            painter.setPen(QPen(theme.colours().selected, 2))
            painter.drawRect(self.cell_rect(self.marked).adjusted(-1, -1, 1, 1))
        self.draw_cursor(painter)
        if self.hovered_cell >= 0:
            draw_caption(painter, below, self.tip(self.hovered_cell))
        else:
            draw_caption(painter, below, self.caption, self._scale())

    def _scale(self) -> str:
        return self.scale.legend if self._shades == "signed" and self._values.any() else ""


class Thumbnails(Cells):
    """Small images in rows, each with a word below: examples, or one unit's weights at several moments."""

    chosen = Signal(int)

    def __init__(self, name: str, explanation: str, smallest: int) -> None:
        """`smallest`: the least width of a thumbnail, px."""
        super().__init__(name, explanation)
        self.caption = name
        self.clickable = False
        self.expected = 1  # room is kept for that many
        self._smallest = smallest
        self._images: list[ImageTiles] = []
        self._labels: Sequence[str] = ()
        self._tips: Sequence[str] = ()

    def set_images(self, images: list[ImageTiles], labels: Sequence[str], tips: Sequence[str]) -> None:
        """Show these images with a word below each and a tip for the cursor."""
        more = len(images) != len(self._images)
        self._images, self._labels, self._tips = images, labels, tips
        if self.clickable and images:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if more:
            self.height_changed.emit()
        self.refresh()

    def heightForWidth(self, width: int) -> int:
        columns, side = self._columns(width)
        rows = math.ceil(max(len(self._images), self.expected) / columns)
        return CAPTION_HEIGHT + math.ceil(rows * (side + CAPTION_HEIGHT))

    def cell_count(self) -> int:
        return len(self._images)

    def cell_rect(self, cell: int) -> QRectF:
        columns, side = self._columns(self.width())
        row, column = divmod(cell, columns)
        return QRectF(column * (side + 4), CAPTION_HEIGHT + row * (side + CAPTION_HEIGHT), side, side)

    def tip(self, cell: int) -> str:
        return self._tips[cell]

    def choose(self, cell: int) -> None:
        if self.clickable:
            self.chosen.emit(cell)

    def _columns(self, width: int) -> tuple[int, float]:
        """How many fit side by side, and how large each is then."""
        fitting = max((width + 4) // (self._smallest + 4), 1)
        count = max(len(self._images), self.expected)
        columns = math.ceil(count / math.ceil(count / fitting))  # as even as can be
        return columns, min((width + 4) / columns - 4, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_caption(painter, QRectF(0, 0, self.width(), CAPTION_HEIGHT), self.caption)
        for cell, image in enumerate(self._images):
            rect = self.cell_rect(cell)
            image.paint(painter, fitted(rect, image.tiles.shape[1:]))
            painter.setFont(theme.font(7.5))
            painter.setPen(theme.colours().muted)
            below = QRectF(rect.x() - 2, rect.bottom(), rect.width() + 4, CAPTION_HEIGHT)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._labels[cell])
        self.draw_cursor(painter)


class SideBySide(Section):
    """Two sections abreast, each with half of the width, and not half of the page's height."""

    def __init__(self, left: Section, right: Section) -> None:
        super().__init__("", "")
        self.parts = (left, right)
        for part in self.parts:
            part.setParent(self)

    def apply_theme(self) -> None:
        for part in self.parts:
            part.apply_theme()

    def heightForWidth(self, width: int) -> int:
        half = (width - GAP) // 2
        return CAPTION_HEIGHT + min(half, max(84, round(0.44 * self.page_height)))

    def width_needed(self, width: int) -> int:
        """How much of a width two square images fill."""
        return 2 * (self.heightForWidth(width) - CAPTION_HEIGHT) + GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        half = (self.width() - GAP) // 2
        self.parts[0].setGeometry(0, 0, half, self.height())
        self.parts[1].setGeometry(self.width() - half, 0, half, self.height())
