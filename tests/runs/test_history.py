"""The past shown again is the past bit for bit, within its memory, while training goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from nnviz.datasets.dataset import Dataset
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs import history as history_module
from nnviz.runs.history import History
from nnviz.runs.run import Run
from nnviz.runs.saved_run import State
from tests.digits import make_digits, make_mnist

DATA = make_mnist(503, 60)
SETTINGS = Settings(hidden=(12,), seed=4)
STATE_BYTES = 4 * (785 * 12 + 13 * 10)


@pytest.fixture(autouse=True)
def short_spacing(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few thousand examples are a long run."""
    monkeypatch.setattr(history_module, "SPACING", 100)


def make_run(settings: Settings = SETTINGS, data: Dataset = DATA, memory: int = 1 << 20) -> Run:
    return Run(settings, data, Evaluator(data.test), memory=memory)


def moments(run: Run, count: int) -> Iterator[tuple[int, bytes, object]]:
    """Trains one example at a time, telling what was there at every moment."""
    for _ in range(count):
        yield run.examples_seen, *numbers(run)
        run.advance(1)


def numbers(run: Run) -> tuple[bytes, object]:
    return kernel.pack(run.trainer.network).tobytes(), run.trainer.tally


def shown(state: State) -> tuple[int, bytes, object]:
    return state.examples_seen, state.parameters.tobytes(), state.tally


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(503, (10, 7)), (503, (130, 200, 64, 65)), (503, (503, 1, 500)), (3, (2, 1, 3)), (1, (1,))],
)
def test_every_moment_is_shown_as_it_was(count: int, sizes: tuple[int, ...]) -> None:
    data = replace(DATA, train=make_digits(count))
    run = make_run(replace(SETTINGS, mini_batch=sizes[0]), data)
    kept = list(moments(run, 37))
    for part, size in enumerate(sizes):
        run.change(replace(run.settings, mini_batch=size, eta=3.0 - part / 2))
        kept += moments(run, 411)
    run.change(replace(run.settings, eta=0.3))
    kept += moments(run, 100)
    assert len(run.history.states) < len(kept) / 4
    for at in np.random.default_rng(0).permutation(len(kept)):
        assert shown(run.history.at(int(at))) == kept[at]
    for moment in kept[::-1][:200]:
        assert shown(run.history.at(moment[0])) == moment


