"""A study in a window: its question, its settings, its runs by one button, and what came out of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.experiments.charts import Chart, charts_of
from nnviz.experiments.comparison import groups
from nnviz.experiments.job import Job, checksum_of
from nnviz.experiments.outcome_words import outcome
from nnviz.experiments.store import Store
from nnviz.experiments.studies import SEEDS, STUDIES, Study, jobs_of
from nnviz.learning.settings import Settings, difference_text
from nnviz.widgets import theme
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.wrapped_label import WrappedLabel
from nnviz.window.experiments.chart_view import ChartView
from nnviz.window.experiments.sweep_process import SweepProcess

_WORDS = 360  # px, at least


@dataclass(frozen=True, eq=False)
class Found:
    """What there is of a study in a folder."""

    there: int  # runs
    wanted: int
    charts: tuple[Chart, ...] = ()  # none until all runs are there
    outcomes: tuple[str, ...] = ()


def found_in(folder: Path, study: Study) -> Found:
    """Read what there is. Takes a second, for the data set."""
    data = load_mnist()
    lists = jobs_of(study, tuple(range(SEEDS)), len(data.train))
    store, checksum = Store(folder), checksum_of(data)
    results = {job: store.result(job, checksum) for jobs in lists for job in jobs}
    there = sum(result is not None for result in results.values())
    if there < len(results):
        return Found(there, len(results))
    grouped = [groups(result for job in jobs if (result := results[job]) is not None)[0] for jobs in lists]
    words = tuple(outcome(group, study.level, study.early) for group in grouped)
    return Found(there, len(results), tuple(charts_of(study, grouped)), words)


def settings_words(job: Job) -> str:
    """The settings of an entrant, as far as they are not the usual ones, and its epochs."""
    return f"{difference_text(Settings(), job.settings) or 'default settings'}, {job.epochs} epochs"


class StudyWindow(QWidget):
    """Runs are carried out by a process of their own; what is there already is shown at once."""

    def __init__(self, name: str, folder: Path, trains: Callable[[], bool] = lambda: False) -> None:
        """`trains`: whether the main window trains just now, which needs a core."""
        super().__init__()
        self.name, self.study, self.folder, self._trains = name, STUDIES[name], folder, trains
        self.setObjectName("study_window")
        self.setWindowTitle(f"{self.study.title} – nnviz")
        self.resize(1120, 560)
        self.process = SweepProcess(self)
        self.process.run_finished.connect(lambda _key, _seconds: self._count())
        self.process.ended.connect(self._ended)
        self._worker = LatestWorker("study", self)
        self._worker.finished.connect(self._take_in)
        self._there, self._wanted = 0, 0
        self._lay_out()
        self._look()

    def _lay_out(self) -> None:
        self.question, self.status = WrappedLabel(), WrappedLabel()
        self.question.say(f"{self.study.question} {self.study.published}")
        self.entrants = [WrappedLabel() for _ in self.study.entrants]
        for label, entrant in zip(self.entrants, self.study.entrants, strict=True):
            label.say(f"{entrant.label}: {settings_words(Job(entrant.settings, entrant.epochs))}.")
        self.button = QPushButton("Run it")
        self.button.setObjectName("run_study")
        self.button.setProperty("primary", True)
        self.button.setToolTip(
            f"Each setting with {SEEDS} seeds, beside everything else; what is done is kept."
        )
        self.button.clicked.connect(self._start_or_stop)
        self.charts = QTabWidget()
        words = QWidget()
        column = QVBoxLayout(words)
        column.setSpacing(theme.SPACING)
        for widget in (self.question, self.button, self.status, *self.entrants):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(words)
        scroll.setFixedWidth(_WORDS)
        self.nothing = QLabel("The charts appear here when all runs are done.")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setProperty("muted", True)
        row = QHBoxLayout(self)
        row.addWidget(scroll)
        row.addWidget(self.nothing, 1)
        row.addWidget(self.charts, 1)
        self.charts.hide()

    def _look(self) -> None:
        study, folder = self.study, self.folder
        self._worker.request(lambda: found_in(folder, study))

    def _take_in(self, found: Found) -> None:
        self._there, self._wanted = found.there, found.wanted
        self.button.setVisible(not found.charts)
        self._say_progress()
        if not found.charts:
            return
        for label, entrant, words in zip(self.entrants, self.study.entrants, found.outcomes, strict=True):
            settings = settings_words(Job(entrant.settings, entrant.epochs))
            label.say(f"{entrant.label} ({settings}): {words}.")
        while self.charts.count():
            self.charts.removeTab(0)
        for chart in found.charts:
            self.charts.addTab(
                ChartView(chart), chart.title.split(": ")[-1 if len(self.study.rows) > 1 else 0]
            )
        self.nothing.hide()
        self.charts.show()

    def _say_progress(self) -> None:
        runs = f"{self._there} of {self._wanted} runs are there."
        self.status.say(f"All {self._wanted} runs are there." if self._there == self._wanted else runs)

    def _count(self) -> None:
        self._there += 1
        self._say_progress()

    def _start_or_stop(self) -> None:
        if self.process.is_running:
            self.process.stop()
            return
        try:
            Store(self.folder).prepare()
        except BadInput as wrong:
            self.status.say(str(wrong))
            return
        workers = max((os.cpu_count() or 1) - self._trains(), 1)
        self.button.setText("Stop")
        self.process.carry_out(["results", self.name, "--seeds", str(SEEDS)], self.folder, workers)

    def _ended(self, why: str) -> None:
        self.button.setText("Run it")
        if why:
            self.status.say(why)
        else:
            self._look()

    def end(self) -> None:
        """Close it for good. Closing it by hand hides it, and the runs go on."""
        self.process.close()
        self._worker.close()
        self.close()
