"""The index of steps: held against a trainer that took every one of them."""

from __future__ import annotations

import pytest

from nnviz.errors import BadInput
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.runs.snapshot import Change
from nnviz.runs.steps import Steps
from tests.digits import make_digits


@pytest.mark.parametrize("count", [1, 7, 40, 103])
@pytest.mark.parametrize("sizes", [(10,), (1, 3), (7, 40, 2), (100, 5, 100)])
def test_every_moment_is_where_the_trainer_says(count: int, sizes: tuple[int, ...]) -> None:
    dataset = make_digits(count)
    sizes = tuple(min(size, count) for size in sizes)
    trainer = Trainer(Settings(hidden=(2,)).new_network(), dataset, mini_batch=sizes[0])
    changes = [Change(0, Settings(hidden=(2,), mini_batch=sizes[0]))]
    moments = []
    for examples in range(4 * count):
        moments.append(trainer.position)
        part = examples * len(sizes) // (4 * count)
        if sizes[part] != trainer.mini_batch:
            trainer.mini_batch = sizes[part]
            settings = Settings(hidden=(2,), mini_batch=sizes[part])
            changes.append(Change(trainer.settings_hold_from, settings))
        trainer.advance(1)
    steps = Steps(changes, count)
    for position in moments:
        predicted = steps.position(position.examples_seen, position.gradient)
        assert vars(predicted) == vars(position)
        assert steps.at(position.examples_seen) == position.steps
        assert steps.examples_at(position.steps) == position.batch_start


def test_a_boundary_is_the_next_end_of_a_mini_batch() -> None:
    steps = Steps([Change(0, Settings(mini_batch=7))], 20)
    assert [steps.boundary_from(n) for n in (0, 1, 7, 8, 15, 20, 21)] == [0, 7, 7, 14, 20, 20, 27]


def test_far_steps_cost_no_counting() -> None:
    steps = Steps([Change(0, Settings()), Change(10**15, Settings(mini_batch=7))], 50_000)
    assert steps.at(10**15) == 10**14
    assert steps.examples_at(10**14 + 3) == 10**15 + 21


@pytest.mark.parametrize("moments", [(5,), (0, 5), (0, 10, 10), (0, 20, 10), ()])
def test_changes_that_cannot_be_are_refused(moments: tuple[int, ...]) -> None:
    with pytest.raises(BadInput):
        Steps([Change(moment, Settings()) for moment in moments], 50)
