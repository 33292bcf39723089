"""The window of experiments: choose runs, have them carried out beside everything else, and look at them."""

from __future__ import annotations

import math
import os
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.datasets.dataset import Dataset
from nnviz.errors import BadInput
from nnviz.experiments.estimate import time_text
from nnviz.experiments.overview import Overview
from nnviz.experiments.plan import Plan
from nnviz.experiments.store import Store
from nnviz.learning.settings import Settings
from nnviz.widgets import theme
from nnviz.window.experiments.experiment_files import ExperimentFiles
from nnviz.window.experiments.kept_runs import KeptRuns
from nnviz.window.experiments.plan_form import PlanForm
from nnviz.window.experiments.run_views import RunViews
from nnviz.window.experiments.studies_menu import StudiesMenu
from nnviz.window.experiments.sweep_process import PLAN, SweepProcess, write_plan
from nnviz.window.place import keep_on_screen

_FORM = 300  # px
_THINK = 250  # ms after the last change of the form, before it is looked into


class ExperimentsWindow(QMainWindow):
    """Closing it hides it: what is being carried out goes on until stopped, or the main window closes."""

    run_chosen = Signal(object, str)  # Result, and what tells it from the others
    picture_chosen = Signal(int)  # index in the test set
    settings_wanted = Signal()  # those of the main window

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setObjectName("experiments_window")
        self.setWindowTitle("Experiments – nnviz")
        self.resize(1180, 740)
        self.is_training = False  # whether the main window trains, which needs a core
        self.form, self.views = PlanForm(), RunViews()
        self.runs, self.process = KeptRuns(self), SweepProcess(self)
        self.files = ExperimentFiles(self, self.form, self.runs, self.views)
        self.studies = StudiesMenu(self, lambda: self.is_training)
        self._is_sound = True  # whether the form makes a plan
        self._planned, self._seconds = 0, math.nan  # runs of the plan, and how long all of them take
        self._began, self._there = 0.0, 0  # when it was started, and how many runs were there by then
        self._make_controls()
        self._lay_out()
        self._think = QTimer(self, singleShot=True, interval=_THINK)
        self._think.timeout.connect(self._look_into)
        self._connect()
        self.open_folder(folder)

    @property
    def workers(self) -> int:
        """How many runs at a time: a core is left to the main window while it trains."""
        return max((os.cpu_count() or 1) - self.is_training, 1)

    def set_base(self, settings: Settings, data: Dataset | None) -> None:
        """What is not varied is as in the main window."""
        self.form.set_base(settings, data.source if data is not None else None)

    def set_data(self, data: Dataset) -> None:
        """The main window has this data."""
        self.runs.set_data(data)
        self._tell_test(data)

    def open_folder(self, folder: Path) -> None:
        """Look at the results of another folder, and at the plan that lies beside them."""
        if self.process.is_running:
            self.say("Runs are being carried out; another folder can be chosen when they are done")
            return
        self.folder_label.setText(f"Results in {folder.name}")
        self.folder_label.setToolTip(str(folder))
        if (folder / PLAN).is_file():
            self.files.read_plan(folder / PLAN)
        self.runs.open(folder)

    def say(self, sentence: str) -> None:
        """What is going on, or went wrong."""
        self.status.setText(sentence)
        self.status.setVisible(bool(sentence))

    def stop(self) -> None:
        """End what is being carried out, for good: the main window closes."""
        self._think.stop()
        self.files.close()
        self.studies.close()
        self.process.close()
        self.runs.close()

    def start(self) -> None:
        """Carry out what of the plan is not there yet."""
        try:
            plan = self.form.plan()
            Store(self.runs.folder).prepare()
        except BadInput as wrong:
            self.say(str(wrong))
            return
        if plan.data is not None:
            plan = replace(plan, data=plan.data.absolute())
        self._set_running(True)
        self.say("Starting…")
        folder = self.runs.folder
        self.runs.do(partial(write_plan, plan, folder), partial(self._begin, folder), self._ended)

    def _begin(self, folder: Path, plan_file: Path) -> None:
        self._began, self._there = time.monotonic(), self.runs.overview.runs
        self.process.start(plan_file, folder, self.workers)

    def _stop(self) -> None:
        self.say("Stopping…")
        self.stop_button.setEnabled(False)
        self.process.stop()

    def _ended(self, why: str) -> None:
        self._set_running(False)
        self.say(why)
        self._think.start(0)

    def _set_running(self, running: bool) -> None:
        self.form.setEnabled(not running)
        self.start_button.setVisible(not running)
        self.stop_button.setVisible(running)
        self.stop_button.setEnabled(running)
        self.progress.setVisible(running)

    def _look_into(self) -> None:
        """The form says something else: which runs are of it, and how long the others take."""
        try:
            plan: Plan | None = self.form.plan()
            self.estimate.setText("…")
        except BadInput as wrong:
            plan = None
            self.estimate.setText(str(wrong))
        self._is_sound, self._planned = plan is not None, 0
        self.start_button.setEnabled(plan is not None)
        self.runs.look_at(plan, self.everything.isChecked())
        if plan is not None:
            self.runs.estimate(plan, self.workers)

    def _take_estimate(self, planned: int, seconds: float) -> None:
        if self._is_sound:
            self._planned, self._seconds = planned, seconds
            self._tell_progress()

    def _take_runs(self, overview: Overview) -> None:
        self.views.show_runs(overview)
        self._tell_progress()

    def _tell_progress(self) -> None:
        planned, there = self._planned, self.runs.overview.runs
        if not planned or self.everything.isChecked():
            return
        left = max(planned - there, 0)
        runs = f"{planned:,} run{'s' * (planned != 1)}"
        self.progress.setRange(0, planned)
        self.progress.setValue(min(there, planned))
        known = math.isfinite(self._seconds) and not self.process.is_running
        needs = f", {time_text(self._seconds * left / planned)}" if left and known else ""
        done = f"; {there:,} are there already" if there else ""
        self.estimate.setText(f"{runs}{needs}{done}." if left else f"{runs}: all are there.")
        if self.process.is_running and self.stop_button.isEnabled():
            self.say(f"{there:,} of {runs} are done{self._time_left(there, left)}.")

    def _time_left(self, there: int, left: int) -> str:
        new = there - self._there
        if new <= 0 or not left:
            return ""
        return f", {time_text((time.monotonic() - self._began) / new * left)} left"

    def _choose_run(self, result: object) -> None:
        self.run_chosen.emit(result, self.runs.overview.words(result))  # type: ignore[arg-type]

    def _tell_test(self, data: Dataset) -> None:
        self.views.mistakes.set_test(data.test)

    def _make_controls(self) -> None:
        self.estimate, self.status, self.note, self.folder_label = (QLabel() for _ in range(4))
        for label, name in (
            (self.estimate, "experiment_estimate"),
            (self.status, "experiment_status"),
            (self.note, "experiment_note"),
            (self.folder_label, "results_folder"),
        ):
            label.setObjectName(name)
            label.setWordWrap(True)
        self.note.setProperty("muted", True)
        self.folder_label.setProperty("muted", True)
        self.start_button, self.stop_button = QPushButton("Start"), QPushButton("Stop")
        self.start_button.setObjectName("start_experiment")
        self.start_button.setProperty("primary", True)
        self.start_button.setToolTip("Carry out all runs that are not there yet, beside everything else.")
        self.stop_button.setObjectName("stop_experiment")
        self.stop_button.setToolTip("What is done is kept; Start goes on from there.")
        self.progress = QProgressBar()
        self.progress.setObjectName("experiment_progress")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.everything = QCheckBox("Show everything in the folder")
        self.everything.setObjectName("show_everything")
        self.everything.setToolTip("Runs of other experiments in the same folder, too.")

    def _lay_out(self) -> None:
        inside = QWidget()
        left = QVBoxLayout(inside)
        left.setContentsMargins(0, 0, theme.SPACING, 0)
        left.setSpacing(theme.SPACING)
        for widget in (self.form, self.estimate, self.start_button, self.stop_button, self.progress):
            left.addWidget(widget)
        for widget in (self.status, self.note):
            left.addWidget(widget)
        left.addStretch(1)
        left.addWidget(self.everything)
        left.addWidget(self.folder_label)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setFixedWidth(_FORM)
        whole = QWidget()
        box = QHBoxLayout(whole)
        box.setContentsMargins(*[2 * theme.SPACING] * 4)
        box.setSpacing(2 * theme.SPACING)
        box.addWidget(scroll)
        box.addWidget(self.views, 1)
        self.setCentralWidget(whole)
        self._set_running(False)
        self.say("")
        self.note.hide()

    def _connect(self) -> None:
        self.form.changed.connect(self._think.start)
        self.files.said.connect(self.say)
        self.files.folder_chosen.connect(self.open_folder)
        self.form.take.clicked.connect(self.settings_wanted)
        self.everything.toggled.connect(lambda _: self._think.start(0))
        self.start_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self._stop)
        self.runs.changed.connect(self._take_runs)
        self.runs.estimated.connect(self._take_estimate)
        self.runs.noted.connect(self._take_note)
        self.process.run_finished.connect(self.runs.add)
        self.process.ended.connect(self._ended)
        self.views.run_chosen.connect(self._choose_run)
        self.views.mistakes.picture_chosen.connect(self.picture_chosen)
        self._think.start()

    def _take_note(self, note: str) -> None:
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        keep_on_screen(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.files.close()
        super().closeEvent(event)
