"""What the user wants, as panels and bar say it: handed on to the training, or to the panel that answers.

Whatever is asked of the training is what there is to see: the newest moment is shown again.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from nnviz.datasets.dataset import Examples
from nnviz.explain.example import AppliedStep
from nnviz.learning.neuron import Neuron, WeightChoice
from nnviz.learning.settings import Settings
from nnviz.panels.biography.panel import BiographyPanel
from nnviz.panels.landscape.panel import LandscapePanel
from nnviz.panels.panel import PictureChoice, StepToWalk
from nnviz.panels.teachers.panel import TeachersPanel
from nnviz.runs.commands import (
    ApplyEach,
    ApplyStep,
    ChangeSettings,
    Command,
    KeepEdits,
    Pause,
    Reset,
    SetSpeed,
    Start,
    Step,
    Unit,
)
from nnviz.runs.input_image import InputImage
from nnviz.runs.trial import Trial
from nnviz.window.lessons.lesson_scene import LessonWindow
from nnviz.window.step_walk import StepWalk
from nnviz.window.time_machine import TimeMachine


class IntentWindow(LessonWindow):
    """What intents need of the window."""

    biography: BiographyPanel
    landscape: LandscapePanel
    teachers: TeachersPanel
    time_machine: TimeMachine
    trial: Trial
    step_walk: StepWalk


class Intents(QObject):
    """Connects the signals of the bar and of all panels; those of one panel alone are its own affair."""

    example_wanted = Signal()  # one example is to go through, and to be seen

    def __init__(self, window: IntentWindow) -> None:
        super().__init__(window)
        self._window = window
        for panel in (window.biography, window.landscape, window.teachers):
            panel.past_of = window.training.runs.replayable
        self._connect_bar()
        self._connect_panels()

    def _connect_bar(self) -> None:
        controls, submit = self._window.controls, self._window.training.submit
        controls.start_requested.connect(lambda: self._do(Start()))
        controls.pause_requested.connect(lambda: submit(Pause()))
        controls.step_requested.connect(self._step)
        controls.reset_requested.connect(self._reset)
        controls.live_settings_changed.connect(lambda changed: submit(ChangeSettings(changed)))
        controls.speed_changed.connect(lambda speed: submit(SetSpeed(speed)))

    def _connect_panels(self) -> None:
        window = self._window
        for panel in window.panels:
            panel.neuron_hovered.connect(self._hover)
            panel.neuron_clicked.connect(self._click)
            panel.input_image_chosen.connect(window.show_input_image)
            panel.drawing_named.connect(window.drawing_pad.take_name)
            panel.title_changed.connect(window.layout_of_panels.dock(panel).set_title)
            panel.apply_step_requested.connect(self._apply_step)
            panel.train_on_requested.connect(self._train_on)
            panel.keep_edits_requested.connect(self._keep_edits)
            panel.pictures_chosen.connect(self._show_pictures)
            panel.weight_chosen.connect(self._tell_biography)
            panel.step_walk_requested.connect(self._walk_through)
            panel.teachers_requested.connect(self._ask_who_taught)
            panel.moment_chosen.connect(window.time_machine.look_back)
            panel.comparison_requested.connect(window.time_machine.compare_with)

    def _do(self, command: Command[object]) -> None:
        self._window.go_live()
        self._window.training.submit(command)

    def _step(self, unit: Unit) -> None:
        self._do(Step(unit))
        if unit == "example":  # what goes through is what there is to see
            self.example_wanted.emit()

    def _reset(self, settings: Settings) -> None:
        self._window.forget_edits()
        self._do(Reset(settings))

    def _apply_step(self, step: AppliedStep) -> None:
        self._do(ApplyStep(step.image, step.label, step.eta, step.description))

    def _train_on(self, examples: Examples) -> None:
        self._do(ApplyEach(examples, f"one step with each of {len(examples)} drawings of yours"))

    def _keep_edits(self) -> None:
        self._do(KeepEdits(self._window.trial.edits))
        self._window.forget_edits()

    def _hover(self, neuron: Neuron | None) -> None:
        self._window.select(replace(self._window.selection, hovered=neuron))

    def _click(self, neuron: Neuron) -> None:
        selection = self._window.selection
        self._window.select(replace(selection, pinned=None if neuron == selection.pinned else neuron))

    def _show_pictures(self, choice: PictureChoice) -> None:
        for panel in self._window.panels:
            panel.show_pictures(choice)

    def _tell_biography(self, choice: WeightChoice) -> None:
        self._window.biography.choose(choice)
        self._window.layout_of_panels.bring_to_front(self._window.biography)

    def _walk_through(self, step: StepToWalk) -> None:
        latest = self._window.latest
        image = self._window.step_walk.request(step, latest) if latest is not None else None
        if image is not None:
            self._window.show_input_image(image)

    def _ask_who_taught(self, input_image: InputImage) -> None:
        self._window.show_input_image(input_image)
        self._window.layout_of_panels.bring_to_front(self._window.teachers)
