from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnviz.learning.network import Network
from nnviz.panels.neuron_inspector.weight_history import MAX_BYTES, WeightHistory
from nnviz.runs.snapshot import Curve, Snapshot
from tests.panels.snapshots import make_curve, make_snapshot


def at(snapshot: Snapshot, epochs: float, curve_points: int = 2) -> Snapshot:
    """The run at that many epochs, with a curve of that many points, an epoch apart."""
    curve = make_curve(curve_points, every=50_000) if curve_points else Curve.empty()
    return replace(snapshot, examples_seen=round(50_000 * epochs), curve=curve)


def epochs(history: WeightHistory) -> list[float]:
    return [kept.examples_seen / 50_000 for kept in history.moments]


def test_a_moment_is_kept_when_a_milestone_has_just_passed() -> None:
    history, run = WeightHistory(), make_snapshot((10,))
    for epoch in (0, 0.01, 0.02, 0.03, 0.11, 0.2, 0.5, 0.9, 1.04, 2.9, 3.5):
        history.add(at(run, epoch))
    assert epochs(history) == [0.02, 0.11, 0.5, 1.04, 3.5]


def test_what_is_kept_are_the_weights_in_half_the_memory() -> None:
    history, run = WeightHistory(), make_snapshot((10,))
    history.add(at(run, 1))
    kept = history.moments[0].network
    assert {w.dtype for w in kept.weights} == {np.dtype(np.float16)}
    np.testing.assert_allclose(kept.weights[0], run.network.weights[0], rtol=1e-3, atol=1e-6)


def test_weights_too_large_for_half_the_memory_raise_nothing() -> None:
    network = Network((784, 3, 10))
    network.weights[0][:] = 1e30
    history = WeightHistory()
    history.add(at(make_snapshot((3,), network=network), 1))
    assert len(history.moments) == 1


def test_a_reset_forgets() -> None:
    history, run = WeightHistory(), make_snapshot((10,))
    history.add(at(run, 1, curve_points=2))
    history.add(at(run, 0, curve_points=1))
    assert epochs(history) == []


def test_looking_back_forgets_nothing() -> None:
    history, run = WeightHistory(), make_snapshot((10,))
    for epoch in (0.1, 1, 3):
        history.add(at(run, epoch, curve_points=4))
    history.add(at(run, 0, curve_points=4))
    assert epochs(history) == [0.1, 1, 3]


def test_training_on_from_an_earlier_moment_forgets_what_came_after() -> None:
    history, run = WeightHistory(), make_snapshot((10,))
    for epoch in (0.1, 1, 3):
        history.add(at(run, epoch, curve_points=4))
    history.add(at(run, 1.2, curve_points=2))
    assert epochs(history) == [0.1, 1]
    history.add(at(run, 3.1, curve_points=4))
    assert epochs(history) == [0.1, 1, 3.1]


def test_another_start_or_another_shape_is_another_run() -> None:
    history, run = WeightHistory(), make_snapshot((10,))
    history.add(at(run, 1))
    history.add(at(replace(run, start=run.start.copy()), 1))
    assert len(history.moments) == 1
    history.add(at(replace(run, start=Network((784, 10, 10), seed=99)), 0))
    assert history.moments == []
    history.add(at(run, 1))
    history.add(at(make_snapshot((11,)), 0.001, curve_points=4))
    assert history.moments == []


def test_large_networks_keep_fewer_moments() -> None:
    history, run = WeightHistory(), make_snapshot((2_000,))
    for epoch in (0.02, 0.1, 0.3, 1, 3, 10, 30):
        history.add(at(run, epoch))
    size = sum(w.nbytes for kept in history.moments for w in kept.network.weights)
    assert 0 < size <= MAX_BYTES
