"""How well test digits survive being drawn: enlarged, put anywhere on a canvas, and centred again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.cli.benchmarks.benchmark_figure import Figure
from nnviz.datasets.centring import centre_digit
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.datasets.mnist import load_mnist
from nnviz.datasets.subject import MNIST
from nnviz.learning.evaluation import accuracy
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer

CANVAS = 280
ENLARGED = (4.0, 9.0)

Kernel = Callable[[Floats], Floats]  # weight of a pixel from its distance


def measure() -> list[Figure]:
    """How many points of accuracy 2,000 digits lose by being drawn, after five epochs of training."""
    mnist, settings = load_mnist(), Settings()
    network = settings.new_network()
    trainer = Trainer(network, mnist.train, seed=settings.seed, **settings.live)
    trainer.advance(5 * len(mnist.train))
    plain, drawn = accuracy_after_drawing(network, mnist.test, count=2_000)
    return [
        Figure("test digits as they are", 100 * plain, "%"),
        Figure("the same enlarged and placed anywhere, centred again", 100 * drawn, "%"),
        Figure("points lost by being drawn", 100 * (plain - drawn), "points", 2, "at most"),
    ]


def accuracy_after_drawing(
    network: Network, dataset: Examples, count: int, seed: int = 0
) -> tuple[float, float]:
    """The accuracy on `count` random digits of `dataset` as they are, and on the same as if drawn."""
    random = np.random.default_rng(seed)
    chosen = random.choice(len(dataset), size=count, replace=False)
    plain = to_unit_range(dataset.images[chosen])  # (count, 784)
    drawn = np.stack([centre_digit(canvas) for canvas in drawings(plain, random)]).reshape(plain.shape)
    labels = dataset.labels[chosen]
    first, second = (accuracy(network.weighted_inputs(x), labels) for x in (plain, drawn))
    return first, second


def drawings(images: Floats, random: np.random.Generator) -> Iterator[Floats]:
    """Each image (784,) in [0, 1] enlarged 4 to 9 times and placed anywhere on a canvas (280, 280) float32.

    Bilinear and cubic enlarging take turns. One at a time: a thousand canvases are 300 MB.
    """
    for number, image in enumerate(images):
        digit = MNIST.laid_out(image)
        times = random.uniform(*ENLARGED)
        kernel = _cubic if number % 2 else _linear
        down, across = (
            _enlarging(np.flatnonzero(digit.any(axis=axis)), times, kernel, random) for axis in (1, 0)
        )
        yield np.clip(down @ digit @ across.T, 0, 1)  # (280, 28) @ (28, 28) @ (28, 280)


def _enlarging(inked: NDArray[np.intp], times: float, kernel: Kernel, random: np.random.Generator) -> Floats:
    """The matrix (280, 28) that enlarges along one axis, the `inked` pixels' soft edge within the canvas."""
    start, end = (inked[0] - 1) * times, (inked[-1] + 2) * times
    offset = random.uniform(-start, CANVAS - end)
    positions = (np.arange(CANVAS) + 0.5 - offset) / times - 0.5  # in the digit's pixels
    weights: Floats = kernel(np.abs(positions[:, None] - np.arange(MNIST.shape[0])))
    return weights.astype(np.float32)


def _linear(distance: Floats) -> Floats:
    near: Floats = np.maximum(1 - distance, 0)
    return near


def _cubic(distance: Floats) -> Floats:
    """Keys's cubic convolution with a = −1/2 (IEEE Trans. ASSP 29, 1981)."""
    near = (1.5 * distance - 2.5) * distance**2 + 1
    far = ((-0.5 * distance + 2.5) * distance - 4) * distance + 2
    return np.where(distance < 1, near, np.where(distance < 2, far, 0))
