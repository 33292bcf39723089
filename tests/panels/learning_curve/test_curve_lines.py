"""The pure parts of the learning curve: ranges, tick marks, thinning, dashes."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.panels.learning_curve.curve_lines import DASH, dashed, in_view, thinned
from nnviz.panels.learning_curve.scale import (
    LEAST_EPOCHS,
    Points,
    Span,
    ceiling_above,
    floor_below,
    span_of,
)
from nnviz.runs.snapshot import Curve


def points_of(epochs: list[float], test: list[float], cost: list[float] | None = None) -> Points:
    accuracy = np.array(test)
    costs = np.full(len(test), 0.1) if cost is None else np.array(cost)
    return Points.of(Curve(np.round(np.array(epochs) * 1000).astype(int), accuracy, accuracy, costs), 1000)


def test_points_are_in_epochs_and_per_cent() -> None:
    points = points_of([0, 0.5, 2], [0.1, 0.8, 0.95])
    np.testing.assert_allclose(points.epochs, [0, 0.5, 2])
    np.testing.assert_allclose(points.test, [10, 80, 95])
    assert points.nearest(0.6) == 1
    assert points.nearest(99) == 2


def test_without_points_a_whole_epoch_and_all_accuracies_are_in_range() -> None:
    assert span_of(points_of([], [])) == Span(1.0, 0.0, 1.0)
    assert span_of(points_of([0], [0.1], [np.nan])) == Span(1.0, 0.0, 1.0)


def test_the_range_reaches_a_little_beyond_the_newest_point() -> None:
    assert 6 < span_of(points_of([0, 3, 6], [0.1, 0.9, 0.95])).last < 6.3
    assert span_of(points_of([0, 0.001], [0.1, 0.1])).last == LEAST_EPOCHS


def test_the_lower_limit_rises_once_the_first_climb_is_over() -> None:
    first = span_of(points_of([0, 0.3, 0.6], [0.1, 0.9, 0.93]))
    later = span_of(points_of([0, 1, 6], [0.1, 0.9, 0.93]))
    late = span_of(points_of([0, 1, 5, 30], [0.1, 0.92, 0.96, 0.97]))
    assert [first.floor, later.floor, late.floor] == [0, 80, 95]


@pytest.mark.parametrize(("lowest", "floor"), [(9.8, 0), (27, 0), (28, 20), (91, 90), (90.5, 80), (100, 98)])
def test_some_room_stays_below_the_lowest_accuracy(lowest: float, floor: float) -> None:
    assert floor_below(lowest) == floor


def test_unmeasured_values_decide_nothing() -> None:
    assert floor_below(np.nan) == 0
    span = span_of(points_of([0, 1, 2], [np.nan, np.nan, np.nan], [np.nan, np.inf, np.nan]))
    assert (span.floor, span.ceiling) == (0, 1)


def test_the_costs_upper_limit_is_a_round_number_above_all() -> None:
    assert ceiling_above(np.array([0.05, 0.031])) == pytest.approx(0.06)
    assert ceiling_above(np.array([2.6])) == 3
    assert ceiling_above(np.zeros(2)) == 1


def test_a_cost_is_found_again_from_where_it_is_drawn() -> None:
    span = Span(10, 80, 0.5)
    height = span.percent_of_cost(np.array([0.0, 0.2, 0.5]))
    np.testing.assert_allclose(height, [80, 88, 100])
    assert span.cost_of_percent(88) == pytest.approx(0.2)


def test_only_what_is_in_view_and_finite_is_drawn_with_one_neighbour_on_each_side() -> None:
    x = np.arange(8.0)
    y = np.array([0, 1, 2, np.nan, 4, 5, np.inf, 7])
    cut_x, cut_y = in_view(x, y, (2.5, 4.5))
    assert cut_x.tolist() == cut_y.tolist() == [2, 4, 5]
    assert in_view(x, y, (-9, 99))[0].tolist() == [0, 1, 2, 4, 5, 7]
    assert len(in_view(x[:0], y[:0], (0, 1))[0]) == 0


def test_thinning_keeps_the_extremes_and_the_ends() -> None:
    x = np.linspace(0, 10, 5001)
    y = np.random.default_rng(0).normal(size=5001)
    thin_x, thin_y = thinned(x, y, 0.1)
    assert len(thin_x) <= 2 * 101 + 2
    assert np.all(np.diff(thin_x) >= 0)
    assert (thin_y.min(), thin_y.max()) == (y.min(), y.max())
    assert (thin_x[0], thin_y[0], thin_x[-1], thin_y[-1]) == (x[0], y[0], x[-1], y[-1])
    inside = (x >= 3) & (x < 3.1)
    assert {y[inside].min(), y[inside].max()} <= set(thin_y[(thin_x >= 3) & (thin_x < 3.1)])


def test_a_sparse_line_is_not_thinned() -> None:
    x, y = np.arange(5.0), np.arange(5.0)
    assert thinned(x, y, 0.1) == (x, y)


def test_dashes_follow_the_line_and_cover_their_share_of_it() -> None:
    x, y = np.array([0.0, 1.0, 10.0]), np.array([0.0, 5.0, -4.0])
    dash_x, dash_y, joined = dashed(x, y, 0.5, (0, 10))
    np.testing.assert_allclose(dash_y, np.interp(dash_x, x, y))
    assert set(x) <= set(dash_x)
    drawn = np.diff(dash_x)[joined[:-1] == 1].sum()
    assert drawn == pytest.approx(10 * DASH, abs=0.3)
    assert 15 <= np.count_nonzero(np.diff(joined) < 0) <= 21


def test_dashes_are_made_in_view_only_and_a_lone_point_has_none() -> None:
    dash_x, _, _ = dashed(np.array([0.0, 1e6]), np.zeros(2), 0.5, (10, 20))
    assert len(dash_x) < 50
    assert dashed(np.zeros(1), np.zeros(1), 0.5, (0, 1))[2].tolist() == [0]


def test_other_runs_are_in_range_while_they_are_beside_it() -> None:
    points = points_of([0, 3, 6], [0.1, 0.9, 0.95])
    lower = points_of([0, 3, 6], [0.1, 0.3, 0.45])
    assert span_of(points, [(lower.epochs, lower.test)]).floor == span_of(lower).floor < span_of(points).floor
    earlier, nowhere = points_of([0, 0.1], [0.1, 0.2]), points_of([], [])
    others = [(other.epochs, other.test) for other in (earlier, nowhere)]
    assert span_of(points, others) == span_of(points)
