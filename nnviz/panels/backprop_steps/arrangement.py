"""Where the numbers of an array lie in a picture of cells, and which number a cell is. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from nnviz.arrays import Floats

Indices = tuple[int, int | None]  # j, and k for a matrix


class Arrangement(Protocol):
    """A picture of cells, `rows` × `columns`, for one array."""

    @property
    def rows(self) -> int: ...
    @property
    def columns(self) -> int: ...
    def spread(self, values: Floats) -> Floats:
        """The array as (rows, columns); cells that stand for nothing are NaN."""

    def indices(self, row: int, column: int) -> Indices | None:
        """Which number a cell is; None if it is none."""

    def cells(self, j: int | None, k: int | None) -> QRectF:
        """The block of cells of a number, or of a row of a matrix (k None), in cells."""


@dataclass(frozen=True)
class Grid:
    """A vector wrapped into rows: the pixels as they lie, units as square as it gets."""

    count: int
    width: int = 0  # of a row, if it is given

    @property
    def columns(self) -> int:
        """Cells in a row."""
        return self.width or math.ceil(math.sqrt(self.count))

    @property
    def rows(self) -> int:
        """Rows, the last perhaps not full."""
        return math.ceil(self.count / self.columns)

    def spread(self, values: Floats) -> Floats:
        """(count,) -> (rows, columns)."""
        spread = np.full(self.rows * self.columns, np.nan)
        spread[: self.count] = values
        return spread.reshape(self.rows, self.columns)

    def indices(self, row: int, column: int) -> Indices | None:
        """The unit at a cell."""
        j = row * self.columns + column
        return (j, None) if j < self.count else None

    def cells(self, j: int | None, k: int | None) -> QRectF:
        """The cell of unit j."""
        if j is None:
            return QRectF(0, 0, self.columns, self.rows)
        row, column = divmod(j, self.columns)
        return QRectF(column, row, 1, 1)


@dataclass(frozen=True)
class Block:
    """A matrix as it is written: unit j's weights are row j."""

    rows: int
    columns: int

    def spread(self, values: Floats) -> Floats:
        """The matrix itself."""
        return values

    def indices(self, row: int, column: int) -> Indices | None:
        """Row and column."""
        return row, column

    def cells(self, j: int | None, k: int | None) -> QRectF:
        """A cell, a row, a column or everything."""
        x, width = (0, self.columns) if k is None else (k, 1)
        y, height = (0, self.rows) if j is None else (j, 1)
        return QRectF(x, y, width, height)


@dataclass(frozen=True)
class Tiles:
    """A matrix of weights from pixels: each unit's row is a tile, an image of that shape."""

    count: int
    shape: tuple[int, int]  # rows, columns

    @property
    def across(self) -> int:
        """Tiles in a row."""
        return math.ceil(math.sqrt(self.count))

    @property
    def rows(self) -> int:
        """Cells from top to bottom."""
        return math.ceil(self.count / self.across) * self.shape[0]

    @property
    def columns(self) -> int:
        """Cells from left to right."""
        return self.across * self.shape[1]

    def spread(self, values: Floats) -> Floats:
        """(n, pixels) -> (rows, columns)."""
        height, width = self.shape
        down = self.rows // height
        tiles = np.zeros((down * self.across, height, width))
        tiles[: self.count] = values.reshape(-1, height, width)
        in_rows = tiles.reshape(down, self.across, height, width).swapaxes(1, 2)
        return in_rows.reshape(self.rows, self.columns)

    def indices(self, row: int, column: int) -> Indices | None:
        """The unit of a tile and the pixel within it."""
        height, width = self.shape
        j = row // height * self.across + column // width
        return (j, row % height * width + column % width) if j < self.count else None

    def cells(self, j: int | None, k: int | None) -> QRectF:
        """A tile, or one cell of it."""
        if j is None:
            return QRectF(0, 0, self.columns, self.rows)
        y, x = divmod(j, self.across)
        height, width = self.shape
        if k is None:
            return QRectF(x * width, y * height, width, height)
        return QRectF(x * width + k % width, y * height + k // width, 1, 1)


def cell_at(point: QPointF, area: QRectF, rows: int, columns: int) -> tuple[int, int] | None:
    """Row and column of the cell at a point of the picture, if any."""
    if not area.contains(point) or area.isEmpty():
        return None
    row = int((point.y() - area.top()) / area.height() * rows)
    column = int((point.x() - area.left()) / area.width() * columns)
    return min(row, rows - 1), min(column, columns - 1)
