"""What every panel is: a widget with a title that is shown frozen snapshots and says what the user wants."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from nnviz.learning.edits import NetworkEdits
from nnviz.learning.neuron import Selection, WeightChoice
from nnviz.panels.spec import PanelSpec
from nnviz.runs.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class PictureChoice:
    """Some of the test digits, to be looked at."""

    indices: NDArray[np.int64]  # in the order they are to stand in
    words: str  # which these are: "3 taken for 5: 12"


@dataclass(frozen=True)
class StepToWalk:
    """A step of the past, and one of the training examples of its mini-batch."""

    examples_seen: int  # before it
    example: int  # its index in the training data
    weight: WeightChoice | None = None  # to be looked at there


class Panel(QWidget):
    """Base of all panels. A subclass has a `spec`, builds its widgets once and overrides `show_snapshot`.

    A panel that cannot be seen is only told to remember; it catches up when it is shown. What the user does
    goes out as signals, which only the main window connects.
    """

    neuron_hovered = Signal(object)  # Neuron under the cursor, or None
    neuron_clicked = Signal(object)  # Neuron to pin, or to release if it is pinned already
    input_image_chosen = Signal(object)  # Input image to show everywhere
    drawing_named = Signal(object)  # the drawing as an input image, with what the user says it is
    title_changed = Signal(str)  # what the title bar says from now on
    network_edited = Signal(object)  # NetworkEdits to show on trial everywhere
    keep_edits_requested = Signal()  # train on from the network as edited
    apply_step_requested = Signal(object)  # AppliedStep: take it as a training step with this example
    train_on_requested = Signal(object)  # Examples: take one step with each of them
    export_requested = Signal(object)  # Examples to be saved
    pictures_chosen = Signal(object)  # PictureChoice to be shown where test digits are
    weight_chosen = Signal(object)  # WeightChoice whose biography is to be told
    step_walk_requested = Signal(object)  # StepToWalk, to be walked through with one of its pictures
    teachers_requested = Signal(object)  # an input image: show who taught it
    moment_chosen = Signal(int)  # examples seen at the moment to show everywhere
    comparison_requested = Signal(object)  # number of the run to compare with, None for no comparison

    spec: PanelSpec

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(self.spec.name)
        self.setAccessibleName(self.spec.title)
        self.setAccessibleDescription(self.spec.explanation)
        self.title = self.spec.title
        self.reduced_motion = False  # whether nothing may move by itself
        self.numbered = False  # whether hidden units bear their numbers
        self.snapshot: Snapshot | None = None
        self.selection = Selection()
        self.refreshes = 0  # how often a moment was drawn, for the benchmark
        self._stale = False

    @property
    def follows_training(self) -> bool:
        """Whether it shows how the training goes on, too, while an earlier moment is looked at."""
        return False

    def header_widgets(self) -> list[QWidget]:
        """Small widgets for the right end of the title bar: a mode, a caption."""
        return []

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment, now if the panel can be seen, otherwise when it is."""
        self.snapshot = snapshot
        self._stale = not self.isVisible()
        if not self._stale:
            self._draw(snapshot)

    def set_selection(self, selection: Selection) -> None:
        """Highlight the neuron that is hovered or pinned, in whichever panel that happened."""
        if selection == self.selection:
            return
        self.selection = selection
        if self.isVisible():
            self.show_selection(selection)

    def set_numbered(self, numbered: bool) -> None:
        """Whether hidden units bear their numbers, where they are drawn."""
        self.numbered = numbered
        self.update()

    def set_edits(self, edits: NetworkEdits) -> None:
        """These edits are on trial from now on: none once they were kept, or taken back elsewhere."""

    def show_pictures(self, choice: PictureChoice) -> None:
        """These test digits were chosen somewhere: show them, if test digits are what is shown here."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw it. Called only while the panel can be seen, at most once a frame."""
        self.update()

    def show_selection(self, selection: Selection) -> None:
        """Draw the highlight. Called only while the panel can be seen."""
        self.update()

    def apply_theme(self) -> None:
        """Take the new colours; called when the scheme has changed."""
        self.update()

    def drawn_at(self, ratio: float) -> AbstractContextManager[object]:
        """For a picture with `ratio` pixels for one of the screen's units: what is kept ready for painting is
        as fine as that meanwhile.
        """
        return nullcontext()

    def slow_part(self, ratio: float) -> Callable[[], Callable[[], None]] | None:
        """What a picture of this moment with `ratio` pixels for one of the screen's units has to wait for.

        To be called in any thread; it returns what is then to be called in the GUI thread. None: nothing.
        """
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.apply_theme()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self.snapshot is not None:
            self._stale = False
            self._draw(self.snapshot)
        self.show_selection(self.selection)

    def _draw(self, snapshot: Snapshot) -> None:
        self.refreshes += 1
        self.show_snapshot(snapshot)
