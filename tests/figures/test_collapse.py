"""The two small networks, against networks worked out here."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.collapse_numbers import STEPS, learned, network_at, points_of
from nnviz.figures.collapse.figure import CollapseFigure


def sigma(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def cost(parts: list[np.ndarray], is_linear: bool) -> float:
    points = points_of(3)
    w, b, v, c = parts
    h = points.places @ w.T + b
    says = sigma((h if is_linear else sigma(h)) @ v + c)
    right = np.where(points.kinds > 0.5, says, 1 - says)
    return float(-np.log(right).mean())


@pytest.mark.parametrize("is_linear", [True, False])
def test_the_first_step_goes_against_the_gradient(is_linear: bool) -> None:
    before, after = learned(3, is_linear)[:2]
    parts = [before.w, before.b, before.v, np.array(before.c)]
    steps = [after.w - before.w, after.b - before.b, after.v - before.v, np.array(after.c - before.c)]
    for part, step in zip(parts, steps, strict=True):
        for place in list(np.ndindex(part.shape))[:4]:
            kept, costs = part[place].copy(), []
            for by in (1e-5, -1e-5):
                part[place] = kept + by
                costs.append(cost(parts, is_linear))
            part[place] = kept
            assert step[place] == pytest.approx(-0.8 * (costs[0] - costs[1]) / 2e-5, rel=1e-4, abs=1e-9)


def test_a_linear_network_is_one_neuron_at_every_step() -> None:
    for step in (0, 37, STEPS):
        network = network_at(2, step, is_linear=True)
        weights, bias = network.folded
        assert network.outputs(points_of(2).places) == pytest.approx(
            sigma(points_of(2).places @ weights + bias)
        )


def test_only_the_sigmoid_network_parts_what_no_line_parts() -> None:
    for number in (1, 2, 3):
        points = points_of(number)
        right = {
            is_linear: np.mean(
                (network_at(number, STEPS, is_linear).outputs(points.places) > 0.5) == points.kinds
            )
            for is_linear in (True, False)
        }
        assert right[False] > 0.95
        assert bool(right[True] > 0.95) is (number == 1)


def test_training_moves_on_and_stops_at_the_end(qtbot: QtBot) -> None:
    figure = CollapseFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 460)
    figure.show()
    assert figure.linear.square.width() == figure.sigmoid.square.width()
    assert figure.linear.square.bottom() <= figure.linear.height()
    figure.set_number("steps", STEPS - 2)
    with qtbot.waitSignal(figure.changed):
        figure.train.click()
    qtbot.waitUntil(lambda: not figure.train.isChecked())
    assert figure.numbers["steps"] == STEPS
    assert figure.sigmoid.verdict == "100 % right"
    figure.train.click()  # once more from the beginning
    assert figure.numbers["steps"] == 0
    figure.hide()
    assert not figure.train.isChecked()


def test_the_last_fold_shows_the_numbers_of_one_neuron(qtbot: QtBot) -> None:
    figure = CollapseFigure()
    qtbot.addWidget(figure)
    figure.set_number("steps", 120)
    figure.folding.group.button(3).click()
    (first, _), _ = network_at(2, 120, is_linear=True).folded
    assert f"{abs(first):.2f}" in figure.formulas[2].accessibleName()
    assert not figure.formulas[2].isHidden()
    figure.folding.group.button(1).click()
    assert figure.formulas[2].isHidden()
