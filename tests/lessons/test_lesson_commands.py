"""What the training thread does for a lesson: nothing is trained twice, and the user's own run never."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnviz.datasets.dataset import Dataset
from nnviz.learning.settings import Settings
from nnviz.lessons.amounts import Amount
from nnviz.lessons.document import Show
from nnviz.lessons.lesson_commands import LessonRuns, OpenPage, RunPrediction
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.setups import Legs, Setup
from nnviz.runs.run import Run
from nnviz.runs.training import Training
from tests.panels.snapshots import make_dataset

BEFORE = Setup((Settings(hidden=(5,), seed=2),))
AFTER = BEFORE.trained([Amount(3, "step")])


@pytest.fixture
def training() -> Training:
    digits = make_dataset(100)
    made = Training(BEFORE.settings, lambda: Dataset(digits, digits, digits), 1 << 20)
    made.begin(BEFORE.settings)
    return made


@pytest.fixture
def runs(training: Training) -> LessonRuns:
    made = LessonRuns(lambda: training.shared.data)
    made.wanted = 1
    return made


def guess(training: Training, runs: LessonRuns) -> int:
    """A guess is recorded; after how many examples its outcome is there."""
    told = list[int]()
    RunPrediction(runs, BEFORE, AFTER, "lesson: Trial", wish=1, done=told.append).carry_out(training)
    while training.is_under_way:
        training.train_chunk()
    return told[0]


def turn_to(setup: Setup, training: Training, runs: LessonRuns) -> Run | None:
    OpenPage(runs, setup, "lesson: Trial", wish=1, done=lambda _: None).carry_out(training)
    return training.run


def test_a_guess_before_its_page_has_come_leaves_the_users_own_run_alone(
    training: Training, runs: LessonRuns
) -> None:
    own = training.run
    assert own is not None
    assert guess(training, runs) == 30
    assert training.run is not None
    assert (training.run.examples_seen, own.examples_seen) == (30, 0)
    training.give_back()
    assert training.run is own


def test_the_twins_curve_ends_where_the_runs_does(training: Training, runs: LessonRuns) -> None:
    turn_to(replace(BEFORE, shows=(Show(1, twin=(("eta", 0.5),)),)), training, runs)
    training.train_until(100)  # an epoch: there is a point of the curve
    while training.is_under_way:
        training.train_chunk()
    assert [one.run.curve.examples[-1] for one in training.runs.all] == [100, 100]


def test_what_was_trained_after_a_guess_is_not_trained_again(
    training: Training, runs: LessonRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = list[Legs]()
    reach = Rehearsal.reach
    monkeypatch.setattr(Rehearsal, "reach", lambda self, legs: (reached.append(legs), reach(self, legs))[1])
    turn_to(BEFORE, training, runs)
    guess(training, runs)
    page = turn_to(AFTER, training, runs)
    assert page is not None
    assert page.examples_seen == 30
    assert reached == [BEFORE.legs]
    page.advance(10)  # by the reader, on this page
    assert turn_to(AFTER, training, runs) is not page
    assert reached == [BEFORE.legs, AFTER.legs]
