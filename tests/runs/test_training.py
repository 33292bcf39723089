"""What the training thread does between two chunks of training."""

from __future__ import annotations

import math
import threading

import pytest

from nnviz.learning.settings import Settings
from nnviz.runs.run import next_point
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.runs.training import Training
from tests.digits import make_mnist

DATA = make_mnist()
SETTINGS = Settings(hidden=(12,), seed=4)


@pytest.fixture
def training() -> Training:
    """One that has begun to train."""
    made = Training(SETTINGS, lambda: DATA, memory=1 << 20)
    made.begin(SETTINGS)
    made.train_until(math.inf)
    made.train_chunk()
    return made


def test_training_rests_while_somebody_waits_for_a_moment_of_the_past(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest, rests = training.mailbox.take(), []
    assert latest is not None
    assert training.run is not None

    def made(*_: object) -> Snapshot:
        rests.append(training.seconds_to_next_chunk())
        return latest

    assert training.seconds_to_next_chunk() == 0
    monkeypatch.setattr(training.run.history, "snapshot", made)
    training.runs.past(latest, 0)
    assert rests[0] is not None
    assert rests[0] > 0
    assert training.seconds_to_next_chunk() == 0


def test_a_pause_is_never_told_with_less_than_its_whole_curve(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Snapshot] = []
    run, may = training.run, threading.Event()
    assert run is not None
    evaluate = run.evaluator.evaluation
    monkeypatch.setattr(run.evaluator, "evaluation", lambda *what: may.wait(60) and evaluate(*what))
    due = next_point(run.examples_seen, len(DATA.train), len(DATA.test))
    run.advance(due - run.examples_seen, settled=False)  # a point falls due, and is worked out meanwhile
    assert not run.is_settled
    may.set()
    monkeypatch.setattr(training.mailbox, "put", told.append)
    training.train_until(0)
    assert [snapshot.curve.examples[-1] for snapshot in told] == [due]
    assert run.is_settled


def test_a_pause_is_told_before_the_network_is_evaluated(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Snapshot] = []
    monkeypatch.setattr(training.mailbox, "put", told.append)
    training.train_until(0)
    assert [snapshot.phase for snapshot in told] == [Phase.PAUSED, Phase.PAUSED]
    assert told[0].evaluation is None
    assert told[1].evaluation is not None
    assert told[1].evaluation.examples_seen == told[0].examples_seen == told[1].examples_seen
