"""The inspector: all about one neuron, live while it learns; it can be switched off, and its bias moved."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnviz.learning.edits import NetworkEdits, original_of
from nnviz.learning.network import ForwardPass, Network
from nnviz.learning.neuron import Neuron, Selection, WeightChoice
from nnviz.panels.neuron_inspector.cells import Cells
from nnviz.panels.neuron_inspector.common import NeuronSections
from nnviz.panels.neuron_inspector.editing import Editing
from nnviz.panels.neuron_inspector.flow import Flow
from nnviz.panels.neuron_inspector.hidden_page import HiddenPage
from nnviz.panels.neuron_inspector.lookups import Lookups
from nnviz.panels.neuron_inspector.output_page import OutputPage
from nnviz.panels.neuron_inspector.pixel_page import PixelPage
from nnviz.panels.neuron_inspector.view import View
from nnviz.panels.neuron_inspector.weight_history import WeightHistory
from nnviz.panels.neuron_inspector.weights_page import WeightsPage
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.short_label import ShortLabel

Page = HiddenPage | OutputPage | PixelPage | WeightsPage

_UNITS_ABREAST = 10  # how far the up and down keys go among units


class NeuronInspector(Panel):
    """Looks into the neuron that is hovered or pinned; without one, at the weights of all layers.

    Edits are made on trial: this panel shows their effect on the neuron and the input image, whether the
    snapshots it is given are edited already or not, and asks with `network_edited` that every other panel
    be shown the network as edited. What they do to the test accuracy it is told by snapshots that are edited.
    """

    spec = PanelSpec(
        name="neuron_inspector",
        title="Inspector",
        explanation="Everything about the neuron you point at, while it learns.",
        place=FirstPlace("left", height=290),
    )

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._own_hover: Neuron | None = (
            None  # hovered in this very panel, which must not turn its page for it
        )
        self._shown: Neuron | None = None
        self._view: View | None = None
        self._offered: WeightChoice | None = None  # whose biography the menu offers
        self._page_key: tuple[object, ...] = ()
        self.history = WeightHistory()
        self.editing = Editing(self)
        self.lookups = Lookups(self)
        self.lookups.changed.connect(self._show)
        self._build_pages()
        self._build_page_area()
        self._caption = ShortLabel()
        self._caption.setProperty("muted", True)
        self._tell_selection()
        self._connect_editing()

    def header_widgets(self) -> list[QWidget]:
        return [self._caption]

    def set_edits(self, edits: NetworkEdits) -> None:
        self.editing.set_edits(edits)
        self._show()

    def stop_work(self) -> None:
        """End the thread that looks things up; called when the window closes."""
        self.lookups.close()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if not self.editing.edits.fit(snapshot.network.sizes):
            self.editing.undo.trigger()
        self.history.add(snapshot)
        self._show()

    def show_selection(self, selection: Selection) -> None:
        before = self._shown
        if selection.hovered is not None and selection.hovered == self._own_hover:
            self._shown = selection.pinned or self._shown
        else:
            self._shown = selection.shown
        self._tell_selection()
        self._show()
        if self._shown != before:
            self._release_hover()

    def apply_theme(self) -> None:
        self.flow.apply_theme()
        self.common.apply_theme(self._view)
        self.update()

    def _build_pages(self) -> None:
        self.common = NeuronSections()
        controls = self.editing.controls
        self.hidden_page = HiddenPage(self.common, controls)
        self.output_page = OutputPage(self.common, controls)
        self.pixel_page, self.weights_page = PixelPage(), WeightsPage()
        self.common.strongest.chosen.connect(self._choose_digit)

    def _build_page_area(self) -> None:
        self.flow = Flow()
        self.flow.adopted.connect(self._listen_to)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.flow)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self.flow.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)

    def _connect_editing(self) -> None:
        self.addActions(self.editing.actions)
        self.biography = QAction("Biography of a weight", self)
        self.biography.setObjectName("biography_of_weight")
        self.biography.setEnabled(False)  # until the menu has something to offer
        self.biography.triggered.connect(lambda: self.weight_chosen.emit(self._offered))
        self.addAction(self.biography)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.editing.edited.connect(self._edited)
        self.editing.keep_requested.connect(self.keep_edits_requested)

    def _listen_to(self, cells: Cells) -> None:
        cells.neuron_hovered.connect(self._hover)
        cells.neuron_clicked.connect(self.neuron_clicked)

    def _offer_biography(self) -> None:
        """Offer the weight of the cell under the mouse, or else the strongest into the unit."""
        shown, cell, snapshot = self._shown, self._own_hover, self.snapshot
        self._offered, words = None, "Biography of a weight"
        if shown is not None and snapshot is not None and _exists(shown, snapshot.network):
            if cell is not None and abs(cell.layer - shown.layer) == 1:
                first, last = sorted((cell, shown))
                self._offered, words = WeightChoice(last, first.index), "Biography of this weight"
            elif shown.layer > 1:
                row = snapshot.network.weights[shown.layer - 2][shown.index]
                strongest = int(np.argmax(np.abs(np.nan_to_num(row))))
                self._offered, words = WeightChoice(shown, strongest), "Biography of its strongest weight"
        self.biography.setText(words)
        self.biography.setEnabled(self._offered is not None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ContextMenu:
            self._offer_biography()
        return super().event(event)

    def _hover(self, neuron: Neuron | None) -> None:
        self._own_hover = neuron
        self.neuron_hovered.emit(neuron)

    def _release_hover(self) -> None:
        """The page was turned: what was hovered on it is no longer there."""
        own, self._own_hover = self._own_hover, None
        if own is not None and own == self.selection.hovered:
            self.neuron_hovered.emit(None)

    def _choose_digit(self, cell: int) -> None:
        found = self._view.statistics if self._view is not None else None
        if found is not None and self.snapshot is not None and self.snapshot.data is not None:
            self.input_image_chosen.emit(data_input(self.snapshot.data.test, int(found.strongest[cell])))

    def _edited(self, edits: NetworkEdits) -> None:
        self._show()
        self.network_edited.emit(edits)

    def _show(self) -> None:
        """Show the neuron of now in the snapshot of now."""
        if self.snapshot is None or not self.isVisible():
            return
        view, before = self._made_view(self.snapshot)
        self._view = view
        page = self._page(view)
        self._turn_to(page, view)
        page.show(view)
        self.editing.show_effect(view, before)
        self.lookups.update(view)

    def _made_view(self, snapshot: Snapshot) -> tuple[View, ForwardPass]:
        """The view of now, and the input image's way through the network before any edit."""
        original, edits = original_of(snapshot.network), self.editing.edits
        neuron = self._shown if _exists(self._shown, original) else None
        network = edits.apply(original)
        with np.errstate(all="ignore"):
            before = (
                snapshot.forward_pass
                if original is snapshot.network
                else original.forward_pass(snapshot.input_image.image)
            )
            forward = before if network is original else network.forward_pass(snapshot.input_image.image)
        (statistics, learning), ink = self.lookups.of_unit(neuron), None
        if snapshot.data is not None:
            ink = self.lookups.ink(snapshot.data.train)
        moments = tuple(self.history.moments)
        return View(
            snapshot=snapshot,
            neuron=neuron,
            original=original,
            network=network,
            forward=forward,
            edits=edits,
            statistics=statistics,
            learning=learning,
            ink=ink,
            moments=moments,
        ), before

    def _page(self, view: View) -> Page:
        if view.neuron is None:
            return self.weights_page
        if view.neuron.layer == 1:
            return self.pixel_page
        return self.output_page if view.neuron.layer == view.layers else self.hidden_page

    def _turn_to(self, page: Page, view: View) -> None:
        """Lay the page's sections out, if they are not the ones there already."""
        layer = view.neuron.layer if view.neuron is not None else 0
        self.editing.set_neuron(view.neuron, view.layers)
        key = (page, layer, view.layers, bool(view.edits), view.obstacle is not None)
        if key != self._page_key:
            self._page_key = key
            first, *others = page.blocks(view)
            banner = [self.editing.banner] if view.edits else []
            self.flow.set_blocks([[*banner, *first], *others])

    def _tell_selection(self) -> None:
        pinned = self.selection.pinned is not None and self._shown == self.selection.pinned
        held = "Esc lets go" if pinned else "click to hold"
        self._caption.setText(held if self._shown is not None else "hover or click a neuron")
        layers = self.snapshot.layers if self.snapshot is not None else 3
        name = self._shown.name(layers) if self._shown is not None else "weights"
        title = name[0].upper() + name[1:]
        if title != self.title:
            self.title = title
            self.title_changed.emit(title)

    def sizeHint(self) -> QSize:
        return QSize(290, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moved = self._moved_by(event.key())
        if moved is None:
            super().keyPressEvent(event)
        else:
            self.neuron_clicked.emit(moved)

    def _moved_by(self, key: int) -> Neuron | None:
        """The neuron that an arrow key leads to, if any."""
        if self.snapshot is None:
            return None
        now = self._shown if _exists(self._shown, self.snapshot.network) else None
        is_pixel = now is not None and now.layer == 1 and self.snapshot is not None
        row = self.snapshot.subject.shape[1] if is_pixel and self.snapshot else _UNITS_ABREAST
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -row, Qt.Key.Key_Down: row}.get(
            Qt.Key(key)
        )
        if step is None:
            return None
        if now is None:
            return Neuron(2, 0)
        index = now.index + step
        return Neuron(now.layer, index) if 0 <= index < self.snapshot.network.sizes[now.layer - 1] else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.flow.set_page_size(self.size())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.lookups.forget()
        self._release_hover()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.stop_work()


def _exists(neuron: Neuron | None, network: Network) -> bool:
    return (
        neuron is not None
        and neuron.layer <= len(network.sizes)
        and neuron.index < network.sizes[neuron.layer - 1]
    )
