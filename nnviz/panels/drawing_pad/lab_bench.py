"""What becomes of the drawing before the network sees it, and which drawings were kept.

The lab shows it, where there is room; what the lab tells is found here, off the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.datasets.centring import centre_digit, placing, uncentred
from nnviz.datasets.dataset import Dataset, Examples
from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.nearest import Nearest, Neighbours
from nnviz.explain.variations import Variation, varied
from nnviz.panels.drawing_pad.exploration import Exploration, Explored, with_drawing, without_drawing
from nnviz.panels.drawing_pad.lab import Lab
from nnviz.panels.drawing_pad.lab_words import keep_words
from nnviz.panels.drawing_pad.nearest_pictures import COUNT
from nnviz.runs.answering_thread import Rest
from nnviz.runs.input_image import InputImage, blank_input, data_input, drawn_input
from nnviz.runs.outputs_over_time import OutputsOverTime
from nnviz.runs.snapshot import Snapshot
from nnviz.sessions.session import MOST_KEPT
from nnviz.widgets.latest_worker import LatestWorker

# What a run, by its number, said of a picture (pixels,) all along; None if the run is gone.
LookBack = Callable[[int, Floats, Callable[[], bool]], OutputsOverTime | None]

_REST = Rest(0.1, 3.0)  # while training goes on, three quarters of the time are left to it
_LONG_REST = Rest(0.5, 5.0)


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is on the canvas: `ink` (H, W) in [0, 1], and what the user says it is."""

    ink: Floats
    subject: Subject = MNIST
    label: int | None = None


