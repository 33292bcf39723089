"""A twin shares with its run what is said, and makes the same changes after the same examples."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import epoch_order
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Change
from nnviz.runs.twins import changes_as_twin, shared_words
from tests.digits import make_mnist

DATA = make_mnist()
FIRST = Settings(hidden=(12,), seed=4)


@pytest.mark.parametrize(
    "fields",
    [
        {"eta": 0.3},
        {"mini_batch": 100},
        {"hidden": (9,)},
        {"initialisation": "normal"},
        {"seed": 5},
        {"train_size": 100},
    ],
)
def test_what_is_said_to_be_shared_is_shared(fields: dict[str, Any]) -> None:
    twin = replace(FIRST, **fields)
    words = shared_words(FIRST, twin)
    mine, its = FIRST.new_network(), twin.new_network()
    same_start = mine.sizes == its.sizes and np.array_equal(mine.weights[0], its.weights[0])
    same_order = FIRST.train_size == twin.train_size and np.array_equal(
        epoch_order(FIRST.seed, 2, 500), epoch_order(twin.seed, 2, 500)
    )
    assert ("the same weights" in words, "other weights" in words) == (same_start, not same_start)
    assert ("the same order" in words) == same_order
    assert ("another" in words) == (not same_order)


def test_a_twin_changes_after_the_same_examples_but_keeps_what_sets_it_apart() -> None:
    lower = replace(FIRST, eta=0.5)
    changes = (Change(0, FIRST), Change(130, lower), Change(700, replace(lower, mini_batch=20)))
    run = Run(FIRST, DATA, Evaluator(DATA.test))
    for change in changes[1:]:
        run.advance(change.examples_seen - run.examples_seen)
        run.change(change.settings)
    run.advance(300)
    assert run.changes == changes
    for fields, expected in (
        ({"seed": 5}, [(130, 0.5, 10), (700, 0.5, 20)]),
        ({"eta": 0.1}, [(700, 0.1, 20)]),
        ({"mini_batch": 100}, [(200, 0.5, 100)]),  # from its own next mini-batch on
    ):
        start = replace(FIRST, **fields)  # type: ignore[arg-type]
        twin = Run(start, DATA, Evaluator(DATA.test))
        twin.follow(changes_as_twin(run.changes, start))
        for _ in range(10):
            twin.advance(100)
        made = [(c.examples_seen, c.settings.eta, c.settings.mini_batch) for c in twin.changes[1:]]
        assert made == expected
    same = Run(FIRST, DATA, Evaluator(DATA.test))
    same.follow(changes_as_twin(run.changes, FIRST))
    same.advance(1_000)
    np.testing.assert_array_equal(same.trainer.network.weights[0], run.trainer.network.weights[0])
