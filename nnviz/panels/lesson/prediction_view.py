"""A question: first a guess, then the truth beside it."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.lessons.document import Predict
from nnviz.lessons.fault import Wrong
from nnviz.lessons.outcomes import is_near, number_text, read_guess, true_curve, true_number
from nnviz.lessons.state import AppState
from nnviz.panels.lesson.choice_view import ChoiceView
from nnviz.panels.lesson.lesson_blocks import BlockMaker
from nnviz.panels.lesson.stroke_axes import StrokeAxes
from nnviz.sessions.session import Guess
from nnviz.widgets import theme
from nnviz.widgets.wrapped_label import WrappedLabel

_LONGEST = 20  # characters of a number


class PredictionView(QWidget):
    """The outcome is not in it before a guess is recorded."""

    recorded = Signal(object)  # Guess
    asked_again = Signal()  # the outcome is to be seen once more
    told = Signal()  # what stands below may be read from now on

    def __init__(self, question: Predict, maker: BlockMaker) -> None:
        super().__init__()
        self.question, self._maker = question, maker
        self.guess: Guess | None = None
        self.is_revealed = False
        self.is_told = False  # whether what stands below may be read
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 10, 10, 10)
        self._rows.setSpacing(8)
        self._rows.addWidget(maker.column(question.question))
        self.choices = [ChoiceView(choice, maker) for choice in question.choices]
        self.group = QButtonGroup(self)
        self.field = QLineEdit()
        self.axes: StrokeAxes | None = None
        self._ask()
        self.complaint = WrappedLabel()
        self.complaint.hide()
        self.button = QPushButton("Record my guess")
        self.button.setObjectName("record_guess")
        self.button.setToolTip("What happens is shown once your guess is recorded. Nobody can fail.")
        self.button.setEnabled(False)
        self.button.clicked.connect(self._on_button)
        self.outcome = WrappedLabel()
        self.outcome.hide()
        for part in (self.complaint, self.button, self.outcome):
            self._rows.addWidget(part)

    def recall(self, guess: Guess) -> None:
        """This was guessed earlier."""
        self._take(guess)
        self.button.setText("See again what happens")
        self.button.setEnabled(True)
        self.pass_over()

    def pass_over(self) -> None:
        """What stands below may be read, whatever was guessed."""
        self.is_told = True
        self.told.emit()

    def show_outcome(self, state: AppState) -> None:
        """Show the truth beside the guess, and what there is to say of it."""
        if self.guess is None or self.is_revealed:
            return
        self.is_revealed = True
        self.button.hide()
        question, guess = self.question, self.guess
        near = is_near(question, guess, state)
        if question.kind == "choice":
            truth = "what happens" if question.runs else "right"
            for place, choice in enumerate(self.choices):
                choice.show_outcome(truth, is_guess=place == guess)
        elif self.axes is not None:
            self.axes.show_truth(true_curve(question, state))
            self._say("Violet is your guess, green is what happened.")
        else:
            number = float(guess) if not isinstance(guess, tuple) else math.nan
            truth = number_text(question, true_number(question, state))
            self._say(f"Your guess: {number_text(question, number)}. What it is: {truth}.")
        words = question.near if near else question.off
        if words:
            self._rows.addWidget(self._maker.text(words))
        self.pass_over()

    def _ask(self) -> None:
        question = self.question
        if question.kind == "choice":
            for number, choice in enumerate(self.choices):
                self._rows.addWidget(choice)
                self.group.addButton(choice.radio, number)
                choice.radio.toggled.connect(lambda: self.button.setEnabled(self.guess is None))
        elif question.kind == "curve":
            self.axes = StrokeAxes(question.epochs, str(question.truth).replace("_", " "))
            self.axes.drawn.connect(lambda: self.button.setEnabled(True))
            self._rows.addWidget(self.axes)
        else:
            row = QHBoxLayout()
            self.field.setMaxLength(_LONGEST)
            self.field.setFixedWidth(110)
            self.field.setProperty("raised", True)
            self.field.setAccessibleName("Your guess")
            self.field.textEdited.connect(lambda text: self.button.setEnabled(bool(text.strip())))
            self.field.returnPressed.connect(self._on_button)
            row.addWidget(self.field)
            row.addWidget(QLabel(question.unit))
            row.addStretch()
            self._rows.addLayout(row)

    def _on_button(self) -> None:
        if self.guess is not None:
            self.button.setEnabled(False)
            self.asked_again.emit()
            return
        try:
            guess = self._guessed()
        except Wrong as wrong:
            self.complaint.say(f"{wrong.wrong[:1].upper()}{wrong.wrong[1:]}. {wrong.mend}")
            self.complaint.show()
            return
        if guess is None:
            return
        self.complaint.hide()
        self._take(guess)
        self.button.setText("Watch what happens…")
        self.button.setEnabled(False)
        self.recorded.emit(guess)

    def _guessed(self) -> Guess | None:
        if self.question.kind == "choice":
            chosen = self.group.checkedId()
            return None if chosen < 0 else chosen
        if self.axes is not None:
            return self.axes.guess or None
        return read_guess(self.question, self.field.text())

    def _take(self, guess: Guess) -> None:
        self.guess = guess
        for choice in self.choices:
            choice.radio.setEnabled(False)
        self.field.setReadOnly(True)
        if isinstance(guess, tuple):
            if self.axes is not None:
                self.axes.close_for_guesses(guess)
        elif self.question.kind == "choice":
            if button := self.group.button(int(guess)):
                button.setChecked(True)
        else:
            self.field.setText(
                number_text(self.question, float(guess)).removesuffix(self.question.unit).strip()
            )

    def _say(self, sentence: str) -> None:
        self.outcome.say(sentence)
        self.outcome.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(now.border)
            painter.setBrush(now.card)
            painter.drawRoundedRect(
                self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS
            )
            painter.fillRect(0, 8, 3, self.height() - 16, now.selected)
