"""What the bar and the panels lie on: as large as the window, but never smaller than they need.

Where the window is smaller than that, on a small screen, with many panels open, with everything enlarged
for a projector, it scrolls. So nothing is cut off, and no panel can make the window larger than its screen.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from nnviz.widgets import theme

_LEAST = QSize(320, 240)  # px of the window, to be scrolled in


class Desk(QMainWindow):
    """Inside a main window, with bar and docks as that would have them; menus and notices remain its own."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._window = window
        self.view = _View()
        self.view.setWidget(self)
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.view, 1)
        window.setCentralWidget(whole)

    def add_below(self, widget: QWidget) -> None:
        """Something that stands below the panels, and is not scrolled with them."""
        margin = theme.SPACING
        row = QHBoxLayout()
        row.setContentsMargins(margin, 0, margin, margin)
        row.addWidget(widget)
        self._column.addLayout(row)

    def fill_window(self) -> None:
        """Take the size that will be there once the window is seen: layouts are restored before."""
        self.resize(self._window.size() - QSize(0, self._window.menuBar().sizeHint().height()))


class _View(QScrollArea):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk_view")
        self.setAccessibleName("Bar and panels")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the panels'
        self.setWidgetResizable(True)

    def minimumSizeHint(self) -> QSize:
        return _LEAST
