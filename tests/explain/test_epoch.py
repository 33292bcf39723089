"""The replayed epoch against training itself, and against gradients computed one mini-batch at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.explain.epoch import replay_epoch
from nnviz.explain.example import in_double
from nnviz.explain.mini_batch import MiniBatchWalk
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Position, Trainer
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Change, Snapshot
from tests.digits import make_mnist

DATA = make_mnist()


def make(hidden: tuple[int, ...] = (12,), mini_batch: int = 10, seen: int = 0) -> Snapshot:
    settings = Settings(hidden=hidden, seed=7, mini_batch=mini_batch)
    network = settings.new_network()
    return Snapshot(
        network=network,
        start=network,
        settings=settings,
        data=DATA,
        examples_seen=seen,
        steps=seen // mini_batch,
    )


def after(snapshot: Snapshot, steps: int) -> MiniBatchWalk:
    """The mini-batch that is next after that many more steps of real training."""
    settings = snapshot.settings
    trainer = Trainer(snapshot.network.copy(), DATA.train, settings.mini_batch, settings.eta, settings.seed)
    trainer.advance(steps * settings.mini_batch)
    moved = replace(snapshot, network=trainer.network, examples_seen=trainer.examples_seen)
    return MiniBatchWalk.of(moved)


@pytest.mark.parametrize("hidden", [(12,), (12, 9)])
def test_sizes_and_angles_are_those_of_the_gradients_on_the_way(hidden: tuple[int, ...]) -> None:
    snapshot = make(hidden)
    epoch = replay_epoch(snapshot, points=10)
    assert epoch is not None
    assert epoch.sizes.shape == (len(hidden) + 1, len(epoch.steps))
    for point in (0, 3):
        step = int(epoch.steps[point])
        here, there = after(snapshot, step), after(snapshot, step + 1)
        sizes = [np.sqrt(np.mean(gradient**2)) for gradient in here.mean_w]
        assert epoch.sizes[:, point] == pytest.approx(sizes, rel=1e-3)
        assert epoch.angles[point] == pytest.approx(_angle(here, there), abs=0.1)


def _angle(here: MiniBatchWalk, there: MiniBatchWalk) -> float:
    one, other = (
        np.concatenate([part.ravel() for part in (*batch.mean_w, *batch.mean_b)]) for batch in (here, there)
    )
    return float(np.degrees(np.arccos(one @ other / np.linalg.norm(one) / np.linalg.norm(other))))


def test_it_spans_one_epoch_from_where_the_run_stands() -> None:
    epoch = replay_epoch(make(seen=500), points=20)
    assert epoch is not None
    assert epoch.steps[0] == 50
    assert np.diff(epoch.steps).tolist() == [epoch.every] * (len(epoch.steps) - 1)
    assert 50 + 90 <= epoch.steps[-1] <= 50 + 100


@pytest.mark.parametrize("mini_batch", [1, 400, 1003, 5000])
def test_any_mini_batch(mini_batch: int) -> None:
    epoch = replay_epoch(make(mini_batch=mini_batch), points=5)
    assert epoch is not None
    assert np.isfinite(epoch.sizes).all()


def test_the_run_itself_is_left_alone() -> None:
    snapshot = make()
    before = [w.copy() for w in snapshot.network.weights]
    replay_epoch(snapshot, points=5)
    for w, was in zip(snapshot.network.weights, before, strict=True):
        assert np.array_equal(w, was)


def test_it_can_be_cancelled_and_reports_how_far_it_is() -> None:
    shares: list[float] = []
    assert replay_epoch(make(), shares.append, lambda: len(shares) == 3, points=10) is None
    assert len(shares) == 3
    assert shares == sorted(shares)


def test_broken_networks_neither_raise_nor_warn() -> None:
    snapshot = make()
    network = snapshot.network.copy()
    network.weights[1][:] = np.nan
    epoch = replay_epoch(replace(snapshot, network=network), points=4)
    assert epoch is not None
    assert np.isnan(epoch.sizes).all()


def test_a_run_with_momentum_l2_and_a_frozen_layer_is_replayed_as_it_goes_on() -> None:
    settings = Settings(hidden=(12,), seed=7, eta=0.1, momentum=0.9, l2=20.0, frozen=(3,))
    run = Run(settings, DATA, Evaluator(DATA.test))
    run.advance(500)
    snapshot = run.snapshot()
    epoch = replay_epoch(snapshot, points=20)
    assert epoch is not None
    for point in (0, 5, 15):
        run.advance(int(epoch.steps[point]) * 10 - run.examples_seen)
        here = MiniBatchWalk.of(run.snapshot())
        sizes = [np.sqrt(np.mean(gradient**2)) for gradient in here.mean_w]
        assert epoch.sizes[:, point] == pytest.approx(sizes, rel=1e-5)
    looked_back = run.history.snapshot(500, run.snapshot(), run.evaluator)
    again = replay_epoch(looked_back, points=20)
    assert again is not None
    np.testing.assert_array_equal(again.sizes, epoch.sizes)


@pytest.mark.parametrize("mini_batch", [300, 1003])
def test_angles_are_those_of_whole_mini_batches(mini_batch: int) -> None:
    """Everything once more in float64, with nothing but NumPy and the network to be read."""
    snapshot = make(mini_batch=mini_batch)
    epoch = replay_epoch(snapshot, points=250)
    assert epoch is not None
    settings, train = snapshot.settings, DATA.train
    network = in_double(snapshot.network)
    orders = [np.random.default_rng((settings.seed, epoch)).permutation(len(train)) for epoch in (0, 1)]
    batches = [
        order[begin : begin + mini_batch] for order in orders for begin in range(0, len(train), mini_batch)
    ]
    means: list[np.ndarray] = []
    for batch in batches[: epoch.total + 1]:
        results = [network.backprop(train.image(x), int(train.labels[x])) for x in batch]
        w = [np.mean([r.nabla_w[i] for r in results], axis=0) for i in range(2)]
        b = [np.mean([r.nabla_b[i] for r in results], axis=0) for i in range(2)]
        means.append(np.concatenate([*map(np.ravel, w), *b]))
        eta = settings.eta
        network = Network.of(
            [old - eta * mean for old, mean in zip(network.weights, w, strict=True)],
            [old - eta * mean for old, mean in zip(network.biases, b, strict=True)],
        )
    for step, angle in zip(epoch.steps, epoch.angles, strict=True):
        one, other = means[int(step)], means[int(step) + 1]
        cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
        assert angle == pytest.approx(np.degrees(np.arccos(cosine)), abs=0.02)


def test_it_changes_its_settings_where_the_run_did() -> None:
    """Looking back to before η and the mini-batch were changed: the replay does as the run did."""
    start = make(mini_batch=10).settings
    changes = (
        Change(0, start),
        Change(300, replace(start, mini_batch=64)),
        Change(300 + 3 * 64, replace(start, mini_batch=50, eta=0.5)),
    )
    snapshot = replace(make(mini_batch=10, seen=100), changes=changes, settings=changes[-1].settings)
    epoch = replay_epoch(snapshot, points=1000)
    assert epoch is not None
    assert (epoch.steps[0], epoch.every) == (10, 2)
    trainer = Trainer(snapshot.network.copy(), DATA.train, 10, start.eta, start.seed)
    trainer.restore(Position(100, 10, 100, 100))
    # 20 more steps of 10, then 3 of 64, then 50 at a time to the end of the epoch: 1003 - 492 = 511, 11 steps
    sizes = [10] * 20 + [64] * 3 + [50] * 10 + [11] + [50] * 2
    seen: list[float] = []
    for size in sizes:
        if trainer.examples_seen == 300:
            trainer.mini_batch = 64
        if trainer.examples_seen == 300 + 3 * 64:
            trainer.mini_batch, trainer.eta = 50, 0.5
        indices = [trainer.example(trainer.examples_seen + i) for i in range(size)]
        network = in_double(trainer.network)
        results = [network.backprop(DATA.train.image(x), int(DATA.train.labels[x])) for x in indices]
        seen.append(float(np.sqrt(np.mean(np.mean([r.nabla_w[1] for r in results], axis=0) ** 2))))
        trainer.advance(size)
    assert epoch.total == len(sizes)
    assert epoch.sizes[1] == pytest.approx(seen[::2], rel=1e-3)
