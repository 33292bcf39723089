"""The drawing pad: draw, and see at once what the network sees of it and what it says.

While another image is shown the drawing waits on the canvas, and what the network sees is that image: the
pad always tells what every panel shows.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QMimeData, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from nnviz.arrays import Floats
from nnviz.datasets.centring import centre_digit, placing, uncentred
from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.variations import Variation, varied
from nnviz.learning.network import Network
from nnviz.panels.drawing_pad.canvas import Canvas
from nnviz.panels.drawing_pad.exploration import Exploration, Explored, with_drawing, without_drawing
from nnviz.panels.drawing_pad.foreign_pictures import ForeignPictures, picture_file
from nnviz.panels.drawing_pad.lab import Lab
from nnviz.panels.drawing_pad.lab_words import keep_words
from nnviz.panels.drawing_pad.pad_layout import places_with_lab
from nnviz.panels.drawing_pad.seen import Seen
from nnviz.panels.drawing_pad.strokes import Page, Stroke
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.answering_thread import Rest
from nnviz.runs.input_image import InputImage, data_input, drawn_input
from nnviz.runs.snapshot import Snapshot
from nnviz.sessions.session import MOST_KEPT
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.quiet_choice import QuietChoice

if TYPE_CHECKING:
    from nnviz.datasets.pictures import Ink

_REST = Rest(0.1, 3.0)  # while training goes on, three quarters of the time are left to it
_FRAME = 16  # ms: however many strokes arrive, the drawing becomes the input image this often at most


class DrawingPad(Panel):
    """A canvas, the pixels shown, and the outputs. A drawing becomes the input image while it is drawn."""

    spec = PanelSpec(
        name="drawing_pad",
        title="Draw",
        explanation=(
            "Draw with the mouse: the drawing is scaled and centred as MNIST's digits were, and becomes the "
            "image x that every panel shows going through the network."
        ),
        place=FirstPlace("right", height=240),
    )

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.seen = Seen()
        for part in (self.canvas, self.seen):
            part.setParent(self)
        self.setFocusProxy(self.canvas)
        self._has_changed = False  # since the drawing last became the input image
        self._centred, self._variation = True, Variation()  # what becomes of the drawing
        self._foreign = ForeignPictures(self)
        self._foreign.read.connect(self._take_ink)
        self._foreign.refused.connect(self.canvas.notice)
        self.setAcceptDrops(True)
        self._work = LatestWorker("exploring a drawing", self, _REST)
        self._work.finished.connect(self._show_explored)
        self.kept: Examples | None = None  # the user's own set
        self._prepared: Floats = np.zeros(MNIST.shape, dtype=np.float32)  # the drawing that was explored
        self._explored_of: Network | None = None
        self._rest = QTimer(self, singleShot=True)  # until the drawing may become the input image again
        self._rest.setTimerType(Qt.TimerType.PreciseTimer)
        self._rest.timeout.connect(self._choose_if_changed)
        self._subject = MNIST
        self.name_choice = QuietChoice(
            "drawing_label", "What the drawing is", "Say what you have drawn: nobody else can know."
        )
        self._offer_names(MNIST)
        self.name_choice.activated.connect(lambda: self._name(self.name_choice.currentData()))
        self._build_actions()
        self.canvas.changed.connect(self._on_changed)
        self.canvas.asked_back.connect(self._choose_soon)
        self.seen.hovered.connect(self.neuron_hovered)
        self.seen.clicked.connect(self.neuron_clicked)

    def _build_actions(self) -> None:
        self.undo = self._action(
            "undo_drawing", "undo", "Take back the last stroke", [QKeySequence(QKeySequence.StandardKey.Undo)]
        )
        self.undo.triggered.connect(self.canvas.undo)
        self.clear = self._action(
            "clear_drawing",
            "clear",
            "Clear the canvas",
            [QKeySequence(Qt.Key.Key_Delete), QKeySequence(Qt.Key.Key_Backspace)],
        )
        self.clear.triggered.connect(lambda: self.canvas.turn_to(Page()))

        self.paste = self._action(
            "paste_picture", "paste", "Paste a picture", [QKeySequence(QKeySequence.StandardKey.Paste)]
        )
        self.paste.setEnabled(True)
        self.paste.triggered.connect(lambda: self.take_picture(QApplication.clipboard().mimeData()))

    def take_picture(self, mime: QMimeData) -> None:
        """Put a picture on the canvas, prepared as `nnviz predict` does it; what is doubtful is said."""
        if self._foreign.take(mime):
            self.canvas.notice("Reading the picture…")
        else:
            self.canvas.notice("There is no picture to paste: copy one first.")

    def _take_ink(self, found: Ink) -> None:
        self.canvas.turn_to(Page(found.ink))
        if found.doubt is not None:
            self.canvas.notice(f"Doubtful: {found.doubt}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures are welcome here; all else is the window's."""
        if picture_file(event.mimeData()) is not None or event.mimeData().hasImage():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_picture(event.mimeData())

    def _action(self, name: str, text: str, words: str, shortcuts: list[QKeySequence]) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcuts(shortcuts)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{words} ({shortcuts[0].toString(QKeySequence.SequenceFormat.NativeText)})")
        action.setEnabled(False)
        self.addAction(action)
        return action

    @property
    def drawing(self) -> Floats:
        """What is on the canvas: (280, 280) float32 in [0, 1], ink = 1."""
        return self.canvas.ink()

    def set_drawing(self, drawing: ArrayLike) -> None:
        """Put an image on the canvas in place of what is there: (H, W) in [0, 1], ink = 1, of any size."""
        base = np.array(drawing, dtype=np.float32)
        centre_digit(base)  # raises BadInput for what is no drawing
        self.canvas.turn_to(Page(base))

    def strokes(self) -> tuple[Stroke, ...]:
        """The strokes on the canvas, first to last."""
        return self.canvas.page.strokes

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Put these strokes on the canvas in place of what is there."""
        self.canvas.turn_to(Page(strokes=tuple(strokes)))

    def take_name(self, named: InputImage) -> None:
        """The user says elsewhere what the drawing is, if it is still this one."""
        if np.array_equal(named.image, self._drawn().image):
            self._name(named.label)

    def _name(self, label: int | None) -> None:
        self.canvas.name(label)
        self._show_name()
        self._show_lab()
        if not self.canvas.is_aside:
            self._choose_drawing()

    def _show_name(self) -> None:
        self.name_choice.setCurrentIndex(max(self.name_choice.findData(self.canvas.page.label), 0))
        self.name_choice.setEnabled(not self.canvas.is_empty)

    def _offer_names(self, subject: Subject) -> None:
        choice = self.name_choice
        choice.clear()
        choice.add("what is it?", None, "Nothing is taken for the truth; the network's answer least of all.")
        for label in range(subject.classes):
            choice.add(subject.a(label), label, f"You have drawn {subject.a(label)}.")
        self._subject = subject
        self._show_name()

    def header_widgets(self) -> list[QWidget]:
        return [
            self.name_choice,
            self._button(self.undo, "Undo the last stroke"),
            self._button(self.clear, "Clear the canvas"),
        ]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.subject != self._subject:
            self.canvas.name(None)
            if self.kept is not None and not self.kept.subject.fits(snapshot.subject):
                self.set_kept(None)
            self._offer_names(snapshot.subject)
        shown = snapshot.input_image
        self.canvas.set_aside(shown.source != "drawing" or shown.index >= 0)
        self.seen.show_snapshot(snapshot)
        if self._has_lab and snapshot.network is not self._explored_of:
            self._explore(self._prepared, urgent=False)

    def show_selection(self, _selection: object) -> None:
        self.seen.highlight(self.selection.shown)

    def apply_theme(self) -> None:
        self.canvas.update()
        self.seen.update()

    def _button(self, action: QAction, words: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(words)
        button.setProperty("flat", True)
        return button

    def _on_changed(self) -> None:
        self.undo.setEnabled(self.canvas.can_undo)
        self.clear.setEnabled(not self.canvas.is_empty)
        self._show_name()
        self._choose_soon()

    def _choose_soon(self) -> None:
        """At once if that was not done just now, but only when the event loop has nothing else to do."""
        self._has_changed = True
        if not self._rest.isActive():
            self._rest.start(0)

    def _choose_if_changed(self) -> None:
        if self._has_changed:
            self._has_changed = False
            self._rest.start(_FRAME)
            self._choose_drawing()

    def _choose_drawing(self) -> None:
        """The drawing as the input image; but clearing one put aside takes no other image off the screen."""
        if self.canvas.is_empty:
            self._variation = Variation()  # what comes next is another drawing
        self._show_lab()
        drawn = self._drawn()
        if drawn.image.any() or not self.canvas.is_aside:
            self.input_image_chosen.emit(drawn)

    def _drawn(self) -> InputImage:
        subject = self._subject if self.snapshot is None else self.snapshot.subject
        label = self.canvas.page.label if subject == self._subject else None
        prepare = centre_digit if self._centred else uncentred
        image = varied(prepare(self.canvas.unsmoothed(), subject.shape), self._variation)
        hows = ("" if self._centred else "not centred", self._variation.words)
        return drawn_input(image, subject, label, ", ".join(how for how in hows if how))

    def sizeHint(self) -> QSize:
        return QSize(300, 230)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 134)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        places = places_with_lab(self.width(), self.height())
        self.canvas.setGeometry(places.canvas)
        self.seen.setGeometry(places.seen)
        if places.lab is not None:
            self.lab.setGeometry(places.lab)
        if "lab" in self.__dict__ and self.lab.isHidden() != (places.lab is None):
            self.lab.setVisible(places.lab is not None)
            self._show_lab()

    @cached_property
    def lab(self) -> Lab:
        """Made when there is room for it the first time."""
        made = Lab()
        made.setParent(self)
        made.varied.connect(self.vary)
        made.preparation.switched.connect(self.centre)
        made.kept.keep_asked.connect(self.keep_drawing)
        made.kept.removed.connect(self._remove_kept)
        made.kept.chosen.connect(self._choose_kept)
        made.kept.train_asked.connect(lambda: self.train_on_requested.emit(self.kept))
        made.kept.export_asked.connect(lambda: self.export_requested.emit(self.kept))
        return made

    @property
    def _has_lab(self) -> bool:
        """Whether it can be seen."""
        return "lab" in self.__dict__ and self.lab.isVisible()

    def vary(self, variation: Variation) -> None:
        """Show the drawing varied so, in every panel."""
        self._variation = variation
        self._choose_now()

    def centre(self, centred: bool) -> None:
        """Show the drawing centred or, if not, as it was drawn, in every panel."""
        self._centred = centred
        self._choose_now()

    def _choose_now(self) -> None:
        self._show_lab()
        if not self.canvas.is_empty:
            self._choose_drawing()

    def _show_lab(self) -> None:
        """What is done to the drawing; what that changes is found off the GUI thread."""
        if not self._has_lab:
            return
        shape, ink = self._subject.shape, self.canvas.unsmoothed()
        pictures = uncentred(ink, shape), centre_digit(ink, shape)
        self.lab.preparation.show_drawing(pictures, placing(ink, shape), self._centred)
        self.lab.show_variation(self._variation)
        if self.lab.kept.kept is not self.kept:
            self.lab.kept.show_kept(self.kept, None)
        self._offer_keep()
        self._explore(pictures[self._centred], urgent=True)

    def _explore(self, image: Floats, urgent: bool) -> None:
        snapshot, self._prepared = self.snapshot, image
        if snapshot is None or image.size != snapshot.subject.pixels:
            return
        self._explored_of, subject = snapshot.network, snapshot.subject
        asked = Exploration(snapshot.network, image, self._variation, self.kept)
        if asked.is_empty:
            self._work.forget()
            self.lab.show_explored(None)
        else:
            self._work.request(lambda: (asked.find(), subject), urgent)

    def keep_drawing(self) -> None:
        """Add the drawing, as the network sees it, to the user's own set: as what the user says it is."""
        drawn = self._drawn()
        is_full = self.kept is not None and len(self.kept) >= MOST_KEPT
        if drawn.label is not None and not drawn.is_blank and not is_full:
            self.set_kept(with_drawing(self.kept, drawn.image, drawn.label, drawn.subject))

    def set_kept(self, kept: Examples | None) -> None:
        """These are the drawings that were kept."""
        self.kept = kept
        self._show_lab()

    def _remove_kept(self, index: int) -> None:
        if self.kept is not None:
            self.set_kept(without_drawing(self.kept, index))

    def _choose_kept(self, index: int) -> None:
        if self.kept is not None:
            self.input_image_chosen.emit(data_input(self.kept, index, "drawing"))

    def _offer_keep(self) -> None:
        drawn, is_full = self._drawn(), self.kept is not None and len(self.kept) >= MOST_KEPT
        text, tip = keep_words(drawn.subject, drawn.label, drawn.is_blank, is_full)
        can = drawn.label is not None and not drawn.is_blank and not is_full
        self.lab.kept.offer_keep(text, tip, can)

    def _show_explored(self, found: tuple[Explored, Subject]) -> None:
        if self._has_lab and found[1] == self._subject:
            self.lab.show_explored(*found)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_lab()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._work.forget()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._work.close()
        self._foreign.close()
        super().closeEvent(event)
