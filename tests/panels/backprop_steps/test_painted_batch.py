"""The mini-batch's table and the epoch's charts, measured on the picture they paint."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from nnviz.explain.mini_batch import MiniBatchWalk
from nnviz.learning.network import Network
from nnviz.panels.backprop_steps.batch_canvas import BatchCanvas
from nnviz.panels.backprop_steps.batch_picture import batch_pictures
from nnviz.panels.backprop_steps.chart import Chart, Curve
from nnviz.widgets import theme
from tests.panels import pixels
from tests.panels.painted_words import words_of
from tests.panels.snapshots import make_dataset

BLUE, ORANGE, GREEN, RED = "#58a6ff", "#ff9a4a", "#4fd08a", "#f2616b"  # the dark scheme's
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def batch_of_four() -> MiniBatchWalk:
    return batch_of(4)


def batch_of(count: int) -> MiniBatchWalk:
    network = Network((784, 20, 10), seed=1)
    double = [[p.astype(float) for p in parameters] for parameters in (network.weights, network.biases)]
    return MiniBatchWalk(Network.of(*double), make_dataset(), (3 + 11 * np.arange(count)) % 60, 3.0)


def test_agreement_runs_right_of_the_middle_and_disagreement_left() -> None:
    """Columns of 60 px from x = 84, in each a track of 52 px; its row is the last, 60 px high."""
    batch, cosines = batch_of_four(), np.array([1.0, -0.5, 0.25, -1.0])
    vars(batch)["agreement_with_step"] = cosines
    canvas = BatchCanvas()
    canvas.resize(round(92 + 5.9 * 60), 308)
    canvas.show_batch(batch, 0)
    found = pixels.of_widget(canvas)[250:259]
    for x, cosine in enumerate(cosines):
        middle = 84 + 60 * x + 30
        around = found[:, middle - 30 : middle + 30]
        left, _, right, _ = pixels.box(pixels.near(around, GREEN if cosine > 0 else RED, 60))
        expected = sorted((30.0, 30 + 26 * cosine))
        assert (left, right) == pytest.approx(expected, abs=1.5), cosine
        assert not pixels.near(around, RED if cosine > 0 else GREEN, 60).any()


@pytest.mark.parametrize("height", [220, 240, 265, 400])
@pytest.mark.parametrize("width", [560, 640, 900])
def test_how_much_the_average_keeps_is_never_cut_off(width: int, height: int) -> None:
    """It stands in the row of the digits, at whose foot is what each costs."""
    canvas = BatchCanvas()
    canvas.resize(width, height)
    canvas.show_batch(batch_of(10), 0)
    words = words_of(canvas)
    next_row = next(word.ink.top() for word in words if word.text == "into unit 0")
    foot = max(w.ink.bottom() for w in words if re.fullmatch(r"\d\.\d+", w.text) and w.ink.top() < next_row)
    [left] = [word for word in words if word.text.endswith("left")]
    assert left.ink.bottom() <= foot + 8  # px between the rows


def gradients_of(batch: MiniBatchWalk, unit: int) -> NDArray[Any]:
    """∂C/∂w of all weights into a hidden unit, a row a digit, with backpropagation written out."""
    w, b = batch.network.weights, batch.network.biases
    images = batch.dataset.images[batch.indices] / 255
    hidden = 1 / (1 + np.exp(-(images @ w[0].T + b[0])))
    outputs = 1 / (1 + np.exp(-(hidden @ w[1].T + b[1])))
    error = (outputs - np.eye(10)[batch.dataset.labels[batch.indices]]) * outputs * (1 - outputs)
    hidden_error = (error @ w[1])[:, unit] * hidden[:, unit] * (1 - hidden[:, unit])
    return hidden_error[:, np.newaxis] * images


def test_the_last_picture_is_the_average_on_the_scale_of_the_digits() -> None:
    batch = batch_of_four()
    each = gradients_of(batch, 7)
    mean, full = each.mean(axis=0), np.sort(np.abs(each), axis=1)[:, -1 - 784 // 200].max()
    picture = pixels.of_tile(batch_pictures(batch, 7).unit[-1])
    zero = picture.reshape(-1, 3)[mean == 0][0]
    for k in np.argsort(-np.abs(mean))[[0, 20, 60]]:
        hue = QColor(BLUE if mean[k] > 0 else ORANGE)
        share = min(np.sqrt(abs(mean[k]) / full), 1)  # drawn as the root, so that small ones can be seen
        expected = zero + share * (np.array([hue.red(), hue.green(), hue.blue()]) - zero)
        assert picture[k // 28, k % 28] == pytest.approx(expected, abs=3)


def chart_of(values: NDArray[Any], span: tuple[float, float], logarithmic: bool) -> pixels.Pixels:
    """Values as a blue curve in a plot of 240 × 300 px at (58, 10)."""
    chart = Chart("C", "", logarithmic)
    chart.resize(58 + 240 + 52, 10 + 300 + 22)
    chart.show_curves(np.arange(len(values)).astype(float), [Curve(values, "C", "positive")], span)
    return pixels.of_widget(chart)


def height_at(found: pixels.Pixels, x: float) -> float:
    """How far above the plot's ground the line runs at x of the plot, px."""
    return 310 - float(np.flatnonzero(pixels.near(found, BLUE, 60)[:, round(58 + x)]).mean() + 0.5)


def test_on_a_logarithmic_chart_every_decade_is_as_high() -> None:
    """Three decades in 300 px, a value every 60 px."""
    found = chart_of(np.array([1.0, 10.0, 100.0, 1000.0, 1000.0]), (1.0, 1000.0), logarithmic=True)
    for x, height in ((30, 50), (60, 100), (90, 150), (120, 200), (150, 250), (210, 300)):
        assert height_at(found, x) == pytest.approx(height, abs=2.5)


@pytest.mark.parametrize("logarithmic", [True, False])
def test_a_chart_without_curves_is_empty(logarithmic: bool) -> None:
    chart = Chart("C", "", logarithmic)
    assert (pixels.of_widget(chart) == pixels.of_widget(chart)[0, 0]).all()


def test_on_a_linear_chart_every_unit_is_as_high() -> None:
    found = chart_of(np.array([0.0, 0.25, 0.5, 1.0, 1.0]), (0.0, 1.0), logarithmic=False)
    for x, height in ((60, 75), (120, 150), (150, 225), (210, 300)):
        assert height_at(found, x) == pytest.approx(height, abs=2.5)


def test_the_line_is_the_mean_of_the_values_on_both_sides() -> None:
    """61 values 4 px apart, 15 of them in each mean; they jump from 0 to 1 at the 30th."""
    found = chart_of((np.arange(61) >= 30).astype(float), (0.0, 1.0), logarithmic=False)
    for i, share in ((24, 2 / 15), (26, 4 / 15), (30, 8 / 15), (34, 12 / 15)):
        assert height_at(found, 4 * i) == pytest.approx(300 * share, abs=4)
