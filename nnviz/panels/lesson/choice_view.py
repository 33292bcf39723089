"""One answer to choose; below it, once a guess is recorded, what became of it and what there is to say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QRadioButton, QWidget

from nnviz.lessons.document import Choice
from nnviz.panels.lesson.lesson_blocks import BlockMaker
from nnviz.widgets import theme


class ChoiceView(QWidget):
    """A round button and its words, which have the column's whole width whatever is said of them."""

    def __init__(self, choice: Choice, maker: BlockMaker) -> None:
        super().__init__()
        self.choice, self._maker = choice, maker
        words = maker.text(choice.spans)
        self.radio, self.verdict = QRadioButton(), QLabel()
        self.radio.setFixedHeight(words.fontMetrics().height() + 8)
        self.radio.setAccessibleName(words.accessibleName())
        self.verdict.hide()
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setVerticalSpacing(3)
        self._rows.setColumnStretch(1, 1)
        self._rows.addWidget(self.radio, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._rows.addWidget(words, 0, 1)
        self._rows.addWidget(self.verdict, 1, 1)

    def show_outcome(self, truth: str, is_guess: bool) -> None:
        """Say whether it is so, in the words `truth`, and whether it was guessed; nothing if neither."""
        words = [truth] * self.choice.is_right + ["your guess"] * is_guess
        if not words:
            return
        now = theme.colours()
        self.verdict.setText(" · ".join(words))
        self.verdict.setStyleSheet(f"color: {(now.right if self.choice.is_right else now.muted).name()}")
        self.verdict.show()
        if self.choice.comment:
            self._rows.addWidget(self._maker.column(self.choice.comment), 2, 1)
