"""A run trained again from its settings and their changes is the same network, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.datasets.dataset import Dataset
from nnviz.errors import BadInput
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance, ApplyStep, ChangeSettings, Reset
from nnviz.runs.recipe import FollowRecipe, recipe_of
from nnviz.runs.snapshot import Snapshot
from nnviz.runs.training import Training
from tests.digits import make_mnist

FIRST = Settings(hidden=(7,), seed=4, eta=1.0, momentum=0.5)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return make_mnist(train=503)


def begun(data: Dataset, settings: Settings = FIRST) -> Training:
    training = Training(settings, lambda: data, 1 << 24)
    Reset(settings).carry_out(training)
    return training


def train(training: Training) -> Snapshot:
    while training.is_under_way:
        training.train_chunk()
    training.publish()
    shown = training.mailbox.take()
    assert shown is not None
    return shown


def trained(data: Dataset) -> tuple[Training, Snapshot]:
    training = begun(data)
    for examples, changed in ((333, replace(FIRST, eta=0.3)), (400, replace(FIRST, eta=2.0, mini_batch=32))):
        Advance(examples).carry_out(training)
        train(training)
        ChangeSettings(changed).carry_out(training)
    Advance(504).carry_out(training)
    return training, train(training)


def test_it_leads_to_the_same_bits(data: Dataset) -> None:
    first, there = trained(data)
    recipe = recipe_of(there)
    assert [change.examples_seen for change in recipe.changes] == [0, 340, 733]
    assert recipe.makes(there.network)
    elsewhere, numbers = begun(data, Settings(hidden=(3,))), []
    FollowRecipe(recipe, numbers.append).carry_out(elsewhere)
    here = train(elsewhere)
    assert numbers == [here.run]
    assert (here.examples_seen, here.changes) == (1_237, there.changes)
    for weights, others in zip(here.network.weights, there.network.weights, strict=True):
        np.testing.assert_array_equal(weights, others)
    assert recipe.makes(here.network)
    assert not recipe.makes(here.start)
    first.end()
    elsewhere.end()


def test_what_settings_do_not_tell_is_refused(data: Dataset) -> None:
    training = begun(data)
    with pytest.raises(BadInput, match="no run to share"):
        recipe_of(replace(train(training), data=None))
    ApplyStep(np.zeros(784, dtype=np.float32), 3, 1.0, "one step").carry_out(training)
    with pytest.raises(BadInput, match="changed by hand"):
        recipe_of(train(training))
    training.end()


def test_other_data_and_impossible_changes_are_refused_and_what_is_there_stays(data: Dataset) -> None:
    training, there = trained(data)
    recipe = recipe_of(there)
    wrong = replace(recipe, changes=(recipe.changes[0], replace(recipe.changes[1], examples_seen=341)))
    for refused, why in ((replace(recipe, data=1), "other data"), (wrong, "between two mini-batches")):
        with pytest.raises(BadInput, match=why):
            FollowRecipe(refused, print).carry_out(training)
    assert train(training).run == there.run
    training.end()
