"""Hand-made snapshots, so that panels are tested without the thread and without MNIST."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from nnviz.datasets.dataset import Dataset, Examples
from nnviz.learning.evaluation import Evaluation
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Curve, Phase, Snapshot


def make_dataset(count: int = 60, seed: int = 5) -> Examples:
    """Random blobs with labels 0, 1, 2, … in turn."""
    random = np.random.default_rng(seed)
    images = np.zeros((count, 28, 28), dtype=np.uint8)
    images[:, 6:22, 8:20] = random.integers(0, 256, (count, 16, 12))
    labels = (np.arange(count) % 10).astype(np.uint8)
    return Examples(images.reshape(count, 784), labels)


def make_curve(points: int = 12, every: int = 5_000) -> Curve:
    """A curve that rises towards 97 %."""
    examples = np.arange(points, dtype=np.int64) * every
    accuracy = 0.97 - 0.87 * np.exp(-np.arange(points) / 2)
    train = accuracy - 0.01
    cost = 0.9 * np.exp(-np.arange(points) / 3) + 0.03
    return Curve(examples, accuracy, train, cost)


def evaluated(outputs: np.ndarray, labels: np.ndarray, examples_seen: int = 55_000) -> Evaluation:
    """What is known of a network that makes these outputs (N, 10) of the digits."""
    with np.errstate(divide="ignore"):
        return Evaluation(np.log(outputs / (1 - outputs)), np.asarray(labels), examples_seen)


def make_snapshot(hidden: tuple[int, ...] = (100,), **fields: Any) -> Snapshot:
    """A paused run with data, a curve, an evaluation test digit 3 as input image; `fields` replace any."""
    settings = Settings(hidden=hidden)
    start = settings.new_network()
    network = Network(settings.sizes(), seed=1)
    digits = make_dataset()
    zs = network.weighted_inputs(digits.images.astype(np.float32) / np.float32(255))
    snapshot = Snapshot(
        network=network,
        start=start,
        settings=settings,
        examples_seen=55_000,
        steps=5_500,
        curve=make_curve(),
        phase=Phase.PAUSED,
        data=Dataset(digits, digits, digits),
        evaluation=Evaluation(zs, digits.labels, 55_000),
        input_image=data_input(digits, 3),
    )
    return replace(snapshot, **fields)


def loading_snapshot() -> Snapshot:
    """The first moment: an untrained network and nothing else."""
    settings = Settings()
    network = settings.new_network()
    return Snapshot(network=network, start=network, settings=settings, message="Unpacking MNIST…")
