"""A survey: what it covers, in which order, and the path through a run's real past."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.errors import Stopped
from nnviz.explain.landscape_survey import LINE, SIZE, Survey
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.runs.history import History
from nnviz.runs.recording import Past
from nnviz.runs.saved_run import State
from tests.panels.snapshots import make_dataset

EXAMPLES = make_dataset(40)
SETTINGS = Settings(hidden=(5,), seed=2, eta=1)


def cost_of(network: Network) -> float:
    a = EXAMPLES.images / 255
    for w, b in zip(network.weights, network.biases, strict=True):
        a = 1 / (1 + np.exp(-(a @ w.T.astype(np.float64) + b)))
    return float(((a - np.eye(10)[EXAMPLES.labels]) ** 2).sum(axis=1).mean() / 2)


@pytest.fixture(scope="module")
def past() -> Past:
    images = kernel.sparse_images(EXAMPLES.images)
    first = State(0, kernel.pack(SETTINGS.new_network()))
    return Past(History(SETTINGS, EXAMPLES, images, [first]), EXAMPLES, images)


def network_after(past: Past, examples: int) -> Network:
    return kernel.unpack(past.history.at(examples).parameters.copy(), SETTINGS.architecture())


def test_the_path_goes_from_the_start_to_now_over_the_ground(past: Past) -> None:
    now, start = network_after(past, 600), SETTINGS.new_network()
    survey = Survey((now, 600), start, EXAMPLES, past=past, directions="path")
    found = survey.advance()
    assert found.known == 0
    assert found.moments[0] == 0
    assert found.moments[-1] == 600
    assert (np.diff(found.moments) > 0).all()
    assert found.path[-1] == pytest.approx([0, 0], abs=1e-5)
    assert found.heights[-1] == pytest.approx(cost_of(now), rel=1e-3)
    assert np.interp(1, LINE, found.line) == pytest.approx(cost_of(now), rel=1e-2)
    assert np.interp(0, LINE, found.line) == pytest.approx(cost_of(start), rel=1e-2)
    assert 0.5 < found.explained <= 1
    assert found.xs[0] < found.path[:, 0].min() < found.path[:, 0].max() < found.xs[-1]
    assert found.ys[0] < found.path[:, 1].min() < found.path[:, 1].max() < found.ys[-1]
    coarse = survey.advance()
    assert 0 < coarse.known < 0.2
    assert np.isfinite(coarse.costs[::10, ::10]).all()
    whole = survey.whole()
    assert whole.is_whole
    assert whole.costs.shape == (SIZE, SIZE)
    assert whole.costs.min() < whole.heights[0]


def test_without_a_path_there_are_two_random_directions() -> None:
    start = SETTINGS.new_network()
    found = Survey((start, 0), start, EXAMPLES, past=None, directions="path").whole()
    assert found.directions == "random"
    assert found.xs[0] == -1
    middle = SIZE // 2
    assert found.costs[middle, middle] == pytest.approx(cost_of(start), rel=1e-3)


def test_what_nobody_waits_for_ends(past: Past) -> None:
    now = network_after(past, 600)
    survey = Survey(
        (now, 600), SETTINGS.new_network(), EXAMPLES, past, directions="path", is_wanted=lambda: False
    )
    with pytest.raises(Stopped):
        survey.whole()


def test_weights_that_are_no_numbers_have_no_cost() -> None:
    network = SETTINGS.new_network()
    network.weights[0][0, :] = np.nan
    found = Survey((network, 0), network, EXAMPLES, past=None, directions="random").whole()
    assert np.isinf(found.costs).all()
