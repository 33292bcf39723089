"""The lab's other half: the outputs over time, and the nearest training pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.datasets.centring import centre_digit
from nnviz.datasets.subject import MNIST
from nnviz.panels.drawing_pad.lab_words import nearest_words, time_words
from nnviz.panels.drawing_pad.nearest_pictures import nearest_grid
from nnviz.panels.drawing_pad.panel import DrawingPad
from nnviz.panels.drawing_pad.strokes import Stroke
from nnviz.panels.drawing_pad.time_plot import lines, plot_axes
from nnviz.runs.input_image import InputImage
from nnviz.runs.outputs_over_time import OutputsOverTime
from tests.panels.snapshots import make_dataset, make_snapshot

SEVEN = (Stroke(((60, 60), (140, 60), (220, 60), (170, 140), (130, 230))),)
OUTPUTS = np.array([[0.5, 0.2, 0.1], [0.1, 0.9, 0.0], [0.0, 1.0, np.nan]])
OVER_TIME = OutputsOverTime(np.array([0, 2_500, 10_000]), OUTPUTS, np.array([0, 1, 1]))


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    made = DrawingPad()
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    return made


def test_the_past_of_the_drawing_is_asked_for_once_a_point_of_the_curve(
    qtbot: QtBot, pad: DrawingPad
) -> None:
    asked: list[tuple[int, np.ndarray]] = []

    def look_back(run: int, image: np.ndarray, _is_wanted: Callable[[], bool]) -> OutputsOverTime:
        asked.append((run, image))
        outputs = np.tile(OUTPUTS[:, :1], 10)
        return OutputsOverTime(OVER_TIME.examples_seen, outputs, OVER_TIME.said)

    pad.bench.look_back = look_back
    snapshot = make_snapshot(run=4)
    pad.set_snapshot(snapshot)
    pad.set_strokes(SEVEN)
    plot = pad.bench.lab.over_time
    qtbot.waitUntil(lambda: plot.over_time is not None)
    assert asked[-1][0] == 4
    np.testing.assert_array_equal(asked[-1][1].reshape(28, 28), centre_digit(pad.drawing))
    count = len(asked)
    pad.set_snapshot(make_snapshot(run=4, curve=snapshot.curve))
    assert pad.bench._looking_back._answers.is_idle
    assert len(asked) == count
    pad.grab()
    point = QPointF(plot.axes[0].at(2_600), 60)
    assert plot.cell_at(point) == 1
    assert plot.tip(1).startswith("Epoch 0.05: ")


def test_lines_are_where_the_outputs_are() -> None:
    axes = plot_axes(352, 136, 10_000)
    across, up = axes
    assert (across.begin, across.end, up.begin, up.end) == (30, 330, 118, 22)
    made = lines(OVER_TIME, axes)
    assert [(p.x(), p.y()) for p in made[1]] == [
        (30, pytest.approx(118 - 0.2 * 96)),
        (105, pytest.approx(118 - 0.9 * 96)),
        (330, 22),
    ]
    assert made[2][2].y() == 118  # what is no number lies at the bottom


def test_since_when_it_says_so_is_said() -> None:
    assert time_words(OVER_TIME, MNIST, 50_000) == "It has said 1 since epoch 0.05"
    always = OutputsOverTime(OVER_TIME.examples_seen, OUTPUTS, np.array([1, 1, 1]))
    assert time_words(always, MNIST, 50_000) == "It has said 1 from the start"
    assert time_words(None, MNIST, 1).startswith("What the network said")


def test_the_nearest_training_pictures_are_shown_and_can_be_chosen(qtbot: QtBot, pad: DrawingPad) -> None:
    chosen: list[InputImage] = []
    pad.input_image_chosen.connect(chosen.append)
    pad.set_snapshot(make_snapshot())
    pad.set_strokes(SEVEN)
    row = pad.bench.lab.nearest
    qtbot.waitUntil(lambda: row.nearest is not None)
    digits = make_dataset()
    image = centre_digit(pad.drawing).reshape(784).astype(np.float64)
    expected = np.argsort(np.linalg.norm(digits.images / 255 - image, axis=1), kind="stable")[:8]
    assert row.nearest.indices.tolist() == expected.tolist()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.grid.rect(1).center().toPoint())
    assert (chosen[-1].source, chosen[-1].index) == ("training", expected[1])
    assert nearest_words(digits, row.nearest).startswith("Nearest training digits: ")
    pad.grab()


@pytest.mark.parametrize("width", [60, 300, 900])
def test_the_row_stays_within_its_width(width: float) -> None:
    grid = nearest_grid(width)
    assert 1 <= grid.count <= 8
    assert grid.rect(grid.count - 1).right() <= width
