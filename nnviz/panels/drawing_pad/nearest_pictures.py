"""The training pictures nearest to the drawing, as a row of tiles with what they are."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.explain.nearest import Nearest
from nnviz.panels.drawing_pad import lab_words
from nnviz.widgets import theme
from nnviz.widgets.fitted import fitted
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.tile_grid import TileGrid

COUNT = 8  # looked for; as many are shown as there is room for
_TITLE, _SIDE, _BELOW, _GAP = 18, 44, 14, 6  # px


def nearest_grid(width: float) -> TileGrid:
    """One row, below the title."""
    columns = min(max(int((width + _GAP) / (_SIDE + _GAP)), 1), COUNT)
    pitch = _SIDE + _GAP
    height = _SIDE + _BELOW
    return TileGrid(
        left=0,
        top=_TITLE,
        columns=columns,
        count=columns,
        width=_SIDE,
        height=height,
        pitch_x=pitch,
        pitch_y=height,
    )


class NearestPictures(HoverCells, QWidget):
    """A click makes one of them the input image."""

    chosen = Signal(int)  # its index in the training set

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("nearest_pictures")
        self.setFixedHeight(_TITLE + _SIDE + _BELOW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The training pictures nearest to the drawing")
        self.nearest: Nearest | None = None
        self._examples: Examples | None = None
        self._tiles: ImageTiles | None = None

    def show_nearest(self, examples: Examples | None, nearest: Nearest | None) -> None:
        """Show what was found among these; None if there is no drawing."""
        self._examples, self.nearest = examples, nearest
        self.recolour()
        if examples is not None:
            self.setAccessibleDescription(lab_words.nearest_words(examples, nearest))

    def recolour(self) -> None:
        """Take the scheme's colours."""
        self._tiles = None
        if self._examples is not None and self.nearest is not None:
            images = to_unit_range(self._examples.images[self.nearest.indices])
            self._tiles = ImageTiles(theme.activation_pixels(self._examples.subject.laid_out(images)))
        self.update()

    @property
    def grid(self) -> TileGrid:
        """Where the tiles are."""
        grid = nearest_grid(self.width())
        found = len(self.nearest.indices) if self.nearest is not None else 0
        return replace(grid, count=min(found, grid.count))

    def cell_at(self, point: QPointF) -> int | None:
        return self.grid.index_at(point) if point.y() >= _TITLE else None

    def tip(self, cell: int) -> str:
        assert self._examples is not None
        assert self.nearest is not None
        return lab_words.nearest_tip(self._examples, self.nearest, cell)

    def _choose(self, cell: int | None) -> None:
        if cell is not None and self.nearest is not None:
            self.chosen.emit(int(self.nearest.indices[cell]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.cell_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys point at one after the other, Return shows it."""
        grid = self.grid
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.hovered_cell)
            return
        there = None if not grid.count else grid.neighbour(self.hovered_cell or 0, event.key())
        if there is None:
            super().keyPressEvent(event)
        else:
            self.point_at(there if self.hovered_cell is not None else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._examples is None:
            return
        now, subject, grid = theme.colours(), self._examples.subject, self.grid
        with QPainter(self) as painter:
            painter.setFont(theme.font(8.5))
            painter.setPen(now.text)
            title = lab_words.nearest_words(self._examples, self.nearest)
            short = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QRectF(0, 0, self.width(), _TITLE - 2), short)
            if self.nearest is None or self._tiles is None:
                return
            painter.setFont(theme.font(8))
            for cell in range(grid.count):
                rect = grid.rect(cell)
                image = fitted(QRectF(rect.left(), rect.top(), _SIDE, _SIDE), subject.shape)
                self._tiles.paint(painter, image, cell)
                painter.setPen(now.selected if cell == self.hovered_cell else now.border)
                painter.drawRect(image)
                label = int(self._examples.labels[self.nearest.indices[cell]])
                painter.setPen(now.muted)
                foot = QRectF(rect.left(), rect.top() + _SIDE, _SIDE, _BELOW)
                name = painter.fontMetrics().elidedText(
                    subject.class_names[label], Qt.TextElideMode.ElideRight, _SIDE
                )
                painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, name)

    def sizeHint(self) -> QSize:
        return QSize(6 * (_SIDE + _GAP), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * (_SIDE + _GAP), self.height())
