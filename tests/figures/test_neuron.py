"""One neuron by hand, against the sum written out here."""

from __future__ import annotations

import math

import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.neuron_numbers import OneNeuron, sigmoid_points
from nnviz.figures.figure_registry import FIGURES, figure_named
from nnviz.figures.neuron.figure import NeuronFigure


def sigma(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def test_its_numbers_are_those_of_the_sum() -> None:
    neuron = OneNeuron((0.5, 0.25), (2.0, -4.0), 0.75)
    assert neuron.products == (1.0, -1.0)
    assert neuron.weighted_input == 0.75
    assert neuron.activation == pytest.approx(sigma(0.75))
    tiny = 1e-6
    assert neuron.slope == pytest.approx((sigma(0.75 + tiny) - sigma(0.75 - tiny)) / (2 * tiny), rel=1e-6)


def test_the_curve_goes_from_end_to_end() -> None:
    points = sigmoid_points(-2, 2, 5)
    assert [z for z, _ in points] == [-2, -1, 0, 1, 2]
    assert [a for _, a in points] == pytest.approx([sigma(z) for z in (-2, -1, 0, 1, 2)])


def test_a_slider_moves_the_point(qtbot: QtBot) -> None:
    figure = NeuronFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 400)
    figure.show()
    before = figure.plot.point
    slider = figure.sliders["w1"].slider
    with qtbot.waitSignal(figure.changed):
        slider.setValue(slider.maximum())
    assert figure.numbers["w1"] == 6
    assert figure.neuron.weighted_input == pytest.approx(6 * 0.8 - 3 * 0.3 + 0.5)
    assert figure.plot.point.x() > before.x()
    assert figure.plot.point.y() < before.y()  # higher up
    line = figure.plot.tangent
    assert (line.x1() + line.x2()) / 2 == pytest.approx(figure.plot.point.x())
    figure.start_again()
    assert figure.numbers["w1"] == 2
    assert slider.value() == round(8 / 12 * 200)


def test_a_number_stays_within_its_bounds(qtbot: QtBot) -> None:
    figure = NeuronFigure()
    qtbot.addWidget(figure)
    figure.set_number("x1", 7)
    assert figure.numbers["x1"] == 1
    with pytest.raises(KeyError):
        figure.set_number("y", 1)


@pytest.mark.parametrize("kind", FIGURES)
def test_each_figure_says_what_it_is_and_fits_a_narrow_column(qtbot: QtBot, kind: type) -> None:
    figure = kind()
    qtbot.addWidget(figure)
    spec = figure.spec
    assert figure_named(spec.name) is kind
    assert spec.title
    assert spec.explanation.endswith(".")
    assert figure.minimumSizeHint().width() <= 330
    assert all(n.least <= n.start <= n.most and n.caption and n.explanation for n in spec.numbers)
    assert figure.numbers == {number.name: number.start for number in spec.numbers}
