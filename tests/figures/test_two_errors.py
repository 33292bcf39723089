"""The error of one output under two costs, against derivatives taken numerically here."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.two_errors_numbers import OutputError, error_points
from nnviz.figures.two_errors.figure import TwoErrorsFigure


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def rate(cost: Callable[[float], float], z: float) -> float:
    """dC/dz, from two costs nearby."""
    return (cost(z + 1e-5) - cost(z - 1e-5)) / 2e-5


@pytest.mark.parametrize("z", [-6.0, -1.5, 0.0, 0.7, 4.0, 7.5])
def test_the_errors_are_how_the_costs_change_with_z(z: float) -> None:
    output = OutputError(z)
    assert output.quadratic == pytest.approx(rate(lambda v: sigmoid(v) ** 2 / 2, z), rel=1e-5)
    assert output.cross_entropy == pytest.approx(rate(lambda v: -math.log(1 - sigmoid(v)), z), rel=1e-5)
    assert output.activation == pytest.approx(sigmoid(z))


def test_one_dies_away_and_the_other_does_not() -> None:
    points = error_points(-8, 8, 161)
    highest = max(points, key=lambda point: point[1])
    assert 0.6 < highest[0] < 0.8  # a² (1 − a) is largest at a = ⅔, z = ln 2
    assert highest[1] == pytest.approx(4 / 27, rel=0.01)
    assert points[-1][1] < 0.001
    assert points[-1][2] > 0.999


def test_the_points_lie_where_the_numbers_are(qtbot: QtBot) -> None:
    figure = TwoErrorsFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 360)
    figure.show()
    figure.set_number("z", 2.0)
    across, up = figure.plot.axes
    a = sigmoid(2)
    low, high = figure.plot.points
    assert low.x() == high.x() == pytest.approx(across.begin + 10 / 16 * (across.end - across.begin))
    assert low.y() == pytest.approx(up.begin - a * a * (1 - a) * (up.begin - up.end))
    assert high.y() == pytest.approx(up.begin - a * (up.begin - up.end))
    figure.slider.slider.setValue(200)
    assert figure.numbers["z"] == 8
    assert figure.plot.points[1].y() == pytest.approx(up.end, abs=0.1)
