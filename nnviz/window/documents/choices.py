"""A small dialog: what to choose, what that comes to, and what to do with it. It blocks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QWidget


@dataclass(frozen=True)
class Choice:
    """One list: its caption, a sentence about it, what can be chosen (words and value), and what is first."""

    caption: str
    sentence: str
    entries: Sequence[tuple[str, Any]]
    first: int = 0


class Choices(QDialog):
    """Closes with any button; each but the last, which cancels, is handed the chosen values in order."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        choices: Sequence[Choice],
        buttons: Sequence[tuple[str, Callable[..., object]]],
        about: Callable[..., str] | None = None,
    ) -> None:
        """`about`: what the chosen values come to, in a sentence."""
        super().__init__(parent)
        self.setObjectName("choices")
        self.setWindowTitle(title)
        form = QFormLayout(self)
        self.boxes = [self._box(choice) for choice in choices]
        for choice, box in zip(choices, self.boxes, strict=True):
            form.addRow(choice.caption, box)
        self.about = QLabel()
        if about is not None:
            form.addRow(self.about)
            self._tell(about)
            for box in self.boxes:
                box.currentIndexChanged.connect(lambda _: self._tell(about))
        row = QHBoxLayout()
        row.addStretch(1)
        for text, act in buttons:
            row.addWidget(self._button(text, act))
        row.addWidget(self._cancel())
        form.addRow(row)
        self.finished.connect(self.deleteLater)

    def _box(self, choice: Choice) -> QComboBox:
        box = QComboBox()
        for words, value in choice.entries:
            box.addItem(words, value)
        box.setCurrentIndex(choice.first)
        box.setAccessibleName(choice.caption)
        box.setToolTip(choice.sentence)
        return box

    def _values(self) -> list[Any]:
        return [box.currentData() for box in self.boxes]

    def _tell(self, about: Callable[..., str]) -> None:
        self.about.setText(about(*self._values()))

    def _cancel(self) -> QPushButton:
        button = QPushButton("Cancel")
        button.setObjectName("cancel_choices")
        button.setAutoDefault(False)
        button.clicked.connect(self.reject)
        return button

    def _button(self, text: str, act: Callable[..., object]) -> QPushButton:
        button = QPushButton(text)

        def press() -> None:
            values = self._values()
            self.accept()
            act(*values)

        button.clicked.connect(press)
        return button
