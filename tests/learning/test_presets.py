"""Presets do what their sentences say, on MNIST."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nnviz.datasets.dataset import Dataset, to_unit_range
from nnviz.datasets.mnist import load_mnist
from nnviz.datasets.train_part import part_of
from nnviz.learning.network import Network
from nnviz.learning.presets import PRESETS, preset_of
from nnviz.learning.settings import Settings, suggested_eta
from nnviz.learning.trainer import Trainer


@cache
def mnist() -> Dataset:
    return load_mnist()


def accuracy_and_cost(network: Network, images: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    outputs = np.clip(network.outputs(images).astype(np.float64), 1e-12, 1 - 1e-12)
    y = np.eye(outputs.shape[1])[labels]
    cross_entropy = -np.sum(y * np.log(outputs) + (1 - y) * np.log(1 - outputs), axis=1)
    return float(np.mean(outputs.argmax(axis=1) == labels)), float(cross_entropy.mean())


def test_presets_are_recognised_whatever_the_seed() -> None:
    assert preset_of(Settings(seed=9)) == "scaled"
    for name, preset in PRESETS.items():
        assert preset_of(preset.settings) == name
    assert preset_of(Settings(mini_batch=11)) is None


def after_one_epoch(settings: Settings) -> Network:
    network, train = settings.new_network(), mnist().train
    Trainer(network, train, seed=settings.seed, **settings.live).advance(len(train))
    return network


def read(network: Network) -> float:
    test = mnist().test
    return accuracy_and_cost(network, to_unit_range(test.images), test.labels)[0]


def test_the_cross_entropy_is_ahead_of_the_quadratic_cost_with_the_same_eta() -> None:
    settings = PRESETS["cross-entropy"].settings
    assert 0.95 <= read(after_one_epoch(settings)) < 0.965
    assert 0.915 < read(after_one_epoch(replace(settings, cost="quadratic"))) < 0.93


def test_of_relu_units_two_of_three_are_0() -> None:
    network = after_one_epoch(PRESETS["relu"].settings)
    assert 0.955 < read(network) < 0.97
    hidden = network.forward_pass(to_unit_range(mnist().test.images)).activations[1]
    assert 0.62 < np.mean(hidden == 0) < 0.7


def test_a_thousand_examples_are_learned_by_heart() -> None:
    settings, test = PRESETS["overfit"].settings, mnist().test
    train = part_of(mnist().train, settings.train_size, settings.seed)
    network = settings.new_network()
    trainer = Trainer(network, train, seed=settings.seed, **settings.live)
    costs = {}
    for epochs in (1, 10, 20, 60):
        trainer.advance(epochs * len(train) - trainer.examples_seen)
        accuracy, costs[epochs] = accuracy_and_cost(network, to_unit_range(test.images), test.labels)
        if epochs == 20:
            assert accuracy_and_cost(network, to_unit_range(train.images), train.labels)[0] == 1
            assert 0.885 < accuracy < 0.91
    assert costs[1] > costs[10] < costs[20] < costs[60]


@pytest.mark.parametrize(
    ("fields", "eta"),
    [
        ({}, 3),
        ({"cost": "cross-entropy"}, 0.5),
        ({"activation": "relu"}, 0.3),
        ({"activation": "tanh", "output": "softmax", "cost": "cross-entropy"}, 0.1),
        ({"momentum": 0.9}, 0.3),
    ],
)
def test_the_eta_suggested(fields: dict[str, str], eta: float) -> None:
    assert suggested_eta(Settings(**fields)) == eta
