"""The 2-2-2 network against matrices written out here, and against the figures of the printed example."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.two_two_two_numbers import NAMES, TwoTwoTwo, after, value_of
from nnviz.figures.two_two_two.figure import TwoTwoTwoFigure
from nnviz.figures.two_two_two.hand_layout import EDGES, NEURONS, HandLayout
from nnviz.figures.two_two_two.hand_sums import back_sums, forward_sums
from nnviz.widgets.formula.markup import plain

X, Y = np.array([0.05, 0.1]), np.array([0.01, 0.99])
FIRST = np.array([0.15, 0.2, 0.25, 0.3]).reshape(2, 2), np.array([0.4, 0.45, 0.5, 0.55]).reshape(2, 2)


def by_matrices(first: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
    """One way forward and back."""
    z_h = first @ X + 0.35
    h = 1 / (1 + np.exp(-z_h))
    z_o = second @ h + 0.6
    o = 1 / (1 + np.exp(-z_o))
    error_o = (o - Y) * o * (1 - o)
    error_h = second.T @ error_o * h * (1 - h)
    gradients = np.concatenate([np.outer(error_h, X).ravel(), np.outer(error_o, h).ravel()])
    weights = np.concatenate([first.ravel(), second.ravel()])
    costs = (o - Y) ** 2 / 2
    named = {"z_h": z_h, "h": h, "z_o": z_o, "o": o, "error_o": error_o, "error_h": error_h}
    return {**named, "gradient": gradients, "w": weights, "cost": costs}


def steps_on(count: int) -> dict[str, np.ndarray]:
    """After so many steps with η = 0.5, biases left alone."""
    first, second = FIRST
    for _ in range(count):
        g = by_matrices(first, second)["gradient"]
        first, second = first - 0.5 * g[:4].reshape(2, 2), second - 0.5 * g[4:].reshape(2, 2)
    return by_matrices(first, second)


@pytest.mark.parametrize("steps", [0, 1, 150])
def test_every_number_is_that_of_the_matrices(steps: int) -> None:
    right = steps_on(steps)
    for name in NAMES:
        expected = right["cost"].sum() if name == "cost" else right[name[:-1]][int(name[-1]) - 1]
        assert value_of(name, steps) == pytest.approx(expected, rel=1e-12, abs=1e-15), name


def test_the_gradients_are_slopes_of_the_cost() -> None:
    tiny, weights = 1e-6, list(TwoTwoTwo().weights)
    for i, gradient in enumerate(TwoTwoTwo().gradients):
        up, down = (TwoTwoTwo((*weights[:i], weights[i] + d, *weights[i + 1 :])).cost for d in (tiny, -tiny))
        assert gradient == pytest.approx((up - down) / (2 * tiny), rel=1e-6)


def test_the_figures_of_the_printed_example() -> None:
    printed = {
        "z_h1": 0.3775,
        "h1": 0.593269992,
        "h2": 0.596884378,
        "z_o1": 1.105905967,
        "o1": 0.75136507,
        "o2": 0.772928465,
        "cost1": 0.274811083,
        "cost2": 0.023560026,
        "cost": 0.298371109,
        "gradient5": 0.082167041,
        "gradient1": 0.000438568,
    }
    for name, number in printed.items():
        assert value_of(name, 0) == pytest.approx(number, abs=5e-10), name
    moved = (
        0.149780716,
        0.19956143,
        0.24975114,
        0.29950229,
        0.35891648,
        0.408666186,
        0.511301270,
        0.561370121,
    )
    assert after(1).weights == pytest.approx(moved, abs=6e-9)


def test_what_is_printed_of_the_cost_comes_out_if_errors_go_back_along_weights_already_moved() -> None:
    assert value_of("cost", 1) == pytest.approx(0.291027774, abs=5e-10)
    right = by_matrices(*FIRST)
    moved = FIRST[1] - 0.5 * right["gradient"][4:].reshape(2, 2)
    stale = moved.T @ right["error_o"] * right["h"] * (1 - right["h"])
    cost = by_matrices(FIRST[0] - 0.5 * np.outer(stale, X), moved)["cost"].sum()
    assert cost == pytest.approx(0.291027924, abs=5e-10)


@pytest.mark.parametrize("width", [330.0, 600.0])
def test_everything_has_its_place(width: float) -> None:
    at = HandLayout(width)
    boxes = [at.neuron(name) for name in NEURONS]
    assert all(box.left() >= 0 and box.right() <= width for box in boxes)
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
    for name in NEURONS[2:]:
        assert at.at(at.neuron(name).center()) == name
    for weight, (start, end) in EDGES.items():
        assert at.edge(weight).x1() == at.neuron(start).right()
        assert at.edge(weight).x2() == at.neuron(end).left()
        assert at.at(at.label(weight)) == weight
        assert at.at(at.row(weight).center()) == weight
        first, second = at.strokes(weight, 20)
        assert first.length() + second.length() == pytest.approx(at.edge(weight).length() - 20)
    assert at.row("w8").bottom() <= at.height


def test_a_part_is_spelt_out_and_gradients_can_be_hidden(qtbot: QtBot) -> None:
    figure = TwoTwoTwoFigure()
    qtbot.addWidget(figure)
    figure.show()
    network, right = figure.network, by_matrices(*FIRST)
    assert plain(forward_sums(network, "w5")).endswith(f"{right['o'][0]:.8f}")
    assert plain(back_sums(network, "h1")).endswith(f"{right['error_h'][0]:.8f}")
    assert plain(back_sums(network, "w5")).endswith(f"{right['gradient'][4]:.8f}")
    figure.view.point_at("w5")
    assert figure.view.part == "w5"
    qtbot.keyClick(figure.view, Qt.Key.Key_Down)
    assert figure.view.part == "w6"
    assert figure.view.told("w5") == ("0.40000000", "0.08216704", "0.35891648")
    figure.tells.click()
    assert figure.numbers["results"] == 0
    assert figure.view.told("w5") == ("0.40000000", "?", "?")


def test_it_is_trained_step_by_step_and_to_the_end(qtbot: QtBot) -> None:
    figure = TwoTwoTwoFigure()
    qtbot.addWidget(figure)
    figure.show()
    figure.buttons[1].click()
    figure.buttons[100].click()
    assert figure.numbers["steps"] == 101
    figure.buttons[10_000].click()
    qtbot.waitUntil(lambda: figure.numbers["steps"] == 10_000, timeout=20_000)
    assert not figure.buttons[1].isEnabled()
    assert figure.network.cost == pytest.approx(steps_on(10_000)["cost"].sum(), rel=1e-9)
    figure.buttons[0].click()
    assert figure.numbers["steps"] == 0
