"""Numbers as coloured cells: a vector wrapped into rows, a matrix as it is written, or images as tiles."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnviz.explain.entry import Entry
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.arrangement import Arrangement, Block, Grid, Tiles, cell_at
from nnviz.panels.backprop_steps.entry_picture import Picture
from nnviz.panels.backprop_steps.equations import Column, is_tiles
from nnviz.widgets import theme
from nnviz.widgets.image_tiles import ImageTiles

_GAP_FROM = 7  # px of a cell, from which thin gaps between cells show


def arrangement_of(entry: Entry, walk: Walk) -> Arrangement:
    """How the numbers of a quantity are laid out as cells."""
    n, shape = walk.sizes[entry.layer - 1], walk.subject.shape
    if not entry.quantity.is_matrix:
        return Grid(n, shape[1] if entry.layer == 1 else 0)
    return Tiles(n, shape) if is_tiles(entry) else Block(n, walk.sizes[entry.layer - 2])


class CellsPicture(Picture):
    """One image for all cells; squares stay squares, a block fills its place."""

    def __init__(self, walk: Walk, column: Column) -> None:
        super().__init__(walk, column)
        self.cells = arrangement_of(column.entry, walk)
        self._spread = self.cells.spread(self.values)
        self._image: ImageTiles | None = None
        self._image_is_dark = True

    @property
    def is_square(self) -> bool:
        """Whether cells must be as wide as high."""
        return not isinstance(self.cells, Block)

    def arrange(self, area: QRectF) -> None:
        if not self.is_square:
            self.area = area
            return
        side = min(area.width() / self.cells.columns, area.height() / self.cells.rows)
        width, height = side * self.cells.columns, side * self.cells.rows
        self.area = QRectF(area.left() + (area.width() - width) / 2, area.top(), width, height)

    def paint(self, painter: QPainter) -> None:
        self._tile().paint(painter, self.area)
        now = theme.colours()
        if isinstance(self.cells, Tiles):
            self._paint_gaps(painter, self.cells.shape, 1.5)
        elif self.area.width() / self.cells.columns >= _GAP_FROM and self.whole.layer > 1:
            self._paint_gaps(painter, (1, 1), 1)
        else:
            painter.setPen(QPen(now.border, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.area)

    def entry_at(self, point: QPointF) -> Entry | None:
        cell = cell_at(point, self.area, self.cells.rows, self.cells.columns)
        indices = self.cells.indices(*cell) if cell is not None else None
        return Entry(self.whole.quantity, self.whole.layer, *indices) if indices is not None else None

    def place(self, entry: Entry) -> QRectF:
        cells = self.cells.cells(entry.j, entry.k)
        if isinstance(self.cells, Tiles) and entry.j is None:
            cells = self.cells.cells(None, None)
        across, down = self.area.width() / self.cells.columns, self.area.height() / self.cells.rows
        return QRectF(
            self.area.left() + cells.x() * across,
            self.area.top() + cells.y() * down,
            cells.width() * across,
            cells.height() * down,
        )

    def _tile(self) -> ImageTiles:
        if self._image is None or self._image_is_dark != theme.is_dark():
            self._image = self.scale.tiles(self._spread)
            self._image_is_dark = theme.is_dark()
        return self._image

    def _paint_gaps(self, painter: QPainter, every: tuple[int, int], width: float) -> None:
        painter.setPen(QPen(theme.colours().card, width))
        across, down = self.area.width() / self.cells.columns, self.area.height() / self.cells.rows
        for column in range(0, self.cells.columns + 1, every[1]):
            x = self.area.left() + column * across
            painter.drawLine(QPointF(x, self.area.top()), QPointF(x, self.area.bottom()))
        for row in range(0, self.cells.rows + 1, every[0]):
            y = self.area.top() + row * down
            painter.drawLine(QPointF(self.area.left(), y), QPointF(self.area.right(), y))
