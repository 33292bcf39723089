"""Activation functions and slopes, against formulas and differences worked out here."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.activation_numbers import Place, curve, function_number
from nnviz.figures.activation.figure import ActivationFigure
from nnviz.learning.activations import HIDDEN

FORMULAS = (lambda z: 1 / (1 + math.exp(-z)), math.tanh, lambda z: max(z, 0.0))


@pytest.mark.parametrize(("number", "formula"), list(enumerate(FORMULAS, start=1)))
def test_value_and_slope_are_those_of_the_formula(number: int, formula: object) -> None:
    assert callable(formula)
    tiny = 1e-5
    for z in (-3.0, -0.4, 0.7, 2.5):
        place = Place(function_number(number), z)
        assert place.activation == pytest.approx(formula(z))
        assert place.slope == pytest.approx((formula(z + tiny) - formula(z - tiny)) / (2 * tiny), abs=1e-8)


def test_where_the_slope_jumps_its_curve_is_upright() -> None:
    points = curve(HIDDEN["relu"], -2, 2, 5)
    z, _, slope = points.T
    jump = int(np.flatnonzero(np.diff(slope))[0])
    assert z[jump] == 0
    assert z[jump + 1] < 1e-6
    assert (slope[jump], slope[jump + 1]) == (0, 1)


def test_the_dot_goes_with_the_slider_and_the_function(qtbot: QtBot) -> None:
    figure = ActivationFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 480)
    figure.show()
    slider = figure.slider.slider
    slider.setValue(slider.maximum())
    across, up = figure.plot.axes
    assert figure.plot.point.x() == pytest.approx(across.end)
    assert up.value(figure.plot.point.y()) == pytest.approx(FORMULAS[0](6))
    assert figure.slope_plot.axes[1].value(figure.slope_plot.point.y()) == pytest.approx(
        FORMULAS[0](6) * (1 - FORMULAS[0](6))
    )
    figure.choice.group.button(3).click()
    assert figure.numbers["function"] == 3
    assert figure.plot.axes[1].value(figure.plot.point.y()) == pytest.approx(6)
    assert figure.slope_plot.value == 1
    line = figure.plot.tangent
    assert (line.y1() - line.y2()) / (line.x2() - line.x1()) > 0
