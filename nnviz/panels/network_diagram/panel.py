"""The network itself: its pixels, hidden units and outputs, and every connection between them, live.

The connections are a picture drawn off the GUI thread; the neurons are painted on top of it at frame rate.
This file says what the panel shows and does; how, lies in `diagram`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron, Selection, WeightChoice
from nnviz.panels.network_diagram import diagram_words, keys
from nnviz.panels.network_diagram.captions import paint_captions, paint_tip
from nnviz.panels.network_diagram.diagram_layout import FOOTER, LABEL_WIDTH, DiagramLayout, lay_out
from nnviz.panels.network_diagram.edge_drawing import Look
from nnviz.panels.network_diagram.edge_pictures import EdgePictures
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.header import DiagramHeader
from nnviz.panels.network_diagram.navigation import Navigation
from nnviz.panels.network_diagram.painter import LARGEST_NAME
from nnviz.panels.network_diagram.pointing import Pointing
from nnviz.panels.network_diagram.pulse import ForwardPulse, reduced_motion_wanted
from nnviz.panels.network_diagram.scene import Scene, paint_scene
from nnviz.panels.network_diagram.tab_tour import TabTour
from nnviz.panels.network_diagram.unit_numbers import paint_unit_numbers
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.hover_cells import TipsByPlace

_REACH = 2.5  # px, how close to a connection the cursor must be
_PULSE_STEPS = 3.0  # a second; while training takes more steps, a pulse would be over before it is seen
_ARROWS: dict[int, keys.Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class NetworkDiagram(TipsByPlace, Panel):
    """The diagram. Hovering a neuron leaves only its connections bright; a click pins it.

    `reduced_motion` turns the forward pulse off; it begins as the system wishes.
    """

    spec = PanelSpec(
        name="network_diagram",
        title="Network",
        tab="Network",
        explanation=(
            "Every connection of the network, from the pixels over the hidden units to the outputs; "
            "the brightness of a circle is its activation a."
        ),
        place=FirstPlace("centre"),
        film=(840, 560),
    )

    def __init__(self) -> None:
        super().__init__()
        self.reduced_motion = reduced_motion_wanted()
        self.header = DiagramHeader(self)
        self.pictures = EdgePictures(self)
        self.pulse = ForwardPulse(self)
        self._pointing = Pointing(self.pictures)
        self.navigation = Navigation(self)
        self.layout_on_show: DiagramLayout | None = None
        self._on_show: Snapshot | None = None  # the one whose digit was shown last
        self._mark: tuple[Network, Network] | None = None  # the marked weights, and the start of their run
        self._cursor = QPointF()
        self._is_under_cursor: Neuron | None = None  # here, not in another panel
        self._tour = TabTour()
        self.header.changed.connect(self._refresh)
        self.header.mark.triggered.connect(self.mark_weights)
        self.header.pulse.triggered.connect(self.play_pulse)
        self.header.fit.triggered.connect(self.navigation.fit)
        self.navigation.changed.connect(self._refresh)
        self.pictures.changed.connect(self._on_picture)
        self.pulse.moved.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 200)

    @property
    def mode(self) -> EdgeMode:
        """What the connections show."""
        return self.header.mode

    def header_widgets(self) -> list[QWidget]:
        return [self.header.counter, self.header.modes, self.header.button]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        before, self._on_show = self._on_show, snapshot
        if self.layout_on_show is None or not _fits(self.layout_on_show, snapshot):
            self._lay_out()
            self.title_changed.emit(f"{self.title} {'–'.join(map(str, snapshot.network.sizes))}")
        self._ask()
        if before is not None and _is_another_digit(before, snapshot) and not _is_fast(snapshot):
            self.play_pulse()
        self.update()

    def show_selection(self, selection: Selection) -> None:
        self._point()
        if self.hasFocus() and self.snapshot is not None and self._pointing.shown is not None:
            tip = diagram_words.neuron_tip(self.snapshot, self._pointing.shown)
            self.setAccessibleDescription(". ".join(tip))
        self.update()

    def apply_theme(self) -> None:
        self._refresh()

    def mark_weights(self) -> None:
        """Count changes from the weights of this moment on."""
        if self.snapshot is not None:
            self._mark = (self.snapshot.network, self.snapshot.start)
            self._refresh()

    def play_pulse(self) -> None:
        """Let the activation travel from the pixels to the outputs, unless motion is not wanted."""
        if self.isVisible() and not self.reduced_motion:
            self.pulse.play()

    @contextmanager
    def drawn_at(self, ratio: float) -> Iterator[None]:
        with self.pictures.drawn_at(ratio):
            yield

    def slow_part(self, ratio: float) -> Callable[[], Callable[[], None]] | None:
        return self.pictures.drawing_at(ratio)

    def _lay_out(self) -> None:
        if self.snapshot is not None:
            self.layout_on_show = self._new_layout(self.snapshot)
            self._pointing.leave()
            self._refresh()

    def _new_layout(self, snapshot: Snapshot) -> DiagramLayout:
        subject = snapshot.subject
        metrics = QFontMetricsF(theme.font(LARGEST_NAME))
        longest = max(metrics.horizontalAdvance(name) for name in subject.class_names)
        sizes, label_width = snapshot.network.sizes, max(longest + LABEL_WIDTH / 2, LABEL_WIDTH)
        return lay_out(self.width(), self.height(), sizes, subject.shape, label_width)

    @property
    def _shape(self) -> tuple[int, int]:
        assert self.snapshot is not None
        return self.snapshot.subject.shape

    def _refresh(self) -> None:
        """Something else than the moment has changed; what happens while hidden is made up for when shown."""
        if not self.isVisible():
            return
        self._ask()
        self._point()
        self.update()

    def _ask(self) -> None:
        if self.snapshot is None or self.layout_on_show is None:
            return
        now = theme.colours()
        look = Look(
            mode=self.mode,
            since=self._since(self.snapshot),
            layout=self.layout_on_show,
            view=self.navigation.view,
            width=self.width(),
            height=self.height(),
            ratio=self.devicePixelRatioF(),
            strength=self.header.strength,
            threshold=self.header.threshold,
            positive=now.positive,
            negative=now.negative,
        )
        self.pictures.ask(self.snapshot, look)

    def _since(self, snapshot: Snapshot) -> Network:
        """Where changes are counted from: the mark, for as long as the run lasts that it was set in."""
        if self._mark is not None and self._mark[1] is not snapshot.start:
            self._mark = None
        return snapshot.start if self._mark is None else self._mark[0]

    def _on_picture(self) -> None:
        if self.pictures.latest is not None:
            self.header.show_picture(self.pictures.latest, self.width())
        self._pointing.update()
        self.update()

    def _point(self) -> None:
        """Highlight what is selected, if the network shown has it."""
        shown = self.selection.shown
        has_it = shown is not None and self.layout_on_show is not None and self.layout_on_show.has(shown)
        self._pointing.show(shown if has_it else None)

    def _hover(self, at: QPointF) -> None:
        """Point at a neuron, else at the strongest connection that passes there."""
        self._cursor = at
        if self.layout_on_show is None:
            return
        neuron = self._is_under_cursor = self._neuron_at(at)
        if neuron != self.selection.hovered:
            self.neuron_hovered.emit(neuron)
        was_busy = self._pointing.connection is not None
        if neuron is None:
            view = self.navigation.view
            reach = _REACH / view.scale
            self._pointing.hover(self.layout_on_show, *view.to_diagram(at.x(), at.y()), reach)
        else:
            self._pointing.leave()
        if was_busy or self._pointing.connection is not None:
            self.update()  # the tip follows the cursor

    def _neuron_at(self, at: QPointF) -> Neuron | None:
        if self.layout_on_show is None:
            return None
        return self.layout_on_show.neuron_at(*self.navigation.view.to_diagram(at.x(), at.y()))

    def _select(self, neuron: Neuron | None) -> bool:
        """Move the selection there, if that is a move at all."""
        if neuron is None or neuron == self.selection.pinned:
            return False
        self.neuron_clicked.emit(neuron)
        return True

    def _tab(self, forward: bool) -> bool:
        """Move the selection to the next layer; False beyond the outermost, where Tab leaves the panel."""
        gaps, pinned = self.pictures.values(), self.selection.pinned
        there = keys.stepped(self._pointing.shown, forward, gaps, self._shape) if gaps else None
        if there is not None and self._select(there):
            self._tour.step(pinned, there)
            return True
        back = self._tour.leave(pinned)
        if back is not None:
            self.neuron_clicked.emit(back)
        return False

    def _scene(self, snapshot: Snapshot, layout: DiagramLayout) -> Scene:
        picture = self.pictures.latest
        fits = picture is not None and picture.request.look.layout.fits(layout.sizes, layout.shape)
        return Scene(
            snapshot=snapshot,
            layout=layout,
            view=self.navigation.view,
            size=(self.width(), self.height()),
            mode=self.mode,
            picture=picture if fits else None,
            shown=self._pointing.shown,
            highlight=self._pointing.highlight,
            pixel_values=self._pointing.pixel_values,
            connection=self._pointing.connection,
            progress=self.pulse.progress,
        )

    def _remark(self, snapshot: Snapshot) -> str:
        picture = self.pictures.latest
        if picture is None:
            return "" if self.pictures.prepared else diagram_words.PREPARING
        return diagram_words.remark(
            snapshot, self.mode, picture.drawn, picture.finite, self._mark is not None
        )

    def _tip(self, snapshot: Snapshot, layout: DiagramLayout) -> tuple[QPointF, list[str]] | None:
        """Where a tip belongs, and what it says."""
        shown, connection = self._pointing.shown, self._pointing.connection
        if connection is not None:
            start, end = connection.start, connection.end
            lines = diagram_words.connection_tip(snapshot, start, end, self.mode, connection.value)
            return self._cursor, [*lines, "Click: what has moved it"]
        by_keys = self.hasFocus() and self.selection.hovered is None
        if shown is not None and (shown == self._is_under_cursor or by_keys):  # else another panel has a tip
            near = QPointF(*self.navigation.view.to_panel(*layout.centre(shown)))
            return near, diagram_words.neuron_tip(snapshot, shown)
        return None

    def _outputs_from(self, layout: DiagramLayout) -> float:
        """Where the outputs begin, in px of the panel."""
        left = float(layout.centres[-1][:, 0].min()) - layout.radii[-1]
        return self.navigation.view.to_panel(left, 0)[0]

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            forward = {Qt.Key.Key_Tab: True, Qt.Key.Key_Backtab: False}.get(Qt.Key(event.key()))
            if forward is not None and self._tab(forward):
                return True
        return super().event(event)

    def tip_at(self, point: QPointF) -> str:
        """What the picture is; of a neuron or connection a card says more."""
        if self._pointing.is_busy:
            return ""
        return self.mode.explanation if point.y() > self.height() - FOOTER else self.spec.explanation

    def paintEvent(self, event: QPaintEvent) -> None:
        snapshot, layout = self.snapshot, self.layout_on_show
        if snapshot is None or layout is None or not _fits(layout, snapshot):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_scene(painter, self._scene(snapshot, layout))
        if self.numbered:
            paint_unit_numbers(painter, layout, self.navigation.view, self._pointing.shown)
        paint_captions(
            painter, layout, self.mode.signs, self._remark(snapshot), self.navigation.view.scale > 1
        )
        tip = self._tip(snapshot, layout)
        if tip is not None:
            paint_tip(painter, *tip, QRectF(self.rect()).adjusted(4, 4, -4, -4), self._outputs_from(layout))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.navigation.drag(event.position()):
            self._hover(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.navigation.press(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.navigation.release():
            neuron = self._neuron_at(event.position())
            connection = self._pointing.connection
            if neuron is not None:
                self.neuron_clicked.emit(neuron)
            elif connection is not None:
                self.weight_chosen.emit(WeightChoice(connection.end, connection.start.index))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.navigation.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.navigation.turn(event.angleDelta().y(), event.position())
        self._hover(event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            gaps = self.pictures.values()
            self._select(
                keys.moved(self._pointing.shown, _ARROWS[event.key()], gaps, self._shape) if gaps else None
            )
        elif not self.navigation.key(event.key()):
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_cursor = None
        self._pointing.leave()
        if self.selection.hovered is not None:
            self.neuron_hovered.emit(None)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.navigation.resize(event.size().toSizeF())
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        self.pictures.start()
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self.pulse.stop()
        self.pictures.stop()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pictures.close()
        super().closeEvent(event)


def _fits(layout: DiagramLayout, snapshot: Snapshot) -> bool:
    return layout.fits(snapshot.network.sizes, snapshot.subject.shape)


def _is_another_digit(before: Snapshot, after: Snapshot) -> bool:
    """A drawing under way stays the same digit."""
    old, new = before.input_image, after.input_image
    return not new.is_blank and (old.source, old.index) != (new.source, new.index)


def _is_fast(snapshot: Snapshot) -> bool:
    steps = snapshot.examples_per_second / snapshot.settings.mini_batch
    return snapshot.phase is Phase.TRAINING and steps > _PULSE_STEPS
