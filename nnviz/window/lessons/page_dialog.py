"""The small dialog in which the author of a lesson gives a page its title and its words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from nnviz.widgets import theme

_MOST = 100  # characters of a title


class PageDialog(QDialog):
    """Emits `written` with title and words once `complaint` has nothing to say of them."""

    written = Signal(str, str)

    def __init__(
        self, title: str, notes: str, complaint: Callable[[str, str], str], parent: QWidget | None = None
    ) -> None:
        """`title` stands there at first; `notes`: what the page shows; `complaint` of a title and words."""
        super().__init__(parent)
        self.setObjectName("page_dialog")
        self.setWindowTitle("A page of the lesson")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._complaint_of = complaint
        self.title = QLineEdit(title)
        self.title.setMaxLength(_MOST)
        self.title.setObjectName("page_title")
        self.title.setAccessibleName("Title of the page")
        self.title.selectAll()
        self.words = QPlainTextEdit()
        self.words.setObjectName("page_words")
        self.words.setAccessibleName("Words of the page")
        self.words.setPlaceholderText("What there is to see here, in Markdown. Questions can come later.")
        self.words.setTabChangesFocus(True)
        self.notes = _quiet(notes)
        self.complaint = QLabel()
        self.complaint.setObjectName("page_complaint")
        self.complaint.setTextFormat(Qt.TextFormat.PlainText)
        self.complaint.setWordWrap(True)
        self.title.textChanged.connect(self.complaint.clear)
        self.words.textChanged.connect(self.complaint.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.SPACING] * 4)
        column.setSpacing(theme.SPACING)
        for widget in (self.title, self.words, self.notes, self.complaint, self._buttons()):
            column.addWidget(widget)
        self.resize(520, 420)
        self.words.setFocus()

    def accept(self) -> None:
        """Take the page, or say what is wrong with it."""
        title, words = self.title.text().strip(), self.words.toPlainText()
        wrong = self._complaint_of(title, words)
        self.complaint.setText(wrong)
        if not wrong:
            self.written.emit(title, words)
            super().accept()

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        adds = buttons.addButton("Add the page", QDialogButtonBox.ButtonRole.AcceptRole)
        adds.setToolTip("Keep it; the recording goes on.")
        adds.setDefault(True)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setIcon(QIcon())
        cancel.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons


def _quiet(notes: str) -> QPlainTextEdit:
    """What was noted, to be read."""
    field = QPlainTextEdit(notes)
    field.setObjectName("page_notes")
    field.setAccessibleName("What the page sets up")
    field.setReadOnly(True)
    field.setFont(theme.font(9))
    field.setProperty("muted", True)
    field.setMaximumHeight(150)
    return field
