"""What stands between the docks: nothing to be seen, but without it Qt lets the left column creep.

A main window with no widget in its middle makes its left docks wider by a separator each time that it lays
itself out again, so that a lesson would fill the window after some pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSizePolicy, QWidget

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


class WindowMiddle(QWidget):
    """As wide as there is room, and no pixel high; it is there while there are docks on both sides of it."""

    def __init__(self, window: QMainWindow, docks: Iterable[QDockWidget]) -> None:
        super().__init__()
        self._window, self._docks = window, tuple(docks)
        self.setMaximumHeight(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setParent(window)
        for dock in self._docks:
            dock.visibilityChanged.connect(self._look)
            dock.topLevelChanged.connect(self._look)
            dock.dockLocationChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        docked = [dock for dock in self._docks if not (dock.isHidden() or dock.isFloating())]
        at_left = [self._window.dockWidgetArea(dock) == _LEFT for dock in docked]
        wanted, is_there = any(at_left) and not all(at_left), self._window.centralWidget() is self
        if wanted and not is_there:
            self._window.setCentralWidget(self)
        elif is_there and not wanted:  # hidden, it would still take the height of two separators
            self._window.takeCentralWidget()
            self.setParent(self._window)
        self.setVisible(wanted)
