"""Test pictures that runs get wrong, as tiles: each says in how many runs, and can be shown in the window."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.widgets import theme
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.tile_grid import TileGrid

MOST = 600  # pictures at a time
_TILE, _GAP = 40.0, 6.0  # px


def wrong_grid(width: float, count: int, shape: tuple[int, int]) -> TileGrid:
    """Where that many tiles lie: as many in a row as there is room for."""
    height = _TILE * shape[0] / shape[1]
    columns = max(int((width + _GAP) // (_TILE + _GAP)), 1)
    return TileGrid(
        left=0.0,
        top=0.0,
        columns=columns,
        count=count,
        width=_TILE,
        height=height,
        pitch_x=_TILE + _GAP,
        pitch_y=height + _GAP,
    )


class WrongPictures(HoverCells, QWidget):
    """As high as its tiles need; stands in a scroll area."""

    picture_chosen = Signal(int)  # index in the test set

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("wrong_pictures")
        self.setAccessibleName("Test pictures that are wrong in these runs")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.indices: NDArray[np.int64] = np.empty(0, np.int64)
        self._words: list[str] = []
        self._tiles: ImageTiles | None = None
        self._shape = 1, 1

    def show_pictures(self, test: Examples, indices: NDArray[np.int64], times: NDArray[np.int64]) -> None:
        """These of the test set, (n,) with in how many runs each is wrong."""
        self.indices = indices[:MOST]
        rows, columns = self._shape = test.subject.shape
        images = to_unit_range(test.images[self.indices]).reshape(-1, rows, columns)
        self._tiles = ImageTiles(theme.activation_pixels(images)) if len(images) else None
        names = test.subject.class_names
        self._words = [
            f"test {test.subject.noun} {index}, a {names[int(test.labels[index])]}: wrong in {count} "
            f"run{'s' * (count != 1)}\nClick to see what the network of the main window says of it."
            for index, count in zip(self.indices.tolist(), times[:MOST].tolist(), strict=True)
        ]
        self.hovered_cell = None
        self._fit()

    def clear(self) -> None:
        """Show none."""
        self.indices, self._words, self._tiles = np.empty(0, np.int64), [], None
        self._fit()

    @property
    def grid(self) -> TileGrid:
        """Where the tiles lie."""
        return wrong_grid(self.width(), len(self.indices), self._shape)

    def cell_at(self, point: QPointF) -> int | None:
        return self.grid.index_at(point)

    def tip(self, cell: int) -> str:
        return self._words[cell]

    def hover(self, cell: int | None) -> None:
        self.setAccessibleDescription(self._words[cell] if cell is not None else "")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.picture_chosen.emit(int(self.indices[cell]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cell = self.hovered_cell
        there = self.grid.neighbour(cell or 0, event.key()) if len(self.indices) else None
        if there is not None:
            self.point_at(there if cell is not None else 0)
        elif cell is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picture_chosen.emit(int(self.indices[cell]))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._tiles is None:
            return
        painter, grid = QPainter(self), self.grid
        seen = QRectF(event.rect())
        places = [(k, grid.rect(k)) for k in range(len(self.indices)) if grid.rect(k).intersects(seen)]
        self._tiles.paint_some(painter, places)
        if self.hovered_cell is not None:
            painter.setPen(QPen(theme.colours().selected, 2))
            painter.drawRect(grid.rect(self.hovered_cell).adjusted(-1, -1, 1, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(400, 300)

    def _fit(self) -> None:
        self.setMinimumHeight(math.ceil(self.grid.bottom) + 4 if len(self.indices) else 0)
        self.update()
