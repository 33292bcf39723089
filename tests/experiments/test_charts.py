from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from nnviz.experiments.charts import Chart, Line, charts_of
from nnviz.experiments.comparison import Band, groups
from nnviz.experiments.studies import Entrant, Study
from nnviz.learning.settings import Settings
from nnviz.window.experiments.chart_files import chart_svgs
from nnviz.window.experiments.chart_view import chart_geometry
from tests.experiments.test_store import make_result

STUDY = Study(
    "Two rates",
    "Which?",
    "",
    ("test_accuracy", "test_cost"),
    (Entrant("low", Settings(eta=0.5), 2), Entrant("high", Settings(), 2)),
    level=0.92,
)


@pytest.fixture
def charts() -> list[Chart]:
    found = groups(
        [make_result(seed, 0.9 + seed / 100 + eta / 100, eta=eta) for eta in (0.5, 3.0) for seed in (0, 1, 2)]
    )
    return charts_of(STUDY, found)


def test_a_chart_for_each_row_and_a_line_for_each_entrant(charts: list[Chart]) -> None:
    assert [chart.title for chart in charts] == [
        "Two rates: accuracy on the test set",
        "Two rates: cost on the test set",
    ]
    assert [line.label for line in charts[0].lines] == ["low", "high"]
    low, high = charts[0].lines
    np.testing.assert_allclose(low.band.median, [10, 30, 91.5])
    np.testing.assert_allclose((high.band.low[-1], high.band.high[-1]), (93, 95))
    assert charts[0].level == 92
    assert charts[1].level is None


def test_by_the_number_of_examples_each_entrant_is_a_point() -> None:
    found = groups(
        [make_result(seed, 0.5 + seed / 10, train_size=size) for size in (100, 1000) for seed in (0, 1)]
    )
    found = tuple(
        replace(
            group, results=tuple(replace(one, examples=group.settings.train_size) for one in group.results)
        )
        for group in found
    )
    (chart,) = charts_of(replace(STUDY, over="examples", level=None), found)
    (line,) = chart.lines
    assert chart.logarithmic
    assert line.band.epochs.tolist() == [100, 1000]
    np.testing.assert_allclose(line.band.median, [55, 55])
    np.testing.assert_allclose(line.band.high, [60, 60])


def test_lines_lie_where_their_values_are(charts: list[Chart]) -> None:
    found = chart_geometry(charts[0], QRectF(0, 0, 700, 400))
    line = found.median(charts[0].lines[0].band)
    epochs, heights = [0, 1, 2], [10, 30, 91.5]
    span = found.up.high - found.up.low
    for point, epoch, height in zip(line.toList(), epochs, heights, strict=True):
        assert point.x() == pytest.approx(found.area.left() + epoch / 2 * found.area.width())
        assert point.y() == pytest.approx(
            found.area.bottom() - (height - found.up.low) / span * found.area.height()
        )
    assert found.up.low < 10
    assert found.up.high > 95
    assert found.legend(1).right() <= 700


def test_runs_of_two_lengths_have_two_charts() -> None:
    long, short = groups([make_result(0, 0.9, eta=0.5), make_result(0, 0.8)])
    long = replace(long, epochs=400)
    titles = {
        chart.title: [line.label for line in chart.lines]
        for chart in charts_of(replace(STUDY, rows=("test_accuracy",)), (long, short))
    }
    assert titles == {
        f"Two rates: accuracy on the test set, {long.epochs} epochs": ["low"],
        f"Two rates: accuracy on the test set, {short.epochs} epochs": ["high"],
    }


def test_the_beginning_of_a_long_curve_may_leave_the_picture() -> None:
    """100 epochs: what comes before epoch 2.5 makes no room for itself."""
    epochs = np.arange(101.0)
    heights = np.where(epochs < 2.5, 10.0, 90 + epochs / 100)
    chart = Chart("", "epochs", " %", (Line("all", Band(epochs, heights, heights - 1, heights + 1)),))
    found = chart_geometry(chart, QRectF(0, 0, 700, 400))
    assert 88 < found.up.low < 89.03
    assert 92 < found.up.high < 93
    first = found.inside(found.line(epochs, heights)).toList()[0]
    assert first.y() == pytest.approx(found.area.bottom())
    share = (found.up.low - 10) / (90.03 - 10)  # of the way from epoch 2 to epoch 3
    assert first.x() == pytest.approx(found.point(2 + share, 0).x())


def test_what_is_no_number_is_left_out(charts: list[Chart]) -> None:
    cost = charts[1].lines[0]
    found = chart_geometry(charts[1], QRectF(0, 0, 700, 400))
    assert np.isnan(cost.band.median[-1])
    assert len(found.median(cost.band)) == 2


def test_a_picture_holds_its_words(charts: list[Chart], qtbot: QtBot) -> None:
    first = ET.fromstring(chart_svgs(charts)[0])
    texts = [text for element in first.iter() if (text := (element.text or "").strip())]
    assert {"Two rates: accuracy on the test set", "low", "high", "epochs"} <= set(texts)
