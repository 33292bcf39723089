"""Sentences that take the height they need at the width they have."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel


class WrappedLabel(QLabel):
    """A label that asks for its height itself: layouts learn it too late, and cut off the last line."""

    def __init__(self, least_lines: int = 1) -> None:
        """`least_lines`: room there always is, so that what stands above does not jump."""
        super().__init__()
        self._least = least_lines
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def say(self, text: str) -> None:
        """Show this text, which may be rich."""
        self.setText(text)
        policy = self.sizePolicy()
        policy.setHeightForWidth(
            False
        )  # Qt sets it with each text; layouts then ask for a narrow label's height
        self.setSizePolicy(policy)
        self._fit()

    def _fit(self) -> None:
        margins = self.contentsMargins()
        least = self._least * self.fontMetrics().lineSpacing() + margins.top() + margins.bottom()
        self.setMinimumHeight(0)  # or else it counts as needed
        self.setMinimumHeight(max(self.heightForWidth(self.width()), least))

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
