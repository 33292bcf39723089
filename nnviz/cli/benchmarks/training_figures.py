"""How fast training is, against two plain ways of writing the same algorithm in NumPy, side by side."""

from __future__ import annotations

import statistics
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.cli.benchmarks.benchmark_figure import Figure, median_seconds
from nnviz.datasets.dataset import Dataset, to_unit_range
from nnviz.datasets.mnist import load_mnist
from nnviz.learning import kernel
from nnviz.learning.activations import Sigmoid
from nnviz.learning.costs import Quadratic
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.network import Network, one_hot
from nnviz.learning.presets import PRESETS
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer, epoch_order

_ROUNDS = 5
_SEEDS = range(5)
# What else there is to train, with which network and rule, and how much longer it may take.
_OTHERS: tuple[tuple[str, dict[str, Any], dict[str, Any], float | None], ...] = (
    ("tanh", {"activation": "tanh"}, {"eta": 0.3}, 1.3),
    ("ReLU", {"activation": "relu", "initialisation": "he"}, {"eta": 0.1}, 1.3),
    ("cross-entropy", {"cost": "cross-entropy"}, {"eta": 0.5}, None),
    ("softmax", {"output": "softmax", "cost": "cross-entropy"}, {"eta": 0.3}, None),
    ("L2", {}, {"l2": 5.0}, None),
    ("momentum", {}, {"eta": 0.3, "momentum": 0.9}, None),
)
_LOOP_EXAMPLES, _VECTOR_EXAMPLES, _KERNEL_EXAMPLES = 2_000, 10_000, 50_000


def measure() -> list[Figure]:
    """Speed ratios, and the accuracy that the presets reach."""
    mnist = load_mnist()
    return [*_speed(mnist), *_accuracy(mnist)]


def _speed(mnist: Dataset) -> list[Figure]:
    settings = Settings()
    trainer = Trainer(settings.new_network(), mnist.train, **settings.live)
    trainer.advance(1_000)  # the first call compiles
    images, labels = to_unit_range(mnist.train.images), mnist.train.labels
    others = [_other(mnist, kind, rule) for _, kind, rule, _ in _OTHERS]
    against: list[list[float]] = [[] for _ in others]
    loop, vector, compiled = [], [], []
    for _ in range(_ROUNDS):  # one after the other, so that a slow moment of the machine hits all three
        loop.append(_LOOP_EXAMPLES / median_seconds(lambda: _train_by_loop(images, labels), 1))
        vector.append(_VECTOR_EXAMPLES / median_seconds(lambda: _train_by_vector(images, labels), 1))
        compiled.append(_KERNEL_EXAMPLES / _seconds(trainer))
        for other, ratios in zip(others, against, strict=True):
            ratios.append(_seconds(other) * compiled[-1] / _KERNEL_EXAMPLES)
    rates = [statistics.median(rates) for rates in (compiled, loop, vector)]
    by_loop = statistics.median(k / other for k, other in zip(compiled, loop, strict=True))
    by_vector = statistics.median(k / other for k, other in zip(compiled, vector, strict=True))
    return [
        Figure("training, compiled", rates[0], "examples/s"),
        Figure("training, a NumPy loop over examples", rates[1], "examples/s"),
        Figure("training, NumPy over mini-batches, float32", rates[2], "examples/s"),
        Figure("compiled against the loop", by_loop, "×", 32),
        Figure("compiled against NumPy over mini-batches", by_vector, "×", 3.5),
        *(
            Figure(
                f"time of training, {name} against sigmoid", statistics.median(found), "×", bound, "at most"
            )
            for (name, _, _, bound), found in zip(_OTHERS, against, strict=True)
        ),
    ]


def _seconds(trainer: Trainer) -> float:
    return median_seconds(lambda: trainer.advance(_KERNEL_EXAMPLES), 1)


def _other(mnist: Dataset, kind: dict[str, Any], rule: dict[str, Any]) -> Trainer:
    made = Network(Settings().sizes(), **kind)
    trainer = Trainer(kernel.unpack(kernel.pack(made), made.architecture), mnist.train, **rule)
    trainer.advance(1_000)  # the first call compiles
    return trainer


