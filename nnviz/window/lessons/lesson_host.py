"""Lessons in the window: each page gets its run, its image and its panels; afterwards all is as it was.

The user's own runs are put aside while a lesson is open, and given back, untouched, when it is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.lessons import library
from nnviz.lessons.document import Lesson
from nnviz.lessons.lesson_commands import LessonRuns, OpenPage, RunPrediction
from nnviz.lessons.setups import PageCourse, courses
from nnviz.lessons.state import AppState
from nnviz.panels.drawing_pad.strokes import Page
from nnviz.panels.lesson.panel import LessonPanel
from nnviz.runs.commands import GiveBack
from nnviz.runs.mailbox import Mailbox
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.sessions.panel_layout import PanelLayout
from nnviz.sessions.session import Guess
from nnviz.window.lessons.lesson_scene import LessonScene, LessonWindow
from nnviz.window.lessons.screen_words import vocabulary

_LOOK = 120  # ms between two looks at the app's state, while a lesson is open
_LONG = 700  # ms after which a page says what it waits for
_TRAINING = "Training the network as far as this page has it…"


@dataclass(frozen=True)
class _Awaited:
    """A page whose run is being made (`question` is None), or what follows a guess."""

    token: int
    question: int | None = None


class LessonHost(QObject):
    """Owns the lesson that is open, and what was there before it."""

    def __init__(self, window: LessonWindow, panel: LessonPanel) -> None:
        super().__init__()
        self._window, self._panel = window, panel
        self._scene = LessonScene(window, panel)
        self._runs = LessonRuns(load_mnist)
        self._lesson: Lesson | None = None
        self._courses: tuple[PageCourse, ...] = ()
        self.own_latest: Snapshot | None = None  # the newest moment of the user's own run
        self.guesses: dict[str, dict[str, Guess]] = {}  # by lesson, and by question
        self._answers: Mailbox[tuple[int, int]] = Mailbox()  # token, run number or examples seen
        self._awaited: _Awaited | None = None
        self._target: int | None = None  # the number that was answered
        self._looks = 0  # in vain, for what is awaited
        self._returns_to: int | None = None  # number of the user's own run
        self._is_settled = False  # whether the page's own state is the one to be seen
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)
        panel.page_requested.connect(self._enter)
        panel.guess_recorded.connect(self._on_guess)
        panel.outcome_requested.connect(self._run_question)
        panel.lesson_requested.connect(self._on_lesson_requested)
        panel.pointed.connect(self._scene.point_at)

    @property
    def is_open(self) -> bool:
        """Whether a lesson's runs are shown in place of the user's own."""
        return self._lesson is not None

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is open."""
        return self._lesson

    @property
    def is_settled(self) -> bool:
        """Whether the page that is open has its own run and all else that it sets up."""
        return self._is_settled

    def open_named(self, name: str) -> None:
        """Open one of ours, or a file; what is wrong with it is said in the bar."""
        from nnviz.lessons.parse import load_lesson  # Markdown's reader is not for every start

        try:
            self.open(load_lesson(library.path_of(name), vocabulary()))
        except BadInput as error:
            self._window.show_problem(str(error))

    def open(self, lesson: Lesson) -> None:
        """Open a lesson at its first page."""
        if self._lesson is None:
            self.own_latest = self._window.latest
            self._scene.remember()
        self._lesson, self._courses = lesson, courses(lesson)
        self._timer.start()
        self._enter(0)

    def show_list(self) -> None:
        """Leave the lesson that is open, and show all there are."""
        self.leave()
        self._panel.show_list(library.entries())

    def leave(self, keeps_panel: bool = True) -> None:
        """Give everything back as it was before the lesson; its panel may stay, for the next."""
        if self._lesson is None:
            return
        self._lesson, self._awaited, self._is_settled = None, None, False
        self._runs.wanted += 1  # whatever is still being made, nobody waits for it
        self._panel.show_progress("")
        self._window.training.submit(GiveBack())
        self._scene.give_back(keeps_panel)
        self._returns_to = self.own_latest.run if self.own_latest is not None else None
        self.own_latest = None

    def close(self) -> None:
        """The window closes, and what it remembers is the user's own."""
        self.leave(keeps_panel=False)
        self._timer.stop()

    @property
    def own_drawing(self) -> Page:
        """The user's own drawing, and what it is said to be."""
        before = self._scene.before
        return self._window.drawing_pad.page if before is None else before.page

    @property
    def own_layout(self) -> PanelLayout | None:
        """Where the user has the panels."""
        before = self._scene.before
        return before.layout if before is not None else self._window.layout_of_panels.state()

    def _on_lesson_requested(self, name: str) -> None:
        if name:
            self.open_named(name)
        else:
            self.show_list()

    def _enter(self, number: int) -> None:
        lesson = self._lesson
        if lesson is None or not 0 <= number < len(lesson.pages):
            return
        self._is_settled = False
        self._panel.show_page(lesson, number, self.guesses.get(lesson.name, {}))
        setup, *later = (course.begin for course in self._courses[number : number + 2])
        self._scene.arrange(setup)
        wish, done = self._ask(None)
        name = f"lesson: {lesson.title}"
        ahead = later[0] if later else None
        self._window.training.submit(OpenPage(self._runs, setup, name, wish=wish, done=done, ahead=ahead))

    def _on_guess(self, question: int, guess: Guess) -> None:
        lesson = self._lesson
        if lesson is None:
            return
        key = lesson.pages[self._panel.page_number].predictions[question].key
        self.guesses.setdefault(lesson.name, {})[key] = guess
        self._run_question(question)

    def _run_question(self, question: int) -> None:
        lesson = self._lesson
        if lesson is None:
            return
        course = self._courses[self._panel.page_number]
        before, after = course.before(question), course.after[question]
        self._window.go_live()
        wish, done = self._ask(question)
        name = f"lesson: {lesson.title}"
        self._window.training.submit(RunPrediction(self._runs, before, after, name, wish=wish, done=done))

    def _ask(self, question: int | None) -> tuple[int, Callable[[int], None]]:
        """Await an answer; the number of the wish, and what the training thread is to call with it."""
        self._runs.wanted += 1
        self._runs.progress.take()
        wish = self._runs.wanted
        self._awaited, self._target, self._looks = _Awaited(wish, question), None, 0
        return wish, partial(_answer, self._answers, wish)

    def _look(self) -> None:
        """Take what has been answered, and see what holds now."""
        if self._lesson is None:
            self._look_whether_returned()
            return
        if self._scene.was_closed_by_hand():
            self.leave()
            return
        answer, awaited, latest = self._answers.take(), self._awaited, self._window.latest
        if latest is None:
            return
        if answer is not None and awaited is not None and answer[0] == awaited.token:
            self._target = answer[1]
        if awaited is not None and self._target is not None and self._has_come(awaited, latest):
            self._awaited = None
            self._arrive(awaited)
        self._tell_progress()
        if self._is_settled and (state := self.state()) is not None:
            self._panel.take_in(state)

    def _tell_progress(self) -> None:
        """What takes long says so."""
        self._looks += 1
        progress = self._runs.progress.take()
        if self._awaited is None or self._target is not None:
            self._panel.show_progress("")
        elif self._looks * _LOOK >= _LONG and progress is not None:
            share = f" {progress.done / progress.planned:.0%}" if progress.planned else ""
            self._panel.show_progress(f"{_TRAINING}{share}".replace("%", " %"))

    def _look_whether_returned(self) -> None:
        latest = self._window.latest
        if self._returns_to is None or (latest is not None and latest.run == self._returns_to):
            self._timer.stop()
            self._scene.come_back()

    def _has_come(self, awaited: _Awaited, latest: Snapshot) -> bool:
        assert self._target is not None
        ready = latest.phase is Phase.PAUSED and not latest.is_being_evaluated
        if awaited.question is None:
            return ready and latest.run == self._target
        return ready and latest.examples_seen >= self._target

    def _arrive(self, awaited: _Awaited) -> None:
        if awaited.question is None:
            self._scene.show(self._courses[self._panel.page_number].begin)
            QTimer.singleShot(0, self, self._settle)
        elif (state := self.state()) is not None:
            self._panel.show_outcome(awaited.question, state)

    def _settle(self) -> None:
        self._is_settled = self._awaited is None and self._lesson is not None

    def state(self) -> AppState | None:
        """The app's state now."""
        window = self._window
        shown = window.shown
        if shown is None or not window.input_image.subject.fits(shown.subject):
            return None
        return self._scene.state(replace(shown, input_image=window.input_image))


def _answer(answers: Mailbox[tuple[int, int]], token: int, number: int) -> None:
    answers.put((token, number))
