"""What needs more height than it may have scrolls, instead of being cut off or painted upon its neighbour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_LEAST = 60  # px


class Scrolled(QScrollArea):
    """Holds one widget, as wide as itself, and asks for the height that it asks for."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content, self._may_scroll = content, True
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the walk
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def set_may_scroll(self, may: bool) -> None:
        """Whether it does with less height than its content needs."""
        self._may_scroll = may
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        needed = self._content.minimumSizeHint()
        return QSize(needed.width(), min(needed.height(), _LEAST)) if self._may_scroll else needed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the content has become higher or lower
            self.updateGeometry()
        return super().eventFilter(watched, event)
