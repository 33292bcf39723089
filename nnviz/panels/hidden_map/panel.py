"""Map of hidden space: the test pictures laid out by what a hidden layer makes of them.

Worked out beside the window, only while it can be seen; the input image is a star in it, in every frame.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from nnviz.datasets.dataset import Dataset
from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.hidden_map import HiddenMap, NoMap, hidden_map
from nnviz.panels.hidden_map.map_canvas import Canvas
from nnviz.panels.hidden_map.map_legend import Legend
from nnviz.panels.hidden_map.map_words import choice_words, map_sentence
from nnviz.panels.hidden_map.orientation import Orientation
from nnviz.panels.panel import Panel, PictureChoice
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.answering_thread import Rest
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.picture_menu import add_picture_menu
from nnviz.widgets.quiet_choice import QuietChoice
from nnviz.widgets.wrapped_label import WrappedLabel

_REST = Rest(0.5, 3.0)  # while training goes on: two maps a second, and a quarter of the time, at most

Found = tuple[Snapshot, HiddenMap | NoMap]  # the moment, and its map


class HiddenMapPanel(Panel):
    """Dots for pictures; hovering shows the picture, a click makes it the input image, a lasso picks many."""

    spec = PanelSpec(
        name="hidden_map",
        title="Map of hidden space",
        tab="Map",
        explanation=(
            "All test images, laid out by the activations of a hidden layer: images that the layer takes for "
            "alike lie close together. A ring is a mistake, its inner dot what the network says. The star is "
            "the input image, or your drawing."
        ),
        place=FirstPlace("centre", behind="network_diagram"),
        key="M",
        film=(520, 460),
    )

    def __init__(self) -> None:
        super().__init__()
        self._worker = LatestWorker("mapping hidden space", self, _REST)
        self._worker.finished.connect(self._take_in)
        self._asked: tuple[object, ...] = ()
        self._is_busy = False
        self._data: Dataset | None = None
        self._subject: Subject = MNIST
        self._orientation = Orientation()
        self.canvas, self.legend = Canvas(), Legend()
        self._build_choices()
        self._build_actions()
        self._build_layout()
        self.canvas.chosen.connect(self._choose_image)
        self.canvas.lassoed.connect(lambda indices: self._send(indices, from_lasso=True))
        add_picture_menu(self.canvas, lambda: self.canvas.hovered_cell, self._ask_who_taught)
        self.legend.clicked.connect(self._toggle_class)
        self._fill_classes(MNIST)

    def _build_choices(self) -> None:
        self._layer = QuietChoice("hidden_map_layer", "Which layer", "The hidden layer that is mapped.")
        self._class = QuietChoice("hidden_map_class", "Which classes", "The classes that are on the map.")
        self._which = QuietChoice("hidden_map_which", "Which answers", "All images, or only the mistakes.")
        self._which.add("all answers", False, "Right answers as dots, mistakes as rings.")
        self._which.add("mistakes only", True, "Only what the network takes for another class.")
        self._layer.currentIndexChanged.connect(self._ask)
        self._class.currentIndexChanged.connect(self._filter)
        self._which.currentIndexChanged.connect(self._filter)
        self._layer.hide()

    def _build_actions(self) -> None:
        self.lasso = QAction("lasso", self)
        self.lasso.setObjectName("hidden_map_lasso")
        self.lasso.setCheckable(True)
        self.lasso.setToolTip(
            "Dragging draws a line around images, and Live predictions shows them; without this, Shift and "
            "dragging does."
        )
        self.lasso.toggled.connect(self._set_lasso)
        self.listing = QAction("list", self)
        self.listing.setObjectName("hidden_map_pictures")
        self.listing.setToolTip("Show the images on the map, or those in the lasso, in Live predictions.")
        self.listing.triggered.connect(self.send_pictures)

    def _build_layout(self) -> None:
        self.sentence = WrappedLabel(least_lines=2)
        self.sentence.setFont(theme.font(8))
        self.sentence.setProperty("muted", True)
        self.sentence.setAccessibleName("What the map shows")
        self.sentence.setToolTip(
            "The plane on which the layer's activations lie farthest apart (principal component analysis), "
            "turned so that it matches the map before. Drag to move, turn the wheel to zoom, double-click "
            "to see all."
        )
        self.canvas.setAccessibleDescription(
            "Arrow keys go from image to image, Enter makes it the input image, plus and minus zoom, 0 "
            "shows all, Escape empties the lasso."
        )
        row = QHBoxLayout()
        row.addWidget(self.canvas, 1)
        row.addWidget(self.legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACING, 2, theme.SPACING, 4)
        column.setSpacing(2)
        column.addLayout(row, 1)
        column.addWidget(self.sentence)
        self.setFocusProxy(self.canvas)

    def header_widgets(self) -> list[QWidget]:
        buttons = _button(self.lasso, "Lasso"), _button(self.listing, "List as pictures")
        return [self._layer, self._class, self._which, *buttons]

    @property
    def found(self) -> HiddenMap | None:
        """The map shown."""
        return self.canvas.found

    @property
    def layer(self) -> int:
        """The layer mapped: the last hidden one, unless another is chosen."""
        assert self.snapshot is not None
        chosen = self._layer.currentData()
        return self.snapshot.layers - 1 if chosen is None else int(chosen)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.data is None:
            self._show_nothing(snapshot.message)
            return
        if self._data is None or snapshot.data.test is not self._data.test:
            self._data, self._orientation = snapshot.data, Orientation()
            self.canvas.show_map(None, None)
            self.canvas.empty_words = "The map is being worked out …"
        if snapshot.subject is not self._subject:
            self._fill_classes(snapshot.subject)
        self._offer_layers(snapshot.layers)
        self._place_star()
        self._ask()

    def _offer_layers(self, layers: int) -> None:
        if self._layer.count() == layers - 2:
            return
        self._layer.blockSignals(True)
        self._layer.clear()
        for layer in range(2, layers):
            self._layer.add(f"layer {layer}", layer, f"The activations of hidden layer {layer}.")
        self._layer.setCurrentIndex(layers - 3)
        self._layer.blockSignals(False)
        self._layer.setVisible(layers > 3)

    def _fill_classes(self, subject: Subject) -> None:
        self._subject = subject
        self._class.blockSignals(True)
        self._class.clear()
        self._class.add("all classes", None, "Every class in its colour.")
        for label, name in enumerate(subject.class_names):
            self._class.add(name, label, f"Only {subject.every(label).removeprefix('all ')}.")
        self._class.blockSignals(False)
        self._filter()

    def _ask(self) -> None:
        """Have the map of this moment made: soon while training, at once otherwise."""
        snapshot = self.snapshot
        if snapshot is None or snapshot.data is None or not self.isVisible():
            return
        asked = (snapshot.network, snapshot.data.test, self.layer)
        if asked == self._asked:
            return
        is_training = snapshot.phase is Phase.TRAINING and not snapshot.is_past
        if self._is_busy and not is_training:
            return  # asked when what is under way has come: on the way through time, every map is finished
        self._asked, self._is_busy = asked, not is_training
        self._worker.request(_question(snapshot, self.layer, self._worker.is_wanted), urgent=not is_training)

    def _take_in(self, result: Found) -> None:
        snapshot, found = result
        self._is_busy = False
        if isinstance(found, NoMap):
            self._show_nothing(found.why)
        elif snapshot.data is not None and self._data is not None and snapshot.data.test is self._data.test:
            steady = self._orientation.steady(found, snapshot.run, snapshot.examples_seen)
            self.canvas.show_map(steady, snapshot.data.test)
            self.sentence.say(map_sentence(steady, self._subject))
            self._place_star()
            self._filter()
        self._ask()

    def _show_nothing(self, why: str) -> None:
        self.canvas.empty_words = why
        self.canvas.show_map(None, None)
        self.sentence.say("")
        self._filter()

    def slow_part(self, ratio: float) -> Callable[[], Callable[[], None]] | None:
        snapshot = self.snapshot
        if snapshot is None or snapshot.data is None:
            return None
        self._worker.forget()  # it would come at any time
        question = _question(snapshot, self.layer, lambda: True)
        return lambda: partial(self._take_in, question())

    def _place_star(self) -> None:
        found, snapshot = self.canvas.found, self.snapshot
        self.canvas.star = None
        image = snapshot.input_image if snapshot is not None else None
        if found is not None and image is not None and not image.is_blank:
            its = found.place_of(image.image) if image.subject.fits(self._subject) else None
            self.canvas.star = its
        self.canvas.update()

    def _filter(self) -> None:
        """Show the classes and answers that are chosen."""
        found, label = self.canvas.found, self._class.currentData()
        self.legend.show_classes(self._subject, label)
        self.listing.setEnabled(found is not None)
        if found is None:
            return
        shown = np.ones(len(found.points), dtype=bool) if label is None else found.labels == label
        if self._which.currentData():
            shown &= found.wrong
        self.canvas.show_only(shown)

    def _toggle_class(self, label: int) -> None:
        """Show a class alone or, if it is, all of them."""
        now = self._class.currentData()
        self._class.setCurrentIndex(self._class.findData(None if label == now else label))

    def _set_lasso(self, on: bool) -> None:
        self.canvas.drags_lasso = on
        self.canvas.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def _choose_image(self, index: int) -> None:
        if self.canvas.examples is not None:
            self.input_image_chosen.emit(data_input(self.canvas.examples, index))

    def _ask_who_taught(self, index: int) -> None:
        if self.canvas.examples is not None:
            self.teachers_requested.emit(data_input(self.canvas.examples, index))

    def send_pictures(self) -> None:
        """Have what is on the map, or what of it is in the lasso, shown where test pictures are."""
        held = self.canvas.held
        shown = self.canvas.shown if held is None else self.canvas.shown & held
        self._send(np.flatnonzero(shown), from_lasso=held is not None)

    def _send(self, indices: np.ndarray, from_lasso: bool) -> None:
        found = self.canvas.found
        if found is None or not len(indices):
            return
        order = np.argsort(~found.wrong[indices], kind="stable")  # mistakes first
        label, mistakes = self._class.currentData(), bool(self._which.currentData())
        words = choice_words(self._subject, label, mistakes, from_lasso, len(indices))
        self.pictures_chosen.emit(PictureChoice(indices[order], words))

    def apply_theme(self) -> None:
        self.canvas.redraw()
        self.legend.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._worker.forget()
        self._asked, self._is_busy = (), False

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.close()
        super().closeEvent(event)


def _question(snapshot: Snapshot, layer: int, is_wanted: Callable[[], bool]) -> Callable[[], Found]:
    assert snapshot.data is not None
    network, test = snapshot.network, snapshot.data.test
    return lambda: (snapshot, hidden_map(network, test, layer, is_wanted))


def _button(action: QAction, words: str) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(words)
    button.setProperty("flat", True)
    return button
