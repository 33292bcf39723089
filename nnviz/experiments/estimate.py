"""How long an experiment will take, from a short measurement of this machine. Good to a factor of 1.5."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nnviz.datasets.dataset import Dataset, Examples
from nnviz.datasets.subject import Subject
from nnviz.errors import BadInput
from nnviz.experiments.plan import Plan
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer

_PART = 2_000  # pictures measured with
_SECONDS = 0.12  # of training
_ASIDE = 0.05  # seconds of a run that are neither training nor testing
_START = 2.0  # seconds until the first worker has the data
_UNIT = 40.0  # multiplications that an activation function costs as much as
_MOMENTUM = 5.0  # times as much to move: no weight rests where pixels are blank
_MANY_POINTS = 20_000  # examples from which on the curve has four points an epoch


@dataclass(frozen=True)
class Speed:
    """What was measured: of the default network, on this data."""

    training: float  # seconds for the work of one multiplication, in a step
    testing: float  # and when pictures are run through alone
    ink: float  # share of the pixels that are not blank: only these are worked on
    examples: int  # there are to train on
    tests: int
    subject: Subject


def measured(data: Dataset) -> Speed:
    """Train and test a small part of the data for a quarter of a second."""
    train, test = _part(data.train), _part(data.test)
    settings = Settings().fitted_to(len(train))
    network = settings.new_network(data.subject)
    images = kernel.sparse_images(train.images)
    trainer = Trainer(network, train, seed=0, images=images, **settings.live)
    trainer.advance(min(len(train), 100))  # compiled, and in the caches
    ink = float(np.count_nonzero(train.images) / train.images.size)
    training = _seconds_each(trainer.advance, min(len(train), 500))
    evaluator = Evaluator(test)
    evaluator.evaluation(network)
    testing = _seconds_each(lambda _count: evaluator.evaluation(network), len(test))
    step, forward = _work(settings, data.subject, ink)
    return Speed(
        training=training / step,
        testing=testing / forward,
        ink=ink,
        examples=len(data.train),
        tests=len(data.test),
        subject=data.subject,
    )


def seconds_of_run(settings: Settings, epochs: int, speed: Speed) -> float:
    """How long one run takes."""
    step, forward = _work(settings, speed.subject, speed.ink)
    examples = settings.train_size or speed.examples
    points = epochs * (4 if examples >= _MANY_POINTS else 1) + 1
    tested = points * speed.tests * forward * speed.testing
    return _ASIDE + epochs * examples * step * speed.training + tested


def seconds_of_plan(plan: Plan, speed: Speed, workers: int) -> float:
    """How long all runs take with so many at a time. Raises `BadInput` where there are too few examples."""
    settings = plan.settings()
    for one in settings:
        one.check_for(speed.examples)
    runs = [seconds_of_run(one, plan.epochs, speed) for one in settings]
    whole = sum(runs) * len(plan.seeds)
    at_a_time = max(min(workers, len(runs) * len(plan.seeds)), 1)
    return _START + max(whole / at_a_time, max(runs))


def time_text(seconds: float) -> str:
    """About so long: "about 20 s", "about 3 min", "about 2 h", "about 5 days"."""
    for size, unit, most in ((1, "s", 100), (60, "min", 100), (3_600, "h", 72)):
        if seconds < most * size:
            count = seconds / size
            rounded = max(round(count), 1) if count < 20 else round(count / 5) * 5
            return f"about {rounded} {unit}"
    return f"about {round(seconds / 86_400):,} days"


def _part(examples: Examples) -> Examples:
    if not len(examples):
        raise BadInput("there is no data to measure with")
    return Examples(examples.images[:_PART], examples.labels[:_PART], examples.subject)


def _seconds_each(work: Callable[[int], object], count: int) -> float:
    """Seconds for one of the `count` that a call works on: the fastest of several calls."""
    best, began = float("inf"), time.perf_counter()
    while True:
        before = time.perf_counter()
        work(count)
        now = time.perf_counter()
        best = min(best, (now - before) / count)
        if now - began > _SECONDS:
            return best


def _work(settings: Settings, subject: Subject, ink: float) -> tuple[float, float]:
    """Multiplications, or what costs as much, for an example in a step, and for a picture run through."""
    sizes = settings.sizes(subject)
    first = ink * sizes[0] * sizes[1]
    others = sum(one * other for one, other in pairwise(sizes[1:]))
    units = _UNIT * sum(sizes[1:])
    forward = first + others + units
    weights = sizes[0] * sizes[1] + others
    moved = weights * (_MOMENTUM if settings.momentum else 1.0) / settings.mini_batch
    return forward + first + 2 * others + units + moved, forward
