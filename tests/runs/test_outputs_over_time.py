"""What a run said of one picture all along: as a second run says it that is stopped at each moment."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.errors import Stopped
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs.outputs_over_time import OutputsOverTime, outputs_over_time
from nnviz.runs.run import Run
from tests.digits import make_mnist

DATA = make_mnist(12_000, 60)
IMAGE = DATA.test.image(3)


def make_run() -> Run:
    return Run(Settings(hidden=(6,), seed=4, mini_batch=100), DATA, Evaluator(DATA.test))


def said(run: Run) -> np.ndarray:
    a = IMAGE.astype(np.float64)
    for w, b in zip(run.trainer.network.weights, run.trainer.network.biases, strict=True):
        a = 1 / (1 + np.exp(-(w.astype(np.float64) @ a + b)))
    return a


def test_it_is_exact_at_each_moment_and_dense_at_first() -> None:
    run, other = make_run(), make_run()
    run.advance(35_000)
    found = outputs_over_time(run, IMAGE, lambda: True)
    moments = found.examples_seen.tolist()
    assert moments[0] == 0
    assert moments == sorted(set(moments))
    assert len([moment for moment in moments if 0 < moment < 10_000]) >= 3
    assert moments[-1] >= 30_000
    for moment, outputs, label in zip(moments, found.outputs, found.said, strict=True):
        other.advance(moment - other.examples_seen)
        np.testing.assert_allclose(outputs, said(other), atol=2e-6)
        assert label == outputs.argmax()


def test_since_when_it_says_what_it_says() -> None:
    seen, outputs = np.array([0, 10, 20, 30]), np.zeros((4, 3))
    assert OutputsOverTime(seen, outputs, np.array([1, 2, 1, 1])).since == 20
    assert OutputsOverTime(seen, outputs, np.array([1, 1, 1, 1])).since == 0
    assert OutputsOverTime(seen, outputs, np.array([1, 1, 1, 2])).since == 30
    assert OutputsOverTime(seen, outputs, np.array([1, 1, 1, -1])).since is None


def test_what_nobody_waits_for_is_given_up() -> None:
    with pytest.raises(Stopped):
        outputs_over_time(make_run(), IMAGE, lambda: False)
