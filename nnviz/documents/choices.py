"""A small dialog: a few things to choose from lists, and what to do with them. It blocks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QPushButton, QWidget


@dataclass(frozen=True)
class Choice:
    """One list: its caption, a sentence about it, what can be chosen (words and value), and what is first."""

    caption: str
    sentence: str
    entries: Sequence[tuple[str, Any]]
    first: int = 0


class Choices(QDialog):
    """Closes with either button; each is handed the chosen values in order."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        choices: Sequence[Choice],
        buttons: Sequence[tuple[str, Callable[..., object]]],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("choices")
        self.setWindowTitle(title)
        form = QFormLayout(self)
        self.boxes = [self._box(choice) for choice in choices]
        for choice, box in zip(choices, self.boxes, strict=True):
            form.addRow(choice.caption, box)
        row = QHBoxLayout()
        row.addStretch(1)
        for text, act in buttons:
            row.addWidget(self._button(text, act))
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

    def _button(self, text: str, act: Callable[..., object]) -> QPushButton:
        button = QPushButton(text)

        def press() -> None:
            values = [box.currentData() for box in self.boxes]
            self.accept()
            act(*values)

        button.clicked.connect(press)
        return button
