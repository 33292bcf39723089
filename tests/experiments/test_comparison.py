from __future__ import annotations

import math
import statistics

import numpy as np

from nnviz.experiments.comparison import difference, groups, times_wrong, varied_fields
from nnviz.experiments.result import Result
from tests.experiments.test_store import make_result

ACCURACIES = {3.0: {0: 0.95, 1: 0.96, 2: 0.955}, 0.5: {0: 0.94, 1: 0.961, 2: 0.95, 3: 0.2}}


def results() -> list[Result]:
    return [
        make_result(seed, accuracy, eta=eta)
        for eta, seeds in ACCURACIES.items()
        for seed, accuracy in seeds.items()
    ][::-1]


def test_runs_that_differ_in_their_seed_alone_are_a_group() -> None:
    found = groups(results())
    assert [(one.settings.eta, [r.settings.seed for r in one.results]) for one in found] == [
        (0.5, [0, 1, 2, 3]),
        (3.0, [0, 1, 2]),
    ]
    assert found[1].accuracies.tolist() == [0.95, 0.96, 0.955]


def test_a_band_is_from_the_worst_to_the_best_seed() -> None:
    band = groups(results())[0].band("test_accuracy")
    last = list(ACCURACIES[0.5].values())
    assert band.epochs.tolist() == [0, 1, 2]
    assert (band.low[-1], band.median[-1], band.high[-1]) == (0.2, statistics.median(last), 0.961)


def test_the_difference_is_taken_seed_by_seed() -> None:
    low, high = groups(results())
    found = difference(high, low)
    points = [100 * (ACCURACIES[3.0][seed] - ACCURACIES[0.5][seed]) for seed in range(3)]
    assert (found.better, found.seeds) == (2, 3)
    assert math.isclose(found.mean, statistics.mean(points))
    assert math.isclose(found.scatter, statistics.stdev(points))
    assert found.sentence == "better in 2 of 3 seeds, by 0.47 points, scatter 0.55"
    assert difference(low, high).sentence == "worse in 2 of 3 seeds, by 0.47 points, scatter 0.55"


def test_no_scatter_from_one_seed_and_nothing_from_none() -> None:
    (one,), (two,) = groups([make_result(1, 0.5)]), groups([make_result(1, 0.25, eta=1.0)])
    assert difference(one, two).sentence == "better in 1 of 1 seeds, by 25.00 points"
    (other,) = groups([make_result(2, 0.5)])
    assert difference(one, other).sentence == "no seed in common"


def test_how_often_each_picture_is_wrong() -> None:
    assert np.flatnonzero(times_wrong(results()) == 7).tolist() == [0, 5, 10, 15]


def test_what_was_varied() -> None:
    assert dict(varied_fields(one.settings for one in results())) == {"eta": (0.5, 3.0)}
