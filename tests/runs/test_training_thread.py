"""The real thread on a small data set: it obeys, it tells, it ends. Every wait is for a condition."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from nnviz.datasets.dataset import Dataset
from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.runs.commands import Advance, ChangeSettings, OpenData, Pause, Reset, SetSpeed, Start, Step
from nnviz.runs.mailbox import Mailbox
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Phase
from tests.digits import SHAPES, make_dataset
from tests.runs.watcher import DATA, SETTINGS, Watcher, is_ready


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    made = Watcher()
    yield made
    made.thread.close()


def test_it_says_what_it_loads_then_is_ready(watcher: Watcher) -> None:
    ready = watcher.wait(is_ready)
    assert ready.examples_seen == 0
    assert ready.test_outputs is not None


def test_start_trains_and_pause_holds(watcher: Watcher) -> None:
    watcher.wait(is_ready)
    watcher.thread.submit(Start())
    watcher.wait(lambda s: s.phase is Phase.TRAINING and s.examples_seen > 2_000)
    watcher.thread.submit(Pause())
    paused = watcher.wait(lambda s: s.phase is Phase.PAUSED)
    watcher.thread.submit(ChangeSettings(SETTINGS))  # anything that makes it publish again
    assert watcher.wait(is_ready).examples_seen == paused.examples_seen
    assert paused.examples_per_second == 0


def test_other_data_begins_a_run_of_its_own_shape(watcher: Watcher) -> None:
    watcher.wait(is_ready)
    watcher.thread.submit(ChangeSettings(replace(SETTINGS, mini_batch=900)))
    watcher.thread.submit(Advance(950))
    watcher.wait(lambda s: s.phase is Phase.PAUSED and s.examples_seen == 950)
    shapes = make_dataset()
    watcher.thread.wait_for(OpenData(shapes))
    opened = watcher.wait(lambda s: s.data is shapes)
    assert (opened.examples_seen, opened.network.sizes, opened.subject) == (0, (108, 12, 3), SHAPES)
    assert opened.settings.mini_batch == 300  # all there are
    assert [run.name for run in opened.runs] == ["run 1"]
    watcher.thread.submit(Advance(600))
    trained = watcher.wait(lambda s: s.phase is Phase.PAUSED and s.examples_seen == 600)
    assert trained.test_outputs is not None
    assert trained.test_outputs.shape == (60, 3)


def test_a_start_while_loading_waits_for_its_turn() -> None:
    watcher = Watcher()
    try:
        watcher.thread.submit(Start())
        watcher.wait(lambda s: s.phase is Phase.TRAINING and s.examples_seen > 100)
    finally:
        watcher.thread.close()


def test_what_it_trains_is_what_a_plain_run_trains(watcher: Watcher) -> None:
    watcher.wait(is_ready)
    for _ in range(3):
        watcher.thread.submit(Start())
        watcher.wait(lambda s: s.phase is Phase.TRAINING and s.examples_seen > len(watcher.seen))
        watcher.thread.submit(Pause())
        seen = watcher.wait(lambda s: s.phase is Phase.PAUSED)
    run = Run(SETTINGS, DATA, Evaluator(DATA.test))
    run.advance(seen.examples_seen)
    np.testing.assert_array_equal(kernel.pack(seen.network), kernel.pack(run.trainer.network))
    np.testing.assert_array_equal(seen.curve.cost, run.snapshot().curve.cost)


def test_steps(watcher: Watcher) -> None:
    watcher.wait(is_ready)
    for unit, examples, steps in (
        ("example", 1, 0),
        ("batch", 10, 1),
        ("batch", 20, 2),
        ("epoch", 1_003, 101),
    ):
        watcher.thread.submit(Step(unit))  # type: ignore[arg-type]
        there = watcher.wait(lambda s, examples=examples: is_ready(s) and s.examples_seen == examples)
        assert there.steps == steps
    assert there.epoch == 1
    assert there.last_example == Run(SETTINGS, DATA, Evaluator(DATA.test)).trainer.example(1_002)


def test_reset_begins_the_same_run_again(watcher: Watcher) -> None:
    first = watcher.wait(is_ready)
    watcher.thread.submit(Step("epoch"))
    watcher.wait(lambda s: is_ready(s) and s.examples_seen == 1_003)
    watcher.thread.submit(Reset(SETTINGS))
    again = watcher.wait(lambda s: is_ready(s) and s.examples_seen == 0)
    np.testing.assert_array_equal(kernel.pack(again.network), kernel.pack(first.network))
    watcher.thread.submit(Reset(replace(SETTINGS, hidden=(5, 4))))
    other = watcher.wait(lambda s: s.network.sizes == (784, 5, 4, 10) and is_ready(s))
    assert len(other.curve) == 1


def test_settings_change_on_the_way(watcher: Watcher) -> None:
    watcher.wait(is_ready)
    watcher.thread.submit(Step("batch"))
    watcher.wait(lambda s: is_ready(s) and s.steps == 1)
    watcher.thread.submit(ChangeSettings(replace(SETTINGS, eta=0.1, mini_batch=50)))
    changed = watcher.wait(lambda s: s.settings.eta == 0.1)
    assert changed.changes[-1].settings.mini_batch == 50
    watcher.thread.submit(Step("batch"))
    assert watcher.wait(lambda s: is_ready(s) and s.steps == 2).examples_seen == 60


def test_a_bad_setting_is_a_sentence_and_reset_heals(watcher: Watcher) -> None:
    watcher.wait(is_ready)
    watcher.thread.submit(ChangeSettings(replace(SETTINGS, mini_batch=5_000)))
    failed = watcher.wait(lambda s: s.phase is Phase.FAILED)
    assert "mini-batch" in failed.message
    watcher.thread.submit(Reset(SETTINGS))
    assert watcher.wait(is_ready).message == ""


def test_speed_is_kept_to(watcher: Watcher) -> None:
    watcher.wait(is_ready)
    watcher.thread.submit(SetSpeed(20))
    began = time.perf_counter()
    watcher.thread.submit(Start())
    seen = watcher.wait(lambda s: s.examples_seen >= 5)
    assert seen.examples_seen / (time.perf_counter() - began) < 40  # the first goes at once
    watcher.thread.submit(SetSpeed(math.inf))
    watcher.wait(lambda s: s.examples_seen > 5_000)


def test_an_error_is_a_sentence_and_the_thread_lives_on(
    monkeypatch: pytest.MonkeyPatch, watcher: Watcher
) -> None:
    watcher.wait(is_ready)

    def break_down(self: Run, examples: int, settled: bool = True) -> None:
        raise RuntimeError("the machine is on fire")

    with monkeypatch.context() as patch:
        patch.setattr(Run, "advance", break_down)
        watcher.thread.submit(Start())
        failed = watcher.wait(lambda s: s.phase is Phase.FAILED)
        assert "the machine is on fire" in failed.message
    watcher.thread.submit(Reset(SETTINGS))
    watcher.wait(is_ready)
    watcher.thread.submit(Step("batch"))
    watcher.wait(lambda s: s.examples_seen == 10)


def test_data_that_cannot_be_read_is_a_sentence() -> None:
    def refuse() -> Dataset:
        raise BadInput("t10k-labels is cut short")

    watcher = Watcher(refuse)
    try:
        assert watcher.wait(lambda s: s.phase is Phase.FAILED).message == "t10k-labels is cut short"
        watcher.thread.submit(Start())
        watcher.thread.submit(Step("batch"))
    finally:
        watcher.thread.close()
    assert not watcher.thread.is_alive()


def test_closing_ends_the_thread_whatever_it_does() -> None:
    watcher = Watcher()
    watcher.thread.submit(Start())
    watcher.wait(lambda s: s.phase is Phase.TRAINING)
    watcher.thread.close()
    watcher.thread.close()
    assert not watcher.thread.is_alive()


def test_the_latest_value_wins() -> None:
    mailbox: Mailbox[int] = Mailbox()
    assert mailbox.is_empty()
    mailbox.put(1)
    mailbox.put(2)
    assert not mailbox.is_empty()
    assert mailbox.take() == 2
    assert mailbox.take() is None


def test_after_a_reset_to_a_large_network_a_chunk_is_short_from_the_first(
    watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths: list[tuple[int, int]] = []  # hidden units, examples
    advance = Run.advance

    def noted(run: Run, examples: int, settled: bool = True) -> None:
        lengths.append((run.trainer.network.sizes[1], examples))
        advance(run, examples, settled)

    monkeypatch.setattr(Run, "advance", noted)
    watcher.wait(is_ready)
    watcher.thread.submit(Start())
    watcher.wait(lambda s: s.examples_seen > 20_000)
    watcher.thread.submit(Reset(replace(SETTINGS, hidden=(500, 500))))
    watcher.thread.submit(Start())
    watcher.wait(lambda s: s.network.sizes[1] == 500 and s.examples_seen > 0)
    assert next(examples for units, examples in lengths if units == 500) == 1
    assert max(examples for units, examples in lengths if units != 500) > 64
