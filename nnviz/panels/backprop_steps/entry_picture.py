"""What every picture below a term is: numbers in a rectangle, that can be found there and lit up."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.equations import Column
from nnviz.panels.backprop_steps.focus import Focus
from nnviz.panels.backprop_steps.shades import scale_of
from nnviz.widgets import theme


class Picture:
    """The numbers of one column. `area` is set by whoever lays out the stage."""

    def __init__(self, walk: Walk, column: Column) -> None:
        self.walk, self.column, self.whole = walk, column, column.entry
        self.values: Floats = walk.array(column.entry.quantity, column.entry.layer)
        self.shade, self.scale = scale_of(walk, column.entry)
        self.area = QRectF()

    def arrange(self, area: QRectF) -> None:
        """Take a place within `area`."""
        self.area = area

    def paint(self, painter: QPainter) -> None:
        """Draw the numbers."""
        raise NotImplementedError

    def entry_at(self, point: QPointF) -> Entry | None:
        """The number at a point."""
        raise NotImplementedError

    def place(self, entry: Entry) -> QRectF:
        """Where a number is, or a row of them."""
        raise NotImplementedError

    def scale_text(self) -> str:
        """What the ends of the scale stand for, if that needs saying."""
        return "" if self.scale.tint else self.scale.legend

    def paint_lights(self, painter: QPainter, focus: Focus) -> None:
        """Outline what is looked at: sources thinly, the unit and the number under the cursor firmly."""
        violet = theme.colours().selected
        for source in focus.sources_in(self.whole):
            self._outline(painter, source, QPen(theme.translucent(violet, 0.85), 1))
        unit, cursor = focus.unit_in(self.whole), focus.cursor_in(self.whole)
        if unit is not None:
            self._outline(painter, unit, QPen(theme.translucent(violet, 0.6), 1))
        if cursor is not None:
            self._outline(painter, cursor, QPen(violet, 2))

    def _outline(self, painter: QPainter, entry: Entry, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawRoundedRect(self.place(entry).adjusted(-1, -1, 1, 1), 2, 2)
