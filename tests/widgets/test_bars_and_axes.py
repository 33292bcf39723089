"""Bars and axes by hand: half of a track of 80 px is 40 px, and every decade is as long as the next."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.widgets.axis import Axis, paint_below, paint_levels
from nnviz.widgets.bar_chart import Bar, BarChart
from tests.panels.painted_words import words_of

TRACK = QRectF(10, 20, 80, 8)


@pytest.mark.parametrize(
    ("value", "left", "right"),
    [
        (1, 50, 60),
        (-3, 20, 50),
        (9, 50, 90),
        (-9, 10, 50),
        (0, 50, 50),
        (math.inf, 50, 90),
        (-math.inf, 10, 50),
        (math.nan, 50, 50),
    ],
)
def test_signed_bars_begin_in_the_middle_and_are_cut_off_at_the_ends(
    value: float, left: float, right: float
) -> None:
    assert Bar(TRACK, -4, 4).bar_rect(value) == QRectF(left, 20, right - left, 8)


@pytest.mark.parametrize(("share", "right"), [(0, 10), (0.25, 30), (1, 90)])
def test_shares_begin_at_the_left(share: float, right: float) -> None:
    assert Bar(TRACK).bar_rect(share) == QRectF(10, 20, right - 10, 8)


@pytest.mark.parametrize(("share", "top"), [(0, 28), (0.25, 26), (1, 20)])
def test_standing_bars_grow_upwards(share: float, top: float) -> None:
    assert Bar(TRACK, upright=True).bar_rect(share) == QRectF(10, top, 80, 28 - top)


@pytest.mark.parametrize(("value", "top", "bottom"), [(3, 20, 26), (-1, 26, 28), (1, 24, 26), (0, 26, 26)])
def test_above_and_below_zero_share_the_room(value: float, top: float, bottom: float) -> None:
    """−1 … 3 over 8 px: 2 px for 1."""
    assert Bar(TRACK, -1, 3, upright=True).bar_rect(value) == QRectF(10, top, 80, bottom - top)


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize(
    ("low", "high", "least"), [(-4, 4, 0), (-4, 4, 2), (0, 1, 1), (0, 0, 1), (-1, math.inf, 0)]
)
def test_many_bars_lie_where_each_of_them_does(upright: bool, low: float, high: float, least: float) -> None:
    values = np.array([0, 1e-9, -1e-9, 0.4, 3, -2, 9, -9, math.inf, -math.inf, math.nan])
    chart = BarChart(QRectF(3, 5, 110, 70), len(values), low, high, upright, gap=2, least=least)
    wanted = [chart.bar_rect(index, value) for index, value in enumerate(values.tolist())]
    for found, one in zip(chart.bar_rects(values), wanted, strict=True):
        assert found.getRect() == pytest.approx(one.getRect(), abs=1e-9)


@pytest.mark.parametrize(
    ("value", "upright", "begin", "end"),
    [
        (0.001, False, 50, 52),
        (0, False, 50, 52),
        (-0.001, False, 48, 50),
        (math.nan, False, 50, 52),
        (0.001, True, 22, 24),
        (-0.001, True, 24, 26),
        (-1, True, 24, 28),
    ],
)
def test_no_bar_is_shorter_than_the_least(value: float, upright: bool, begin: float, end: float) -> None:
    rect = Bar(TRACK, -1, 1, upright, least=2).bar_rect(value)
    assert (
        (rect.top(), rect.bottom()) == (begin, end)
        if upright
        else (rect.left(), rect.right()) == (begin, end)
    )


@pytest.mark.parametrize(("high", "value"), [(math.inf, 3.0), (math.inf, math.inf), (0.0, 0.0)])
def test_a_scale_without_a_length_makes_no_bar(high: float, value: float) -> None:
    assert Bar(TRACK, high=high).bar_rect(value).width() == 0


def test_bars_of_a_chart_stand_side_by_side_with_half_a_gap_on_either_side() -> None:
    chart = BarChart(QRectF(10, 20, 80, 8), 4, high=2, gap=6)
    assert chart.slot(1) == QRectF(30, 20, 20, 8)
    assert chart.bar(1).track == QRectF(33, 20, 14, 8)
    assert chart.bar_rect(1, 0.5) == QRectF(33, 26, 14, 2)
    assert [chart.index_at(QPointF(x, 21)) for x in (9, 10, 29, 30, 89, 91)] == [None, 0, 0, 1, 3, None]
    assert chart.index_at(QPointF(30, 29)) is None


def test_bars_that_lie_go_from_top_to_bottom() -> None:
    chart = BarChart(QRectF(10, 20, 80, 8), 4, -1, 1, upright=False)
    assert chart.slot(3) == QRectF(10, 26, 80, 2)
    assert chart.bar_rect(3, -0.5) == QRectF(30, 26, 20, 2)
    assert [chart.index_at(QPointF(11, y)) for y in (19, 20, 22.5, 28, 29)] == [None, 0, 1, 3, None]


def test_a_chart_of_no_bars_has_none_anywhere() -> None:
    assert BarChart(QRectF(10, 20, 80, 8), 0).index_at(QPointF(20, 22)) is None


@pytest.mark.parametrize(("value", "pixel"), [(-2, 100), (0, 120), (3, 150), (4, 160)])
def test_an_axis_lays_values_out_evenly(value: float, pixel: float) -> None:
    assert Axis(-2, 3, 100, 150).at(value) == pytest.approx(pixel)


@pytest.mark.parametrize(("value", "pixel"), [(0.01, 90), (0.1, 70), (1, 50), (100, 10), (10, 30)])
def test_on_a_logarithmic_axis_every_decade_is_as_long(value: float, pixel: float) -> None:
    assert Axis(0.01, 100, 90, 10, logarithmic=True).at(value) == pytest.approx(pixel)


def test_an_axis_of_one_value_has_it_at_its_beginning() -> None:
    assert Axis(5, 5, 40, 10).at(5) == 40
    assert math.isfinite(Axis(0.1, 1, 40, 10, logarithmic=True).at(0))


@pytest.mark.parametrize("pixel", [100.0, 120.0, 150.0, 90.0])
def test_the_value_at_a_pixel_is_the_one_that_lies_there(pixel: float) -> None:
    axis = Axis(-2, 3, 100, 150)
    assert axis.value(pixel) == pytest.approx(-2 + (pixel - 100) / 10)
    assert axis.at(axis.value(pixel)) == pytest.approx(pixel)
    assert [axis.has(value) for value in (-2.01, -2, 3, 3.01)] == [False, True, True, False]


def ticks(low: float, high: float, most: float, logarithmic: bool = False) -> list[tuple[float, str]]:
    return Axis(low, high, 0, 1, logarithmic).ticks(most)


def test_tick_marks_are_round_and_few() -> None:
    assert [text for _, text in ticks(-3, 104, 6)] == ["0", "20", "40", "60", "80", "100"]
    assert [text for _, text in ticks(0, 0.31, 7)] == ["0", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]
    assert [value for value, _ in ticks(94.85, 100.2, 5)] == [96, 98, 100]
    assert [text for _, text in ticks(-6.5, 6.5, 10)] == ["−6", "−4", "−2", "0", "2", "4", "6"]
    assert all(len(ticks(0, 10.0**power, 8)) <= 9 for power in range(-4, 6))


def test_tick_marks_of_a_logarithmic_axis_are_powers_of_ten_and_between_few_2_and_5() -> None:
    assert [value for value, _ in ticks(0.009, 1.5, 8, True)] == pytest.approx(
        [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
    )
    assert [value for value, _ in ticks(0.0009, 150, 8, True)] == pytest.approx(
        [0.001, 0.01, 0.1, 1, 10, 100]
    )


def test_an_axis_without_a_length_has_no_ticks() -> None:
    assert ticks(5, 5, 4) == ticks(0, 1, 4, True) == ticks(-1, 1, 4, True) == ticks(2, 2, 4, True) == []


def test_the_texts_of_ticks_stand_at_their_values(qtbot: QtBot) -> None:
    """An upright axis from 0 at 90 to 2 at 10, a level one from 0 at 50 to 4 at 250."""

    class Plot(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            painter = QPainter(self)
            up, across = Axis(0, 2, 90, 10), Axis(0, 4, 50, 250)
            paint_levels(painter, up, up.ticks(4), 50, 250, " %")
            paint_below(painter, across, across.ticks(4), 90)

    plot = Plot()
    qtbot.addWidget(plot)
    plot.resize(320, 120)
    words = words_of(plot)
    levels = [word for word in words if "%" in word.text]
    assert [word.text for word in levels] == ["0 %", "0.5 %", "1.0 %", "1.5 %", "2.0 %"]
    assert [word.ink.center().y() for word in levels] == pytest.approx([90, 70, 50, 30, 10], abs=2)
    assert all(word.ink.right() < 50 for word in levels)
    below = [word for word in words if "%" not in word.text]
    assert [word.text for word in below] == ["0", "1", "2", "3", "4"]
    assert [word.ink.center().x() for word in below] == pytest.approx([50, 100, 150, 200, 250], abs=1.5)
    assert all(90 < word.ink.top() < word.ink.bottom() < 110 for word in below)
