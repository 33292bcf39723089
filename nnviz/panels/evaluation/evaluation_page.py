"""What the pages of the evaluation panel have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.gallery import Gallery
from nnviz.runs.input_image import Source, data_input
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.picture_menu import add_picture_menu
from nnviz.widgets.quiet_choice import QuietChoice


class EvaluationPage(QWidget):
    """One of the panel's pages. It is told of a moment only while it can be seen."""

    pictures_chosen = Signal(object)  # PictureChoice to be shown where test images are
    input_image_chosen = Signal(object)  # Input image to show everywhere
    teachers_requested = Signal(object)  # an input image: show who taught it

    def __init__(self) -> None:
        super().__init__()
        self.answered: Answered | None = None  # of the moment shown; None while it is not known
        self.snapshot: Snapshot | None = None

    def offer_teachers(self, gallery: Gallery, source: Source = "test") -> None:
        """Have a menu on the pictures of a gallery, which are of that part of the data."""

        def ask(index: int) -> None:
            if gallery.pictures is not None:
                self.teachers_requested.emit(data_input(gallery.pictures.examples, index, source))

        add_picture_menu(gallery, lambda: gallery.pointed_at, ask)

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
