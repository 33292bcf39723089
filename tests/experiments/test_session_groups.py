"""Runs of a session by their settings: what differs in nothing but the seed, and how two settings differ."""

from __future__ import annotations

import statistics
from dataclasses import replace

import numpy as np
import pytest

from nnviz.experiments.session_groups import difference_band, session_difference, session_groups
from nnviz.learning.settings import Settings
from nnviz.runs.snapshot import Change, Curve, RunSummary

AT = np.array([0, 500, 1000, 2000])


def run_of(number: int, shares: list[float], seed: int = 0, **settings: object) -> RunSummary:
    """A run with these test accuracies at the points that it has."""
    made = Settings(seed=seed, **settings)  # type: ignore[arg-type]
    tested = np.array(shares)
    curve = Curve(AT[: len(shares)], tested, tested, tested)
    return RunSummary(
        number,
        number,
        f"run {number}",
        made,
        int(AT[len(shares) - 1]),
        1000,
        curve,
        changes=(Change(0, made),),
    )


FAST = [run_of(0, [0.1, 0.5, 0.7, 0.9]), run_of(1, [0.1, 0.6, 0.8, 0.95], 1), run_of(2, [0.2, 0.3, 0.6], 2)]
SLOW = [run_of(3, [0.1, 0.4, 0.5, 0.6], eta=0.5), run_of(4, [0.1, 0.2, 0.65, 0.9], 2, eta=0.5)]


def test_runs_that_differ_in_their_seed_alone_make_a_band_as_far_as_all_go() -> None:
    fast, slow = session_groups([*FAST, *SLOW])
    assert [group.label for group in (fast, slow)] == ["η 3", "η 0.5"]
    assert [run.number for run in fast.runs] == [0, 1, 2]
    band = fast.band()
    assert band.epochs.tolist() == [0, 0.5, 1]  # one of them has no fourth point
    assert band.low.tolist() == pytest.approx([10, 30, 60])
    assert band.median.tolist() == pytest.approx([10, 50, 70])
    assert band.high.tolist() == pytest.approx([20, 60, 80])


def test_a_changed_run_is_another_setting_and_an_edited_one_is_in_no_group() -> None:
    first, second, third = FAST
    changed = replace(second, changes=(*second.changes, Change(500, replace(second.settings, eta=0.1))))
    edited = replace(third, changes_by_hand=1)
    groups = session_groups([first, changed, edited])
    assert [[run.number for run in group.runs] for group in groups] == [[0], [1]]
    assert groups[0].label != groups[1].label


def test_of_two_branches_with_one_seed_the_longest_counts() -> None:
    branch = replace(run_of(7, [0.1, 0.5, 0.7]), name="branch")
    (group,) = session_groups([branch, FAST[0]])
    assert [run.number for run in group.runs] == [0]


def test_two_settings_are_compared_seed_by_seed_at_the_last_point_that_all_have() -> None:
    found, epoch = session_difference(*session_groups([*FAST, *SLOW]))
    points = [100 * (0.7 - 0.5), 100 * (0.6 - 0.65)]  # seeds 0 and 2 after one epoch
    assert epoch == 1.0
    assert (found.better, found.worse, found.seeds) == (1, 1, 2)
    assert found.mean == pytest.approx(statistics.mean(points))
    assert found.scatter == pytest.approx(statistics.stdev(points))
    assert found.sentence == "better in 1 of 2 seeds, by 7.50 points, scatter 17.68"


def test_the_difference_has_a_band_of_its_own() -> None:
    fast, slow = session_groups([*FAST, *SLOW])
    band = difference_band(fast, slow)
    assert band is not None
    assert band.epochs.tolist() == [0.5, 1]  # from when the first climb is over
    assert band.low.tolist() == pytest.approx([10, -5])
    assert band.high.tolist() == pytest.approx([10, 20])
    assert difference_band(*session_groups([FAST[0], SLOW[1]])) is None  # no seed in common