def _accuracy(mnist: Dataset) -> list[Figure]:
    evaluator = Evaluator(mnist.test)
    first, last = [], []
    for seed in _SEEDS:
        after = _accuracies(mnist, evaluator, Settings(seed=seed), (1, 30))
        first.append(100 * after[0])
        last.append(100 * after[1])
    article = _accuracies(mnist, evaluator, PRESETS["article"].settings, (30,))[0]
    return [
        Figure("test accuracy after 1 epoch, worst of five seeds", min(first), "%", 94),
        Figure("test accuracy after 30 epochs, worst of five seeds", min(last), "%", 97.5),
        Figure("the article's settings after 30 epochs, as printed", 100 * article, "%"),
    ]


def _accuracies(
    mnist: Dataset, evaluator: Evaluator, settings: Settings, epochs: tuple[int, ...]
) -> list[float]:
    network = settings.new_network()
    trainer = Trainer(network, mnist.train, seed=settings.seed, **settings.live)
    found = []
    for epoch in epochs:
        trainer.advance(epoch * len(mnist.train) - trainer.examples_seen)
        found.append(evaluator.accuracy(network))
    return found


def _train_by_loop(images: Floats, labels: NDArray[np.uint8]) -> None:
    """As one writes it first: example by example, column vectors in float64, gradients added up in lists."""
    network = Network((784, 100, 10))
    weights: list[Floats] = [w.astype(np.float64) for w in network.weights]
    biases: list[Floats] = [b[:, None].astype(np.float64) for b in network.biases]
    order = epoch_order(0, 0, len(images))[:_LOOP_EXAMPLES]
    for begin in range(0, _LOOP_EXAMPLES, 10):
        sum_w, sum_b = [np.zeros(w.shape) for w in weights], [np.zeros(b.shape) for b in biases]
        for i in order[begin : begin + 10]:
            x, y = images[i].astype(np.float64)[:, None], one_hot(int(labels[i]))[:, None]
            nabla_w, nabla_b = _one_gradient(weights, biases, x, y)
            sum_w = [total + one for total, one in zip(sum_w, nabla_w, strict=True)]
            sum_b = [total + one for total, one in zip(sum_b, nabla_b, strict=True)]
        weights = [w - 3.0 / 10 * total for w, total in zip(weights, sum_w, strict=True)]
        biases = [b - 3.0 / 10 * total for b, total in zip(biases, sum_b, strict=True)]


def _one_gradient(
    weights: list[Floats], biases: list[Floats], x: Floats, y: Floats
) -> tuple[list[Floats], list[Floats]]:
    nabla_w: list[Floats] = [np.zeros(w.shape) for w in weights]
    nabla_b: list[Floats] = [np.zeros(b.shape) for b in biases]
    zs, activations = [], [x]
    for w, b in zip(weights, biases, strict=True):
        zs.append(np.dot(w, activations[-1]) + b)
        activations.append(Sigmoid.value(zs[-1]))
    delta = Quadratic.derivative(activations[-1], y) * _slope(zs[-1])
    nabla_w[-1], nabla_b[-1] = np.dot(delta, activations[-2].T), delta
    for layer in range(2, len(weights) + 1):
        delta = np.dot(weights[-layer + 1].T, delta) * _slope(zs[-layer])
        nabla_w[-layer], nabla_b[-layer] = np.dot(delta, activations[-layer - 1].T), delta
    return nabla_w, nabla_b


def _slope(z: Floats) -> Floats:
    slope: Floats = Sigmoid.slope(z, Sigmoid.value(z))
    return slope


def _train_by_vector(images: Floats, labels: NDArray[np.uint8]) -> None:
    """The same with the ten examples of a mini-batch as the rows of one matrix, in float32."""
    network = Network((784, 100, 10))
    (w1, w2), (b1, b2) = network.weights, network.biases
    targets: NDArray[np.float32] = np.eye(10, dtype=np.float32)
    order = epoch_order(0, 0, len(images))[:_VECTOR_EXAMPLES]
    step = np.float32(3.0 / 10)
    for begin in range(0, _VECTOR_EXAMPLES, 10):
        batch = order[begin : begin + 10]
        x, y = images[batch], targets[labels[batch]]
        a1 = Sigmoid.value(x @ w1.T + b1)
        a2 = Sigmoid.value(a1 @ w2.T + b2)
        d2 = (a2 - y) * a2 * (1 - a2)
        d1 = (d2 @ w2) * a1 * (1 - a1)
        w2 -= step * (d2.T @ a1)
        b2 -= step * d2.sum(axis=0)
        w1 -= step * (d1.T @ x)
        b1 -= step * d1.sum(axis=0)
