"""Edits on trial belong to one network: of another, a reset may just have begun, they change nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nnviz.learning.edits import NetworkEdits
from nnviz.learning.neuron import Neuron
from nnviz.runs.commands import Advance, KeepEdits
from nnviz.runs.several_runs import Runs
from nnviz.runs.snapshot import Phase
from nnviz.runs.trial import Trial
from tests.panels.snapshots import make_snapshot
from tests.runs.watcher import Watcher, is_ready

OF_A_LARGER_NETWORK = NetworkEdits().switch(Neuron(2, 40), off=True)


@pytest.fixture
def trial() -> Iterator[Trial]:
    made = Trial(Runs())
    yield made
    made.close()


def test_edits_of_another_network_show_nothing(trial: Trial) -> None:
    trial.edits = OF_A_LARGER_NETWORK
    small, large = make_snapshot((8,)), make_snapshot((41,))
    assert trial.shown(small) is small
    shown = trial.shown(large)
    assert not shown.network.weights[1][:, 40].any()
    assert large.network.weights[1][:, 40].any()


def test_edits_of_another_network_are_not_kept() -> None:
    watcher = Watcher()
    try:
        before = watcher.wait(is_ready).network.biases[0].tobytes()
        watcher.thread.submit(KeepEdits(OF_A_LARGER_NETWORK))
        watcher.thread.submit(Advance(0))
        after = watcher.wait(lambda snapshot: snapshot.phase is not Phase.LOADING)
        assert after.phase is Phase.PAUSED
        assert after.message == ""
        assert after.network.biases[0].tobytes() == before
    finally:
        watcher.thread.close()
