"""The small window that compares the session's runs: which of them, and how two settings differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from nnviz.experiments.charts import Chart, difference_chart
from nnviz.experiments.session_groups import (
    SessionGroup,
    difference_band,
    session_difference,
    session_groups,
)
from nnviz.panels.timeline.run_choice import run_icon, run_sentence
from nnviz.runs.snapshot import RunSummary
from nnviz.widgets import theme
from nnviz.widgets.wrapped_label import WrappedLabel
from nnviz.window.experiments.chart_view import ChartView
from nnviz.window.experiments.two_settings import TwoSettings

_ABOUT = (
    "Ticked runs that differ in nothing but their seed are one band in the learning curve: "
    "their median and their range."
)
_ALONE = (
    "Two settings are needed to compare: start a twin with another value, and twins with other seeds, "
    "or open runs from Experiments."
)
_ROW = 24  # px of the list, for a run


class CompareWindow(QDialog):
    """Stays open beside the main window, and follows the training."""

    chosen = Signal(object)  # set of the numbers of the runs that are not ticked

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compare_window")
        self.setWindowTitle("Compare runs")
        self.resize(640, 560)
        self._runs: tuple[RunSummary, ...] = ()
        self._groups: tuple[SessionGroup, ...] = ()
        self.about = WrappedLabel()
        self.about.say(_ABOUT)
        self.list = QListWidget()
        self.list.setObjectName("compared_runs")
        self.list.setAccessibleName("Runs to compare")
        self.two = TwoSettings()
        self.alone = QLabel(_ALONE)
        self.alone.setObjectName("compare_alone")
        self.alone.setWordWrap(True)
        self.alone.setProperty("muted", True)
        self.chart = ChartView(Chart("", "", "", ()))
        box = QVBoxLayout(self)
        box.setContentsMargins(*[2 * theme.SPACING] * 4)
        box.setSpacing(theme.SPACING)
        for widget in (self.about, self.list, self.two, self.alone):
            box.addWidget(widget)
        box.addWidget(self.chart, 1)
        box.addStretch(0)
        self.list.itemChanged.connect(lambda _: self._choose())
        self.two.changed.connect(self._compare)

    def show_runs(self, runs: Sequence[RunSummary], unticked: frozenset[int]) -> None:
        """The runs of now."""
        listed = [(run.number, run.name) for run in runs]
        if listed != [(run.number, run.name) for run in self._runs]:
            self._list(runs, unticked)
        self._runs = tuple(runs)
        for row, run in enumerate(runs):
            self.list.item(row).setToolTip(f"{run_sentence(run)}, seed {run.settings.seed}")
        self._groups = session_groups(run for run in runs if run.number not in unticked)
        self.two.offer([_name(group) for group in self._groups], range(len(self._groups)))
        self.alone.setVisible(len(self._groups) < 2)

    def _list(self, runs: Sequence[RunSummary], unticked: frozenset[int]) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for run in runs:
                item = QListWidgetItem(run_icon(run.colour), run.name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = run.number not in unticked
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
                self.list.addItem(item)
        self.list.setFixedHeight(_ROW * max(len(runs), 1) + 4)

    def _choose(self) -> None:
        states = [self.list.item(row).checkState() for row in range(self.list.count())]
        pairs = zip(self._runs, states, strict=True)
        self.chosen.emit(frozenset(run.number for run, state in pairs if state is Qt.CheckState.Unchecked))

    def _compare(self) -> None:
        chosen = self.two.chosen
        self.chart.setVisible(False)
        if chosen is None:
            return
        one, other = (self._groups[index] for index in chosen)
        if one is other:
            self.two.sentence.setText("the same setting")
            return
        found, epoch = session_difference(one, other)
        after = f"test accuracy after {epoch:.4g} epoch{'s' * (epoch != 1)}"
        self.two.sentence.setText(f"{found.sentence} ({after})")
        band = difference_band(one, other)
        if band is not None and len(band.epochs) > 1:
            self.chart.show_chart(difference_chart(one.label, other.label, band, found.seeds))
            self.chart.setVisible(True)


def _name(group: SessionGroup) -> str:
    return f"{group.label}, {group.seeds} seed{'s' * (group.seeds != 1)}"
