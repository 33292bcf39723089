"""The one question before unsaved work would be given up. It is asked without stopping the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

_BUTTON = QMessageBox.StandardButton
_SESSION = (
    "Save this session first?",
    "What was trained and drawn since it was last saved would be lost otherwise.",
)


class UnsavedQuestion(QMessageBox):
    """Save, discard, or cancel; it goes away by itself once it is answered."""

    def __init__(
        self,
        window: QWidget,
        save: Callable[[], None],
        discard: Callable[[], None],
        cancel: Callable[[], None],
        asks: tuple[str, str] = _SESSION,
    ) -> None:
        """`asks`: the question, and why it is asked."""
        super().__init__(window)
        self.setObjectName("unsaved_question")
        self.setWindowTitle("nnviz")
        self.setText(asks[0])
        self.setInformativeText(asks[1])
        self.setStandardButtons(_BUTTON.Save | _BUTTON.Discard | _BUTTON.Cancel)
        self.setDefaultButton(_BUTTON.Save)
        for button in self.buttons():
            button.setIcon(QIcon())  # nowhere else do buttons have any
        self._answers = {_BUTTON.Save: save, _BUTTON.Discard: discard}
        self._cancel = cancel
        self.finished.connect(self._answer)

    def _answer(self, button: int) -> None:
        self.deleteLater()
        self._answers.get(_BUTTON(button), self._cancel)()
