"""Looking back, branches, twins and switching, driven through the real thread: every number exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.runs.commands import (
    Advance,
    BeginTwin,
    Branch,
    ChangeSettings,
    RemoveRun,
    RenameRun,
    Reset,
    SetMarks,
    SetMemory,
    ShowRun,
    Start,
)
from nnviz.runs.run import Run
from nnviz.runs.several_runs import MOST, Runs
from nnviz.runs.snapshot import Mark, Phase, Snapshot
from tests.runs.watcher import DATA, SETTINGS, Watcher, is_ready

EVALUATOR = Evaluator(DATA.test)


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    made = Watcher()
    made.wait(is_ready)
    yield made
    made.thread.close()


def arrive(watcher: Watcher, examples_seen: int) -> Snapshot:
    """Let the run shown train until it has seen that many, and wait for that."""
    now = watcher.latest
    watcher.thread.submit(Advance(examples_seen - now.examples_seen))
    return watcher.wait(lambda s: is_ready(s) and s.examples_seen == examples_seen and s.run == now.run)


def assert_same(one: Network, other: Network) -> None:
    np.testing.assert_array_equal(kernel.pack(one), kernel.pack(other))


def plain(settings: Settings, examples_seen: int) -> Run:
    run = Run(settings, DATA, EVALUATOR, memory=0)
    run.advance(examples_seen)
    return run


def test_what_is_shown_is_what_was_whatever_is_kept(watcher: Watcher) -> None:
    watcher.thread.submit(SetMemory(200_000))  # five networks of these
    everything = Run(SETTINGS, DATA, EVALUATOR, memory=0)
    was: dict[int, Snapshot] = {}

    def keep_to(examples_seen: int) -> None:
        while everything.examples_seen < examples_seen:
            everything.advance(everything.trainer.mini_batch_left)
            was[everything.examples_seen] = everything.snapshot()

    arrive(watcher, 4_000)
    keep_to(4_000)
    changed = replace(SETTINGS, eta=0.7, mini_batch=25)
    watcher.thread.submit(ChangeSettings(changed))
    everything.change(changed)
    latest = arrive(watcher, 12_039)
    keep_to(12_039)
    assert len(watcher.thread.runs.kept(latest.run)) < 10
    random = np.random.default_rng(0)
    for moment in [*random.choice(list(was), 40).tolist(), 4_009, min(was), max(was)]:
        past = watcher.thread.runs.past(latest, moment)
        assert past is not None
        assert (past.examples_seen, past.steps) == (moment, was[moment].steps)
        assert past.newest == latest.examples_seen
        assert past.settings.eta == (0.7 if moment >= 4_009 else SETTINGS.eta)
        assert past.last_example == was[moment].last_example
        assert_same(past.network, was[moment].network)
        np.testing.assert_array_equal(past.test_outputs, EVALUATOR.outputs(was[moment].network))
    start = watcher.thread.runs.past(latest, 0)
    assert start is not None
    assert_same(start.network, SETTINGS.new_network())


def test_the_past_can_be_seen_while_training_goes_on(watcher: Watcher) -> None:
    watcher.thread.submit(Start())
    latest = watcher.wait(lambda s: s.examples_seen > 3_000)
    for moment in (2_990, 10, 1_003, 2_006):
        past = watcher.thread.runs.past(latest, moment)
        assert past is not None
        assert_same(past.network, plain(SETTINGS, moment).trainer.network)
    watcher.wait(lambda s: s.phase is Phase.TRAINING and s.examples_seen > latest.examples_seen)


def test_a_branch_begins_where_the_run_was_and_goes_its_own_way(watcher: Watcher) -> None:
    old = arrive(watcher, 5_000)
    watcher.thread.submit(SetMarks(old.run, (Mark(1_000, "early"), Mark(4_000, "late"))))
    watcher.thread.submit(Branch(2_500))
    branch = watcher.wait(lambda s: is_ready(s) and s.run != old.run)
    assert branch.examples_seen == 2_500
    assert watcher.thread.runs.marks(branch.run) == (Mark(1_000, "early"),)
    assert [run.examples_seen for run in branch.runs] == [5_000, 2_500]
    assert len({run.colour for run in branch.runs}) == 2
    np.testing.assert_array_equal(branch.runs[0].curve.cost, old.curve.cost)
    changed = replace(SETTINGS, eta=0.5)
    watcher.thread.submit(ChangeSettings(changed))
    watcher.latest = branch
    there = arrive(watcher, 6_000)
    expected = plain(SETTINGS, 2_500)
    expected.change(changed)
    expected.advance(3_500)
    assert_same(there.network, expected.trainer.network)
    np.testing.assert_array_equal(there.curve.cost, expected.snapshot().curve.cost)
    before = watcher.thread.runs.past(there, 1_500)
    assert before is not None
    assert_same(before.network, plain(SETTINGS, 1_500).trainer.network)


def test_switching_comes_back_to_the_same_run(watcher: Watcher) -> None:
    first = arrive(watcher, 1_500)
    watcher.thread.submit(Reset(replace(SETTINGS, hidden=(7,))))
    second = watcher.wait(lambda s: is_ready(s) and s.run != first.run)
    assert [run.number for run in second.runs] == [first.run, second.run]
    watcher.thread.submit(ShowRun(first.run))
    again = watcher.wait(lambda s: is_ready(s) and s.run == first.run)
    assert again.settings == first.settings
    watcher.latest = again
    assert_same(arrive(watcher, 2_500).network, plain(SETTINGS, 2_500).trainer.network)


def test_a_reset_of_an_untrained_run_leaves_no_ghost(watcher: Watcher) -> None:
    watcher.thread.submit(Reset(replace(SETTINGS, seed=9)))
    fresh = watcher.wait(lambda s: is_ready(s) and s.settings.seed == 9)
    assert [run.name for run in fresh.runs] == ["run 1"]


def test_a_twin_has_the_same_start_and_order_and_keeps_pace(watcher: Watcher) -> None:
    first = arrive(watcher, 2_000)
    watcher.thread.submit(BeginTwin(replace(SETTINGS, eta=0.5)))
    twin = watcher.wait(lambda s: is_ready(s) and s.run != first.run and s.examples_seen == 2_000)
    assert twin.runs[-1].name == "run 2 (η 0.5)"
    assert_same(twin.start, first.start)
    assert twin.last_example == first.last_example
    assert_same(twin.network, plain(replace(SETTINGS, eta=0.5), 2_000).trainer.network)
    watcher.latest = twin
    both = arrive(watcher, 5_000)
    assert [run.examples_seen for run in both.runs] == [5_000, 5_000]
    made = watcher.thread.runs.comparison(both, first.run)
    assert made.other is not None
    assert_same(made.other, plain(SETTINGS, 5_000).trainer.network)
    past = watcher.thread.runs.past(both, 1_230)
    assert past is not None
    earlier = watcher.thread.runs.comparison(past, first.run)
    assert earlier.other is not None
    assert_same(earlier.other, plain(SETTINGS, 1_230).trainer.network)
    assert_same(earlier.network, past.network)


def test_a_run_that_has_not_got_so_far_has_nothing_to_compare(watcher: Watcher) -> None:
    first = arrive(watcher, 500)
    watcher.thread.submit(Reset(SETTINGS))
    watcher.latest = watcher.wait(lambda s: is_ready(s) and s.run != first.run)
    further = arrive(watcher, 1_000)
    assert watcher.thread.runs.comparison(further, first.run).other is None
    watcher.thread.submit(Reset(replace(SETTINGS, hidden=(5,))))
    other = watcher.wait(lambda s: is_ready(s) and s.network.sizes == (784, 5, 10))
    assert watcher.thread.runs.comparison(other, first.run).other is None


def test_at_most_eight_runs_share_the_memory(watcher: Watcher) -> None:
    first = watcher.latest
    for seed in range(MOST + 1):
        arrive(watcher, 10)
        run = watcher.latest.run
        watcher.thread.submit(Reset(replace(SETTINGS, seed=seed)))
        watcher.latest = watcher.wait(lambda s, run=run: is_ready(s) and s.run != run)
    runs = watcher.latest.runs
    assert len(runs) == MOST
    assert first.run not in [run.number for run in runs]
    assert len({run.colour for run in runs}) == MOST
    assert watcher.thread.runs.past(first, 0) is None
    assert watcher.thread.runs.kept(first.run) == []


def test_runs_are_renamed_and_removed(watcher: Watcher) -> None:
    first = arrive(watcher, 100)
    watcher.thread.submit(Reset(SETTINGS))
    second = watcher.wait(lambda s: is_ready(s) and s.run != first.run)
    watcher.thread.submit(RenameRun(first.run, "the good one"))
    watcher.wait(lambda s: s.runs[0].name == "the good one")
    watcher.thread.submit(RemoveRun(second.run))
    left = watcher.wait(lambda s: s.run == first.run)
    assert [run.name for run in left.runs] == ["the good one"]
    watcher.thread.submit(RemoveRun(first.run))  # the last one stays
    watcher.thread.submit(RenameRun(first.run, "still here"))
    watcher.wait(lambda s: s.runs[0].name == "still here")


def test_a_twin_s_settings_are_not_the_ones_to_remember() -> None:
    runs = Runs()
    assert runs.settings_to_remember() is None
    runs.add(Run(SETTINGS, DATA, EVALUATOR))
    first = runs.all[0].number
    assert runs.settings_to_remember() == SETTINGS
    runs.add(Run(replace(SETTINGS, eta=100.0), DATA, EVALUATOR), twin=first)
    runs.add(Run(replace(SETTINGS, eta=200.0), DATA, EVALUATOR), twin=runs.all[1].number)
    assert runs.settings_to_remember() == SETTINGS
    runs.show(first)
    assert runs.settings_to_remember() == SETTINGS
