"""Says what is wrong with the training, if anything is, and offers to try something else beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from nnviz.errors import BadInput
from nnviz.explain.advice import Advice, advice
from nnviz.explain.findings import findings_of
from nnviz.learning.settings import Settings, difference_text
from nnviz.runs.answering_thread import Rest
from nnviz.runs.commands import BeginTwin
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.runs.training_thread import TrainingThread
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.window.documents.banner import Answer, notices_of

_REST = Rest(1.0, 20.0)  # of the time, while training goes on: a twentieth at most


@dataclass(frozen=True)
class Told:
    """Advice on a run, and the settings that it would have."""

    run: int
    advice: Advice
    settings: Settings | None  # to try instead; None if there are none to suggest
    change: str = ""  # what of them is different, in a few words


class Adviser(QObject):
    """Looks at every new point of the learning curve, in a thread of its own."""

    def __init__(self, window: QMainWindow, training: TrainingThread) -> None:
        super().__init__(window)
        self._training = training
        self._worker = LatestWorker("advice", self, _REST)
        self._worker.finished.connect(self._take_in)
        self._banner = notices_of(window).banner("advice_banner")
        self._looked_at: tuple[int, int, bool] = (-1, 0, False)
        self._dismissed: set[tuple[int, str]] = set()  # run, and what was said of it
        self.told: Told | None = None

    def take_in(self, latest: Snapshot) -> None:
        """The newest moment of the run shown."""
        paused = latest.phase is Phase.PAUSED
        moment = (latest.run, len(latest.curve), paused)
        if latest.data is None or latest.phase is Phase.LOADING or moment == self._looked_at:
            return
        if latest.run != self._looked_at[0]:
            self._say(None)
        self._looked_at = moment
        self._worker.request(lambda: _look(latest, self._worker.is_wanted))

    def close(self) -> None:
        """End the thread and wait for it."""
        self._worker.close()

    def _take_in(self, found: tuple[int, Told | None]) -> None:
        run, told = found
        if run != self._looked_at[0]:
            return
        if told is not None and (run, told.advice.name) in self._dismissed:
            told = None
        self._say(told)

    def _say(self, told: Told | None) -> None:
        before, self.told = self.told, told
        if told is None:
            if before is not None:
                self._banner.done()
            return
        if before is not None and (before.run, before.advice.name) == (told.run, told.advice.name):
            return  # the numbers of a moment ago are as good, and nobody can read what changes
        answers: list[Answer] = [("dismiss_advice", "Dismiss", lambda: self._dismiss(told))]
        if told.settings is not None:
            text = f"Try {told.change} as a twin"
            answers.insert(0, ("try_advice", text, lambda: self._try(told)))
        self._banner.ask(told.advice.evidence, answers)

    def _dismiss(self, told: Told) -> None:
        self._dismissed.add((told.run, told.advice.name))
        self.told = None

    def _try(self, told: Told) -> None:
        self._dismiss(told)
        if told.settings is not None:
            self._training.submit(BeginTwin(told.settings))


def _look(snapshot: Snapshot, is_wanted: Callable[[], bool]) -> tuple[int, Told | None]:
    """The most serious thing to say of a moment."""
    assert snapshot.data is not None
    with np.errstate(all="ignore"):
        said = advice(findings_of(snapshot, snapshot.data, is_wanted))
    if not said:
        return snapshot.run, None
    try:
        settings = replace(snapshot.settings, **said[0].changes) if said[0].change else None
    except BadInput:  # a combination that makes no run is not worth a try
        settings = None
    change = difference_text(snapshot.settings, settings) if settings is not None else ""
    return snapshot.run, Told(snapshot.run, said[0], settings, change)
