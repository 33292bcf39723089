"""What of the window a page of a lesson needs: panels, image, neuron, stage; and how it was before."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer

from nnviz.learning.neuron import Selection
from nnviz.lessons.amounts import Amount
from nnviz.lessons.document import ImageChoice, Show, Strokes
from nnviz.lessons.neuron_name import NeuronName
from nnviz.lessons.setups import Setup
from nnviz.lessons.state import AppState
from nnviz.lessons.vocabulary import FIRST_EDGES
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.drawing_pad.strokes import CANVAS, Page, Stroke
from nnviz.panels.lesson.panel import LessonPanel
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.panel import NetworkDiagram
from nnviz.panels.panel import Panel
from nnviz.panels.timeline.panel import Timeline
from nnviz.runs.input_image import InputImage, blank_input, data_input
from nnviz.runs.snapshot import Snapshot
from nnviz.sessions.panel_layout import PanelLayout
from nnviz.window.documents.document_window import DocumentWindow

_WIDTH = 400  # px of the lesson's column, when it opens
_LEAST = 340  # px: however narrow it was among many other panels
_LOOK, _LOOKS = 200, 20  # ms between looks whether the walk is open, and how many
_INEXACT = 40  # px by which Qt's layout misses the width that is asked for


class LessonWindow(DocumentWindow):
    """What a lesson needs of the window."""

    timeline: Timeline
    network_diagram: NetworkDiagram
    backprop_steps: BackpropSteps

    @property
    @abstractmethod
    def input_image(self) -> InputImage:
        """The image shown."""

    @property
    @abstractmethod
    def selection(self) -> Selection:
        """The neurons that are hovered and pinned."""

    @abstractmethod
    def show_input_image(self, input_image: InputImage) -> None:
        """Show this image going through the network."""

    @abstractmethod
    def select(self, selection: Selection) -> None:
        """Highlight a neuron."""

    @abstractmethod
    def go_live(self) -> None:
        """Show the newest moment."""

    @abstractmethod
    def show_problem(self, sentence: str) -> None:
        """Say that something went wrong."""


@dataclass(frozen=True, eq=False)
class Before:
    """The window as the user had it."""

    layout: PanelLayout | None
    page: Page  # on the pad
    image: InputImage
    selection: Selection
    speed: float
    edges: EdgeMode


class LessonScene:
    """Arranges the window for a page, and puts it back."""

    def __init__(self, window: LessonWindow, panel: LessonPanel) -> None:
        self._window, self._panel = window, panel
        self.before: Before | None = None
        self._back: Before | None = None  # what is still to come back
        self._lit: Panel | None = None
        self._width, self._is_new = _WIDTH, True  # px of its column

    def remember(self) -> None:
        """This is how everything was."""
        window = self._window
        dock = window.layout_of_panels.dock(self._panel)
        self._width = _WIDTH if dock.isHidden() else max(dock.width(), _WIDTH)
        self._is_new = True  # among all the user's panels it may have had less room
        self.before = Before(
            window.layout_of_panels.state(),
            window.drawing_pad.page,
            window.input_image,
            selection=window.selection,
            speed=window.controls.speed,
            edges=window.network_diagram.mode,
        )

    def open_panel(self) -> None:
        """Have the lesson beside the other panels, wide enough to read."""
        self._window.layout_of_panels.open_beside(self._panel, self._width)

    def was_closed_by_hand(self) -> bool:
        """Whether the user has closed the lesson, and not only let another panel fill the window."""
        layout = self._window.layout_of_panels
        return layout.dock(self._panel).isHidden() and not layout.is_enlarged

    def give_back(self, keeps_panel: bool) -> None:
        """Everything as it was; the lesson's own panel may stay if the user has not closed it."""
        before, window = self.before, self._window
        if before is None:
            return
        self.before = None
        self.point_at("")
        window.controls.hide_parts(())
        window.controls.set_speed(before.speed)
        window.network_diagram.header.mode = before.edges
        window.drawing_pad.set_page(before.page)
        lesson_is_open = keeps_panel and not window.layout_of_panels.dock(self._panel).isHidden()
        if before.layout is not None:
            window.layout_of_panels.restore(before.layout)
        if lesson_is_open:
            self.open_panel()
        self._back = before

    def come_back(self) -> None:
        """The user's own run is shown again: so are the image and the neuron that belong to it."""
        if self._back is not None:
            self._window.select(Selection(pinned=self._back.selection.pinned))
            self._window.show_input_image(self._back.image)
            self._back = None

    def arrange(self, setup: Setup) -> None:
        """What does not wait for the page's run: panels, controls, the drawing."""
        window, layout = self._window, self._window.layout_of_panels
        before = self.before
        dock = layout.dock(self._panel)
        is_beside = not (dock.isHidden() or layout.is_enlarged or self._is_new)
        if is_beside and abs(dock.width() - self._width) > _INEXACT:
            self._width = max(dock.width(), _LEAST)  # the user has drawn it to this
        self._is_new = False
        if layout.is_enlarged:
            layout.enlarge(dock)
        if setup.panels is not None:
            layout.show_only([p for p in window.panels if p.spec.name in (*setup.panels, "lesson")])
        elif before is not None and before.layout is not None:
            visible = {place.panel for place in before.layout.places() if place.visible} | {"lesson"}
            layout.show_only([panel for panel in window.panels if panel.spec.name in visible])
        self.open_panel()
        window.controls.hide_parts(setup.hides)
        if setup.speed is not None:
            window.controls.set_speed(setup.speed)
        if setup.drawing is not None:
            window.drawing_pad.set_strokes(_strokes(setup.drawing))

    def show(self, setup: Setup) -> None:
        """What needs the page's run: the image, a neuron, connections, a stage, a moment."""
        window = self._window
        self._show_image(setup.image)
        neuron = next((show.neuron for show in setup.shows if show.neuron is not None), None)
        sizes = window.latest.network.sizes if window.latest is not None else ()
        window.select(Selection(pinned=neuron.neuron(sizes) if neuron is not None and sizes else None))
        edges = next((show.edges for show in setup.shows if show.edges), FIRST_EDGES)
        window.network_diagram.header.mode = EdgeMode[edges.upper()]
        for show in setup.shows:
            self._show_panels(show)

    def point_at(self, target: str) -> None:
        """Light up what the words name."""
        kind, _, name = target.partition(":")
        window = self._window
        lit = next((panel for panel in window.panels if kind == "panel" and panel.spec.name == name), None)
        if lit is not self._lit:
            for panel, is_lit in ((self._lit, False), (lit, True)):
                if panel is not None:
                    window.layout_of_panels.dock(panel).set_lit(is_lit)
            self._lit = lit
        latest = window.latest
        hovered = None
        if kind in ("unit", "output", "pixel") and latest is not None:
            hovered = NeuronName.read(f"{kind} {name}").neuron(latest.network.sizes)
        window.select(replace(window.selection, hovered=hovered))

    def state(self, snapshot: Snapshot) -> AppState:
        """What the lesson's conditions are about."""
        window = self._window
        walk = window.backprop_steps
        seen = frozenset(panel.spec.name for panel in window.panels if _can_be_seen(panel))
        walks = walk.spec.name in seen and walk.walk is not None
        return AppState(
            snapshot,
            pinned=window.selection.pinned,
            switched_off=window.trial.edits.switched_off,
            open_panels=seen,
            walk_stage=walk.digit.index + 1 if walks else 0,
            edges=window.network_diagram.mode.name.lower(),
            figures=self._panel.figures,
        )

    def _show_image(self, image: ImageChoice) -> None:
        latest = self._window.latest
        if latest is None or latest.data is None or image.source == "drawing":
            return
        examples = {"test": latest.data.test, "training": latest.data.train}.get(image.source)
        if examples is None or not 0 <= image.index < len(examples):
            self._window.show_input_image(blank_input(latest.subject))
        elif image.source == "test":
            self._window.show_input_image(data_input(examples, image.index))
        else:
            self._window.show_input_image(data_input(examples, image.index, "training"))

    def _show_panels(self, show: Show) -> None:
        window, layout = self._window, self._window.layout_of_panels
        named = {panel.spec.name: panel for panel in window.panels}
        for name in (show.panel, show.large, "backprop_steps" if show.stage else ""):
            if name:
                layout.bring_to_front(named[name])
        if show.large:
            layout.enlarge(layout.dock(named[show.large]))
            layout.open_beside(self._panel, self._width)
        if show.stage:
            self._go_to_stage_soon(show.stage)
        if isinstance(show.moment, Amount) and window.latest is not None:
            latest = window.latest
            examples = show.moment.examples(latest.settings.mini_batch, latest.epoch_size)
            window.timeline.moment_requested.emit(min(examples, latest.examples_seen))

    def _go_to_stage_soon(self, stage: int, looks: int = _LOOKS) -> None:
        """The walk opens with the first frame that it can be seen in, at its first stage."""
        QTimer.singleShot(_LOOK, self._window, lambda: self._go_to_stage(stage, looks - 1))

    def _go_to_stage(self, stage: int, looks: int) -> None:
        window, steps = self._window, self._window.backprop_steps
        shown = window.shown
        if self.before is None or shown is None:
            return
        if steps.walk is None or not _can_be_seen(steps):
            if looks > 0:
                self._go_to_stage_soon(stage, looks)
            return
        steps.open_walk(replace(shown, input_image=window.input_image))  # it may be that of the page before
        steps.digit.go(min(stage, len(steps.digit.stages)) - 1)


def _can_be_seen(panel: Panel) -> bool:
    return panel.isVisible() and not panel.visibleRegion().isEmpty()


def _strokes(strokes: Strokes) -> tuple[Stroke, ...]:
    return tuple(
        Stroke(tuple((round(x * CANVAS, 2), round(y * CANVAS, 2)) for x, y in points)) for points in strokes
    )
