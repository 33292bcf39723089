"""Where everything stands in the figure of a matrix: neurons, edges, and the cells of w and of wᵀ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF

from nnviz.widgets.line_distance import line_distance

Where = Literal["edge", "w", "wT", "from", "to"]

NETWORK = 118.0  # height of the two layers, px
CELL = 34.0  # height of a cell
RADIUS = 15.0  # of a neuron
_TITLE = 22.0  # above a matrix
_NEAR = 5.0  # so near an edge the mouse is on it


@dataclass(frozen=True)
class Place:
    """Something to point at. Rows j and columns k count from 1; 0 is none: a neuron has only one of them."""

    where: Where
    j: int
    k: int


@dataclass(frozen=True)
class MatrixLayout:
    """For `n` rows and `m` columns in a width."""

    n: int
    m: int
    width: float

    @property
    def height(self) -> float:
        """What it needs."""
        return NETWORK + _TITLE + CELL * max(self.n, self.m) + 4

    @property
    def cell_width(self) -> float:
        """Of w and of wᵀ alike, which stand side by side."""
        return min(60.0, (self.width - 34) / (self.n + self.m))

    def neuron(self, where: Where, number: int) -> QPointF:
        """The middle of a neuron: of those on the left, "from", or of those on the right, "to"."""
        count, share = (self.m, 0.25) if where == "from" else (self.n, 0.75)
        step = NETWORK / count
        return QPointF(self.width * share, (number - 0.5) * step)

    def edge(self, j: int, k: int) -> QLineF:
        """From neuron k to neuron j, between their rims."""
        line = QLineF(self.neuron("from", k), self.neuron("to", j))
        part = RADIUS / line.length()
        return QLineF(line.pointAt(part), line.pointAt(1 - part))

    def cell(self, where: Where, j: int, k: int) -> QRectF:
        """The cell of wⱼₖ in w, or in wᵀ, where it stands in row k and column j."""
        row, column = (j, k) if where == "w" else (k, j)
        box = self.matrix(where)
        wide = self.cell_width
        return QRectF(box.left() + (column - 1) * wide, box.top() + (row - 1) * CELL, wide, CELL)

    def matrix(self, where: Where) -> QRectF:
        """All cells of w, or of wᵀ."""
        rows, columns = (self.n, self.m) if where == "w" else (self.m, self.n)
        wide = columns * self.cell_width
        left = 6.0 if where == "w" else self.width - 6 - wide
        return QRectF(left, NETWORK + _TITLE, wide, rows * CELL)

    def entries(self) -> tuple[tuple[int, int], ...]:
        """All pairs j, k."""
        return tuple((j, k) for j in range(1, self.n + 1) for k in range(1, self.m + 1))

    def at(self, point: QPointF) -> Place | None:
        """What is there."""
        neurons = [Place("from", 0, k) for k in range(1, self.m + 1)]
        neurons += [Place("to", j, 0) for j in range(1, self.n + 1)]
        for place in neurons:
            if QLineF(self.neuron(place.where, place.j or place.k), point).length() <= RADIUS:
                return place
        for j, k in self.entries():
            if self.cell("w", j, k).contains(point):
                return Place("w", j, k)
            if self.cell("wT", j, k).contains(point):
                return Place("wT", j, k)
        near = {(j, k): line_distance(self.edge(j, k), point) for j, k in self.entries()}
        nearest = min(near, key=lambda entry: near[entry])
        return Place("edge", *nearest) if near[nearest] <= _NEAR else None
