"""The bases of everything the inspector paints: a section of the page, and cells that answer the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from nnviz.learning.neuron import Neuron
from nnviz.widgets import theme
from nnviz.widgets.hover_cells import HoverCells


class Section(QWidget):
    """A part of a page: painted, as wide as it is told to be, with its height following from that."""

    height_changed = Signal()

    def __init__(self, name: str, explanation: str) -> None:
        """`name` is for screen readers, `explanation` the plain sentence shown on hovering it."""
        super().__init__()
        self.page_height = 400  # px that can be seen at once
        self.setAccessibleName(name)
        self.explain(explanation)

    def explain(self, explanation: str) -> None:
        """Another sentence from now on, on hovering it and for screen readers."""
        self.explanation = explanation
        self.setAccessibleDescription(explanation)
        self.setToolTip(explanation)

    def apply_theme(self) -> None:
        """Take the new colours."""
        self.update()

    def heightForWidth(self, width: int) -> int:
        return 40


class Cells(HoverCells, Section):
    """A section of cells, of which the one under the cursor tells its exact value.

    Cells that stand for a neuron light it up everywhere, and a click or Return chooses it. The arrow keys
    walk from cell to cell.
    """

    nowhere = hovered_cell = -1
    instant_tips = True  # as soon as the cursor is on a cell, not only when it rests there

    neuron_hovered = Signal(object)  # Neuron under the cursor, or None
    neuron_clicked = Signal(object)

    def __init__(self, name: str, explanation: str) -> None:
        super().__init__(name, explanation)
        self._layer: int | None = None
        self._order: Sequence[int] | None = None

    def set_neurons(self, layer: int | None, order: Sequence[int] | None = None) -> None:
        """Cell i stands for neuron order[i] of `layer`, or for neuron i; without a layer, for none."""
        self._order = order
        if layer == self._layer:
            return
        self._layer = layer
        clickable = layer is not None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if clickable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)

    def neuron_at(self, cell: int) -> Neuron | None:
        """The neuron a cell stands for."""
        if self._layer is None or not 0 <= cell < self.cell_count():
            return None
        return Neuron(self._layer, int(cell if self._order is None else self._order[cell]))

    def cell_count(self) -> int:
        """How many cells there are now."""
        return 0

    def cell_rect(self, cell: int) -> QRectF:
        """Where a cell lies."""
        return QRectF()

    def cell_at(self, point: QPointF) -> int:
        cells = (cell for cell in range(self.cell_count()) if self.cell_rect(cell).contains(point))
        return next(cells, self.nowhere)

    def hover(self, cell: int) -> None:
        if self._layer is not None:
            self.neuron_hovered.emit(self.neuron_at(cell))
        self.update()

    def choose(self, cell: int) -> None:
        """What a click on a cell does."""
        neuron = self.neuron_at(cell)
        if neuron is not None:
            self.neuron_clicked.emit(neuron)

    def refresh(self) -> None:
        """Paint new values, and renew the tip that is being read."""
        self.update()
        if self.underMouse() and self.hovered_cell >= 0 and QToolTip.isVisible():
            self._show_tip()

    def draw_cursor(self, painter: QPainter) -> None:
        """Outline the cell under the cursor."""
        if 0 <= self.hovered_cell < self.cell_count():
            painter.setPen(QPen(theme.colours().selected, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_rect(self.hovered_cell).adjusted(0.5, 0.5, -0.5, -0.5))

    def _show_tip(self) -> None:
        rect = self.cell_rect(self.hovered_cell).toAlignedRect()
        below = self.mapToGlobal(QPoint(rect.left(), rect.bottom()))
        QToolTip.showText(below, f"{self.tip(self.hovered_cell)}\n{self.explanation}", self)

    def show_tip(self, event: QHelpEvent) -> bool:
        if self.hovered_cell >= 0:
            self._show_tip()
        return self.hovered_cell >= 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        before = self.hovered_cell
        super().mouseMoveEvent(event)
        if self.instant_tips and self.hovered_cell not in (before, self.nowhere):
            self._show_tip()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell >= 0:
            self.choose(cell)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.cell_count() - 1
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -last, Qt.Key.Key_End: last}
        if event.key() in steps and last >= 0:
            self.point_at(min(max(self.hovered_cell + steps[Qt.Key(event.key())], 0), last))
            self._show_tip()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.hovered_cell >= 0
        ):
            self.choose(self.hovered_cell)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.hovered_cell < 0 and self.cell_count():
            self.point_at(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_at(-1)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # In silence: the page was turned, and perhaps for a neuron hovered elsewhere.
        self.hovered_cell = self.nowhere
