"""A moment of a run as advice looks at it: its curve so far, and what its next mini-batches do to it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.dataset import Dataset
from nnviz.explain.advice import Course, Findings
from nnviz.explain.signs import bearable_eta, layer_signs, output_signs, step_signs
from nnviz.runs.course import next_mini_batch
from nnviz.runs.snapshot import Snapshot

_BATCHES = 10  # mini-batches tried
_IMAGES = 200  # test images looked at


def findings_of(snapshot: Snapshot, data: Dataset, is_wanted: Callable[[], bool] = lambda: True) -> Findings:
    """All that advice is made from, in 30 ms or so for 784-100-10: not for the GUI thread.

    Raises `Stopped` soon after `is_wanted` says no.
    """
    batches, network = _next_batches(snapshot, len(data.train)), snapshot.network
    images, labels = data.test.images[:_IMAGES], data.test.labels[:_IMAGES]
    return Findings(
        settings=snapshot.settings,
        course=course_so_far(snapshot),
        layers=layer_signs(network, images),
        step=step_signs(network, data.train, batches, snapshot.settings.eta, is_wanted),
        outputs=output_signs(network, images, labels),
        bearable_at_start=lambda: bearable_eta(snapshot.start, data.train, batches, is_wanted),
        bearable_now=lambda: bearable_eta(network, data.train, batches, is_wanted),
    )


def course_so_far(snapshot: Snapshot) -> Course:
    """The learning curve in epochs, without the point at the start, before any example was trained on."""
    curve = snapshot.curve
    trained = curve.examples > 0
    return Course(
        epochs=curve.examples[trained] / snapshot.epoch_size,
        cost=curve.cost[trained],
        train_accuracy=curve.train_accuracy[trained],
        test_cost=curve.test_cost[trained],
        test_accuracy=curve.test_accuracy[trained],
        steps=snapshot.steps,
    )


def _next_batches(snapshot: Snapshot, count: int) -> list[NDArray[np.int64]]:
    """The next mini-batch and, in the order of the data from its first example on, as many more."""
    first = next_mini_batch(snapshot, count).indices
    others = (first[0] + 1 + np.arange((_BATCHES - 1) * len(first))) % count
    return [first, *np.split(others, _BATCHES - 1)]
