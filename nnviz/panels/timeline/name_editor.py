"""The field in which a mark is named, right beside its flag."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.runs.snapshot import Mark

_WIDTH = 180  # px
_MOST = 60  # letters


class NameEditor(QLineEdit):
    """Hidden until a mark is to be named; Enter, or leaving it, keeps the name, Escape does not."""

    named = Signal(object, str)  # the Mark as it was, and the name; the same if it stays

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._mark: Mark | None = None
        self.setObjectName("mark_name")
        self.setAccessibleName("Name of the mark")
        self.setToolTip("The name of this mark: Enter keeps it, Escape leaves it as it was.")
        self.setMaxLength(_MOST)
        self.setFixedWidth(_WIDTH)
        self.hide()
        self.editingFinished.connect(lambda: self._finish(self.text()))

    def edit(self, mark: Mark, x: int) -> None:
        """Ask for the name of a mark, as near to `x` as there is room."""
        self._mark = mark
        self.setText(mark.name)
        self.move(max(0, min(x, self._parent.width() - _WIDTH)), 2)
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus()

    def _finish(self, name: str) -> None:
        mark, self._mark = self._mark, None
        if mark is not None:
            self.hide()
            self.named.emit(mark, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._mark is not None:
            self._finish(self._mark.name)
        else:
            super().keyPressEvent(event)
