"""A ball on a curve, against steps taken here."""

from __future__ import annotations

import math

import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.descent_numbers import FARTHEST, Descent, cost, cost_points, slope, steps_to_rest
from nnviz.explain.figures.figure_values import shown
from nnviz.figures.descent.figure import DescentFigure


def height(w: float) -> float:
    return w**4 / 20 - 2 * w**2 / 5 + 3 * w / 20 + 5 / 4


@pytest.mark.parametrize("w", [-3, -0.4, 0, 1.7])
def test_the_slope_is_that_of_the_curve(w: float) -> None:
    assert cost(w) == pytest.approx(height(w))
    tiny = 1e-5
    assert slope(w) == pytest.approx((height(w + tiny) - height(w - tiny)) / (2 * tiny), abs=1e-6)


def test_each_step_goes_against_the_slope() -> None:
    w, path = 2.0, [2.0]
    for _ in range(3):
        w -= 0.3 * (w**3 / 5 - 4 * w / 5 + 0.15)
        path.append(w)
    descent = Descent(2.0, 0.3, 3)
    assert descent.path == pytest.approx(path)
    assert descent.next == pytest.approx(Descent(2.0, 0.3, 4).now)


def test_what_becomes_of_it_depends_on_the_rate_and_on_the_start() -> None:
    right, left = Descent(2.9, 0.4, 40), Descent(-2.9, 0.4, 40)
    assert right.is_at_rest
    assert left.is_at_rest
    assert right.now > 1 > -1 > left.now
    assert cost(left.now) < cost(right.now)
    assert not Descent(2.9, 0.02, 20).is_at_rest
    flat = [abs(slope(w)) < 0.01 for w in right.path]
    assert shown("descent", {"start": 2.9, "eta": 0.4, "steps": 2})["steps_to_rest"] == flat.index(True)
    assert math.isnan(steps_to_rest(2.9, 1.6))
    climbing = Descent(2.9, -0.3, 40)
    assert climbing.has_left
    assert len(climbing.path) < 41


def test_the_arrows_point_apart(qtbot: QtBot) -> None:
    figure = DescentFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 480)
    figure.show()
    plot = figure.plot
    assert plot.gradient_arrow.dx() > 0 > plot.step_arrow.dx()
    across, up = plot.axes
    before = plot.stones
    assert before == [plot.gradient_arrow.p1()]
    figure.one_step.click()
    assert len(plot.stones) == 2
    assert plot.stones[1].x() == pytest.approx(across.at(2.9 - 0.1 * slope(2.9)))
    assert plot.stones[1].y() > before[0].y()  # further down
    figure.back.click()
    assert plot.stones == before
    figure.set_number("eta", -0.5)
    assert plot.step_arrow.dx() > 0
    assert figure.words.text() == "Uphill is to the right, and so is the next step: η is below 0."
    assert [w for w, _ in cost_points(3)] == [-FARTHEST, 0, FARTHEST]
    assert up.at(0) > up.at(1)
