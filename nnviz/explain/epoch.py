"""One epoch from a snapshot on, replayed on a copy: how large the gradient is, and how much it turns.

The weights move exactly as in training, on the same kernel, in the same order and with the same changes of
the settings. At some of the steps the gradient is computed again in NumPy, from all examples of its
mini-batch: weights before and after a step do not give it back when η is small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.mini_batch_gradient import Gradient, mean_gradient
from nnviz.learning.activations import Activation, Sigmoid
from nnviz.learning.trainer import Position, Trainer
from nnviz.runs.course import course_of
from nnviz.runs.snapshot import Snapshot
from nnviz.runs.steps import Steps

POINTS = 250  # steps at which the gradient is looked at


@dataclass(frozen=True, eq=False)
class EpochWalk:
    """What was found at k steps, spread over the epoch."""

    steps: Floats  # (k,) counted as the run counts them
    sizes: Floats  # (layers − 1, k): RMS of ∂C/∂w per weight, of layers 2 … L, averaged over the mini-batch
    angles: Floats  # (k,) degrees between this step's gradient and the next one's; NaN if there is none
    every: int  # steps from one point to the next
    total: int  # steps that were replayed
    hidden: Activation = field(default_factory=Sigmoid)  # by whose slope the error is multiplied on its way


def replay_epoch(
    snapshot: Snapshot,
    report: Callable[[float], None] = lambda share: None,
    cancelled: Callable[[], bool] = lambda: False,
    points: int = POINTS,
) -> EpochWalk | None:
    """Train a copy for one epoch from the snapshot on; None if that was cancelled.

    `report` is told the share that is done, from 0 to 1. The snapshot must have its data. Takes one or two
    seconds, most of it without the GIL.
    """
    assert snapshot.data is not None
    count = len(snapshot.data.train)
    course = course_of(snapshot, count)
    first = course.at(snapshot.examples_seen)
    total = max(course.at(course.examples_at(first) + count) - first, 1)
    every = max(total // points, 2)
    trainer = _trainer_at(snapshot, course, first)
    found: list[tuple[float, list[float], float]] = []
    with np.errstate(all="ignore"):
        for step in range(first, first + total, every):
            if cancelled():
                return None
            course.lead(trainer, course.examples_at(step))
            found.append((step, *_looked_at(trainer, course, step)))
            report((step - first + every) / total)
    steps, sizes, angles = zip(*found, strict=True)
    hidden = snapshot.network.architecture.hidden_function
    return EpochWalk(
        steps=np.array(steps),
        sizes=np.array(sizes).T,
        angles=np.array(angles),
        every=every,
        total=total,
        hidden=hidden,
    )


def _trainer_at(snapshot: Snapshot, course: Steps, step: int) -> Trainer:
    """A trainer of a copy of the network, as it stood when the mini-batch under way began."""
    assert snapshot.data is not None
    begin, settings = course.examples_at(step), course.settings_at(snapshot.examples_seen)
    train = snapshot.data.train
    trainer = Trainer(
        snapshot.network.copy(), train, min(settings.mini_batch, len(train)), seed=settings.seed
    )
    trainer.rule = replace(settings.rule, mini_batch=trainer.mini_batch)
    trainer.restore(Position(begin, step, begin, begin, velocity=snapshot.velocity))
    return trainer


def _looked_at(trainer: Trainer, course: Steps, step: int) -> tuple[list[float], float]:
    """Take that step; the sizes of its gradient, and the angle to the gradient of the next one."""
    here = _next_gradient(trainer)
    course.lead(trainer, course.examples_at(step + 1))
    after = _next_gradient(trainer)
    cosine = here.product(after) / (np.float64(here.length) * after.length)
    sizes = [float(np.sqrt(np.mean(w**2))) for w in here.w]
    return sizes, float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def _next_gradient(trainer: Trainer) -> Gradient:
    """The gradient of the mini-batch that is next, with all its examples."""
    begin = trainer.examples_seen
    indices = np.array([trainer.example(begin + i) for i in range(trainer.mini_batch_left)])
    return mean_gradient(trainer.network, trainer.dataset, indices)
