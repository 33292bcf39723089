"""The inspector's bars, histogram and images, measured on the picture they paint."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize

from nnviz.panels.neuron_inspector.bars import Bars, PushList
from nnviz.panels.neuron_inspector.flow import Flow
from nnviz.panels.neuron_inspector.histogram import WeightHistogram
from nnviz.panels.neuron_inspector.images import ValueImage
from nnviz.widgets import theme
from tests.panels import pixels

BLUE, ORANGE = "#58a6ff", "#ff9a4a"  # the dark scheme's
CAPTION = 16  # px
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def test_signed_bars_share_the_room_above_and_below_zero() -> None:
    """80 px for values from −1 to 2: 26.7 px for 1, zero lies 53.3 px down; columns of 50 px, bars of 32."""
    bars = Bars("z", "", height=80)
    bars.resize(200, CAPTION + 80 + 4)
    bars.set_values(np.array([2.0, -1.0, 0.5, np.nan]))
    found, zero = pixels.of_widget(bars), CAPTION + 160 / 3
    for cell, value in enumerate((2.0, -1.0, 0.5)):
        column = found[:, 50 * cell : 50 * cell + 50]
        left, top, right, bottom = pixels.box(pixels.near(column, BLUE if value > 0 else ORANGE, 60))
        assert (left, right) == pytest.approx((9, 41), abs=1)
        ends = sorted((zero, zero - value * 80 / 3))
        assert (top, bottom) == pytest.approx(ends, abs=1.5), value
    last = found[CAPTION:, 150:]
    assert not pixels.near(last, BLUE, 60).any()
    assert not pixels.near(last, ORANGE, 60).any()


def test_shares_stand_on_the_ground() -> None:
    bars = Bars("a", "", kind="share", height=80)
    bars.resize(200, CAPTION + 80 + 4)
    values = np.array([0.25, 1.0, 0.5, 0.0])
    bars.set_values(values)
    found = pixels.of_widget(bars)
    for cell in range(3):
        light = found[CAPTION:, 50 * cell + 12 : 50 * cell + 38].min(axis=2) > 200
        _, top, _, bottom = pixels.box(light)
        assert bottom == pytest.approx(80, abs=1)
        assert bottom - top == pytest.approx(80 * values[cell], abs=1.5)
    assert not (found[CAPTION:, 162:188].min(axis=2) > 200).any()


def test_pushes_have_bars_in_proportion_to_the_largest() -> None:
    pushes = PushList("pushes", "", rows=2)
    pushes.resize(208, CAPTION + 34)  # two halves of 100 px, 8 px between them
    pushes.set_pushes(["one", "two", "three"], [2.0, 0.5, -1.0], ups=2)
    found = pixels.of_widget(pushes)
    up, down = pixels.near(found, BLUE, 30), pixels.near(found, ORANGE, 30)
    assert pixels.box(up[31:33]) == (0, 0, 100, 2)
    assert pixels.box(up[48:50]) == (0, 0, 25, 2)
    assert pixels.box(down[31:33]) == (108, 0, 158, 2)


def test_the_histogram_is_filled_now_and_outlined_at_the_start() -> None:
    """Weights of ±½ now, whose axis goes to ±2, and of ±¼ at the start: bins of 4/61, 6 px each."""
    histogram = WeightHistogram("w")
    histogram.resize(61 * 6, CAPTION + 100 + 14)
    histogram.set_weights(np.tile([0.5, -0.5], 50), np.tile([0.25, -0.25], 50))
    found = pixels.of_widget(histogram)
    for value, colour in ((0.5, BLUE), (-0.5, ORANGE)):
        bin_number = int((value + 2) / (4 / 61))
        left, top, right, bottom = pixels.box(pixels.near(found, colour))
        assert (left, right) == pytest.approx((6 * bin_number, 6 * bin_number + 5.5), abs=1)
        assert (top, bottom) == pytest.approx((CAPTION, CAPTION + 100), abs=1)
    outline = found[60, :].min(axis=1) > 100  # halfway up: where the outline rises and falls
    edges = [6 * int((value + 2) / (4 / 61)) + side for value in (-0.25, 0.25) for side in (0, 6)]
    assert np.abs(np.flatnonzero(outline)[:, np.newaxis] - edges).min(axis=1).max() <= 1
    assert {int(np.argmin(np.abs(np.array(edges) - x))) for x in np.flatnonzero(outline)} == {0, 1, 2, 3}


def test_the_spread_of_weights_near_the_end_of_float32_is_a_number() -> None:
    histogram = WeightHistogram("w")
    weights = np.tile(np.array([3e38, -3e38], np.float32), 50)
    histogram.set_weights(weights, weights / 1e38)
    assert histogram.spreads == pytest.approx((3e38, 3.0))


def test_a_pixels_weight_is_at_its_pixel() -> None:
    values = np.zeros(784, dtype=np.float32)
    values[3 * 28 + 20], values[20 * 28 + 5] = 1.0, -1.0
    image = ValueImage("w", "")
    image.resize(280, 280 + CAPTION)
    image.set_values(values)
    found = pixels.of_widget(image)
    assert pixels.box(pixels.near(found, BLUE)) == pytest.approx((200, 30, 210, 40), abs=1)
    assert pixels.box(pixels.near(found, ORANGE)) == pytest.approx((50, 200, 60, 210), abs=1)
    assert image.cell_rect(3 * 28 + 20).getRect() == pytest.approx((200, 30, 10, 10))


@pytest.mark.parametrize(("height", "count"), [(143, 2), (228, 2), (228, 3), (900, 3)])
def test_all_histograms_of_a_page_are_seen_at_once(height: int, count: int) -> None:
    histograms = [WeightHistogram(f"weights {i}") for i in range(count)]
    for histogram in histograms:
        histogram.on_page = count
    flow = Flow()
    flow.set_page_size(QSize(234, height))
    flow.set_blocks([[histogram] for histogram in histograms])
    assert histograms[-1].geometry().bottom() <= height
    assert all(histogram.height() >= CAPTION + 26 + 14 for histogram in histograms)
    if height == 900:
        assert histograms[0].height() == CAPTION + 65 + 14  # 0.3 of the width within the margins
