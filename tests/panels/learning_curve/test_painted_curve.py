"""The learning curve's dots, guides and marker, measured on the picture it paints."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.panels.learning_curve import plot_painter
from nnviz.panels.learning_curve.plot import CurvePlot
from nnviz.panels.learning_curve.scale import PlotArea, Points
from nnviz.runs.snapshot import Curve
from nnviz.widgets import theme
from tests.panels import pixels

GREEN, BLUE, ORANGE = "#4fd08a", "#58a6ff", "#ff9a4a"  # the dark scheme's: test, train, cost
WIDTH, HEIGHT = 46 + 400 + 46, 4 + 300 + 18
TEST, TRAIN, COST = (np.array(values) for values in ((0.2, 0.5, 0.8), (0.1, 0.3, 0.6), (0.9, 0.4, 0.3)))


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[CurvePlot]:
    """Three points an epoch apart, of which the axes show 0 to 4 epochs and 0 to 100 %."""
    theme.set_scheme(theme.Scheme.DARK)
    around = QWidget()  # a plot of pyqtgraph's must not be closed by itself
    qtbot.addWidget(around)
    made = CurvePlot()
    made.setParent(around)
    made.setFixedSize(WIDTH, HEIGHT)
    around.resize(WIDTH, HEIGHT)
    around.show()
    qtbot.waitExposed(around)
    made.hold()
    made.set_points(Points.of(Curve(np.array([0, 1000, 2000]), TEST, TRAIN, COST), 1000), 1000)
    made._view_box.setRange(xRange=(0, 4), yRange=(0, 100), padding=0)
    yield made
    around.hide()


def grabbed(plot: CurvePlot) -> pixels.Pixels:
    image: QImage = plot.grab().toImage()
    return pixels.of_image(image)


def place(epoch: float, percent: float) -> tuple[float, float]:
    return 46 + 100 * epoch, 4 + 300 - 3 * percent


def test_the_dots_are_at_the_newest_point(plot: CurvePlot) -> None:
    """Nothing lies to the right of the newest epoch but the right halves of its dots, of 3.5 px radius."""
    right = grabbed(plot)[:304, 247:400]
    cost = 100 * COST[-1] / plot.span.ceiling
    for colour, percent in ((GREEN, 80), (BLUE, 60), (ORANGE, cost)):
        x, y = place(2, percent)
        left, top, end, bottom = pixels.box(pixels.near(right, colour, 40))
        assert (left + 247, end + 247) == pytest.approx((x + 1, x + 3.5), abs=1.5)
        assert (top + bottom) / 2 == pytest.approx(y, abs=1)


def test_the_dots_are_at_the_point_that_is_read(plot: CurvePlot) -> None:
    plot.read(1)
    found = grabbed(plot)
    x, y = (round(v) for v in place(1, 50))
    assert pixels.near(found, GREEN, 20)[y - 2 : y + 2, x - 2 : x + 2].all()
    assert not pixels.near(found[:, 249:], GREEN, 40).any()


def test_guides_stand_at_chance_and_at_the_articles_accuracy(plot: CurvePlot) -> None:
    """Dotted lines across the plot, where else there is none."""
    found = grabbed(plot)
    faint = theme.colours().faint
    dotted = pixels.near(found[4:304, 260:360], faint, 6).sum(axis=1)
    assert np.flatnonzero(dotted > 20).tolist() == [300 - 92 * 3, 300 - 10 * 3]


def test_the_marker_is_at_the_moment_on_show(plot: CurvePlot) -> None:
    plot.set_marker(2_500)
    violet = pixels.near(grabbed(plot)[30:300], theme.colours().selected, 45)
    left, _, right, _ = pixels.box(violet)
    assert (left + right) / 2 == pytest.approx(46 + 250, abs=1)
    assert right - left <= 3


def area_of(low: float = 0.0, high: float = 100.0) -> PlotArea:
    return PlotArea(QRectF(46, 4, 500, 300), (0.0, 10.0), (low, high))


@pytest.mark.parametrize(
    ("ends", "left", "above"),
    [
        ([50.0], 466, True),  # no line near: at the right, above the guide at y = 28
        ([94.0], 466, False),  # above it lies a line: below
        ([94.0, 90.0], 361, True),  # and below it as well: further left, where both are lower still
    ],
)
def test_words_of_a_guide_are_where_no_line_crosses_them(ends: list[float], left: float, above: bool) -> None:
    lines = [(np.array([0.0, 8.0, 8.2, 10.0]), np.array([50.0, 50.0, end, end])) for end in ends]
    place = plot_painter.guide_place(area_of(), 92.0, 78.0, lines)
    assert place is not None
    for line in lines:
        for epoch in np.linspace(0, 10, 2_001):
            point = QPointF(46 + 50 * epoch, 304 - 3 * np.interp(epoch, *line))
            assert not place.contains(point)
    assert place.left() == pytest.approx(left, abs=2)
    assert (place.bottom() <= 28.5) == above


def test_words_of_a_guide_are_left_out_where_nothing_is_free() -> None:
    across = [(np.array([0.0, 10.0]), np.array([height, height])) for height in (90.0, 92.0, 94.0)]
    assert plot_painter.guide_place(area_of(), 92.0, 78.0, across) is None
    assert plot_painter.guide_place(area_of(91.9, 92.1), 92.0, 78.0, []) is not None
