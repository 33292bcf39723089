"""What the lab paints is where, and in the colours, that its numbers say."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.datasets.subject import MNIST
from nnviz.explain.variations import RANGES, Said
from nnviz.panels.drawing_pad.shift_map import ShiftMap, cell_of
from nnviz.panels.drawing_pad.time_plot import TimePlot
from nnviz.panels.drawing_pad.variation_slider import VariationSlider
from nnviz.runs.outputs_over_time import OutputsOverTime
from nnviz.widgets import theme
from nnviz.widgets.class_colours import class_colour

RANDOM = np.random.default_rng(4)


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)


def pixel(widget: QWidget, place: QPointF) -> tuple[int, int, int]:
    colour = QColor(widget.grab().toImage().pixel(int(place.x()), int(place.y())))
    return colour.red(), colour.green(), colour.blue()


def rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def test_each_cell_of_the_map_is_the_answer_to_its_own_way(qtbot: QtBot) -> None:
    said = Said(RANDOM.integers(0, 10, (17, 17)), RANDOM.uniform(0.3, 1, (17, 17)))
    shifts = ShiftMap()
    shown(qtbot, shifts, 190, 200)  # too small for letters in the cells
    shifts.show_said(said, MNIST)
    shifts.show_way(-4, 6)
    now = theme.colours()
    for right, down in ((0, 0), (2, -1), (-8, 8), (5, 3)):
        label, confidence = int(said.labels[down + 8, right + 8]), said.confidences[down + 8, right + 8]
        expected = rgb(theme.mixed(now.paper, class_colour(label), 0.8 * float(confidence)))
        found = pixel(shifts, shifts.grid.rect(cell_of(right, down)).center())
        assert np.abs(np.subtract(found, expected)).max() <= 2
    frame = shifts.grid.rect(cell_of(-4, 6)).topLeft() + QPointF(0.6, 4)
    assert np.abs(np.subtract(pixel(shifts, frame), rgb(now.selected))).max() < 60


def test_the_lines_of_the_past_have_the_colours_of_their_classes(qtbot: QtBot) -> None:
    outputs = np.zeros((3, 10))
    outputs[:, 3], outputs[:, 7] = 0.75, 0.25
    plot = TimePlot()
    shown(qtbot, plot, 352, 136)
    plot.show_over_time(OutputsOverTime(np.array([0, 5_000, 10_000]), outputs, np.full(3, 3)), MNIST, 10_000)
    plot.show_now(2_500, 7)
    across, up = plot.axes
    for label, value in ((3, 0.75), (7, 0.25)):
        found = [pixel(plot, QPointF(across.at(7_000), up.at(value) + by)) for by in (-1, 0, 1)]
        assert any(np.abs(np.subtract(one, rgb(class_colour(label)))).max() < 40 for one in found)
    found = [pixel(plot, QPointF(across.at(2_500) + by, up.at(0.9))) for by in (-1, 0, 1)]
    assert any(np.abs(np.subtract(one, rgb(theme.colours().selected))).max() < 90 for one in found)


def test_the_strip_above_a_slider_says_what_is_said_at_each_value(qtbot: QtBot) -> None:
    of = RANGES[0]
    count = len(of.values)
    slider = VariationSlider(of)
    shown(qtbot, slider, 900, 40)
    said = Said(np.arange(count) % 10, np.linspace(0.2, 1, count))
    slider.show_said(said, MNIST)
    for index in (0, count // 2, count - 1):
        strength = 0.9 * float(said.confidences[index])
        expected = rgb(theme.mixed(theme.colours().field, class_colour(index % 10), strength))
        found = pixel(slider, slider.cells[index].center())
        assert np.abs(np.subtract(found, expected)).max() <= 2
