"""Where the neurons, the edges and the rows of the table stand in the figure of the 2-2-2 network."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF

from nnviz.widgets.line_distance import line_distance

NEURONS = ("i1", "i2", "h1", "h2", "o1", "o2")
EDGES = {  # by weight: from which neuron to which
    "w1": ("i1", "h1"),
    "w2": ("i2", "h1"),
    "w3": ("i1", "h2"),
    "w4": ("i2", "h2"),
    "w5": ("h1", "o1"),
    "w6": ("h2", "o1"),
    "w7": ("h1", "o2"),
    "w8": ("h2", "o2"),
}
PARTS = (*NEURONS[2:], *EDGES)  # what can be pointed at

_BOX = 36.0  # height of a neuron
_BETWEEN = 40.0  # from the upper neurons to the lower ones
_TABLE = 136.0  # where the table begins
_ROW = 17.0
_NEAR = 5.0
_LABEL = 0.7  # how far along its edge a name stands


@dataclass(frozen=True)
class HandLayout:
    """In a width."""

    width: float

    @property
    def height(self) -> float:
        """What it needs."""
        return _TABLE + _ROW * (len(EDGES) + 1) + 2

    def neuron(self, name: str) -> QRectF:
        """The box of a neuron."""
        narrow, wide = 46.0, 76.0
        box = narrow if name[0] == "i" else wide
        middle = (narrow + self.width - wide) / 2  # as far from the inputs as from the outputs
        left = {"i": 1.0, "h": middle - wide / 2, "o": self.width - wide - 1}[name[0]]
        return QRectF(left, 2 + (int(name[1]) - 1) * (_BOX + _BETWEEN), box, _BOX)

    def edge(self, weight: str) -> QLineF:
        """From the neuron that a weight comes from to the one that it leads to."""
        start, end = (self.neuron(name) for name in EDGES[weight])
        return QLineF(QPointF(start.right(), start.center().y()), QPointF(end.left(), end.center().y()))

    def label(self, weight: str) -> QPointF:
        """The middle of a weight's name, on its edge: nearer the neuron that it leads to."""
        return self.edge(weight).pointAt(_LABEL)

    def strokes(self, weight: str, gap: float) -> tuple[QLineF, QLineF]:
        """The edge, but for a gap of that many px where the name stands."""
        edge = self.edge(weight)
        half = gap / 2 / edge.length()
        return (
            QLineF(edge.p1(), edge.pointAt(_LABEL - half)),
            QLineF(edge.pointAt(_LABEL + half), edge.p2()),
        )

    def bias(self, layer: int) -> QPointF:
        """Where the bias of the hidden neurons, 0, or of the outputs, 1, is written: its middle."""
        box = self.neuron(("h2", "o2")[layer])
        return QPointF(box.center().x(), box.bottom() + 10)

    def row(self, weight: str) -> QRectF:
        """The line of a weight in the table."""
        return QRectF(0, _TABLE + _ROW * int(weight[1]), self.width, _ROW)

    @property
    def head(self) -> QRectF:
        """The line above them."""
        return QRectF(0, _TABLE, self.width, _ROW)

    def columns(self, row: QRectF) -> tuple[QRectF, ...]:
        """The cells of a line: name, weight, gradient, weight after the step."""
        first = 74.0
        wide = (row.width() - first) / 3
        cells = [QRectF(row.left() + 4, row.top(), first - 4, row.height())]
        cells += [QRectF(first + i * wide, row.top(), wide - 4, row.height()) for i in range(3)]
        return tuple(cells)

    def at(self, point: QPointF) -> str | None:
        """What is there, by its name: a neuron or a weight."""
        for name in NEURONS[2:]:
            if self.neuron(name).contains(point):
                return name
        for weight in EDGES:
            if self.row(weight).contains(point):
                return weight
        near = {weight: line_distance(self.edge(weight), point) for weight in EDGES}
        nearest = min(near, key=lambda weight: near[weight])
        return nearest if near[nearest] <= _NEAR else None
