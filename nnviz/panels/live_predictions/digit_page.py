"""The page of answered digits: painted at once, chosen from by mouse or by arrow keys and Enter."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.panels.live_predictions.answered_digits import AnsweredDigits
from nnviz.panels.live_predictions.tiles import (
    Look,
    draw_answer,
    draw_frame,
    image_rect,
    look_of,
    prediction_grid,
)
from nnviz.widgets import theme
from nnviz.widgets.fitted import fitted
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.tile_grid import TileGrid

_NOTCH = 120  # what a wheel turns at a time, in Qt's units


class DigitPage(HoverCells, QWidget):
    """Shows `digits`; says which one is chosen, and when another page is wanted."""

    chosen = Signal(int)  # index of the digit in its data set
    turned = Signal(int)  # pages to go forward, or back
    resized = Signal()  # there may be another number of places now

    def __init__(self, digits: AnsweredDigits) -> None:
        super().__init__()
        self.digits = digits
        self.input_image: int | None = None  # index of the digit shown everywhere
        self.empty_words = ""  # said while there are no digits
        self._images: ImageTiles | None = None
        self._images_of: tuple[bool, int] | None = None  # the scheme and the page they are of
        self._looks: list[Look | None] = []  # of the answers, as they were last asked to be painted
        self._looks_of: object = None  # all else that there was to see then
        self._pointed_at = False
        self._reached: int | None = None  # place the arrow keys have come to
        self._wheel = 0
        self.setAccessibleName("Test digits")
        self.setAccessibleDescription(
            "Arrow keys move, Enter shows the digit everywhere, Page Down turns the page."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def grid(self) -> TileGrid:
        """Where the digits stand."""
        space = theme.SPACING
        area = QRectF(self.rect()).adjusted(space, space / 2, -space, -space / 2)
        return prediction_grid(area, 1 / self.devicePixelRatioF())

    @property
    def held(self) -> bool:
        """Whether the user is choosing, so that the digits had better stay where they are."""
        return self._pointed_at or self._reached is not None

    @property
    def digit_pointed_at(self) -> int | None:
        """The index of the digit that the mouse points at, or else of that the arrow keys have come to."""
        return self.digits.index(self.hovered_cell if self.hovered_cell is not None else self._reached)

    def show_answers(self) -> None:
        """Paint the answers that look different now; or all there is, if there is more that does."""
        grid, ratio = self.grid, self.devicePixelRatioF()
        answers = self.digits.answers[: grid.count]
        looks = [
            None if answer is None else look_of(grid.rect(place), answer, ratio)
            for place, answer in enumerate(answers)
        ]
        all_else = grid, ratio, theme.is_dark(), self.digits.page, self.input_image, self.empty_words
        if all_else != self._looks_of or len(looks) != len(self._looks):
            self.update()
        else:
            for place, (before, look) in enumerate(zip(self._looks, looks, strict=True)):
                if look != before:
                    self.update(_pixels_of(grid.rect(place)))
        self._looks, self._looks_of = looks, all_else

    def _paint_digits(self, painter: QPainter, grid: TileGrid, region: QRegion) -> None:
        tiles = self._tiles
        for place, answer in enumerate(self.digits.answers[: grid.count]):
            if answer is not None and region.intersects(_pixels_of(grid.rect(place))):
                its, rect = self.digits.subject, grid.rect(place)
                tiles.paint(painter, fitted(image_rect(rect), its.shape), place)
                draw_answer(painter, rect, answer, its)

    @property
    def _tiles(self) -> ImageTiles:
        """The images, which are made, and scaled, only when there is another page to show."""
        wanted = (theme.is_dark(), self.digits.page)
        if self._images is None or wanted != self._images_of:
            self._images_of = wanted
            images = self.digits.subject.laid_out(self.digits.images)
            self._images = ImageTiles(theme.activation_pixels(images))
        return self._images

    def _paint_frames(self, painter: QPainter, grid: TileGrid) -> None:
        now = theme.colours()
        for place, colour, width in ((self.hovered_cell, now.muted, 1.0), (self._reached, now.text, 2.0)):
            if self.digits.index(place) is not None and place is not None and place < grid.count:
                draw_frame(painter, grid.rect(place), colour, width)
        if self.input_image is not None:
            for place in np.flatnonzero(self.digits.indices == self.input_image)[:1].tolist():
                draw_frame(painter, grid.rect(place), now.selected, 2.5)

    def _choose(self, place: int | None) -> None:
        index = self.digits.index(place)
        if index is not None:
            self.chosen.emit(index)

    def cell_at(self, point: QPointF) -> int | None:
        return self.grid.index_at(point)

    def tip(self, cell: int) -> str:
        return self.digits.tip(cell)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 74)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if not len(self.digits.indices):
                painter.setFont(theme.font(9))
                painter.setPen(theme.colours().muted)
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.empty_words)
                return
            grid = self.grid
            self._paint_digits(painter, grid, event.region())
            self._paint_frames(painter, grid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._pointed_at = True

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointed_at = False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pointed_at = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._reached = None
            self._choose(self.grid.index_at(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A page a notch; touch pads send many small parts of one."""
        self._wheel -= event.angleDelta().y()
        pages = int(self._wheel / _NOTCH)
        if pages:
            self._wheel -= pages * _NOTCH
            self.turned.emit(pages)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move a frame, Enter chooses the digit in it; the first arrow key shows the frame."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._reached is not None:
            self._choose(self._reached)
            return
        there = self.grid.neighbour(self._reached or 0, event.key())
        if there is None or self.digits.index(there) is None:
            super().keyPressEvent(event)
            return
        self._reached = 0 if self._reached is None else there
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._reached = None
        self.update()


def _pixels_of(rect: QRectF) -> QRect:
    """All pixels of which a tile may have a part."""
    return rect.toAlignedRect().adjusted(-1, -1, 1, 1)