def test_looking_back_does_not_disturb_training() -> None:
    alone, watched = make_run(), make_run()
    alone.advance(2_000)
    for examples in range(0, 2_000, 50):
        watched.advance(50)
        watched.history.at(examples // 2)
    assert numbers(alone) == numbers(watched)


@pytest.mark.parametrize("moment", [0, 783, 1_400, 1_999])
def test_a_snapshot_of_the_past_is_the_one_of_that_time(moment: int) -> None:
    run, then = make_run(), make_run()
    for each in (run, then):
        each.advance(min(moment, 1_000))
        each.change(replace(SETTINGS, eta=0.5))
        each.advance(max(moment - 1_000, 0))
    then.evaluate()
    run.advance(2_000 - moment)
    latest, its = run.snapshot(), then.snapshot()
    mine = run.history.snapshot(moment, latest, Evaluator(DATA.test))
    for name in ("examples_seen", "steps", "settings", "test_accuracy", "last_example"):
        assert getattr(mine, name) == getattr(its, name)
    assert kernel.pack(mine.network).tobytes() == kernel.pack(its.network).tobytes()
    np.testing.assert_array_equal(mine.test_outputs, its.test_outputs)
    assert mine.curve is latest.curve


def test_a_reader_beside_training_sees_what_was() -> None:
    run = make_run(memory=30 * STATE_BYTES)
    expected = dict(moment[:2] for moment in moments(make_run(), 3_000))
    seen: list[tuple[int, bytes]] = []
    done = threading.Event()

    def read() -> None:
        random = np.random.default_rng(1)
        while not done.is_set() or not seen:
            state = run.history.at(int(random.integers(0, run.history.states[-1].examples_seen + 1)))
            seen.append(shown(state)[:2])

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(300):
        run.advance(10)
    done.set()
    reader.join()
    assert all(expected[moment] == there for moment, there in seen)


@pytest.mark.parametrize("limit", [1, 2, 5, 17, 40])
def test_memory_is_kept_and_the_spacing_even(limit: int) -> None:
    run = make_run(memory=limit * STATE_BYTES)
    run.advance(10_000)
    kept = [state.examples_seen for state in run.history.states]
    assert kept[0] == 0
    assert len(kept) <= limit
    assert run.history.nbytes == len(kept) * STATE_BYTES
    if limit > 2:
        assert len(kept) > limit // 2 - 1
        assert max(np.diff([*kept, 10_000])) <= 2 * min(np.diff(kept)) + 10
    assert shown(run.history.at(10_000))[1:] == numbers(run)


def test_no_memory_costs_no_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    run, kept = make_run(memory=0), []
    keep = run.history.keep
    monkeypatch.setattr(run.history, "keep", lambda state: (kept.append(state.examples_seen), keep(state)))
    run.advance(10_000)
    assert len(kept) == 7  # at 100, 200, 400 …
    assert [state.examples_seen for state in run.history.states] == [0]


def test_less_memory_later_is_as_if_it_had_been_less_from_the_start() -> None:
    later, always = make_run(), make_run(memory=10 * STATE_BYTES)
    later.advance(5_000)
    always.advance(5_000)
    later.history.memory = 10 * STATE_BYTES
    assert [s.examples_seen for s in later.history.states] == [s.examples_seen for s in always.history.states]


def test_which_states_are_kept_does_not_depend_on_how_training_was_cut_up() -> None:
    whole, cut = make_run(), make_run()
    whole.advance(2_000)
    for _ in range(2_000):
        cut.advance(1)
    assert [s.examples_seen for s in whole.history.states] == [s.examples_seen for s in cut.history.states]
    assert len(whole.history.states) == 20


def test_a_mini_batch_longer_than_the_spacing_is_kept_at_its_end() -> None:
    run = make_run(replace(SETTINGS, mini_batch=300))
    run.advance(1_500)
    assert [s.examples_seen for s in run.history.states] == [0, 300, 503, 803, 1006, 1306]


@pytest.mark.parametrize("mini_batch", [10, 200])
def test_steps_out_of_turn_are_part_of_the_past(mini_batch: int) -> None:
    run = make_run(replace(SETTINGS, mini_batch=mini_batch))
    kept = list(moments(run, 333))
    run.apply_step(DATA.train.image(3), int(DATA.train.labels[3]), 3.0, "one step on a drawing")
    kept += moments(run, 400)
    run.replace_network(SETTINGS.new_network(), "other weights")
    run.apply_step(DATA.train.image(4), int(DATA.train.labels[4]), 3.0, "one step on a drawing")
    kept += moments(run, 400)
    assert [event.examples_seen for event in run.history.events] == [333, 733, 733]
    for moment in (*kept, *kept[::-1][::17]):
        assert shown(run.history.at(moment[0])) == moment


def test_steps_out_of_turn_stay_when_memory_is_short() -> None:
    run = make_run(memory=6 * STATE_BYTES)
    kept = list(moments(run, 333))
    run.apply_step(DATA.train.image(3), 7, 3.0, "one step")
    kept += moments(run, 3_000)
    assert 333 in [state.examples_seen for state in run.history.states]
    assert all(shown(run.history.at(at)) == kept[at] for at in range(300, 3_333, 41))


def test_too_many_steps_out_of_turn_keep_to_the_memory_and_never_show_what_was_not() -> None:
    run = make_run(memory=6 * STATE_BYTES)
    kept = []
    for _ in range(40):
        kept += moments(run, 30)
        run.apply_step(DATA.train.image(3), 7, 3.0, "one step")
    before = dict(moment[:2] for moment in kept)
    assert run.history.nbytes <= 6 * STATE_BYTES
    events = {event.examples_seen for event in run.history.events}
    for at in range(0, 1_200, 7):
        state = run.history.at(at)
        assert state.examples_seen <= at
        if state.examples_seen not in events:
            assert state.parameters.tobytes() == before[state.examples_seen]


def test_a_network_that_diverged_is_shown_as_it_was() -> None:
    run = make_run(replace(SETTINGS, eta=1e300))
    kept = list(moments(run, 700))
    assert not np.isfinite(kernel.pack(run.trainer.network)).all()
    for moment in kept[::13]:
        assert shown(run.history.at(moment[0]))[:2] == moment[:2]


def test_images_are_shared_not_made_again() -> None:
    run = make_run()
    again = Run(SETTINGS, DATA, Evaluator(DATA.test), images=run.trainer.images)
    assert again.trainer.images is run.trainer.images
    assert isinstance(run.history, History)


@pytest.mark.parametrize("at", [0, 700, 1_234, 2_000])
def test_a_branch_with_nothing_changed_becomes_the_same_run(at: int) -> None:
    run = make_run(replace(SETTINGS, mini_batch=130))
    run.advance(900)
    run.change(replace(run.settings, eta=0.5))
    run.advance(1_100)
    branch = Run.restored(run.past(at, "branch"), DATA, Evaluator(DATA.test))
    assert branch.examples_seen == at
    branch.advance(900 - branch.examples_seen if at < 900 else 0)
    branch.change(run.settings)
    run.advance(1_000)
    branch.advance(run.examples_seen - branch.examples_seen)
    assert numbers(branch) == numbers(run)
    for name in ("examples", "test_accuracy", "train_accuracy", "cost"):
        mine, its = getattr(branch.snapshot().curve, name), getattr(run.snapshot().curve, name)
        np.testing.assert_array_equal(mine, its)
    assert branch.changes == run.changes
    for moment in range(0, 3_000, 97):
        assert shown(branch.history.at(moment)) == shown(run.history.at(moment))
