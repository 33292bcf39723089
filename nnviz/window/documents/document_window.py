"""What documents need of the window they belong to; of the rest they know nothing."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtWidgets import QMainWindow

from nnviz.panels.controls.panel import Controls
from nnviz.panels.drawing_pad.panel import DrawingPad
from nnviz.panels.drawing_pad.strokes import Page
from nnviz.panels.evaluation.panel import EvaluationPanel
from nnviz.panels.learning_curve.panel import LearningCurve
from nnviz.panels.panel import Panel
from nnviz.runs.snapshot import Snapshot
from nnviz.runs.training_thread import TrainingThread
from nnviz.runs.trial import Trial
from nnviz.sessions.panel_layout import PanelLayout
from nnviz.sessions.session import Guesses
from nnviz.window.settings_store import SettingsStore
from nnviz.window.window_layout import WindowLayout


class DocumentWindow(QMainWindow):
    """A window whose work can be saved, opened and exported."""

    store: SettingsStore | None
    training: TrainingThread
    controls: Controls
    drawing_pad: DrawingPad
    learning_curve: LearningCurve
    evaluation: EvaluationPanel
    panels: list[Panel]
    layout_of_panels: WindowLayout
    trial: Trial

    @property
    @abstractmethod
    def latest(self) -> Snapshot | None:
        """The newest moment of the run shown; None before the first frame."""

    @property
    @abstractmethod
    def own_latest(self) -> Snapshot | None:
        """The same of the user's own run, also while a lesson shows others in its place."""

    @property
    @abstractmethod
    def own_drawing(self) -> Page:
        """The user's own drawing and what it is said to be, also while a lesson shows another."""

    @property
    @abstractmethod
    def guesses(self) -> Guesses:
        """What was guessed in lessons."""

    @abstractmethod
    def set_guesses(self, guesses: Guesses) -> None:
        """These were guessed, and no others."""

    @property
    @abstractmethod
    def own_layout(self) -> PanelLayout | None:
        """Where the user has the panels, also while a lesson has them elsewhere."""

    @abstractmethod
    def leave_lesson(self) -> None:
        """Give the user's own runs back, if a lesson shows others."""

    @property
    @abstractmethod
    def shown(self) -> Snapshot | None:
        """The moment that all panels show; None before the first frame."""

    @abstractmethod
    def forget_edits(self) -> None:
        """Show the network as it is again."""
