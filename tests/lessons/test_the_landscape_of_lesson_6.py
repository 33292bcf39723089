"""What lesson 6 says of the landscape is so of the real run that it shows."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.datasets.mnist import load_mnist
from nnviz.explain.landscape_survey import LINE, Directions, Landscape, Survey
from nnviz.learning.settings import Settings
from nnviz.runs.recording import Past
from nnviz.runs.run import Run
from nnviz.runs.shared_data import SharedData


@pytest.fixture(scope="module")
def run() -> Run:
    made = SharedData.of(load_mnist()).new_run(Settings(), 64 << 20)
    made.advance(50_000)
    return made


def found(run: Run, directions: Directions) -> Landscape:
    past = Past(run.history, run.data.train, run.trainer.images)
    snapshot = run.snapshot()
    survey = Survey(
        (snapshot.network, snapshot.examples_seen), snapshot.start, run.data.train, past, directions
    )
    survey.advance()
    return survey.advance()  # the coarse points too


def test_most_of_the_path_lies_in_the_best_plane_and_the_straight_line_falls_all_the_way(run: Run) -> None:
    landscape = found(run, "path")
    assert 0.9 < landscape.explained < 0.995
    between = landscape.line[(LINE > -1e-9) & (LINE < 1 + 1e-9)]
    assert (np.diff(between) < 0).all()
    assert between[0] - between[len(between) // 2] > 0.8 * (between[0] - between[-1])
    assert len(landscape.moments) == 25


def test_in_random_directions_it_goes_up_on_all_sides(run: Run) -> None:
    landscape = found(run, "random")
    costs = landscape.costs[::10, ::10]
    edge = np.ones_like(costs, dtype=bool)
    edge[1:-1, 1:-1] = False
    assert costs[edge].min() > 2 * landscape.heights[-1]
