"""The rain network, against matrices multiplied here."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.rain_numbers import RAIN, LinearNetwork, forecast
from nnviz.figures.rain.figure import RainFigure


def test_it_goes_through_the_layers() -> None:
    first, then = np.array([[3, -2, -0.5], [-0.5, 1, 2]]), np.array([2, -1])
    x = np.array([0.9, 0.2, 0.7])
    y = first @ x + np.array([-0.5, -1])
    now = forecast(RAIN, tuple(x.tolist()))
    assert now.hidden == pytest.approx(y)
    assert now.output == pytest.approx(then @ y - 0.5)
    assert now.is_rain


def test_layers_without_a_squashing_between_them_fold_into_one() -> None:
    draw = np.random.default_rng(4)
    first, b, then, c = draw.normal(size=(2, 3)), draw.normal(size=2), draw.normal(size=2), 0.25
    network = LinearNetwork(tuple(map(tuple, first.tolist())), tuple(b.tolist()), tuple(then.tolist()), c)
    assert network.folded_weights == pytest.approx(then @ first)
    assert network.folded_bias == pytest.approx(then @ b + c)


def test_a_slider_changes_what_the_connections_carry(qtbot: QtBot) -> None:
    figure = RainFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 420)
    figure.show()
    slider = figure.sliders["moisture"].slider
    slider.setValue(slider.minimum())
    edges = figure.plot.edges
    assert [edge.weight for edge in edges] == [3, -2, -0.5, -0.5, 1, 2, 2, -1]
    assert edges[0].carries == 0
    assert edges[1].carries == pytest.approx(-2 * 0.5)
    y1 = -2 * 0.5 - 0.5 * 0.3 - 0.5
    assert edges[6].carries == pytest.approx(2 * y1)
    assert not figure.forecast.is_rain
    assert all(0 < edge.line.x1() < edge.line.x2() < figure.plot.width() for edge in edges)
