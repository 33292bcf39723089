"""A page's twin stands beside its run, and is known as its twin: so it goes where that one goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from nnviz.datasets.dataset import Dataset
from nnviz.learning.settings import Settings
from nnviz.lessons.amounts import Amount
from nnviz.lessons.document import Show
from nnviz.lessons.lesson_commands import LessonRuns, OpenPage
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.setups import Setup
from nnviz.runs.several_runs import Runs
from nnviz.runs.shared_data import SharedData
from nnviz.runs.training import Training
from tests.panels.snapshots import make_dataset


class Trains:
    """As much of the training thread as a page needs."""

    def __init__(self) -> None:
        digits = make_dataset(100)
        self.shared = SharedData.of(Dataset(digits, digits, digits))
        self.runs = Runs()
        self.is_stopped = False
        self.run = None

    def change_runs(self, change: Callable[[], object]) -> None:
        change()


class OwnRuns(LessonRuns):
    """With the data that there is."""

    def rehearsal(self, training: Training, data: Path | None, wish: int) -> Rehearsal:
        return Rehearsal(training.shared)


def test_a_twin_is_known_as_one() -> None:
    training, told = Trains(), list[int]()
    settings = Settings(hidden=(5,), seed=2)
    setup = Setup((settings, Amount(3, "step")), shows=(Show(1, twin=(("eta", 0.5),)),))
    page = OpenPage(OwnRuns(lambda: training.shared.data), setup, "lesson: Trial", wish=0, done=told.append)
    page.carry_out(cast(Any, training))
    shown, twin = training.runs.shown, training.runs.twin
    assert shown is not None
    assert twin is not None
    assert told == [shown.number]
    assert shown.name == "lesson: Trial"
    assert shown.run.changes[0].settings.eta == 3
    assert twin.changes[0].settings.eta == 0.5
    assert [one.run.examples_seen for one in training.runs.all] == [30, 30]
    assert training.runs.all[-1].name == "twin (η 0.5)"
