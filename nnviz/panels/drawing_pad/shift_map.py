"""What the network says of the drawing wherever it is moved: a cell for each way, coloured by class."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.variations import REACH, Said
from nnviz.panels.drawing_pad.lab_words import shift_text
from nnviz.widgets import theme
from nnviz.widgets.blank_picture import blank_picture
from nnviz.widgets.class_colours import class_colour
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.tile_grid import TileGrid

_SIDE = 2 * REACH + 1
_FOOT = 18  # px for what is said of a cell
_NAMED_FROM = 11  # px: smaller cells do not carry the class's name
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CENTRE = REACH * _SIDE + REACH  # the cell of what is not moved


def map_grid(width: float, height: float) -> TileGrid:
    """Cells of whole pixels, as large as there is room for, in the middle; below them is a line of text."""
    pitch = max(int(min(width, height - _FOOT) / _SIDE), 1)
    left = int((width - _SIDE * pitch) / 2)
    return TileGrid(
        left=left,
        top=0,
        columns=_SIDE,
        count=_SIDE * _SIDE,
        width=pitch,
        height=pitch,
        pitch_x=pitch,
        pitch_y=pitch,
    )


def way_of(cell: int) -> tuple[int, int]:
    """How far to the right and down a cell's picture is moved."""
    return cell % _SIDE - REACH, cell // _SIDE - REACH


def cell_of(right: int, down: int) -> int:
    """The cell of a way."""
    return (down + REACH) * _SIDE + right + REACH


def readable(ground: QColor) -> QColor:
    """The colour for letters on it: that of the two which is further from it."""
    now = theme.colours()
    return max((now.text, now.paper), key=lambda colour: abs(_light(colour) - _light(ground)))


def _light(colour: QColor) -> float:
    """As much as the eye sees of it, evenly: the cube root of the luminance."""
    red, green, blue = (part**2.2 for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return float(np.cbrt(0.2126 * red + 0.7152 * green + 0.0722 * blue))


class ShiftMap(HoverCells, QWidget):
    """A click, or an arrow key, moves the drawing there."""

    chosen = Signal(int, int)  # pixels to the right, and down

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shift_map")
        self.setAccessibleName("What the network says of the drawing wherever it is moved")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.said: Said | None = None
        self._subject = MNIST
        self._now = _CENTRE
        self._cells = QImage()
        self._painted: tuple[object, ...] = ()

    @property
    def grid(self) -> TileGrid:
        """Where the cells lie."""
        return map_grid(self.width(), self.height())

    def show_said(self, said: Said | None, subject: Subject) -> None:
        """Show what was found; None if there is no drawing."""
        self.said, self._subject = said, subject
        self._describe()

    def show_way(self, right: int, down: int) -> None:
        """The drawing is moved this far now."""
        self._now = cell_of(right, down)
        self._describe()

    @property
    def text(self) -> str:
        """What is said of the cell under the mouse, else of the one that is shown."""
        if self.said is None:
            return "Draw something."
        cell = self._now if self.hovered_cell is None else self.hovered_cell
        row, column = divmod(cell, _SIDE)
        label, confidence = int(self.said.labels[row, column]), float(self.said.confidences[row, column])
        return shift_text(self._subject, way_of(cell), label, confidence)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.text)
        self.update()

    def cell_at(self, point: QPointF) -> int | None:
        return self.grid.index_at(point) if self.said is not None else None

    def hover(self, cell: int | None) -> None:
        self.update()

    def tip(self, cell: int) -> str:
        return f"{self.text}. Click to move the drawing there."

    def _picture(self, said: Said) -> QImage:
        """All cells, painted once: the mouse moves more often than they change."""
        ratio, grid = self.devicePixelRatioF(), self.grid
        painted = (said, grid, ratio, theme.is_dark())
        if painted != self._painted:
            side = _SIDE * grid.pitch_x
            self._cells = blank_picture(QSizeF(side, side), ratio, theme.colours().paper)
            with QPainter(self._cells) as painter:
                painter.translate(-grid.left, -grid.top)
                self._paint_cells(painter, said)
            self._painted = painted
        return self._cells

    def _paint_cells(self, painter: QPainter, said: Said) -> None:
        now, grid, names = theme.colours(), self.grid, self._subject.class_names
        painter.setFont(theme.font(min(grid.pitch_x * 0.5, 8)))
        named = grid.pitch_x >= _NAMED_FROM and max(map(len, names)) == 1
        labels, confidences = said.labels.ravel().tolist(), said.confidences.ravel().tolist()
        for cell, (label, confidence) in enumerate(zip(labels, confidences, strict=True)):
            rect = grid.rect(cell)
            if label < 0:
                continue
            ground = theme.mixed(now.paper, class_colour(label), 0.8 * confidence)
            painter.fillRect(rect, ground)
            if named:
                painter.setPen(readable(ground))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, names[label])

    def _mark(self, painter: QPainter, cell: int | None, width: float) -> None:
        if cell is not None:
            painter.setPen(QPen(theme.colours().selected, width))
            painter.drawRect(self.grid.rect(cell).adjusted(0.5, 0.5, -0.5, -0.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, grid = theme.colours(), self.grid
        side = _SIDE * grid.pitch_x
        area = QRectF(grid.left, grid.top, side, side)
        with QPainter(self) as painter:
            painter.fillRect(area, now.paper)
            if self.said is not None:
                painter.drawImage(area.topLeft(), self._picture(self.said))
                self._mark(painter, self._now, 2)
                self._mark(painter, self.hovered_cell, 1)
            if self.hasFocus():
                painter.setPen(now.selected)
                painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(now.muted)
            painter.setFont(theme.font(8.5, QFont.Weight.DemiBold))
            foot = QRectF(0, grid.bottom, self.width(), _FOOT)
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self.text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.chosen.emit(*way_of(cell))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the drawing; Home puts it back."""
        if event.key() == Qt.Key.Key_Home:
            self.chosen.emit(0, 0)
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self.said is None:
            super().keyPressEvent(event)
            return
        there = (min(max(v + d, -REACH), REACH) for v, d in zip(way_of(self._now), step, strict=True))
        self.chosen.emit(*there)

    def sizeHint(self) -> QSize:
        return QSize(260, 260 + _FOOT)

    def minimumSizeHint(self) -> QSize:
        return QSize(6 * _SIDE, 6 * _SIDE + _FOOT)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
