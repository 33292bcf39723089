"""The small dialog that a share string is pasted into."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from nnviz.errors import BadInput
from nnviz.sessions.share import recipe_in
from nnviz.widgets import theme


class ShareDialog(QDialog):
    """Emits `chosen` with the recipe that the string tells; what is no such string is said below it."""

    chosen = Signal(object)  # Recipe

    def __init__(self, suggestion: str, parent: QWidget | None = None) -> None:
        """`suggestion`: stands there at first, so that Enter is enough."""
        super().__init__(parent)
        self.setObjectName("share_dialog")
        self.setWindowTitle("Open a share string")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about = QLabel(
            "Paste it here. A new run begins, changes its settings as the shared one did, and trains until "
            "it is the same network. Your other runs stay."
        )
        about.setWordWrap(True)
        about.setProperty("muted", True)
        self.text = QLineEdit(suggestion)
        self.text.setObjectName("share_text")
        self.text.setAccessibleName("Share string")
        self.text.setPlaceholderText("nnviz1-…")
        self.text.selectAll()
        self.complaint = QLabel()
        self.complaint.setObjectName("share_complaint")
        self.complaint.setTextFormat(Qt.TextFormat.PlainText)
        self.complaint.setWordWrap(True)
        self.text.textChanged.connect(self.complaint.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.SPACING] * 4)
        column.setSpacing(theme.SPACING)
        for widget in (about, self.text, self.complaint, self._buttons()):
            column.addWidget(widget)
        self.setMinimumWidth(460)
        self.text.setFocus()

    def accept(self) -> None:
        """Open it, or say what is wrong with it."""
        try:
            recipe = recipe_in(self.text.text())
        except BadInput as error:
            self.complaint.setText(str(error))
            return
        self.chosen.emit(recipe)
        super().accept()

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        opens = buttons.addButton("Open", QDialogButtonBox.ButtonRole.AcceptRole)
        opens.setToolTip("Begin that run here.")
        opens.setDefault(True)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setIcon(QIcon())
        cancel.setAutoDefault(False)  # Enter opens
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
