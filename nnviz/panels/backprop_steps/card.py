"""The frame around a part of the walk: a thin border, a title at the left and a quiet hint at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.widgets import theme

_TITLE_HEIGHT = 26


class Card(QWidget):
    """Holds one widget below its title; without a title, only the border."""

    def __init__(self, content: QWidget, title: str = "") -> None:
        super().__init__()
        self.content = content
        self._title, self._hint = title, ""
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(content)
        self._make_room()

    def set_title(self, title: str, hint: str = "") -> None:
        """Change the words of the title line."""
        if (title, hint) != (self._title, self._hint):
            self._title, self._hint = title, hint
            self._make_room()
            self.update()

    def _make_room(self) -> None:
        self._layout.setContentsMargins(2, _TITLE_HEIGHT if self._title else 2, 2, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.border, 1))
        painter.setBrush(now.card)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS
        )
        if not self._title:
            return
        line = QRectF(12, 3, self.width() - 24, _TITLE_HEIGHT - 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(9, QFont.Weight.DemiBold))
        painter.setPen(now.text)
        taken = painter.boundingRect(line, middle | Qt.AlignmentFlag.AlignLeft, self._title).width() + 12
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(theme.font(8))
        painter.setPen(now.muted)
        hint = painter.fontMetrics().elidedText(
            self._hint, Qt.TextElideMode.ElideRight, round(line.width() - taken)
        )
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, hint)
