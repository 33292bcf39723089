"""Pictures side by side with a word or two below each: pointed at, chosen, turned over page by page."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.number_text import count_text
from nnviz.widgets import theme
from nnviz.widgets.fitted import fitted
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.tile_grid import TileGrid

_SIDE = 46.0  # px of a picture, at least
_BELOW = 27.0  # px below it, for two lines
_GAP = 8.0  # px between pictures
_FOOT = 16.0  # px, for which of them these are
_NOTCH = 120  # what a wheel turns at a time, in Qt's units


@dataclass(frozen=True)
class Caption:
    """What stands below a picture, and what is said on pointing at it."""

    said: str  # what the network says, or the only word
    beside: str = ""  # what it is by its label
    below: str = ""  # a number
    right: bool = False  # whether what is said is right: green, otherwise red
    tip: str = ""


@dataclass(frozen=True, eq=False)
class Pictures:
    """Some pictures of a data set, in an order."""

    examples: Examples
    indices: NDArray[np.int64]
    caption: Callable[[int], Caption]  # of the picture of that index


class Gallery(HoverCells, QWidget):
    """As many pictures as there is room for; the wheel and Page Up and Down turn to the others."""

    chosen = Signal(int)  # index of the picture in its data set

    def __init__(self, name: str) -> None:
        super().__init__()
        self.pictures: Pictures | None = None
        self.empty_words = ""  # said where there are no pictures
        self.first = 0  # place of the first one shown
        self.framed: int | None = None  # index of a picture that is framed
        self._tiles: ImageTiles | None = None
        self._tiles_of: tuple[object, ...] = ()
        self._wheel = 0
        self.setAccessibleName(name)
        self.setAccessibleDescription("Arrow keys move, Enter shows the image everywhere, Page Down turns.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def count(self) -> int:
        """How many pictures there are in all."""
        return len(self.pictures.indices) if self.pictures is not None else 0

    @property
    def grid(self) -> TileGrid:
        """Where those shown stand."""
        width, height = self.width() - 2 * theme.SPACING, self.height() - _FOOT
        columns = max(int((width + _GAP) / (_SIDE + _GAP)), 1)
        side = max(math.floor(min((width + _GAP) / columns - _GAP, 1.5 * _SIDE)), 8)
        rows = max(int((height + _GAP / 2) / (side + _BELOW + _GAP / 2)), 1)
        side = max(min(side, math.floor(height / rows - _BELOW - _GAP / 2)), 8)
        pitch = math.floor((width + _GAP) / columns)
        down = side + _BELOW + _GAP / 2
        return TileGrid(
            left=theme.SPACING,
            top=0,
            columns=columns,
            count=columns * rows,
            width=side,
            height=side + _BELOW,
            pitch_x=pitch,
            pitch_y=down,
        )

    @property
    def shown(self) -> list[int]:
        """The indices of the pictures shown."""
        if self.pictures is None:
            return []
        indices: list[int] = self.pictures.indices[self.first : self.first + self.grid.count].tolist()
        return indices

    @property
    def pointed_at(self) -> int | None:
        """The index of the picture that mouse or keys point at."""
        cell, shown = self.hovered_cell, self.shown
        return shown[cell] if cell is not None and cell < len(shown) else None

    @property
    def foot(self) -> str:
        """Which of them these are."""
        shown = len(self.shown)
        if not shown or shown == self.count:
            return ""
        numbers = f"{count_text(self.first + 1)}–{count_text(self.first + shown)}"
        return f"{numbers} of {count_text(self.count)} · turn the wheel for others"

    def show_pictures(self, pictures: Pictures | None, empty_words: str = "") -> None:
        """Show these, from the first one on unless they are the same as before."""
        before = self.pictures
        same = before is not None and pictures is not None and before.examples is pictures.examples
        if not (same and before and pictures and np.array_equal(before.indices, pictures.indices)):
            self.first = 0
        self.pictures, self.empty_words = pictures, empty_words
        self.update()

    def turn(self, pages: int) -> None:
        """Go that many pages on, or back; not beyond the ends."""
        step = self.grid.count
        last = max(self.count - 1, 0) // step * step
        self.first = min(max(self.first // step * step + pages * step, 0), last)
        self.point_at(None)
        self.update()

    def bring_in(self, place: int) -> None:
        """Turn to the page on which a picture stands."""
        step = self.grid.count
        if not self.first <= place < self.first + step:
            self.first = place // step * step
            self.update()

    def cell_at(self, point: QPointF) -> int | None:
        place = self.grid.index_at(point)
        return place if place is not None and place < len(self.shown) else None

    def tip(self, cell: int) -> str:
        shown = self.shown
        return self.pictures.caption(shown[cell]).tip if self.pictures and cell < len(shown) else ""

    def choose(self, cell: int | None) -> None:
        """Choose the picture at a place."""
        shown = self.shown
        if cell is not None and cell < len(shown):
            self.chosen.emit(shown[cell])

    def sizeHint(self) -> QSize:
        return QSize(300, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            now, pictures = theme.colours(), self.pictures
            painter.setFont(theme.font(9))
            painter.setPen(now.muted)
            if pictures is None or not len(pictures.indices):
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.rect(), flags, self.empty_words)
                return
            painter.setFont(theme.font(8))
            foot = QRectF(theme.SPACING, self.height() - _FOOT, self.width() - 2 * theme.SPACING, _FOOT)
            painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, self.foot)
            grid, shown = self.grid, self.shown
            tiles = self._made_tiles(pictures, shown)
            for place, index in enumerate(shown):
                rect = grid.rect(place)
                image = QRectF(rect.left(), rect.top(), rect.width(), rect.width())
                tiles.paint(painter, fitted(image, pictures.examples.subject.shape), place)
                self._paint_caption(painter, rect, pictures.caption(index), grid.pitch_x - 3)
                if place == self.hovered_cell or index == self.framed:
                    painter.setPen(QPen(now.selected if index == self.framed else now.muted, 2))
                    painter.drawRect(image)

    def _made_tiles(self, pictures: Pictures, shown: list[int]) -> ImageTiles:
        wanted = (theme.is_dark(), id(pictures.examples), tuple(shown))
        if self._tiles is None or wanted != self._tiles_of:
            images = pictures.examples.subject.laid_out(to_unit_range(pictures.examples.images[shown]))
            self._tiles, self._tiles_of = ImageTiles(theme.activation_pixels(images)), wanted
        return self._tiles

    def _paint_caption(self, painter: QPainter, rect: QRectF, caption: Caption, room: float) -> None:
        now, bold, small = theme.colours(), theme.font(9, QFont.Weight.DemiBold), theme.font(8)
        top, line = rect.top() + rect.width(), _BELOW / 2
        said = QFontMetricsF(bold).elidedText(caption.said, Qt.TextElideMode.ElideRight, room)
        painter.setFont(bold)
        painter.setPen(now.right if caption.right else now.wrong)
        painter.drawText(QPointF(rect.left(), top + line - 2), said)
        left = QFontMetricsF(bold).horizontalAdvance(said) + 4
        painter.setFont(small)
        painter.setPen(now.muted)
        if left + QFontMetricsF(small).horizontalAdvance(caption.beside) <= room:
            painter.drawText(QPointF(rect.left() + left, top + line - 2), caption.beside)
        below = QFontMetricsF(small).elidedText(caption.below, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(rect.left(), top + 2 * line - 2), below)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.choose(self.cell_at(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel -= event.angleDelta().y()
        pages = int(self._wheel / _NOTCH)
        if pages:
            self._wheel -= pages * _NOTCH
            self.turn(pages)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shown = event.key(), self.shown
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hovered_cell is not None:
            self.choose(self.hovered_cell)
        elif (there := self.grid.neighbour(self.hovered_cell or 0, key)) is not None and shown:
            there = 0 if self.hovered_cell is None else min(there, len(shown) - 1)
            self.point_at(there)
            self.setAccessibleDescription(self.tip(there))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
