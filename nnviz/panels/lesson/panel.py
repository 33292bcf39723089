"""The lesson: one page at a time, beside the network that it is about.

It shows and asks; what a page needs of the training and of the window, the window does.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from nnviz.explain.figures.figure_values import shown
from nnviz.lessons.document import Check, Lesson, Predict, Words
from nnviz.lessons.library import Entry
from nnviz.lessons.state import AppState
from nnviz.panels.lesson.lesson_blocks import BlockMaker
from nnviz.panels.lesson.page_view import PageView
from nnviz.panels.lesson.prediction_view import PredictionView
from nnviz.panels.lesson.task_view import TaskView
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.sessions.session import Guess
from nnviz.widgets import theme
from nnviz.widgets.action import BarButton, explain, make_action
from nnviz.widgets.flow_text import FlowText
from nnviz.widgets.wrapped_label import WrappedLabel

_EMPTY = "Choose a lesson from this list, or from the Help menu."
_NARROWEST = 360  # px: a figure of 330, the margins and the bar to scroll with


class LessonPanel(Panel):
    """Pages of words, questions and tasks; or the list of lessons while none is open."""

    spec = PanelSpec(
        name="lesson",
        title="Lesson",
        explanation="Pages that explain the network beside it, ask what you expect, and let you try.",
        place=FirstPlace("reading", closed=True),
        key="F1",
        opens="open_lesson",
    )

    page_requested = Signal(int)  # number of the page to open, from 0
    guess_recorded = Signal(int, object)  # number of the question on the page, and the Guess
    outcome_requested = Signal(int)  # of a question that was answered earlier
    lesson_requested = Signal(str)  # name of a lesson to open
    pointed = Signal(str)  # what the words under the cursor name on the screen, "" for nothing

    def __init__(self) -> None:
        super().__init__()
        self.lesson: Lesson | None = None
        self.page_number = 0
        self.predictions: list[PredictionView] = []
        self.tasks: list[TaskView] = []
        self._maker = BlockMaker(self._special)
        self._maker.pointed.connect(self.pointed)
        self._maker.clicked.connect(self._on_clicked)
        self.heading = FlowText((), 14, 600)
        self.pages_area = QScrollArea()
        self.pages_area.setWidgetResizable(True)
        self.pages_area.setFrameShape(QFrame.Shape.NoFrame)
        self.pages_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages_area.viewport().setAutoFillBackground(False)
        self.setFocusProxy(self.pages_area)
        self.previous = make_action(self, "previous_page", "‹ Previous", "Ctrl+PgUp")
        self.next = make_action(self, "next_page", "Next ›", "Ctrl+PgDown")
        self.list = make_action(self, "list_lessons", "Lessons")
        explain(self.previous, "The page before.")
        explain(self.next, "The next page.")
        explain(self.list, "All lessons. Your own run comes back.")
        self.previous.triggered.connect(lambda: self.page_requested.emit(self.page_number - 1))
        self.next.triggered.connect(self._go_on)
        self.list.triggered.connect(lambda: self.lesson_requested.emit(""))
        self._position = QLabel()
        self.progress = WrappedLabel()
        self._lay_out()
        self._show_position()

    @property
    def figures(self) -> Mapping[str, Mapping[str, float]]:
        """What the figures on this page show now."""
        return {figure.spec.name: shown(figure.spec.name, figure.numbers) for figure in self._maker.figures}

    def show_list(self, entries: tuple[Entry, ...]) -> None:
        """Show all lessons, none being open."""
        self.lesson = None
        self._clear()
        self.heading.show_spans((Words("Lessons"),))
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, theme.SPACING, 0)
        rows.addWidget(self._maker.text((Words(_EMPTY),)))
        for entry in entries:
            rows.addWidget(self._maker.text((Words(entry.words, target=f"lesson:{entry.name}"),), 11))
            if entry.summary:
                rows.addWidget(self._maker.text((Words(entry.summary),), 9.5))
        rows.addStretch()
        self._put(page)
        self._show_position()

    def show_page(self, lesson: Lesson, number: int, guesses: Mapping[str, Guess]) -> None:
        """Show a page of a lesson, with what was guessed on it earlier."""
        self.lesson, self.page_number = lesson, number
        page = lesson.pages[number]
        self._clear()
        self.heading.show_spans((Words(page.title),))
        self._put(PageView(page.blocks, self._maker, self.predictions))
        self.pages_area.verticalScrollBar().setValue(0)
        self.pages_area.setFocus()  # Tab begins with the page, Page Down scrolls it
        for view in self.predictions:
            if view.question.key in guesses:
                view.recall(guesses[view.question.key])
        self._show_position()
        self.title_changed.emit(lesson.title)

    def show_progress(self, words: str) -> None:
        """What the page waits for; nothing if it is there."""
        if words != self.progress.text():
            self.progress.say(words)
        self.progress.setVisible(bool(words))

    def show_outcome(self, number: int, state: AppState) -> None:
        """What a question of this page was about has come to pass."""
        if number < len(self.predictions):
            self.predictions[number].show_outcome(state)

    def take_in(self, state: AppState) -> None:
        """The app's state has changed: tick what is done."""
        for task in self.tasks:
            task.take_in(state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.lesson is None:
            self.lesson_requested.emit("")

    def _special(self, block: Predict | Check) -> QWidget:
        if isinstance(block, Check):
            words = block.blocks or ()
            text = self._maker.column(words) if words else self._maker.text((Words(block.condition.text),))
            task = TaskView(block, text)
            self.tasks.append(task)
            return task
        view, number = PredictionView(block, self._maker), len(self.predictions)
        view.recorded.connect(lambda guess: self.guess_recorded.emit(number, guess))
        view.asked_again.connect(lambda: self.outcome_requested.emit(number))
        self.predictions.append(view)
        return view

    def _put(self, page: QWidget) -> None:
        self.pages_area.setWidget(page)
        page.setAutoFillBackground(False)  # the card shows through

    def _clear(self) -> None:
        self.predictions, self.tasks = [], []
        self._maker.figures.clear()
        old = self.pages_area.takeWidget()
        if old is not None:
            old.deleteLater()

    def _go_on(self) -> None:
        if self.lesson is not None and self.page_number + 1 < len(self.lesson.pages):
            self.page_requested.emit(self.page_number + 1)

    def _on_clicked(self, target: str) -> None:
        kind, _, name = target.partition(":")
        if kind == "lesson":
            self.lesson_requested.emit(name)
        elif kind == "page":
            self.page_requested.emit(int(name) - 1)

    def _show_position(self) -> None:
        pages = len(self.lesson.pages) if self.lesson is not None else 0
        self._position.setText(f"{self.page_number + 1} of {pages}" if pages else "")
        self.previous.setEnabled(bool(pages) and self.page_number > 0)
        self.next.setEnabled(self.page_number + 1 < pages)
        self.list.setEnabled(bool(pages))

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACING + 4, theme.SPACING // 2, theme.SPACING, theme.SPACING)
        rows.setSpacing(theme.SPACING)
        rows.addWidget(self.heading)
        rows.addWidget(self.progress)
        self.progress.hide()
        rows.addWidget(self.pages_area, 1)
        bar = QHBoxLayout()
        bar.addWidget(BarButton(self.list))
        bar.addStretch()
        bar.addWidget(BarButton(self.previous))
        self._position.setProperty("muted", True)
        bar.addWidget(self._position)
        bar.addWidget(BarButton(self.next))
        rows.addLayout(bar)

    def sizeHint(self) -> QSize:
        return QSize(380, 500)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, 240)
