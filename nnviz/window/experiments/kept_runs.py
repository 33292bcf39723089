"""The runs whose results are in a folder, read and put in order off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.datasets.dataset import Dataset
from nnviz.experiments.estimate import Speed, measured, seconds_of_plan
from nnviz.experiments.job import checksum_of
from nnviz.experiments.overview import Overview, overview_of
from nnviz.experiments.plan import Plan
from nnviz.experiments.store import KeptRun, Store
from nnviz.window.documents.background import FileWork

_GATHER = 200  # ms in which runs that finish are shown together


class KeptRuns(QObject):
    """Says what there is to see whenever runs have come, or others are to be looked at."""

    changed = Signal(object)  # Overview
    estimated = Signal(int, float)  # how many runs a plan has, and how long they take, in seconds
    noted = Signal(str)  # what was wrong in the folder, or went wrong, in a sentence; empty for nothing
    opened = Signal()  # the folder was read

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.folder = Path()
        self.overview = Overview()
        self.checksum = ""  # of the data of the main window, once it is known
        self._runs: dict[str, KeptRun] = {}
        self._plan: Plan | None = None
        self._all = False
        self._data: Dataset | None = None
        self._speed: Speed | None = None
        self._to_estimate: tuple[Plan, int] | None = None
        self._work = FileWork(self)
        self._gather = QTimer(self, singleShot=True, interval=_GATHER)
        self._gather.timeout.connect(self._put_in_order)

    def open(self, folder: Path) -> None:
        """Read what is in that folder; one that is not there yet has nothing in it."""
        self.folder, self._runs = folder, {}
        self._gather.start()
        if folder.is_dir():
            self._work.do("read", partial(_read, folder), partial(self._take_in, folder), self.noted.emit)
        else:
            self.noted.emit("")
            self.opened.emit()

    def add(self, key: str, seconds: float) -> None:
        """Take in a run that has just finished."""
        work = partial(Store(self.folder).run, key, seconds)
        self._work.do("add", work, self._add, self.noted.emit)

    def look_at(self, plan: Plan | None, everything: bool) -> None:
        """Show the runs of this plan, or everything in the folder."""
        self._plan, self._all = plan, everything
        self._gather.start(0)

    def set_data(self, data: Dataset) -> None:
        """The main window's: its runs can be opened there, and the machine is measured with it."""
        if data is self._data:
            return
        self._data, self.checksum, self._speed = data, "", None

        def take(found: tuple[str, Speed]) -> None:
            if data is self._data:
                self.checksum, self._speed = found
                self._gather.start(0)
                self._estimate()

        self._work.do("data", lambda: (checksum_of(data), measured(data)), take, self.noted.emit)

    def estimate(self, plan: Plan, workers: int) -> None:
        """Find out how long a plan takes, with so many runs at a time."""
        self._to_estimate = plan, workers
        self._estimate()

    def do(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        """Some other work on files, after all that was asked for before."""
        self._work.do("other", work, done, failed)

    def close(self) -> None:
        """End, once what is being written is written."""
        self._gather.stop()
        self._work.finish()

    def _estimate(self) -> None:
        if self._to_estimate is None or self._work.is_doing("estimate"):
            return
        (plan, workers), self._to_estimate = self._to_estimate, None
        speed = self._speed

        def work() -> tuple[int, float]:
            runs = len(plan.settings()) * len(plan.seeds)
            return runs, seconds_of_plan(plan, speed, workers) if speed is not None else float("nan")

        def done(found: tuple[int, float]) -> None:
            self.estimated.emit(*found)
            if speed is None and self._speed is not None and self._to_estimate is None:
                self._to_estimate = plan, workers
            self._estimate()

        self._work.do("estimate", work, done, self.noted.emit)

    def _take_in(self, folder: Path, found: tuple[dict[str, KeptRun], list[str]]) -> None:
        if folder == self.folder:
            runs, notes = found
            self._runs = {**runs, **self._runs}
            self.noted.emit(_sentence(notes))
            self._gather.start(0)
            self.opened.emit()

    def _add(self, run: KeptRun) -> None:
        self._runs[run.key] = run
        if not self._gather.isActive():
            self._gather.start()

    def _put_in_order(self) -> None:
        if self._work.is_doing("order"):
            self._gather.start()
            return
        runs, plan, everything = list(self._runs.values()), self._plan, self._all
        if not everything and plan is None:
            self._show(Overview())
            return
        is_here = plan is not None and self._data is not None and plan.data == self._data.source
        data = self.checksum if is_here and not everything else ""
        work = partial(overview_of, runs, None if everything else plan, data)
        self._work.do("order", work, self._show, self.noted.emit)

    def _show(self, overview: Overview) -> None:
        self.overview = overview
        self.changed.emit(overview)


def _read(folder: Path) -> tuple[dict[str, KeptRun], list[str]]:
    notes: list[str] = []
    return {run.key: run for run in Store(folder).runs(notes)}, notes


def _sentence(notes: list[str]) -> str:
    if len(notes) <= 1:
        return notes[0] if notes else ""
    return f"{notes[0]}; and {len(notes) - 1:,} more files"
