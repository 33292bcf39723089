"""The walk's two plots, measured on the picture: the cost against a weight, and σ with its dots."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.walk import Walk
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.activation_plot import ActivationPlot
from nnviz.panels.backprop_steps.nudge_plot import NudgePlot
from nnviz.widgets import theme
from tests.explain.walks import ink, make_walk
from tests.panels import pixels

TEXT, VIOLET, GREEN, RED = "#eceff4", "#8f7bff", "#4fd08a", "#f2616b"  # the dark scheme's
WIDTH, HEIGHT = 428, 220
REACH = 2.0  # the plot shows the weight ± 2


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def outputs_of(network: Network, image: NDArray[Any], nudge: float, j: int, k: int) -> Any:
    """The outputs with w³ⱼₖ moved by so much, written out for three layers."""
    hidden = sigmoid(network.weights[0].astype(float) @ image + network.biases[0])
    weights = network.weights[1].astype(float).copy()
    weights[j, k] += nudge
    return sigmoid(weights @ hidden + network.biases[1])


def cost_at(network: Network, image: NDArray[Any], label: int, nudge: float, j: int, k: int) -> float:
    target = np.eye(10)[label]
    return float(0.5 * ((target - outputs_of(network, image, nudge, j, k)) ** 2).sum())


def rising_and_falling() -> list[tuple[Walk, int, int]]:
    """A weight into a wrong output, whose cost rises with it, and one into the right output."""
    network, image = Network((784, 30, 10), seed=3), ink(4)
    hidden = sigmoid(network.weights[0].astype(float) @ image + network.biases[0])
    k = int(np.argmax(hidden))
    return [(make_walk(network, image, label=3), 7, k), (make_walk(network, image, label=3), 3, k)]


def curve_of(found: pixels.Pixels) -> dict[int, float]:
    """The height (y) of the white curve in each column where it is the only thing white."""
    mask = pixels.near(found, TEXT, 60)
    return {x: float(np.flatnonzero(mask[:, x]).mean()) for x in np.flatnonzero(mask.any(axis=0))}


def line_of(mask: pixels.Mask, without: tuple[float, float, float]) -> tuple[float, float]:
    """Slope (px up per px across) and height (y) at x of a straight line, `without` x, y, radius of a dot."""
    ys, xs = np.nonzero(mask)
    x, y, radius = without
    far = np.hypot(xs - x, ys - y) > radius
    slope, height = np.polyfit(xs[far] - x, ys[far], 1)
    return -float(slope), float(height)


@pytest.mark.parametrize("which", [0, 1])
def test_curve_tangent_and_chord_have_the_slopes_of_the_cost(qtbot: QtBot, which: int) -> None:
    walk, j, k = rising_and_falling()[which]
    network = walk.snapshot.network
    plot = NudgePlot()
    qtbot.addWidget(plot)
    plot.resize(WIDTH, HEIGHT)
    plot.show_weight(walk, Entry(Quantity.WEIGHT_GRADIENT, 3, j, k))

    def cost(nudge: float) -> float:
        return cost_at(network, walk.image, 3, nudge, j, k)

    # Axes as the plot's: the weight ± 2 between margins of 14 px, the costs between 23 and 21 px.
    costs = np.array([cost(offset) for offset in np.linspace(-REACH, REACH, 121)])
    across = (WIDTH - 28) / (2 * REACH)
    up = (HEIGHT - 44) / (costs.max() - costs.min())

    def place(offset: float, height: float) -> tuple[float, float]:
        return 14 + (offset + REACH) * across, HEIGHT - 21 - (height - costs.min()) * up

    nudge = 1.5
    moved = cost(nudge)
    plot.show_nudge(nudge, moved)
    found = pixels.of_widget(plot)

    curve = curve_of(found)
    for offset in (-1.9, -1.2, 1.8):
        x, y = place(offset, cost(offset))
        assert curve[round(x)] == pytest.approx(y, abs=2.5)

    h = 1e-6
    derivative = (cost(h) - cost(-h)) / (2 * h)
    assert (derivative > 0) == (which == 0)
    x, y = place(0, cost(0))
    slope, height = line_of(pixels.near(found, VIOLET, 60), without=(x, y, 9))
    assert slope == pytest.approx(derivative * up / across, rel=0.06)
    assert height == pytest.approx(y, abs=2)

    chord = (moved - cost(0)) / nudge
    end_x, end_y = place(nudge, moved)
    green = pixels.near(found, GREEN, 60)
    slope, _ = line_of(green, without=(end_x, end_y, 8))
    assert slope == pytest.approx(chord * up / across, rel=0.06)
    assert green[round(end_y) - 2 : round(end_y) + 2, round(end_x) - 2 : round(end_x) + 2].all()


def test_steep_lines_keep_out_of_the_words_above_and_below(qtbot: QtBot) -> None:
    walk, j, k = rising_and_falling()[0]
    plot = NudgePlot()
    qtbot.addWidget(plot)
    plot.resize(WIDTH, HEIGHT)
    plot.show_weight(walk, Entry(Quantity.WEIGHT_GRADIENT, 3, j, k))
    plot._slope *= 10  # the tangent leaves the plot on both sides
    plot.show_nudge(0.5, walk.cost + 9)  # and so does the chord
    found = pixels.of_widget(plot)
    for colour in (VIOLET, GREEN):
        _, top, _, bottom = pixels.box(pixels.near(found, colour, 60))
        assert top >= 19  # above: what is plotted
        assert bottom <= HEIGHT - 17  # below: the weights


def shown_outputs(qtbot: QtBot, walk: Walk) -> ActivationPlot:
    plot = ActivationPlot()
    qtbot.addWidget(plot)
    plot.resize(WIDTH, HEIGHT)
    plot.show_layer(walk, 3)
    return plot


def lopsided_walk() -> tuple[Walk, NDArray[Any]]:
    """Output 3 is right and has z = −4; output 8 wins with z = +3; the others lie between."""
    network = Network((784, 30, 10), seed=1)
    zs = np.array([-1.0, -0.6, -0.3, -4.0, 0.3, 0.5, 0.9, 1.2, 3.0, 1.6])
    weights = [network.weights[0], np.zeros_like(network.weights[1])]
    return make_walk(Network.of(weights, [network.biases[0], zs.astype(np.float32)]), ink(), label=3), zs


def place_of(z: float, height: float, reach: float = 6.0) -> tuple[float, float]:
    """On σ's axes: z from −reach to +reach between margins of 14 px, heights 0 … 1 from 18 px up to 22."""
    return 14 + (z + reach) / (2 * reach) * (WIDTH - 28), HEIGHT - 18 - height * (HEIGHT - 40)


