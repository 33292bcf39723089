"""The pictures below the walk's terms, measured: bars, circles, cells, the fan of errors, the cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.walk import Walk
from nnviz.learning.network import Network
from nnviz.panels.backprop_steps.bars_picture import BarsPicture, UnitsPicture
from nnviz.panels.backprop_steps.cells_picture import CellsPicture
from nnviz.panels.backprop_steps.entry_picture import Picture
from nnviz.panels.backprop_steps.equations import Column, Look
from nnviz.panels.backprop_steps.fan import FanPicture
from nnviz.panels.backprop_steps.total import TotalPicture
from nnviz.widgets import theme
from tests.explain.walks import ink, make_walk
from tests.panels import pixels

Q = Quantity
BLUE, ORANGE, INK, GREEN, RED, VIOLET = "#58a6ff", "#ff9a4a", "#f6f8fc", "#4fd08a", "#f2616b", "#8f7bff"
AREA = QRectF(30, 20, 200, 300)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def network_with(last: NDArray[Any], biases: NDArray[Any] | None = None) -> Network:
    """784 pixels, as many hidden units as `last` has columns, 10 outputs with these weights."""
    made = Network((784, last.shape[1], 10), seed=2)
    b = np.zeros(10) if biases is None else biases
    return Network.of([made.weights[0], last.astype(np.float32)], [made.biases[0], b.astype(np.float32)])


def plain_walk(hidden: int = 30) -> Walk:
    return make_walk(network_with(np.random.default_rng(0).normal(size=(10, hidden))), ink(), label=3)


def column(quantity: Quantity, layer: int) -> Column:
    return Column(Entry(quantity, layer), Look.BARS, "", "")


def painted(picture: Picture) -> pixels.Pixels:
    return pixels.painted(260, 340, picture.paint, "#171a21")


def bars_of(quantity: Quantity, layer: int, values: NDArray[Any], full: float) -> pixels.Pixels:
    """These values as the bars of a column of 200 × 300 px at (30, 20)."""
    picture = BarsPicture(plain_walk(len(values)), column(quantity, layer))
    picture.values, picture.scale = values, replace(picture.scale, full=full)
    picture.arrange(AREA)
    return painted(picture)


@pytest.mark.parametrize(("height", "track"), [(300.0, 200.0), (160.0, 152.0)])
def test_signed_bars_run_from_the_middle_in_proportion(height: float, track: float) -> None:
    """Rows of 30 px have their figure below the bar, rows of 16 px beside it, which leaves 152 px."""
    values = np.array([2.0, -2.0, 1.0, -1.0, 0.5, -0.5, 4.0, -4.0, 0.0, np.nan])
    picture = BarsPicture(plain_walk(), column(Q.ERROR, 3))
    picture.values, picture.scale = values, replace(picture.scale, full=2.0)
    picture.arrange(QRectF(30, 20, 200, height))
    found = painted(picture)
    middle, pitch = 30 + track / 2, height / 10
    for j, value in enumerate(values[:8]):
        row = found[round(20 + j * pitch) : round(20 + (j + 1) * pitch)]
        length = min(abs(value) / 2, 1) * track / 2
        left, _, right, _ = pixels.box(pixels.near(row, BLUE if value > 0 else ORANGE, 60))
        expected = (middle, middle + length) if value > 0 else (middle - length, middle)
        assert (left, right) == pytest.approx(expected, abs=1.5), value
        assert not pixels.near(row, ORANGE if value > 0 else BLUE, 60).any()


def test_what_is_never_negative_runs_from_the_left() -> None:
    values = np.array([0.0, 0.25, 0.5, 1.0] + [0.0] * 6)
    found = bars_of(Q.ACTIVATION, 3, values, 1.0)
    for j in (1, 2, 3):
        left, _, right, _ = pixels.box(pixels.near(found[20 + 30 * j : 37 + 30 * j], INK, 30))
        assert (left, right) == pytest.approx((30, 30 + 200 * values[j]), abs=1.5)


def test_a_hundred_units_are_strips_in_their_order() -> None:
    values = np.zeros(100)
    values[[10, 50, 90]] = 1.0, -0.5, 0.25
    found = bars_of(Q.ERROR, 2, values, 1.0)  # strips of 3 px, 196 px wide from x = 32
    for j, colour, left, right in ((10, BLUE, 130, 228), (50, ORANGE, 81, 130), (90, BLUE, 130, 154.5)):
        band = pixels.near(found[19 + 3 * j : 24 + 3 * j], colour)
        box = pixels.box(band)
        assert (box[0], box[2]) == pytest.approx((left, right), abs=1.5)
        assert 19 + 3 * j + pixels.middle(band)[1] == pytest.approx(20 + 3 * j + 1.2, abs=1)


def test_circles_are_as_bright_as_the_activations_and_name_answer_and_target() -> None:
    biases = np.full(10, -9.0)
    biases[[3, 8]] = 0.0, 9.0  # the target gets a = 0.5, the answer a = 1, all others 0
    walk = make_walk(network_with(np.zeros((10, 30)), biases), ink(), label=3)
    picture = UnitsPicture(walk, column(Q.ACTIVATION, 3))
    picture.arrange(AREA)
    found = painted(picture)
    # Circles of 9 px radius, their centres 12 px from the left, in rows of 30 px.
    shades = {j: found[35 + 30 * j, 42].tolist() for j in range(10)}
    paper, ink_of = np.array([0x0B, 0x0D, 0x11]), np.array([0xF6, 0xF8, 0xFC])
    assert shades[8] == pytest.approx(ink_of, abs=2)
    assert shades[3] == pytest.approx((paper + ink_of) / 2, abs=2)
    assert shades[0] == pytest.approx(paper, abs=2)
    circles = found[:, :54]
    assert pixels.middle(pixels.near(circles, GREEN, 30)) == pytest.approx((42, 20 + 3.5 * 30), abs=1)
    assert pixels.middle(pixels.near(circles, RED, 30)) == pytest.approx((42, 20 + 8.5 * 30), abs=1)


def test_a_matrix_stands_as_it_is_written() -> None:
    weights = np.zeros((10, 100))
    weights[2, 5], weights[7, 90] = 1.0, -1.0
    picture = CellsPicture(make_walk(network_with(weights), ink()), column(Q.WEIGHT, 3))
    picture.arrange(AREA)  # cells of 2 × 30 px
    found = painted(picture)
    blue, orange = pixels.near(found, BLUE), pixels.near(found, ORANGE)
    assert pixels.middle(blue) == pytest.approx((30 + 2 * 5.5, 20 + 30 * 2.5), abs=1)
    assert pixels.middle(orange) == pytest.approx((30 + 2 * 90.5, 20 + 30 * 7.5), abs=1)
    place = picture.place(Entry(Q.WEIGHT, 3, 7, 90))
    assert (place.center().x(), place.center().y()) == pytest.approx((30 + 2 * 90.5, 20 + 30 * 7.5))
    assert picture.entry_at(place.center()) == Entry(Q.WEIGHT, 3, 7, 90)


def test_an_image_is_ink_on_paper_at_its_pixels() -> None:
    image = np.zeros(784, dtype=np.float32)
    image[3 * 28 + 20], image[20 * 28 + 5] = 1.0, 0.5
    picture = CellsPicture(make_walk(Network((784, 30, 10), seed=1), image), column(Q.ACTIVATION, 1))
    picture.arrange(QRectF(0, 0, 252, 252))  # 9 px each
    found = pixels.painted(260, 340, picture.paint, "#171a21")
    assert found[3 * 9 + 4, 20 * 9 + 4].tolist() == pytest.approx([0xF6, 0xF8, 0xFC], abs=2)
    assert found[20 * 9 + 4, 5 * 9 + 4].tolist() == pytest.approx([0x81, 0x83, 0x87], abs=2)
    assert found[20 * 9 + 4, 20 * 9 + 4].tolist() == pytest.approx([0x0B, 0x0D, 0x11], abs=2)


@pytest.mark.parametrize("factor", [0.25, 4.0])
def test_the_cost_is_a_column_on_the_scale_of_the_larger_of_before_and_after(factor: float) -> None:
    walk = make_walk(Network((784, 30, 10), seed=1), ink())
    before, after = walk.cost, factor * walk.cost
    vars(walk)["cost_shares_after"] = np.array([after])
    for quantity, value in ((Q.COST, before), (Q.NEW_COST, after)):
        picture = TotalPicture(walk, column(quantity, 3))
        picture.arrange(AREA)  # the column is 44 px wide and 274 px high
        left, top, right, bottom = pixels.box(pixels.near(painted(picture), RED, 60))
        assert (left, right, bottom) == pytest.approx((108, 152, 294), abs=1)
        assert bottom - top == pytest.approx(274 * value / max(before, after), abs=1.5)


def fan(carrying: NDArray[Any]) -> pixels.Pixels:
    """A fan of errors in which connection (i, j) carries what `carrying`, (10, m), says."""
    walk = make_walk(network_with(np.ones_like(carrying)), ink(), label=3)
    picture = FanPicture(walk, column(Q.WEIGHT, 3))
    picture.carried, picture._strongest = carrying, 1.0
    picture.arrange(AREA)  # and 20 px on either side: from 10 to 250
    return painted(picture)


def lit_rows(found: pixels.Pixels, x: int) -> NDArray[Any]:
    """How far each row of a column of the picture is from the card's colour."""
    return np.abs(found[:, x] - np.array([0x17, 0x1A, 0x21])).sum(axis=1)


