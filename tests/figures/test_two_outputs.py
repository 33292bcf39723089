"""The cost of two outputs, against sums written out here."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.two_outputs_numbers import TwoOutputs
from nnviz.figures.two_outputs.figure import TwoOutputsFigure


@pytest.mark.parametrize(
    ("right", "other", "cost", "accuracy"),
    [
        (0.7, 0.3, 0.09, 1),
        (0.51, 0.49, 0.2401, 1),
        (0.49, 0.51, 0.2601, 0),
        (0.5, 0.5, 0.25, 0.5),
        (1, 0, 0, 1),
    ],
)
def test_its_numbers(right: float, other: float, cost: float, accuracy: float) -> None:
    outputs = TwoOutputs(right, other)
    assert outputs.cost == pytest.approx(cost)
    assert outputs.accuracy == accuracy
    assert outputs.differences == pytest.approx((1 - right, -other))


def test_the_cost_glides_and_the_accuracy_jumps() -> None:
    outputs = TwoOutputs(0.9, 0.4)
    points = outputs.cost_points(3)
    assert points == [pytest.approx(p) for p in [(0, 0.58), (0.5, 0.125 + 0.08), (1, 0.08)]]
    assert outputs.accuracy_points() == [(0, 0), (0.4, 0), (0.4, 1), (1, 1)]


def test_the_squares_are_as_wide_as_the_gaps_are(qtbot: QtBot) -> None:
    figure = TwoOutputsFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 420)
    figure.show()
    view = figure.view
    figure.set_number("right", 0.25)
    figure.set_number("other", 0.5)
    assert view.gap(0).width() == pytest.approx(0.75 * view.bar(0).track.width())
    assert view.gap(1).width() == pytest.approx(0.5 * view.bar(1).track.width())
    assert view.square(0).width() == pytest.approx(1.5 * view.square(1).width())
    assert view.square(0).width() == view.square(0).height()
    assert view.square(0).right() <= view.width()
    assert figure.answer.text() == "The answer is 8: wrong."
    on_cost, on_accuracy = figure.plot.points
    assert on_cost.x() == on_accuracy.x()
    assert on_cost.y() < on_accuracy.y()  # 0.406 lies higher than 0
    figure.sliders["right"].slider.setValue(200)
    assert figure.numbers["right"] == 1
    assert figure.plot.points[0].y() == pytest.approx(figure.plot.axes[1].at(0.125))