def test_dots_stand_at_their_z_on_sigma(qtbot: QtBot) -> None:
    walk, zs = lopsided_walk()
    plot = shown_outputs(qtbot, walk)
    found = pixels.of_widget(plot)
    for colour, index in ((GREEN, 3), (RED, 8)):
        x, y = place_of(zs[index], sigmoid(zs[index]))
        assert pixels.middle(pixels.near(found, colour, 40)) == pytest.approx((x, y), abs=1.5)
    for index, z in enumerate(zs):
        x, y = place_of(z, sigmoid(z))
        ring = pixels.near(found, (GREEN if index == 3 else RED if index == 8 else "#9aa3b2"), 60)
        assert ring[round(y) - 6 : round(y) + 6, round(x) - 6 : round(x) + 6].any(), index


def test_both_curves_are_sigma_and_twice_its_slope(qtbot: QtBot) -> None:
    walk, _ = lopsided_walk()
    found = pixels.of_widget(shown_outputs(qtbot, walk))
    white, violet = pixels.near(found, TEXT, 60), pixels.near(found, VIOLET, 60)
    for z in (-5.0, -2.7, 2.0, 4.0):
        x, y = place_of(z, sigmoid(z))
        assert white[round(y) - 2 : round(y) + 3, round(x)].any(), z
    for z in (-1.5, -0.45, 1.0, 5.0):
        x, y = place_of(z, 2 * sigmoid(z) * (1 - sigmoid(z)))
        assert violet[round(y) - 2 : round(y) + 3, round(x)].any(), z


