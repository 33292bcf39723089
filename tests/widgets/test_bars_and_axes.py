"""Bars and axes by hand: half of a track of 80 px is 40 px, and every decade is as long as the next."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QRectF

from nnviz.widgets.axis import Axis
from nnviz.widgets.bars import bar_from_bottom, bar_from_left, bar_from_middle, share_of

TRACK = QRectF(10, 20, 80, 8)


@pytest.mark.parametrize(
    ("value", "full", "share"),
    [
        (1, 4, 0.25),
        (-3, 4, -0.75),
        (9, 4, 1),
        (-9, 4, -1),
        (0, 4, 0),
        (math.inf, 4, 1),
        (-math.inf, 4, -1),
        (math.nan, 4, 0),
    ],
)
def test_a_share_keeps_its_sign_and_is_cut_off_at_the_full_bar(
    value: float, full: float, share: float
) -> None:
    assert share_of(value, full) == share


@pytest.mark.parametrize(
    ("share", "left", "right"), [(0.5, 50, 70), (1, 50, 90), (-0.25, 40, 50), (-1, 10, 50), (0, 50, 50)]
)
def test_signed_bars_begin_in_the_middle(share: float, left: float, right: float) -> None:
    assert bar_from_middle(TRACK, share) == QRectF(left, 20, right - left, 8)


@pytest.mark.parametrize(("share", "right"), [(0, 10), (0.25, 30), (1, 90)])
def test_shares_begin_at_the_left(share: float, right: float) -> None:
    assert bar_from_left(TRACK, share) == QRectF(10, 20, right - 10, 8)


@pytest.mark.parametrize(("share", "top"), [(0, 28), (0.25, 26), (1, 20)])
def test_standing_bars_grow_upwards(share: float, top: float) -> None:
    assert bar_from_bottom(TRACK, share) == QRectF(10, top, 80, 28 - top)


@pytest.mark.parametrize(("value", "pixel"), [(-2, 100), (0, 120), (3, 150), (4, 160)])
def test_an_axis_lays_values_out_evenly(value: float, pixel: float) -> None:
    assert Axis(-2, 3, 100, 150).at(value) == pytest.approx(pixel)


@pytest.mark.parametrize(("value", "pixel"), [(0.01, 90), (0.1, 70), (1, 50), (100, 10), (10, 30)])
def test_on_a_logarithmic_axis_every_decade_is_as_long(value: float, pixel: float) -> None:
    assert Axis(0.01, 100, 90, 10, logarithmic=True).at(value) == pytest.approx(pixel)


def test_an_axis_of_one_value_has_it_at_its_beginning() -> None:
    assert Axis(5, 5, 40, 10).at(5) == 40
    assert math.isfinite(Axis(0.1, 1, 40, 10, logarithmic=True).at(0))
