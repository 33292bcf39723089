"""Something to do: a box that ticks itself when its condition holds, and stays ticked on this page."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.lessons.document import Check
from nnviz.lessons.state import AppState
from nnviz.widgets import theme

_BOX = 16.0


class TaskView(QWidget):
    """Nobody ticks it by hand."""

    def __init__(self, check: Check, words: QWidget) -> None:
        super().__init__()
        self.check, self.is_done = check, False
        row = QHBoxLayout(self)
        row.setContentsMargins(30, 8, 8, 8)
        row.addWidget(words)
        self.setToolTip(f"Ticks itself when: {check.condition.text}")
        self._name()

    def take_in(self, state: AppState) -> None:
        """Tick it if the condition holds."""
        if not self.is_done and self.check.condition.holds(state):
            self.is_done = True
            self._name()
            self.update()

    @property
    def box(self) -> QRectF:
        """Where its box is."""
        return QRectF(8, 9, _BOX, _BOX)

    def _name(self) -> None:
        self.setAccessibleName(("Done: " if self.is_done else "To do: ") + self.check.condition.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, box = theme.colours(), self.box
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.field)
            painter.drawRoundedRect(self.rect(), theme.RADIUS, theme.RADIUS)
            painter.setPen(QPen(now.right if self.is_done else now.muted, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 3, 3)
            if self.is_done:
                painter.setPen(QPen(now.right, 2.4))
                points = [(0.2, 0.5), (0.42, 0.75), (0.85, 0.2)]
                at = [QPointF(box.left() + x * _BOX, box.top() + y * _BOX) for x, y in points]
                painter.drawPolyline(at)
