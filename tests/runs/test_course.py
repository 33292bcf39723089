"""Which mini-batch is next: held against a trainer that took every example, with settings that change."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.runs.course import next_mini_batch
from nnviz.runs.snapshot import Change, Snapshot
from tests.digits import make_digits

COUNT = 103
HIDDEN = (3,)

# Requests at moments within mini-batches and between them, in one epoch and in the next.
REQUESTS = {
    0: (10, 3.0),
    25: (32, 3.0),
    60: (32, 0.5),
    97: (7, 0.5),
    150: (64, 2.0),
    151: (1, 1.0),
    230: (103, 1.0),
}


def taken(requests: dict[int, tuple[int, float]], until: int) -> tuple[list[list[int]], tuple[Change, ...]]:
    """The mini-batches as the trainer took them, one by one, and the changes as a run records them."""
    size, eta = requests[0]
    trainer = Trainer(Settings(hidden=HIDDEN).new_network(), make_digits(COUNT), size, eta, seed=0)
    changes = [Change(0, Settings(hidden=HIDDEN, mini_batch=size, eta=eta))]
    batches: list[list[int]] = [[]]
    for seen in range(until):
        if seen and seen in requests:
            trainer.mini_batch, trainer.eta = requests[seen]
            settings = Settings(hidden=HIDDEN, mini_batch=trainer.mini_batch, eta=trainer.eta)
            holds_from = trainer.settings_hold_from
            changes = [c for c in changes if c.examples_seen < holds_from] + [Change(holds_from, settings)]
        steps = trainer.steps
        batches[-1].append(trainer.example(seen))
        trainer.advance(1)
        if trainer.steps > steps:  # the weights have moved: the mini-batch was full
            batches.append([])
    return [batch for batch in batches if batch], tuple(changes)


def moment(seen: int, changes: tuple[Change, ...]) -> Snapshot:
    network = Settings(hidden=HIDDEN).new_network()
    newest = changes[-1].settings  # what the window shows, whatever the mini-batch under way began with
    return Snapshot(network=network, start=network, settings=newest, examples_seen=seen, changes=changes)


def test_it_is_the_mini_batch_that_was_taken_at_every_moment() -> None:
    batches, changes = taken(REQUESTS, 4 * COUNT)
    assert {len(batch) for batch in batches} > {10, 32, 7, 1}  # and the smaller ones that end an epoch
    seen = 0
    for batch in batches[:-1]:
        for begun in range(len(batch)):
            found = next_mini_batch(moment(seen + begun, changes), COUNT)
            assert found.indices.tolist() == batch
            assert found.begun == begun
        seen += len(batch)


def test_a_mini_batch_under_way_keeps_the_eta_it_began_with() -> None:
    _, changes = taken({0: (10, 3.0), 14: (5, 0.25)}, 16)
    assert [change.examples_seen for change in changes] == [0, 20]
    assert next_mini_batch(moment(14, changes), COUNT).settings.eta == 3.0
    assert next_mini_batch(moment(20, changes), COUNT).settings.eta == 0.25


@pytest.mark.parametrize("size", [10, 50, 103])
def test_the_last_mini_batch_of_an_epoch_has_what_is_left(size: int) -> None:
    batches, changes = taken({0: (size, 3.0)}, 2 * COUNT)
    left = COUNT % size or size
    found = next_mini_batch(moment(COUNT - left, changes), COUNT)
    assert len(found.indices) == left
    after = next_mini_batch(moment(COUNT, changes), COUNT)
    assert len(after.indices) == size
    assert not np.array_equal(found.indices, after.indices)
    assert batches[-(-COUNT // size)] == after.indices.tolist()