def test_the_lit_unit_has_its_slope_marked_below_its_dot(qtbot: QtBot) -> None:
    walk, zs = lopsided_walk()
    plot = shown_outputs(qtbot, walk)
    before = pixels.of_widget(plot)
    plot.set_lit(Neuron(3, 8))
    after = pixels.of_widget(plot)
    new = pixels.near(after, VIOLET, 20) & ~pixels.near(before, VIOLET, 60)
    x, y = place_of(zs[8], 2 * sigmoid(zs[8]) * (1 - sigmoid(zs[8])))
    assert new[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3].sum() >= 12  # a filled dot


def test_pointing_finds_the_dot_that_is_painted_there(qtbot: QtBot) -> None:
    walk, zs = lopsided_walk()
    plot = shown_outputs(qtbot, walk)
    told: list[Entry] = []
    plot.number_hovered.connect(told.append)
    x, y = place_of(zs[3], sigmoid(zs[3]))
    plot.show()
    qtbot.waitExposed(plot)
    qtbot.mouseMove(plot, QPoint(round(x), round(y)))
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == Entry(Quantity.SLOPE, 3, 3)


@pytest.mark.parametrize(("largest", "reach"), [(2.0, 6.0), (10.0, 10.8), (40.0, 14.0)])
def test_the_axis_reaches_as_far_as_the_largest_z_and_has_an_end(
    qtbot: QtBot, largest: float, reach: float
) -> None:
    network = Network((784, 30, 10), seed=1)
    zs = np.linspace(-1, 1, 10)
    zs[3] = largest
    weights = [network.weights[0], np.zeros_like(network.weights[1])]
    walk = make_walk(Network.of(weights, [network.biases[0], zs.astype(np.float32)]), ink(), label=3)
    found = pixels.of_widget(shown_outputs(qtbot, walk))
    x, y = place_of(min(largest, reach), sigmoid(largest), reach)
    assert pixels.middle(pixels.near(found, GREEN, 40)) == pytest.approx((x, y), abs=1.5)


def test_a_tanh_stands_between_its_ends_and_its_slope_is_drawn_as_high_as_it_is(qtbot: QtBot) -> None:
    network = Network((784, 3, 10), activation="tanh")
    network.weights[0][:] = 0
    network.biases[0][:] = -2.0, 0.5, 3.0
    plot = ActivationPlot()
    qtbot.addWidget(plot)
    plot.resize(WIDTH, HEIGHT)
    plot.show_layer(make_walk(network, ink()), 2)
    found = pixels.of_widget(plot)

    def place(z: float, a: float) -> tuple[float, float]:
        return place_of(z, (a + 1) / 2)

    for z in (-2.0, 0.5, 3.0):
        x, y = place(z, np.tanh(z))
        dot = pixels.near(found, "#9aa3b2", 60)
        assert dot[round(y) - 4 : round(y) + 5, round(x) - 4 : round(x) + 5].any(), z
    for z in (-3.0, -0.8, 1.3):
        x, y = place(z, 1 - np.tanh(z) ** 2)
        violet = pixels.near(found, VIOLET, 60)
        assert violet[round(y) - 2 : round(y) + 3, round(x)].any(), z


def test_softmax_outputs_lie_on_the_curve_of_their_shares(qtbot: QtBot) -> None:
    network = Network((784, 30, 10), seed=1, output="softmax", cost="cross-entropy")
    zs = np.array([-1.0, -0.6, -0.3, -4.0, 0.3, 0.5, 0.9, 1.2, 3.0, 1.6])
    network.weights[1][:] = 0
    network.biases[1][:] = zs
    plot = shown_outputs(qtbot, make_walk(network, ink(), label=3))
    found = pixels.of_widget(plot)
    total = np.exp(zs).sum()
    x, y = place_of(3.0, np.exp(3.0) / total)
    assert pixels.middle(pixels.near(found, RED, 40)) == pytest.approx((x, y), abs=1.5)
    white = pixels.near(found, TEXT, 60)
    for z in (-2.0, 2.2):
        x, y = place_of(z, np.exp(z) / total)
        assert white[round(y) - 2 : round(y) + 3, round(x)].any(), z
