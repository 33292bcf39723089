"""What the pages of the evaluation panel have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnviz.panels.evaluation.answered import Answered
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.quiet_choice import QuietChoice


class EvaluationPage(QWidget):
    """One of the panel's pages. It is told of a moment only while it can be seen."""

    pictures_chosen = Signal(object)  # PictureChoice to be shown where test images are
    input_image_chosen = Signal(object)  # Input image to show everywhere

    def __init__(self) -> None:
        super().__init__()
        self.answered: Answered | None = None  # of the moment shown; None while it is not known
        self.snapshot: Snapshot | None = None

    def header_choice(self) -> QuietChoice | None:
        """What stands in the title bar while this page is the one shown."""
        return None

    def show_moment(self, snapshot: Snapshot, answered: Answered | None) -> None:
        """Show this moment."""
        other = answered is not self.answered
        self.snapshot, self.answered = snapshot, answered
        if other or answered is None:
            self.show_answers()

    def show_answers(self) -> None:
        """The answers are others."""
        self.update()

    @property
    def waiting(self) -> str:
        """What is said while there are no answers."""
        if self.snapshot is None:
            return ""
        return "…" if self.snapshot.is_being_evaluated else self.snapshot.message
