"""A run that nothing was kept of but its settings, in the session again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.runs.several_runs import MOST
from nnviz.runs.train_again import TrainAgain
from nnviz.runs.training import Training
from tests.digits import make_mnist

OWN = Settings(hidden=(8,), eta=2.0)
WANTED = Settings(hidden=(6,), eta=0.5, seed=4)


@pytest.fixture(scope="module")
def data() -> object:
    return make_mnist(train=203, test=40)


@pytest.fixture
def training(data: object) -> Iterator[Training]:
    made = Training(OWN, lambda: data, 64 << 20)  # type: ignore[arg-type,return-value]
    made.begin(OWN)
    made.train_until(50)
    go_on(made)
    yield made
    made.end()


def go_on(training: Training) -> None:
    while training.is_under_way:
        training.train_chunk()


def test_it_is_the_very_run_and_the_users_own_stays(training: Training) -> None:
    TrainAgain(WANTED, 2, "η 0.5, seed 4").carry_out(training)
    go_on(training)
    run = training.run
    assert run is not None
    assert [one.name for one in training.runs.all] == ["run 1", "η 0.5, seed 4"]
    assert training.runs.all[0].run.examples_seen == 50
    assert run.examples_seen == 406
    by_itself = Trainer(WANTED.new_network(), run.data.train, seed=4, **WANTED.live)
    by_itself.advance(406)
    np.testing.assert_array_equal(kernel.pack(run.trainer.network), kernel.pack(by_itself.network))
    assert run.curve.examples[-1] == 406  # with its past


def test_one_that_is_there_is_shown_and_not_trained_twice(training: Training) -> None:
    again = TrainAgain(WANTED, 1, "once")
    again.carry_out(training)
    go_on(training)
    training.change_runs(lambda: training.runs.show(training.runs.all[0].number))
    again.carry_out(training)
    assert len(training.runs.all) == 2
    assert training.runs.shown is training.runs.all[1]
    assert not training.is_under_way


def test_runs_that_can_be_had_again_make_room_before_the_users_own(training: Training) -> None:
    for seed in range(MOST + 2):
        TrainAgain(Settings(hidden=(4,), seed=seed), 1, f"seed {seed}").carry_out(training)
        go_on(training)
    names = [one.name for one in training.runs.all]
    assert len(names) == MOST
    assert names[0] == "run 1"
    assert names[-1] == f"seed {MOST + 1}"


def test_settings_that_ask_for_too_much_are_refused(training: Training) -> None:
    with pytest.raises(BadInput, match="only 203"):
        TrainAgain(Settings(train_size=500), 1, "too many").carry_out(training)
    assert training.runs.shown is training.runs.all[0]


def test_while_it_hurries_it_shows_nothing_on_the_way(training: Training) -> None:
    training.train_until(10_000)
    training.hurry(show_every=1e9)
    training.mailbox.take()
    training.train_chunk()
    assert training.is_under_way
    assert training.mailbox.is_empty()
    training.train_until(20_000)  # asked for by the user: shown again whenever the last was looked at
    training.mailbox.take()
    training.train_chunk()
    assert not training.mailbox.is_empty()
