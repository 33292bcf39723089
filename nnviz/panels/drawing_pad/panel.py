"""The drawing pad: draw, and see at once what the network sees of it and what it says.

While another image is shown the drawing waits on the canvas, and what the network sees is that image: the
pad always tells what every panel shows.
"""

from __future__ import annotations

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
from nnviz.datasets.centring import centre_digit
from nnviz.datasets.subject import MNIST, Subject
from nnviz.panels.drawing_pad.canvas import Canvas
from nnviz.panels.drawing_pad.foreign_pictures import ForeignPictures, picture_file
from nnviz.panels.drawing_pad.lab_bench import Drawing, LabBench
from nnviz.panels.drawing_pad.pad_layout import places_with_lab
from nnviz.panels.drawing_pad.seen import Seen
from nnviz.panels.drawing_pad.strokes import Page, Stroke
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.input_image import InputImage
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.picture_menu import add_picture_menu
from nnviz.widgets.quiet_choice import QuietChoice

if TYPE_CHECKING:
    from nnviz.datasets.pictures import Ink

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
        self.bench = LabBench(self)
        self.bench.changed.connect(self._choose_changed)
        self.bench.image_chosen.connect(self.input_image_chosen)
        self.bench.train_asked.connect(self.train_on_requested)
        self.bench.export_asked.connect(self.export_requested)
        self._foreign = ForeignPictures(self)
        self._foreign.read.connect(self._take_ink)
        self._foreign.refused.connect(self.canvas.notice)
        self.setAcceptDrops(True)
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
        add_picture_menu(self.seen, self._shown_image, self.teachers_requested.emit)

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

    def take_picture(self, mime: QMimeData | None) -> None:
        """Put a picture on the canvas, prepared as `nnviz predict` does it; what is doubtful is said.

        None: a clipboard that holds nothing, which some desktops have.
        """
        if mime is not None and self._foreign.take(mime):
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

    @property
    def page(self) -> Page:
        """All that is on the canvas, also a picture below the strokes, and what it is said to be."""
        return self.canvas.page

    def set_page(self, page: Page) -> None:
        """Put this on the canvas in place of what is there."""
        self.canvas.turn_to(page)

    def set_strokes(self, strokes: tuple[Stroke, ...], label: int | None = None) -> None:
        """Put these strokes on the canvas in place of what is there; `label` is what they are said to be."""
        self.canvas.turn_to(Page(strokes=tuple(strokes), label=label))

    @property
    def label(self) -> int | None:
        """What the user says that the drawing is."""
        return self.canvas.page.label

    def take_name(self, named: InputImage) -> None:
        """The user says elsewhere what the drawing is, if it is still this one."""
        if np.array_equal(named.image, self.bench.input_image(self._on_canvas()).image):
            self._name(named.label)

    def _name(self, label: int | None) -> None:
        self.canvas.name(label)
        self._show_name()
        self.bench.show_drawing(self._on_canvas())
        if not self.canvas.is_aside:
            self._choose_drawing()

    def _choose_changed(self) -> None:
        """The lab has made another picture of it."""
        if not self.canvas.is_empty:
            self._choose_drawing()

    def _show_name(self) -> None:
        self.name_choice.setCurrentIndex(max(self.name_choice.findData(self.canvas.page.label), 0))
        self.name_choice.setEnabled(not self.canvas.is_empty)

    def _offer_names(self, subject: Subject) -> None:
        choice = self.name_choice
        choice.clear()
        choice.add("it is…", None, "Nothing is taken for the truth; the network's answer least of all.")
        for label in range(subject.classes):
            choice.add(subject.a(label), label, f"You have drawn {subject.a(label)}.")
        self._subject = subject
        self._show_name()

    @property
    def follows_training(self) -> bool:
        return self.bench.has_lab  # what was said of the drawing over all of the training

    def header_widgets(self) -> list[QWidget]:
        return [
            self.name_choice,
            self._button(self.undo, "Undo the last stroke"),
            self._button(self.clear, "Clear the canvas"),
        ]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.subject != self._subject:
            self.canvas.name(None)
            self._offer_names(snapshot.subject)
        shown = snapshot.input_image
        self.canvas.set_aside(shown.source != "drawing" or shown.index >= 0)
        self.seen.show_snapshot(snapshot)
        self.bench.show_snapshot(snapshot)

    def show_selection(self, _selection: object) -> None:
        self.seen.highlight(self.selection.shown)

    def apply_theme(self) -> None:
        self.canvas.update()
        self.seen.update()

    def _shown_image(self) -> InputImage | None:
        image = self.snapshot.input_image if self.snapshot is not None else None
        return image if image is not None and not image.is_blank else None

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
            self.bench.begin()
        drawing = self._on_canvas()
        self.bench.show_drawing(drawing)
        drawn = self.bench.input_image(drawing)
        if drawn.image.any() or not self.canvas.is_aside:
            self.input_image_chosen.emit(drawn)

    def _on_canvas(self) -> Drawing:
        subject = self._subject if self.snapshot is None else self.snapshot.subject
        label = self.canvas.page.label if subject == self._subject else None
        return Drawing(self.canvas.unsmoothed(), subject, label)

    def sizeHint(self) -> QSize:
        return QSize(300, 230)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 134)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        places = places_with_lab(self.width(), self.height())
        self.canvas.setGeometry(places.canvas)
        self.seen.setGeometry(places.seen)
        self.bench.place(places.lab)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bench.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.bench.forget()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bench.close()
        self._foreign.close()
        super().closeEvent(event)
