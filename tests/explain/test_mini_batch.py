"""A mini-batch's gradients against one digit's at a time, and its step against the trainer's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.explain.example import in_double
from nnviz.explain.mini_batch import SHOWN, MiniBatchWalk
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.runs.course import next_mini_batch
from nnviz.runs.snapshot import Snapshot
from tests.digits import make_mnist

DATA = make_mnist()


def make(hidden: tuple[int, ...] = (20,), seen: int = 40, mini_batch: int = 10, seed: int = 7) -> Snapshot:
    settings = Settings(hidden=hidden, seed=seed, mini_batch=mini_batch)
    network = settings.new_network()
    return Snapshot(network=network, start=network, settings=settings, examples_seen=seen, data=DATA)


@pytest.mark.parametrize("hidden", [(20,), (15, 12)])
def test_gradients_are_those_of_backprop_one_by_one(hidden: tuple[int, ...]) -> None:
    snapshot = make(hidden)
    batch, network = MiniBatchWalk.of(snapshot), in_double(snapshot.network)
    results = [network.backprop(batch.images[x], int(batch.labels[x])) for x in range(10)]
    for layer in range(2, len(hidden) + 3):
        i = layer - 2
        for x, result in enumerate(results):
            assert batch.gradient(x, layer) == pytest.approx(result.nabla_w[i], abs=1e-15)
            assert batch.unit_gradients(layer, 4)[x] == pytest.approx(result.nabla_w[i][4], abs=1e-15)
        assert batch.mean_w[i] == pytest.approx(np.mean([r.nabla_w[i] for r in results], axis=0), abs=1e-15)
        assert batch.mean_b[i] == pytest.approx(np.mean([r.nabla_b[i] for r in results], axis=0), abs=1e-15)


def test_agreement_is_the_cosine_of_whole_gradients() -> None:
    batch = MiniBatchWalk.of(make((15, 12)))
    flat = [_flat(batch, x) for x in range(10)]
    mean = np.mean(flat, axis=0)
    for x in range(10):
        for y in range(10):
            assert batch.agreement[x, y] == pytest.approx(_cosine(flat[x], flat[y]))
        assert batch.agreement_with_step[x] == pytest.approx(_cosine(flat[x], mean))
    sizes = np.mean([np.linalg.norm(gradient) for gradient in flat])
    assert batch.kept == pytest.approx(np.linalg.norm(mean) / sizes)


def _flat(batch: MiniBatchWalk, x: int) -> np.ndarray:
    layers = range(2, len(batch.network.sizes) + 1)
    deltas = batch.shown.deltas
    parts = [np.append(batch.gradient(x, layer).ravel(), deltas[layer - 2][x]) for layer in layers]
    return np.concatenate(parts)


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize(("seen", "mini_batch"), [(0, 10), (40, 10), (1000, 10), (1003, 10), (2013, 7)])
def test_it_is_the_mini_batch_that_training_takes(seen: int, mini_batch: int) -> None:
    snapshot = make(seen=seen, mini_batch=mini_batch)
    trainer = Trainer(snapshot.network.copy(), DATA.train, mini_batch, snapshot.settings.eta, 7)
    trainer.advance(seen)
    left = trainer.mini_batch_left
    trained = replace(snapshot, network=trainer.network.copy())
    batch = MiniBatchWalk.of(trained)
    assert batch.indices.tolist() == [trainer.example(seen + i) for i in range(left)]
    trainer.advance(left)
    for i in range(2):
        moved = trained.network.weights[i] - snapshot.settings.eta * batch.mean_w[i]
        assert trainer.network.weights[i] == pytest.approx(moved, abs=2e-6)


def test_in_the_middle_of_a_mini_batch_it_is_the_one_under_way() -> None:
    under_way, whole = (next_mini_batch(make(seen=seen), len(DATA.train)) for seen in (43, 40))
    assert under_way.indices.tolist() == whole.indices.tolist()


def test_the_last_mini_batch_of_an_epoch_may_be_smaller() -> None:
    assert len(MiniBatchWalk.of(make(seen=1000))) == 3


@pytest.mark.parametrize("mini_batch", [3, 501, 1003])
def test_sums_are_over_every_example_however_many(mini_batch: int) -> None:
    snapshot = make((15, 12), mini_batch=mini_batch, seen=0)
    batch, network = MiniBatchWalk.of(snapshot), in_double(snapshot.network)
    assert len(batch) == mini_batch
    assert len(batch.images) == min(mini_batch, SHOWN)
    order = np.random.default_rng((7, 0)).permutation(len(DATA.train))[:mini_batch]
    results = [network.backprop(DATA.train.image(x), int(DATA.train.labels[x])) for x in order]
    flat = [np.concatenate([*map(np.ravel, r.nabla_w), *r.nabla_b]) for r in results]
    mean = np.mean(flat, axis=0)
    assert np.concatenate([*map(np.ravel, batch.mean_w), *batch.mean_b]) == pytest.approx(mean, abs=1e-12)
    assert batch.lengths == pytest.approx([np.linalg.norm(g) for g in flat])
    assert batch.agreement_with_step == pytest.approx([_cosine(g, mean) for g in flat])
    assert batch.kept == pytest.approx(np.linalg.norm(mean) / np.mean(batch.lengths))
    said = [int(np.argmax(r.activations[-1])) for r in results]
    assert batch.predictions.tolist() == said
    targets = np.eye(10)[DATA.train.labels[order]]
    costs = [0.5 * np.sum((y - r.activations[-1]) ** 2) for y, r in zip(targets, results, strict=True)]
    assert batch.costs == pytest.approx(costs)


def test_only_what_takes_long_is_called_large() -> None:
    assert not MiniBatchWalk.of(make()).is_large
    assert MiniBatchWalk.of(make((2_000, 1_000), mini_batch=1003, seen=0)).is_large


def test_broken_networks_neither_raise_nor_warn() -> None:
    snapshot = make()
    network = snapshot.network.copy()
    network.weights[0][:] = np.inf
    batch = MiniBatchWalk.of(replace(snapshot, network=network))
    assert batch.agreement.shape == (10, 10)
    assert np.isfinite(batch.agreement).all()
    assert len(batch.mean_w) == len(batch.mean_b) == 2
    assert isinstance(batch.kept, float)
