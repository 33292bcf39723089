"""How long it takes to find out who taught the network an image, beside the training itself."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from nnviz.cli.benchmarks.benchmark_figure import Figure
from nnviz.datasets.dataset import to_unit_range
from nnviz.datasets.mnist import load_mnist
from nnviz.explain.teachers import Teachers, who_taught
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.runs.recording import Past
from nnviz.runs.run import Run

_ROUNDS = 5
_EXAMPLES = 50_000


def measure() -> list[Figure]:
    """Times as ratios, round by round, so that a slow moment hits all; and how well the sum closes."""
    mnist, settings = load_mnist(), Settings()
    run = Run(settings, mnist, Evaluator(mnist.test))
    run.advance(_EXAMPLES)
    images = run.trainer.images
    trainer = Trainer(settings.new_network(), mnist.train, images=images, **settings.live)
    tests = to_unit_range(mnist.test.images[:8])

    def ask(count: int, examples: int = _EXAMPLES) -> Teachers:
        labels = mnist.test.labels[:count]
        past = Past(run.history, mnist.train, images)
        return who_taught(past, tests[:count], labels, (0, examples))

    ask(8, 100)  # the first call compiles
    ratios: dict[int, list[float]] = {1: [], 8: []}
    for _ in range(_ROUNDS):
        training = _seconds(lambda: trainer.advance(_EXAMPLES))
        for count, found in ratios.items():
            found.append(_seconds(lambda count=count: ask(count)) / training)  # type: ignore[misc]
    taught = ask(8)
    missing = 100 * float(np.abs(taught.total / taught.real - 1).max())
    return [
        Figure("who taught one digit, against training", statistics.median(ratios[1]), "×", 3, "at most"),
        Figure("who taught eight digits", statistics.median(ratios[8]), "×", 5, "at most"),
        Figure("what is missing in the sum of an epoch, worst of eight", missing, "%", 0.1, "at most"),
    ]


def _seconds(action: Callable[[], object]) -> float:
    """Of this thread, which is at work alone: the machine may have other work."""
    began = time.thread_time()
    action()
    return time.thread_time() - began