class LabBench(QObject):
    """Holds the settings of the lab, also while there is none to be seen, and does its work."""

    changed = Signal()  # the drawing has become another picture
    image_chosen = Signal(object)  # InputImage to show everywhere
    train_asked = Signal(object)  # Examples
    export_asked = Signal(object)  # Examples

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.look_back: LookBack | None = None  # given by whoever has the runs
        self.kept: Examples | None = None  # the user's own set
        self._centred, self._variation = True, Variation()
        self._drawing = Drawing(np.zeros((1, 1), dtype=np.float32))
        self._prepared_as: tuple[object, ...] = ()
        self._prepared = blank_input()
        self._snapshot: Snapshot | None = None
        self._explored: tuple[object, ...] = ()
        self._looked_back: tuple[object, ...] = ()
        self._neighbours: Neighbours | None = None
        self._exploring = LatestWorker("exploring a drawing", self, _REST)
        self._looking_back = LatestWorker("looking back at a drawing", self, _LONG_REST)
        self._comparing = LatestWorker("comparing a drawing", self, _REST)
        self._exploring.finished.connect(self._show_explored)
        self._looking_back.finished.connect(self._show_over_time)
        self._comparing.finished.connect(self._show_nearest)

    @cached_property
    def lab(self) -> Lab:
        """Made when there is room for it the first time."""
        made = Lab()
        made.setParent(self._owner)
        made.varied.connect(self.vary)
        made.preparation.switched.connect(self.centre)
        made.kept.keep_asked.connect(self.keep)
        made.kept.removed.connect(self._remove)
        made.kept.chosen.connect(self._choose_kept)
        made.kept.train_asked.connect(lambda: self.train_asked.emit(self.kept))
        made.kept.export_asked.connect(lambda: self.export_asked.emit(self.kept))
        made.nearest.chosen.connect(self._choose_training)
        return made

    @property
    def has_lab(self) -> bool:
        """Whether it can be seen."""
        return "lab" in self.__dict__ and self.lab.isVisible()

    def place(self, room: QRect | None) -> None:
        """Let the lab stand there; None if there is no room."""
        if room is not None:
            self.lab.setGeometry(room)
        if "lab" in self.__dict__ and self.lab.isHidden() != (room is None):
            self.lab.setVisible(room is not None)
            self.refresh()

    def input_image(self, drawing: Drawing) -> InputImage:
        """What the network sees of it; the last one is kept, as it is asked for more than once."""
        prepared_as = (drawing, self._centred, self._variation)
        if prepared_as != self._prepared_as:
            prepare = centre_digit if self._centred else uncentred
            image = varied(prepare(drawing.ink, drawing.subject.shape), self._variation)
            hows = ("" if self._centred else "not centred", self._variation.words)
            how = ", ".join(how for how in hows if how)
            self._prepared = drawn_input(image, drawing.subject, drawing.label, how)
            self._prepared_as = prepared_as
        return self._prepared

    def begin(self) -> None:
        """Another drawing is begun, which is neither moved nor turned."""
        self._variation = Variation()

    def vary(self, variation: Variation) -> None:
        """Show the drawing varied so, in every panel."""
        self._variation = variation
        self.refresh()
        self.changed.emit()

    def centre(self, centred: bool) -> None:
        """Show the drawing centred or, if not, as it was drawn, in every panel."""
        self._centred = centred
        self.refresh()
        self.changed.emit()

    def keep(self) -> None:
        """Add the drawing, as the network sees it, to the user's own set: as what the user says it is."""
        drawn = self.input_image(self._drawing)
        if drawn.label is not None and not drawn.is_blank and not self._is_full:
            self.set_kept(with_drawing(self.kept, drawn.image, drawn.label, drawn.subject))

    def set_kept(self, kept: Examples | None) -> None:
        """These are the drawings that were kept."""
        self.kept = kept
        self.refresh()

    def show_drawing(self, drawing: Drawing) -> None:
        """This is on the canvas now."""
        self._drawing = drawing
        self.refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """This is the moment shown now."""
        self._snapshot = snapshot
        if self.kept is not None and not self.kept.subject.fits(snapshot.subject):
            self.kept = None
        if self.has_lab:
            self._ask_again(urgent=False)

    def refresh(self) -> None:
        """Show what is done to the drawing; what that changes is asked for."""
        if not self.has_lab:
            return
        shape, ink = self._drawing.subject.shape, self._drawing.ink
        pictures = uncentred(ink, shape), centre_digit(ink, shape)
        self.lab.preparation.show_drawing(pictures, placing(ink, shape), self._centred)
        self.lab.show_variation(self._variation)
        if self.lab.kept.kept is not self.kept:
            self.lab.kept.show_kept(self.kept, None)
        self._offer_keep()
        self._ask_again(urgent=True)
        self._compare()

    def forget(self) -> None:
        """Nobody looks any more."""
        for worker in (self._exploring, self._looking_back, self._comparing):
            worker.forget()
        self._explored = self._looked_back = ()

    def close(self) -> None:
        """End."""
        for worker in (self._exploring, self._looking_back, self._comparing):
            worker.close()

    def _ask_again(self, urgent: bool) -> None:
        if self._snapshot is not None and self._snapshot.subject.fits(self._drawing.subject):
            self._explore(self._snapshot, urgent)
            self._look_back(self._snapshot, urgent)

    def _explore(self, snapshot: Snapshot, urgent: bool) -> None:
        asked = (snapshot.network, self._drawing, self._variation, self._centred, id(self.kept))
        if not urgent and asked == self._explored:
            return
        self._explored = asked
        prepare = centre_digit if self._centred else uncentred
        image = prepare(self._drawing.ink, self._drawing.subject.shape)
        question, subject = Exploration(snapshot.network, image, self._variation, self.kept), snapshot.subject
        if question.is_empty:
            self._exploring.forget()
            self.lab.show_explored(None)
        else:
            self._exploring.request(lambda: (question.find(), subject), urgent)

    def _look_back(self, snapshot: Snapshot, urgent: bool) -> None:
        """Anew for each point of the learning curve."""
        drawn, look_back = self.input_image(self._drawing), self.look_back
        self.lab.over_time.show_now(snapshot.examples_seen, drawn.label)
        asked = (snapshot.run, snapshot.curve, snapshot.changes_by_hand, drawn.image.tobytes())
        if asked == self._looked_back:
            return
        self._looked_back = asked
        if look_back is None or drawn.is_blank:
            self._looking_back.forget()
            self.lab.over_time.show_over_time(None, snapshot.subject, snapshot.epoch_size)
            return
        run, image, wanted = snapshot.run, drawn.image, self._looking_back.is_wanted
        self._looking_back.request(lambda: (look_back(run, image, wanted), snapshot), urgent)

    def _compare(self) -> None:
        data = self._snapshot.data if self._snapshot is not None else None
        drawn = self.input_image(self._drawing)
        if data is None or not data.subject.fits(drawn.subject):
            return
        if drawn.is_blank:
            self._comparing.forget()
            self.lab.nearest.show_nearest(data.train, None)
            return
        if self._neighbours is None or self._neighbours.examples is not data.train:
            self._neighbours = Neighbours(data.train)
        neighbours, wanted = self._neighbours, self._comparing.is_wanted
        self._comparing.request(lambda: (data, neighbours.nearest(drawn.image, COUNT, wanted)), urgent=True)

    def _show_explored(self, found: tuple[Explored, Subject]) -> None:
        if self.has_lab and found[1] == self._drawing.subject:
            self.lab.show_explored(*found)

    def _show_over_time(self, found: tuple[OutputsOverTime | None, Snapshot]) -> None:
        over_time, of = found
        if self.has_lab:
            self.lab.over_time.show_over_time(over_time, of.subject, of.epoch_size)

    def _show_nearest(self, found: tuple[Dataset, Nearest]) -> None:
        if self.has_lab and self._snapshot is not None and found[0] is self._snapshot.data:
            self.lab.nearest.show_nearest(found[0].train, found[1])

    @property
    def _is_full(self) -> bool:
        return self.kept is not None and len(self.kept) >= MOST_KEPT

    def _offer_keep(self) -> None:
        drawn = self.input_image(self._drawing)
        text, tip = keep_words(drawn.subject, drawn.label, drawn.is_blank, self._is_full)
        can = drawn.label is not None and not drawn.is_blank and not self._is_full
        self.lab.kept.offer_keep(text, tip, can)

    def _remove(self, index: int) -> None:
        if self.kept is not None:
            self.set_kept(without_drawing(self.kept, index))

    def _choose_kept(self, index: int) -> None:
        if self.kept is not None:
            self.image_chosen.emit(data_input(self.kept, index, "drawing"))

    def _choose_training(self, index: int) -> None:
        if self._snapshot is not None and self._snapshot.data is not None:
            self.image_chosen.emit(data_input(self._snapshot.data.train, index, "training"))
