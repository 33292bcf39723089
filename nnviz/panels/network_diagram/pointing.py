"""What the cursor or the selection points at, with the numbers of this moment: a neuron or a connection."""

from __future__ import annotations

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.diagram_layout import DiagramLayout
from nnviz.panels.network_diagram.edge_drawing import GapPicture
from nnviz.panels.network_diagram.edge_hit import connection_at
from nnviz.panels.network_diagram.edge_pictures import EdgePictures
from nnviz.panels.network_diagram.edge_values import Part, Values, parts_of
from nnviz.panels.network_diagram.scene import Connection


class Pointing:
    """Kept between frames; `update` takes the numbers again.

    With a neuron shown, only its own connections are found under the cursor.
    """

    def __init__(self, pictures: EdgePictures) -> None:
        self.shown: Neuron | None = None
        self.highlight: tuple[GapPicture, ...] = ()  # the shown neuron's connections
        self.pixel_values: Values | None = None  # (pixels,), of a shown unit of the first hidden layer
        self.connection: Connection | None = None
        self._ends: tuple[Neuron, Neuron] | None = None
        self._pictures = pictures

    @property
    def is_busy(self) -> bool:
        """Whether anything is pointed at."""
        return self.shown is not None or self.connection is not None

    def show(self, neuron: Neuron | None) -> None:
        """Highlight this neuron."""
        self.shown = neuron
        self.update()

    def hover(self, layout: DiagramLayout, x: float, y: float, reach: float) -> bool:
        """Find the connection at that point of the diagram; whether it is another one than before."""
        gaps, gap = self._pictures.values(), layout.gap_at(x)
        if not gaps or gap is None:
            return self._point_at(None)
        parts = [Part(gap)] if self.shown is None else parts_of(self.shown, len(gaps))
        part = next((part for part in parts if part.gap == gap), None)
        return self._point_at(
            connection_at(layout, gaps, part=part, x=x, y=y, reach=reach) if part is not None else None
        )

    def leave(self) -> bool:
        """No connection is under the cursor; whether one was."""
        return self._point_at(None)

    def update(self) -> None:
        """Take the numbers of this moment."""
        self.highlight = () if self.shown is None else tuple(self._pictures.of(self.shown))
        self.pixel_values, self.connection = None, None
        gaps = self._pictures.values() if self.shown is not None or self._ends is not None else []
        if not gaps:
            return
        if self.shown is not None and self.shown.layer == 2:
            self.pixel_values = gaps[0][self.shown.index]
        if self._ends is not None:
            start, end = self._ends
            self.connection = Connection(start, end, float(gaps[start.layer - 1][end.index, start.index]))

    def _point_at(self, ends: tuple[Neuron, Neuron] | None) -> bool:
        if ends == self._ends:
            return False
        self._ends = ends
        self.update()
        return True
