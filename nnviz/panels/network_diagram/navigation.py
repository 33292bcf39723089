"""Wheel, drag and keys become a view of the diagram; what is a click and what a drag is told apart here."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QSizeF, Qt, Signal
from PySide6.QtWidgets import QApplication

from nnviz.panels.network_diagram.zoom import View

_WHEEL = 1.0015  # the zoom of one unit of the wheel: 1.2 a notch
_KEYS = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Equal: 1.25, Qt.Key.Key_Minus: 0.8}


class Navigation(QObject):
    """Holds the view of a panel; `changed` when it is another one."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.view = View()
        self._size = QSizeF(1, 1)
        self._drag_from: QPointF | None = None
        self._dragged = False

    def resize(self, size: QSizeF) -> None:
        """The panel has this size now. The view stays within it; whoever resizes draws again anyway."""
        self._size = size
        self.view = self.view.within(size.width(), size.height())

    def look_at(self, view: View) -> None:
        """Show this, or what is nearest to it."""
        view = view.within(self._size.width(), self._size.height())
        if view != self.view:
            self.view = view
            self.changed.emit()

    def fit(self) -> None:
        """Show the whole diagram."""
        self.look_at(View())

    def press(self, at: QPointF) -> None:
        """The left button went down."""
        self._drag_from, self._dragged = at, False

    def drag(self, at: QPointF) -> bool:
        """The cursor moved; whether a button is held, so that nothing is pointed at."""
        if self._drag_from is None:
            return False
        moved = at - self._drag_from
        if self._dragged or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragged, self._drag_from = True, at
            self.look_at(self.view.panned(moved.x(), moved.y()))
        return True

    def release(self) -> bool:
        """The left button came up; whether that makes a click."""
        clicked = self._drag_from is not None and not self._dragged
        self._drag_from = None
        return clicked

    def turn(self, wheel: int, at: QPointF) -> None:
        """Zoom about the cursor."""
        self.look_at(self.view.zoomed(_WHEEL**wheel, at.x(), at.y()))

    def key(self, key: int) -> bool:
        """Zoom by +, − and 0; whether it was one of these."""
        if key == Qt.Key.Key_0:
            self.fit()
            return True
        factor = {int(known): factor for known, factor in _KEYS.items()}.get(key)
        if factor is not None:
            self.look_at(self.view.zoomed(factor, self._size.width() / 2, self._size.height() / 2))
        return factor is not None
