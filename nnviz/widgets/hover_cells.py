"""What the mouse is on: mixed into widgets that are painted as a whole, but made of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from nnviz.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object  # the widget's class comes after this one among the bases


class TipsByPlace(_Widget):
    """A tool tip for each place of the widget."""

    def tip_at(self, point: QPointF) -> str:
        """What is said of a place; nothing for the widget's own tool tip, if it has one."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.show_tip(event):
            return True
        return super().event(event)

    def show_tip(self, event: QHelpEvent) -> bool:
        """Say what is there; whether that was anything."""
        text = self.tip_at(QPointF(event.pos()))
        QToolTip.showText(event.globalPos(), plain_tip(text), self)
        return bool(text)


class HoverCells(TipsByPlace):
    """Cells, of which one may be under the mouse, with a tool tip for each."""

    nowhere: Any = None  # what stands for no cell
    hovered_cell: Any = None

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.setMouseTracking(True)

    def cell_at(self, point: QPointF) -> Any:
        """The cell at a point, or `nowhere`."""
        raise NotImplementedError

    def tip(self, cell: Any) -> str:
        """What is said of a cell."""
        return ""

    def hover(self, cell: Any) -> None:
        """Another cell is under the mouse from now on, or none."""
        self.update()

    def tip_at(self, point: QPointF) -> str:
        cell = self.cell_at(point)
        return "" if cell == self.nowhere else self.tip(cell)

    def point_at(self, cell: Any) -> None:
        """Have the mouse, or the keyboard, on a cell."""
        if cell != self.hovered_cell:
            self.hovered_cell = cell
            self.hover(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_at(self.nowhere)
