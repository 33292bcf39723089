"""Where the plots of runs have their marks, and which run each stands for."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from pytestqt.qtbot import QtBot

from nnviz.experiments.measures import MEASURES
from nnviz.experiments.overview import overview_of
from nnviz.window.experiments.curves_plot import BOTTOM, GAP, LEFT, TOP, CurvesPlot, curves_geometry
from nnviz.window.experiments.dots_plot import MOST_LINES, DotsPlot, dots_geometry
from nnviz.window.experiments.heat_plot import HeatView, heat_geometry
from nnviz.window.experiments.run_plot import RunPlot
from nnviz.window.experiments.runs_table import RunsTable
from nnviz.window.experiments.wrong_pictures import wrong_grid
from tests.experiments.test_overview import kept, two_by_two
from tests.experiments.test_store import make_result

ACCURACY, COST = MEASURES["test_accuracy"], MEASURES["train_accuracy"]
AREA = QRectF(0, 0, 700, 400)


def shown(qtbot: QtBot, plot: RunPlot) -> RunPlot:
    qtbot.addWidget(plot)
    plot.resize(700, 400)
    plot.show_runs(two_by_two(), ACCURACY)
    return plot


def test_curves_go_from_corner_to_corner_of_what_they_span() -> None:
    found = curves_geometry(two_by_two(), ACCURACY, AREA, 150)
    assert found.area == QRectF(LEFT, TOP, 700 - LEFT - 150 - GAP, 400 - TOP - BOTTOM)
    assert [curve.label for curve in found.curves] == ["η 1, λ 0", "η 3, λ 0", "η 3, λ 5"]
    first = found.curves[0]
    line = found.median(first.band).toList()
    assert [point.x() for point in line] == pytest.approx(
        [found.area.left(), found.area.center().x(), found.area.right()]
    )
    assert line[-1].y() == pytest.approx(found.up.at(30.0))  # the median of 20, 30 and 70 %
    assert found.up.low < 20 < 90 < found.up.high
    assert len(found.outline(first.band).toList()) == 6


def test_a_setting_far_worse_than_the_others_does_not_press_them_together() -> None:
    finals = {1.0: 0.95, 2.0: 0.96, 3.0: 0.97, 30.0: 0.1}
    overview = overview_of(kept(*(make_result(0, value, eta=eta) for eta, value in finals.items())))
    up = curves_geometry(overview, ACCURACY, AREA, 150).up
    assert up.low > 100 * finals[30.0]
    assert up.low < 100 * finals[1.0] < 100 * finals[3.0] < up.high


def test_only_as_many_settings_as_there_are_colours_have_curves() -> None:
    overview = overview_of(kept(*(make_result(0, eta / 20, eta=float(eta)) for eta in range(1, 12))))
    found = curves_geometry(overview, ACCURACY, AREA, 150)
    assert [curve.label for curve in found.curves] == [f"η {eta}" for eta in range(4, 12)]  # the best
    assert found.left_out == 3


def test_dots_lie_on_a_line_for_each_setting_the_best_on_top() -> None:
    found = dots_geometry(two_by_two(), ACCURACY, AREA, 100)
    assert [line.label for line in found.lines] == ["η 3, λ 0", "η 3, λ 5", "η 1, λ 0"]
    assert found.lines[0].y < found.lines[1].y < found.lines[2].y
    worst = found.lines[2]
    low, high, span = 20.0, 90.0, 70.0
    left, right = found.axis.begin, found.axis.end
    expected = [
        left + (100 * v - low + 0.06 * span) / (1.12 * span) * (right - left) for v in (0.2, 0.3, 0.7)
    ]
    assert [mark.place.x() for mark in worst.marks] == pytest.approx(expected)
    assert worst.median == pytest.approx(expected[1])
    assert found.axis.high == pytest.approx(high + 0.06 * span)


def test_cells_lie_side_by_side_and_the_best_is_deepest() -> None:
    grid = two_by_two().grid("eta", "l2", ACCURACY)
    found = heat_geometry(grid, ACCURACY, QRectF(0, 0, 510, 226))
    (one, best), (none, middle) = found.cells
    assert (one.rect, best.rect) == (QRectF(110, 0, 200, 100), QRectF(310, 0, 200, 100))
    assert (none.rect, middle.rect) == (QRectF(110, 100, 200, 100), QRectF(310, 100, 200, 100))
    assert (one.share, best.share) == (0.0, 1.0)
    assert np.isnan(none.share)
    assert middle.share == pytest.approx((0.5 - 0.3) / (0.85 - 0.3))
    assert found.at(QPointF(320, 120)) == (1, 1)


def test_a_click_on_a_dot_opens_its_run(qtbot: QtBot) -> None:
    plot = shown(qtbot, DotsPlot("dots"))
    mark = plot.marks()[4]
    with qtbot.waitSignal(plot.run_chosen) as heard:
        qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=mark.place.toPoint())
    assert heard.args[0] is mark.result
    assert "seed" in mark.words


def test_a_click_near_a_curve_opens_the_nearest_seed(qtbot: QtBot) -> None:
    plot = shown(qtbot, CurvesPlot("curves"))
    assert isinstance(plot, CurvesPlot)
    found = plot.geometry_of_curves
    at = QPoint(round(found.area.right()) - 1, round(found.up.at(70.0)) + 2)  # η 1, seed 2 ends there
    with qtbot.waitSignal(plot.run_chosen) as heard:
        qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=at)
    assert (heard.args[0].settings.eta, heard.args[0].settings.seed) == (1.0, 2)


def test_marks_are_reached_by_keyboard(qtbot: QtBot) -> None:
    plot = shown(qtbot, DotsPlot("dots"))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(plot, key)
    assert plot.hovered_cell is plot.marks()[1]
    assert plot.accessibleDescription() == plot.marks()[1].words
    with qtbot.waitSignal(plot.run_chosen) as heard:
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert heard.args[0] is plot.marks()[1].result


def test_a_heat_map_offers_the_fields_that_vary(qtbot: QtBot) -> None:
    view = HeatView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show_runs(two_by_two(), ACCURACY)
    assert (view.across.currentData(), view.down.currentData()) == ("eta", "l2")
    assert len(view.plot.marks()) == 3  # the fourth cell has no run
    view.across.setCurrentIndex(1)  # the same field twice is one row
    assert (view.plot.across, view.plot.down) == ("l2", "")
    assert view.plot.marks()[0].result.accuracy in (0.7, 0.8)  # next to the median of six


def test_the_table_sorts_by_numbers_and_opens_a_run(qtbot: QtBot) -> None:
    table = RunsTable()
    qtbot.addWidget(table)
    table.show_runs(two_by_two(), ACCURACY)
    assert [one.accuracy for one in table.runs.results[:2]] == [0.9, 0.85]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [one.settings.eta for one in table.runs.results] == [1.0] * 3 + [3.0] * 6
    table.setCurrentIndex(table.runs.index(0, 0))
    with qtbot.waitSignal(table.run_chosen) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args[0] is table.runs.results[0]


def test_wrong_pictures_lie_in_rows() -> None:
    grid = wrong_grid(400, 20, (28, 28))
    assert grid.columns == 8
    assert grid.rows == 3
    assert wrong_grid(10, 3, (12, 9)).columns == 1


def test_thousands_of_settings_show_the_best() -> None:
    count = MOST_LINES + 20
    overview = overview_of(
        kept(*(make_result(0, eta / 1_000, eta=float(eta)) for eta in range(1, count + 1)))
    )
    found = dots_geometry(overview, ACCURACY, AREA, 100)
    assert [line.label for line in found.lines[:2]] == [f"η {count}", f"η {count - 1}"]
    assert len(found.lines) == MOST_LINES
