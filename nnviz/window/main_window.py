"""The window: builds the panels, wires them to the training thread, owns the frame clock. Nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent

from nnviz.datasets.dataset import Dataset
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.neuron import Selection
from nnviz.learning.settings import Settings
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.controls.panel import Controls
from nnviz.panels.drawing_pad.strokes import Page
from nnviz.panels.evaluation.panel import EvaluationPanel
from nnviz.panels.lesson.panel import LessonPanel
from nnviz.panels.network_diagram.panel import NetworkDiagram
from nnviz.panels.registry import PANELS
from nnviz.panels.timeline.panel import Timeline
from nnviz.runs.commands import (
    Start,
)
from nnviz.runs.history import MEMORY
from nnviz.runs.input_image import InputImage, blank_input, data_input
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.runs.training_thread import TrainingThread
from nnviz.runs.trial import Trial
from nnviz.sessions.panel_layout import PanelLayout
from nnviz.sessions.session import Guesses
from nnviz.widgets import guard
from nnviz.window.adviser import Adviser
from nnviz.window.documents.documents import Documents
from nnviz.window.documents.exports import Exports
from nnviz.window.documents.file_drop import FileDrop
from nnviz.window.documents.file_menu import FileMenu
from nnviz.window.earlier_moments import EarlierMoments
from nnviz.window.edit_menu import EditMenu
from nnviz.window.experiments.experiments import Experiments
from nnviz.window.frame_clock import FrameClock
from nnviz.window.frames import Frames
from nnviz.window.garbage import GarbageCollector
from nnviz.window.help_menu import HelpMenu
from nnviz.window.intents import Intents, IntentWindow
from nnviz.window.interface_size import Zoom
from nnviz.window.lessons.lesson_host import LessonHost
from nnviz.window.lessons.lesson_recorder import LessonRecorder
from nnviz.window.log_lines import keep_log
from nnviz.window.presentation import Presentation
from nnviz.window.runs_beside import RunsBeside
from nnviz.window.runs_menu import RunsMenu
from nnviz.window.settings_store import SettingsStore
from nnviz.window.sharing import Sharing
from nnviz.window.step_walk import StepWalk
from nnviz.window.time_machine import TimeMachine
from nnviz.window.welcome import Welcome
from nnviz.window.window_layout import WindowLayout

_FIRST_INPUT_IMAGE = 18  # the test image to begin with: in MNIST a plain 3


class MainWindow(IntentWindow):
    """Intent comes in as the panels' signals; what there is to see goes out to them, once a frame."""

    timeline: Timeline  # here and in `DocumentWindow`: the panels that are spoken to by name
    network_diagram: NetworkDiagram
    backprop_steps: BackpropSteps
    lesson: LessonPanel
    evaluation: EvaluationPanel

    def __init__(
        self,
        settings: Settings,
        load_data: Callable[[], Dataset],
        start: bool = False,
        store: SettingsStore | None = None,
        guards: bool = False,
    ) -> None:
        """`load_data` is called off the GUI thread; `start` trains at once; no `store` remembers nothing.

        `guards`: unsaved work is asked about, kept in a recovery file, and offered again after a crash.
        """
        guard.install()
        keep_log()
        super().__init__()
        guard.tell(self.show_problem)
        self.garbage = GarbageCollector(self)
        self.setObjectName("main_window")
        self.setWindowTitle("nnviz")
        self.store = store
        self._latest: Snapshot | None = None
        self._selection = Selection()
        self._input_image = blank_input()
        self._follows_training = False  # whether the input image is the example trained on last
        self._build_panels()
        self._frames = Frames(self, self.panels)
        self.layout_of_panels = WindowLayout(self, self.controls, self.panels, store)
        self.controls.start_button.setFocus()
        self.clock = FrameClock(self)
        self.clock.tick.connect(self._next_frame)
        memory = store.history_memory() if store is not None else MEMORY
        self.training = TrainingThread(settings, load_data, memory)
        self.time_machine = TimeMachine(self.training, self.timeline, self.learning_curve)
        self.drawing_pad.bench.look_back = self.training.runs.outputs_over_time
        to_walk = partial(self.layout_of_panels.bring_to_front, self.backprop_steps)
        self.step_walk = StepWalk(self.time_machine, self.backprop_steps, to_walk)
        self.trial = Trial(self.training.runs)
        self.time_machine.changed.connect(self._frames.refresh)
        Intents(self).example_wanted.connect(self._follow_training)
        for panel in self.panels:
            panel.network_edited.connect(self._on_edited)
        self.documents = Documents(self, guards and store is not None)
        self.file_menu = FileMenu(self, self.documents)
        self.sharing = Sharing(self, self.documents)
        self.edit_menu = EditMenu(self, self.sharing)
        FileDrop(self, self.documents)
        self.exports = Exports(self, self.documents, self.file_menu)
        self.file_menu.add_quit()
        continue_action = self.timeline.actions_in_time.branch
        self.runs_menu = RunsMenu(self, self.training, store, continue_action)
        self.layout_of_panels.add_menu(self.runs_menu)
        self.experiments = Experiments(self, self.training)
        self.experiments.run_opened.connect(self.time_machine.go_live)
        self.experiments.picture_chosen.connect(self.show_input_image)
        self.runs_beside = RunsBeside(self, self.learning_curve)
        self.runs_menu.addActions([self.runs_beside.action, self.experiments.action])
        self.adviser = Adviser(self, self.training)
        self.lesson_host = LessonHost(self, self.lesson)
        self.recorder = LessonRecorder(self, self.lesson_host, self.file_menu)
        self.help_menu = HelpMenu(self, self.lesson_host, self.recorder)
        self.earlier = EarlierMoments(self, self.evaluation, self.training)
        self.presentation = Presentation(self)
        if store is not None:
            Zoom(self, store, self.documents.say)
        self.welcome: Welcome | None = None
        if guards and store is not None and store.is_new:
            store.set_welcomed()
            self.layout_of_panels.show_simple()
            self.welcome = Welcome(self)
        if start:
            self.training.submit(Start())
        self.clock.start()

    @property
    def examples_seen(self) -> int:
        """Examples trained on so far in the run shown."""
        return self._latest.examples_seen if self._latest is not None else 0

    @property
    def epoch_size(self) -> int:
        """Examples in an epoch of the run shown; 0 before the first frame."""
        return self._latest.epoch_size if self._latest is not None else 0

    @property
    def latest(self) -> Snapshot | None:
        """The newest moment of the run shown; None before the first frame."""
        return self._latest

    @property
    def own_latest(self) -> Snapshot | None:
        """The newest moment of the user's own run, also while a lesson shows another."""
        return self.lesson_host.own_latest if self.lesson_host.is_open else self._latest

    @property
    def own_drawing(self) -> Page:
        """The user's own drawing and what it is said to be, also while a lesson shows another."""
        return self.lesson_host.own_drawing

    @property
    def guesses(self) -> Guesses:
        """What was guessed in lessons."""
        return self.lesson_host.guesses

    def set_guesses(self, guesses: Guesses) -> None:
        """These were guessed, and no others."""
        self.lesson_host.guesses = {lesson: dict(made) for lesson, made in guesses.items()}

    @property
    def own_layout(self) -> PanelLayout | None:
        """Where the user has the panels, also while a lesson has them elsewhere."""
        return self.lesson_host.own_layout

    def leave_lesson(self) -> None:
        """Give the user's own runs back, if a lesson shows others."""
        self.lesson_host.leave()

    @property
    def selection(self) -> Selection:
        """The neurons that are hovered and pinned."""
        return self._selection

    def go_live(self) -> None:
        """Show the newest moment."""
        self.time_machine.go_live()

    @property
    def shown(self) -> Snapshot | None:
        """The moment that all panels show, the newest or an earlier one; None before the first frame."""
        return None if self._latest is None else self.time_machine.shown(self._latest)

    @property
    def input_image(self) -> InputImage:
        """The image shown."""
        return self._input_image

    def show_input_image(self, input_image: InputImage) -> None:
        """Show this image going through the network, in every panel, from the next frame on."""
        if self._latest is not None and not input_image.subject.fits(self._latest.subject):
            return  # drawn a moment before other data came
        self._input_image = input_image
        self._follows_training = False
        self._frames.show_another_image()

    def select(self, selection: Selection) -> None:
        """Highlight a neuron in every panel, at once."""
        if selection == self._selection:
            return
        self._selection = selection
        for panel in self.panels:
            panel.set_selection(selection)

    def show_problem(self, sentence: str) -> None:
        """Say that something went wrong, without getting in the way."""
        self.controls.status.set_complaint(sentence)

    def close_at_once(self) -> None:
        """Close without a question; unsaved work is offered at the next start."""
        self.documents.leave()
        self.recorder.give_up()
        self.close()

    def _build_panels(self) -> None:
        """The bar, and one of each panel there is, as an attribute of its name."""
        self.controls = Controls()
        self.panels = [make() for make in PANELS]
        for panel in self.panels:
            setattr(self, panel.spec.name, panel)

    def _follow_training(self) -> None:
        self._follows_training = True

    def _on_edited(self, edits: NetworkEdits) -> None:
        self.trial.edits = edits
        self._frames.refresh()

    def forget_edits(self) -> None:
        """Show the network as it is again."""
        self._on_edited(NetworkEdits())
        for panel in self.panels:
            panel.set_edits(NetworkEdits())

    def _next_frame(self) -> None:
        """Show the training's latest moment, if there is one or if it is to be seen differently."""
        before, snapshot = self._latest, self.training.mailbox.take()
        if snapshot is not None:
            self._take_in(snapshot)
        self._frames.next_frame(before, is_new=snapshot is not None)
        self._show_pace()

    def _take_in(self, snapshot: Snapshot) -> None:
        if self._latest is None or snapshot.network.sizes != self._latest.network.sizes:
            self.select(Selection())
        if self._latest is None or snapshot.run != self._latest.run:
            self.forget_edits()
        if snapshot.data is not None and not self._is_of_the_same_data(snapshot.data):
            self.select(Selection())
            self._input_image = blank_input(snapshot.subject)
        self._latest = snapshot
        self.time_machine.take_in(snapshot)
        self.runs_beside.take_in(snapshot)
        self.runs_menu.set_snapshot(snapshot)
        self.adviser.take_in(snapshot)
        self.experiments.take_in(snapshot)
        self.sharing.take_in(snapshot)
        self.recorder.take_in(snapshot)
        if self.welcome is not None:
            self.welcome.take_in(snapshot)
        data = snapshot.data
        if data is None:
            return
        if self._follows_training and snapshot.last_example >= 0:
            self._input_image = data_input(data.train, snapshot.last_example, "training")
        elif self._input_image.source == "blank":
            self._input_image = data_input(data.test, min(_FIRST_INPUT_IMAGE, len(data.test) - 1))

    def _is_of_the_same_data(self, data: Dataset) -> bool:
        """Whether the input image can stay: of the first data to come, a drawing may be older."""
        before = self._latest.data if self._latest is not None else None
        if before is None:
            return self._input_image.subject.fits(data.subject)
        return before.test is data.test

    def _show_pace(self) -> None:
        training = self._latest is not None and self._latest.phase is Phase.TRAINING
        behind = self._frames.seconds_behind() if training else 0.0
        self.controls.set_view(self.clock.frames_per_second(), 1000 * behind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._selection == Selection():
                self.presentation.close()
            self.select(Selection())
            self.controls.revert()
            if self.welcome is not None:
                self.welcome.hide()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything that moves. The panels are closed too: some own threads of their own."""
        if not self._may_close():
            event.ignore()
            return
        moving = (
            self.lesson_host,
            self.file_menu,
            self.training,
            self.time_machine,
            self.trial,
            self.documents,
            self.exports,
            self.adviser,
            self.earlier,
            self.experiments,
        )
        guard.each(
            "closing",
            self.clock.stop,
            self.presentation.close,
            *(part.close for part in moving),
            self.layout_of_panels.save,
            self._remember_settings,
            *(panel.close for panel in self.panels),
            self.garbage.close,
        )
        super().closeEvent(event)

    def _may_close(self) -> bool:
        try:
            return self.recorder.may_close() and self.documents.may_close()
        except Exception as error:  # nobody can be asked: what is not saved is offered at the next start
            guard.report(error, "closing")
            guard.each("closing", self.documents.leave)
            return True

    def _remember_settings(self) -> None:
        if self.store is not None and self._latest is not None:
            self.store.set_settings(self.training.runs.settings_to_remember() or self._latest.settings)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._frames.refresh()
