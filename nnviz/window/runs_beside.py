"""The session's other runs in the learning curve: faint lines, and bands over seeds; and their comparison."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from nnviz.experiments.session_groups import SessionGroup, session_groups
from nnviz.panels.learning_curve.panel import GhostBand, GhostCurve, LearningCurve
from nnviz.runs.snapshot import RunSummary, Snapshot
from nnviz.widgets import theme
from nnviz.window.compare_window import CompareWindow


class RunsBeside(QObject):
    """Which runs are compared is the user's choice: all, unless some were unticked."""

    def __init__(self, window: QMainWindow, learning_curve: LearningCurve) -> None:
        super().__init__(window)
        self._main, self.curve = window, learning_curve
        self._latest: Snapshot | None = None
        self._unticked: frozenset[int] = frozenset()
        self._shown: object = None  # of which runs the learning curve has something
        self.window: CompareWindow | None = None
        self.action = QAction("Com&pare runs…", window)
        self.action.setObjectName("compare_runs")
        self.action.setToolTip(
            "Bands over seeds in the learning curve, and how much better one setting is than another."
        )
        self.action.triggered.connect(lambda _checked=False: self.open())

    def open(self) -> None:
        """Bring the comparison to the front."""
        if self.window is None:
            self.window = CompareWindow(self._main)
            self.window.chosen.connect(self._choose)
        self._tell_window()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def take_in(self, latest: Snapshot) -> None:
        """The session's runs have got so far."""
        before, self._latest = self._latest, latest
        if before is None or _curves(before.runs) != _curves(latest.runs) or before.run != latest.run:
            self._show(latest)

    def _show(self, latest: Snapshot) -> None:
        runs = [run for run in latest.runs if run.number not in self._unticked]
        groups = [group for group in session_groups(runs) if group.seeds > 1]
        banded = {run.number for group in groups for run in group.runs}
        ghosts = [run for run in latest.runs if run.number not in banded | {latest.run}]
        shown = _curves(ghosts), [_curves(group.runs) for group in groups], latest.run
        if shown != self._shown:
            self._shown = shown
            bands = [_band(group, latest.run) for group in groups]
            of_bands = [_ghost(run) for run in latest.runs if run.number in banded - {latest.run}]
            self.curve.set_others([_ghost(run) for run in ghosts], bands, of_bands)
        self._tell_window()

    def _choose(self, unticked: frozenset[int]) -> None:
        self._unticked = unticked
        if self._latest is not None:
            self._show(self._latest)

    def _tell_window(self) -> None:
        if self.window is not None and self._latest is not None:
            self.window.show_runs(self._latest.runs, self._unticked)


def _curves(runs: tuple[RunSummary, ...] | list[RunSummary]) -> list[tuple[str, object]]:
    """Another list whenever there is something else to see: a curve is never changed, but replaced."""
    return [(run.name, run.curve) for run in runs]


def _ghost(run: RunSummary) -> GhostCurve:
    return GhostCurve(run.name, theme.run_colour(run.colour), run.curve, run.epoch_size)


def _band(group: SessionGroup, shown: int) -> GhostBand:
    """In the colour of the run shown, if it is one of them."""
    first = next((run for run in group.runs if run.number == shown), group.runs[0])
    return GhostBand(group.label, theme.run_colour(first.colour), group.band(), group.seeds)
