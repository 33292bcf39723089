"""Walks for tests: a network and a digit as a snapshot, and a differentiation of the tests' own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.dataset import Dataset
from nnviz.explain.walk import Walk
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.runs.input_image import InputImage
from nnviz.runs.snapshot import Phase, Snapshot

Floats = NDArray[Any]


def make_walk(
    network: Network, image: Floats, label: int | None = 3, eta: float = 3.0, data: Dataset | None = None
) -> Walk:
    """The walk of one image (784,) through a network."""
    input_image = InputImage(image, label, "test" if label is not None else "drawing", 0)
    settings = Settings(hidden=network.sizes[1:-1], eta=eta)
    snapshot = Snapshot(
        network=network,
        start=network,
        settings=settings,
        examples_seen=6_000,
        steps=600,
        phase=Phase.PAUSED,
        data=data,
        input_image=input_image,
    )
    return Walk.of(snapshot)


def ink(seed: int = 0) -> Floats:
    """A made-up image, (784,) float32: 150 pixels of ink."""
    random = np.random.default_rng(seed)
    image = np.zeros(784, dtype=np.float32)
    image[random.choice(784, 150, replace=False)] = random.random(150, dtype=np.float32)
    return image


def complex_step(
    network: Network, image: Floats, target: Floats, layer: int, rows: Floats, columns: Floats | None
) -> Floats:
    """∂C/∂w at (rows, columns) of a layer, or ∂C/∂b at rows: Im C(w + ih) / h, exact to rounding.

    The network is written out here once more, on complex numbers, for all those weights at once.
    """
    h = 1e-30
    p = np.arange(len(rows))
    a = image.astype(np.complex128)[np.newaxis].repeat(1, axis=0)
    for i, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        z = a @ w.astype(np.float64).T + b.astype(np.float64)
        if i == layer - 2:
            into = a[0, columns] if columns is not None else 1.0
            z = np.repeat(z, len(rows), axis=0)
            z[p, rows] += 1j * h * into
        a = 1 / (1 + np.exp(-z))
    cost = 0.5 * ((target - a) ** 2).sum(axis=1)
    return cost.imag / h