def test_the_fan_draws_the_strongest_connections() -> None:
    """Of a thousand only 260 are drawn: those to the first 26 of a hundred units, not the faint ones."""
    carrying = np.full((10, 100), 0.01)
    carrying[:, :26] = 1.0
    rows = lit_rows(fan(carrying), x=12)
    assert rows[20:98].reshape(26, 3).max(axis=1).min() > 60
    assert rows[101:320].max() == 0


def test_a_connection_runs_from_its_unit_to_its_unit_in_its_colour() -> None:
    carrying = np.zeros((10, 20))
    carrying[2, 17], carrying[8, 4] = 1.0, -1.0
    found = fan(carrying) - fan(np.zeros((10, 20)))  # all 200 as faint lines
    bluer = found[..., 2] - found[..., 0]
    for signed, i, j in ((bluer, 2, 17), (-bluer, 8, 4)):
        heights = {x: float(np.argmax(signed[:, x])) for x in (12, 130, 247)}
        assert heights[247] == pytest.approx(20 + 30 * (i + 0.5), abs=2)
        assert heights[12] == pytest.approx(20 + 15 * (j + 0.5), abs=2)
        assert heights[130] == pytest.approx((heights[247] + heights[12]) / 2, abs=2)


def test_a_connection_carries_weight_times_error() -> None:
    """wᵢⱼ δᵢ with δ written out: (a − y) a (1 − a) at the outputs."""
    weights = np.random.default_rng(1).normal(size=(10, 30))
    network, image = network_with(weights), ink()
    hidden = 1 / (1 + np.exp(-(network.weights[0].astype(float) @ image + network.biases[0])))
    a = 1 / (1 + np.exp(-(network.weights[1].astype(float) @ hidden)))
    error = (a - np.eye(10)[3]) * a * (1 - a)
    picture = FanPicture(make_walk(network, image, label=3), column(Q.WEIGHT, 3))
    np.testing.assert_allclose(
        picture.carried, network.weights[1].astype(float) * error[:, None], rtol=1e-9, atol=1e-14
    )


def test_the_connection_pointed_at_is_the_one_painted_there() -> None:
    carrying = np.zeros((10, 30))
    carrying[2, 25] = 1.0
    walk = make_walk(network_with(np.ones((10, 30))), ink(), label=3)
    picture = FanPicture(walk, column(Q.WEIGHT, 3))
    picture.carried, picture._strongest = carrying, 1.0
    picture.arrange(AREA)
    mask = np.abs(painted(picture) - fan(np.zeros((10, 30)))).sum(axis=2) > 60
    for x in (60, 90, 130, 170, 200):
        y = float(np.flatnonzero(mask[:, x]).mean())
        assert picture.entry_at(QRectF(x, y + 0.5, 0, 0).topLeft()) == Entry(Q.WEIGHT, 3, 2, 25), x
