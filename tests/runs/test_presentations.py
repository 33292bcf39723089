"""What was right when it went through, and how often it was forgotten: against training by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.explain.forgetting import forgetting
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs.presentations import Presentations
from nnviz.runs.run import Run
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import load_session, save_session
from tests.digits import make_mnist

DATA = make_mnist(train=83)
SETTINGS = Settings(
    hidden=(6,), mini_batch=4, eta=6.0, seed=2
)  # 20 whole mini-batches an epoch, and one of 3
EXAMPLES = 83 * 6 + 30


def make_run(settings: Settings = SETTINGS, cut: int = EXAMPLES) -> Run:
    run = Run(settings, DATA, Evaluator(DATA.test))
    while run.examples_seen < EXAMPLES:
        run.advance(min(cut, EXAMPLES - run.examples_seen))
    return run


def by_hand(settings: Settings, examples: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forgotten, ever right and last right, with a network in float64 and each example seen alone."""
    network = settings.new_network().copy()
    weights = [w.astype(np.float64) for w in network.weights]
    biases = [b.astype(np.float64) for b in network.biases]
    forgotten, ever, last = np.zeros(83, int), np.zeros(83, bool), np.zeros(83, bool)
    seen = 0
    while seen < examples:
        order = np.random.default_rng((settings.seed, seen // 83)).permutation(83)
        batch = order[seen % 83 : seen % 83 + settings.mini_batch]
        batch = batch[: 83 - seen % 83]
        if seen + len(batch) > examples:
            break  # not yet full: it has not gone through
        x, y = DATA.train.images[batch] / 255.0, np.eye(10)[DATA.train.labels[batch]]
        hidden = 1 / (1 + np.exp(-(x @ weights[0].T + biases[0])))
        out = 1 / (1 + np.exp(-(hidden @ weights[1].T + biases[1])))
        right = out.argmax(axis=1) == DATA.train.labels[batch]
        forgotten[batch] += last[batch] & ~right
        last[batch] = right
        ever |= last
        delta = (out - y) * out * (1 - out)
        back = (delta @ weights[1]) * hidden * (1 - hidden)
        step = settings.eta / len(batch)
        weights[1] -= step * delta.T @ hidden
        biases[1] -= step * delta.sum(axis=0)
        weights[0] -= step * back.T @ x
        biases[0] -= step * back.sum(axis=0)
        seen += len(batch)
    return forgotten, ever, last


def same(presentations: Presentations | None, examples: int, settings: Settings = SETTINGS) -> None:
    assert presentations is not None
    found = forgetting(presentations)
    forgotten, ever, last = by_hand(settings, examples)
    np.testing.assert_array_equal(found.forgotten, forgotten)
    np.testing.assert_array_equal(found.ever_right, ever)
    np.testing.assert_array_equal(found.right, last)


def test_forgettings_are_those_counted_by_hand_however_training_was_cut_up() -> None:
    assert by_hand(SETTINGS, EXAMPLES)[0].sum() >= 2
    for cut in (EXAMPLES, 7):
        same(make_run(cut=cut).presentations, EXAMPLES)


@pytest.mark.parametrize("examples", [0, 2, 40, 83, 84, 200, 332, 500, EXAMPLES])
def test_any_earlier_moment(examples: int) -> None:
    run = make_run()
    went_through = run.history.steps.position(examples).processed
    same(run.presentations.at(went_through, SETTINGS.seed), examples)


def test_a_branch_and_a_session_go_on_counting(tmp_path: Path) -> None:
    run = make_run()
    branch = Run.restored(run.past(203, "branch"), DATA, run.evaluator)
    save_session(tmp_path / "a.nnviz", Session((branch.saved("branch"),)))
    opened = Run.restored(load_session(tmp_path / "a.nnviz").current, DATA, run.evaluator)
    for one in (branch, opened):
        one.advance(EXAMPLES - one.examples_seen)
        same(one.presentations, EXAMPLES)


def test_a_run_of_before_they_were_recorded_counts_from_where_it_goes_on() -> None:
    run = make_run()
    saved = run.saved("old")
    object.__setattr__(saved, "presentations", None)
    old = Run.restored(saved, DATA, run.evaluator)
    assert old.presentations.begin == EXAMPLES - EXAMPLES % 83 + 28
    old.advance(200)
    more = Run(SETTINGS, DATA, run.evaluator)
    more.advance(EXAMPLES + 200)
    found, whole = forgetting(old.presentations), forgetting(more.presentations)
    assert 0 <= found.forgotten.sum() < whole.forgotten.sum()
    assert (found.forgotten <= whole.forgotten).all()
    assert forgetting(old.presentations.at(100, SETTINGS.seed)).forgotten.sum() == 0


def test_presentations_of_other_examples_are_refused() -> None:
    saved = make_run().saved("a")
    with pytest.raises(BadInput, match="presentations"):
        saved.__class__(**{**vars(saved), "presentations": Presentations.none(50)})


def test_the_most_forgotten_come_first() -> None:
    found = forgetting(make_run().presentations)
    order = found.order.tolist()
    assert sorted(order) == np.flatnonzero(found.forgotten).tolist()
    assert order == sorted(order, key=lambda k: (-found.forgotten[k], k))
