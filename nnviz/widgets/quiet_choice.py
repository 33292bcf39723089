"""A choice for a panel's title bar: no frame, and no wider than what is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize

from nnviz.widgets.fields import Choice

_AROUND = 34  # px, what the frame, its padding and the sign for opening take beside the text
_LEAST = 32  # px of a longer text when there is no room for it; a word of four letters is whole


class QuietChoice(Choice):
    """Title bars are narrow: unlike a plain combo box, this one keeps no room for its longest item."""

    def __init__(self, name: str, accessible_name: str, sentence: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setToolTip(sentence)
        self.setProperty("flat", True)
        self.currentIndexChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.currentText()) + _AROUND
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), _AROUND + _LEAST), self.sizeHint().height())

    def showPopup(self) -> None:
        self.view().setMinimumWidth(super().sizeHint().width() + _AROUND)
        super().showPopup()
