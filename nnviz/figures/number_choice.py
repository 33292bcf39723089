"""A few buttons for a number that says which: exactly one of them is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy

from nnviz.figures.figure import Number, NumberControl
from nnviz.widgets import theme


class NumberChoice(NumberControl):
    """The buttons are counted as the number is, from its least on."""

    def __init__(self, number: Number, captions: Sequence[str]) -> None:
        super().__init__(number)
        self.group = QButtonGroup(self)
        self.setToolTip(number.explanation)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING // 2)
        for value, caption in enumerate(captions, start=round(number.least)):
            button = QPushButton(caption)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(caption) + 2 * theme.SPACING)
            button.setAccessibleName(f"{number.caption}: {caption}")
            self.group.addButton(button, value)
            row.addWidget(button, 1)
        self.show_value(number.start)
        self.group.idClicked.connect(lambda value: self.moved.emit(number.name, float(value)))

    def show_value(self, value: float) -> None:
        button = self.group.button(round(value))
        if button is not None:
            button.setChecked(True)
