"""A line of text that takes what room there is: cut short with an ellipsis, it never makes a panel wider."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

_LEAST = 24  # px: the ellipsis and a letter or two


class ShortLabel(QLabel):
    """Whatever its text becomes, the least width it asks for stays the same."""

    def __init__(self, text: str = "", keeps: str = "") -> None:
        """`keeps`: a text that there is always room for."""
        super().__init__(text)
        self._keeps = keeps
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def shown(self) -> str:
        """The text as far as there is room for it."""
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._width(self._keeps), _LEAST), self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        return QSize(self._width(self.text()), self.fontMetrics().height())

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter,
                self.contentsRect(),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                self.palette(),
                self.isEnabled(),
                self.shown,
                self.foregroundRole(),
            )
