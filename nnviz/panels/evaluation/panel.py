"""Evaluation: what the network takes for what, class by class, and which images it gets wrong.

On all test images, of the moment shown. It is worked out only while the panel can be seen.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.explain.confusion import Confusion
from nnviz.learning.evaluation import Evaluation
from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.change_page import ChangePage
from nnviz.panels.evaluation.evaluation_page import EvaluationPage
from nnviz.panels.evaluation.label_page import LabelPage
from nnviz.panels.evaluation.matrix_page import MatrixPage
from nnviz.panels.evaluation.mistakes_page import MistakesPage
from nnviz.panels.evaluation.sure_page import SurePage
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.snapshot import Snapshot
from nnviz.sessions.verdicts import Verdicts
from nnviz.widgets.tab_stack import TabStack


class EvaluationPanel(Panel):
    """Pages of which one is shown, chosen by tabs."""

    spec = PanelSpec(
        name="evaluation",
        title="Evaluation",
        explanation=(
            "All test images by what they are and what the network says, with the accuracy of each class; "
            "how right its answers are against how sure; its mistakes, the worst first; what it learned and "
            "forgot. Click a cell or an image to see it elsewhere."
        ),
        place=FirstPlace("centre", behind="network_diagram"),
    )

    earlier_wanted = Signal(int)  # after how many examples of the run shown: for `set_earlier`

    export_wanted = Signal()  # the verdicts on labels, as a table

    def __init__(self) -> None:
        super().__init__()
        self.matrix, self.sure, self.mistakes = MatrixPage(), SurePage(), MistakesPage()
        self.change, self.labels = ChangePage(), LabelPage()
        self.tabs = TabStack("Pages of the evaluation")
        self.tabs.set_pages(
            [
                ("Matrix", self.matrix),
                ("How sure", self.sure),
                ("Mistakes", self.mistakes),
                ("Learned and forgotten", self.change),
                ("Is the label right?", self.labels),
            ]
        )
        self.change.earlier_wanted.connect(self.earlier_wanted)
        self.labels.export_wanted.connect(self.export_wanted)
        self._answered: Answered | None = None
        self._header = QWidget()
        self._build_layout()
        for page in self.pages:
            page.pictures_chosen.connect(self.pictures_chosen)
            page.input_image_chosen.connect(self.input_image_chosen)
            page.teachers_requested.connect(self.teachers_requested)
        self.tabs.page_changed.connect(self._show_page)
        self._show_page()

    def _build_layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setAlignment(Qt.AlignmentFlag.AlignRight)
        for page in self.pages:
            choice = page.header_choice()
            if choice is not None:
                row.addWidget(choice)

    @property
    def follows_training(self) -> bool:
        return self.page is self.labels  # which are of the newest moments of all runs

    def header_widgets(self) -> list[QWidget]:
        return [self._header]

    @property
    def pages(self) -> tuple[EvaluationPage, ...]:
        """All pages, in the order of their tabs."""
        return self.matrix, self.sure, self.mistakes, self.change, self.labels

    @property
    def page(self) -> EvaluationPage:
        """The page shown."""
        return next(page for page in self.pages if page is self.tabs.page)

    @property
    def found(self) -> Confusion | None:
        """The matrix of the moment shown; None before there is an evaluation."""
        return self._answered.confusion if self._answered is not None else None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        evaluation, data = snapshot.evaluation, snapshot.data
        if evaluation is None or data is None:
            self._answered = None
        elif self._answered is None or self._answered.evaluation is not evaluation:
            self._answered = Answered(evaluation, data.test)
        self.page.show_moment(snapshot, self._answered)

    @property
    def verdicts(self) -> Verdicts:
        """What the user says of labels."""
        return self.labels.verdicts

    def set_verdicts(self, verdicts: Verdicts) -> None:
        """Have these and no others."""
        self.labels.set_verdicts(verdicts)

    def set_earlier(self, run: int, evaluation: Evaluation) -> None:
        """What this run answered at an earlier moment, as was `earlier_wanted`."""
        self.change.set_earlier(run, evaluation)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.change.close_workers()
        self.labels.close_workers()
        super().closeEvent(event)

    def _show_page(self) -> None:
        """Another tab was chosen: its page is told what it has missed."""
        for page in self.pages:
            choice = page.header_choice()
            if choice is not None:
                choice.setVisible(page is self.page)
        if self.snapshot is not None and self.isVisible():
            self.show_snapshot(self.snapshot)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 90)
