"""The landscape of the cost: what the real cost of the real network is around it, and the way it came.

Worked out beside the window, piece by piece, only while it can be seen and nothing trains.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nnviz.explain.landscape_survey import Directions, Landscape, Survey
from nnviz.panels.landscape.contour_view import ContourView
from nnviz.panels.landscape.landscape_words import landscape_sentence
from nnviz.panels.landscape.line_view import LineView
from nnviz.panels.landscape.surface_view import SurfaceView
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.recording import Past
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.quiet_choice import QuietChoice
from nnviz.widgets.wrapped_label import WrappedLabel

_WAITS = "Pause, and the cost around the network is worked out."


@dataclass(frozen=True, eq=False)
class _Question:
    """Of which moment the landscape is asked for, and on which plane."""

    snapshot: Snapshot
    directions: Directions

    def is_same(self, other: _Question) -> bool:
        """Whether the answer is the same: the very numbers count, whichever object they are in."""
        mine, its = self.snapshot, other.snapshot
        if (mine.run, mine.examples_seen, self.directions) != (its.run, its.examples_seen, other.directions):
            return False
        if mine.data is not its.data or mine.network.architecture != its.network.architecture:
            return False
        pairs = zip(
            (*mine.network.weights, *mine.network.biases),
            (*its.network.weights, *its.network.biases),
            strict=True,
        )
        return all(one is other or np.array_equal(one, other) for one, other in pairs)


class LandscapePanel(Panel):
    """A plane through all weights and biases, from above or as a surface; or a line from the start."""

    spec = PanelSpec(
        name="landscape",
        title="Landscape of the cost",
        tab="Landscape",
        explanation=(
            "The real cost around the network, on a plane through all its weights and biases, and the path "
            "that training has taken: the ring is the start, the dot is now."
        ),
        place=FirstPlace("centre", closed=True, behind="network_diagram"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.past_of: Callable[[int], Past | None] = lambda run: None  # how a run can be replayed, by number
        self._worker = LatestWorker("surveying the landscape", self)
        self._worker.finished.connect(self._take_in)
        self._asked: _Question | None = None
        self._survey: Survey | None = None
        self.found: Landscape | None = None
        self.contour, self.surface, self.line = ContourView(), SurfaceView(), LineView()
        self._views = QStackedWidget()
        self._view = QuietChoice(
            "landscape_view", "How it is shown", "From above, as a surface, or as a line."
        )
        self._directions = QuietChoice(
            "landscape_directions", "Which plane", "Which plane through all weights and biases is shown."
        )
        self._build()

    def _build(self) -> None:
        for view, name, words in (
            (self.contour, "from above", "Lines of equal cost; dark is low in the dark scheme."),
            (self.surface, "surface", "Drag it, or use the arrow keys, to turn it."),
            (self.line, "line", "The cost on the straight line from the start to now."),
        ):
            self._views.addWidget(view)
            self._view.add(name, self._views.count() - 1, words)
            view.setAccessibleName(f"landscape of the cost, {name}")
        self._directions.add("path", "path", "The plane that explains most of the path so far.")
        self._directions.add("random", "random", "Two random directions, as long as each neuron's weights.")
        self._view.currentIndexChanged.connect(self._views.setCurrentIndex)
        self._directions.currentIndexChanged.connect(self._ask)
        self.sentence = WrappedLabel(least_lines=2)
        self.sentence.setFont(theme.font(8))
        self.sentence.setProperty("muted", True)
        self.sentence.setAccessibleName("What the landscape shows")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACING, 2, theme.SPACING, 4)
        column.setSpacing(2)
        column.addWidget(self._views, 1)
        column.addWidget(self.sentence)

    def header_widgets(self) -> list[QWidget]:
        return [self._directions, self._view]

    @property
    def directions(self) -> Directions:
        """Which plane is chosen."""
        return "random" if self._directions.currentData() == "random" else "path"

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._ask()

    def _ask(self) -> None:
        """Have the landscape of this moment worked out, unless it is under way."""
        snapshot = self.snapshot
        if snapshot is None or snapshot.data is None or not self.isVisible():
            return
        if snapshot.phase is Phase.TRAINING and not snapshot.is_past:
            self._forget()
            self.sentence.say(_WAITS)
            return
        question = _Question(snapshot, self.directions)
        if self._asked is not None and question.is_same(self._asked):
            return
        self._asked = question
        self._survey = self._survey_of(snapshot, self._worker.is_wanted)
        self.sentence.say("The cost is being worked out …")
        self._worker.request(partial(_piece, self._survey), urgent=True)

    def _survey_of(self, snapshot: Snapshot, is_wanted: Callable[[], bool]) -> Survey:
        assert snapshot.data is not None
        past = self.past_of(snapshot.run)
        moment = (snapshot.network, snapshot.examples_seen)
        return Survey(
            moment,
            snapshot.start,
            snapshot.data.train,
            past=past,
            directions=self.directions,
            is_wanted=is_wanted,
        )

    def _take_in(self, result: tuple[Survey, Landscape]) -> None:
        survey, found = result
        if survey is not self._survey:
            return
        self._show(found)
        if not found.is_whole:
            self._worker.request(partial(_piece, survey))

    def _show(self, found: Landscape) -> None:
        self.found = found
        for view in (self.contour, self.surface, self.line):
            view.show_landscape(found)
        subject = self.snapshot.subject if self.snapshot is not None else None
        self.sentence.say(landscape_sentence(found, subject))

    def slow_part(self, ratio: float) -> Callable[[], Callable[[], None]] | None:
        snapshot = self.snapshot
        if snapshot is None or snapshot.data is None:
            return None
        self._forget()  # it would come at any time
        survey = self._survey_of(snapshot, lambda: True)
        return lambda: partial(self._show, survey.whole())

    def _forget(self) -> None:
        self._worker.forget()
        self._asked, self._survey = None, None

    def apply_theme(self) -> None:
        if self.found is not None:
            self._show(self.found)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.close()
        super().closeEvent(event)


def _piece(survey: Survey) -> tuple[Survey, Landscape]:
    return survey, survey.advance()
