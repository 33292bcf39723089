"""The lab beside a roomy pad: what it finds is what NumPy finds, and every panel sees what is done there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.datasets.centring import Placing, centre_digit, uncentred
from nnviz.explain.variations import Variation
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.panels.drawing_pad.lab_words import centring_words
from nnviz.panels.drawing_pad.pad_layout import places_with_lab
from nnviz.panels.drawing_pad.panel import DrawingPad
from nnviz.panels.drawing_pad.shift_map import cell_of, map_grid, way_of
from nnviz.panels.drawing_pad.strokes import Stroke
from nnviz.panels.drawing_pad.variation_slider import strip_cells
from nnviz.runs.input_image import InputImage, drawn_input
from tests.digits import make_dataset
from tests.panels.snapshots import make_snapshot

SEVEN = (Stroke(((60, 60), (140, 60), (220, 60), (170, 140), (130, 230))),)
Key = Qt.Key


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    made = DrawingPad()
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    blank = drawn_input(np.zeros((28, 28), dtype=np.float32))
    made.set_snapshot(make_snapshot(input_image=blank))
    return made


@pytest.fixture
def shown(pad: DrawingPad) -> list[InputImage]:
    made: list[InputImage] = []
    pad.input_image_chosen.connect(made.append)
    return made


def drawn(qtbot: QtBot, pad: DrawingPad) -> np.ndarray:
    """A seven, explored: (28, 28) centred."""
    pad.set_strokes(SEVEN)
    qtbot.waitUntil(lambda: pad.bench.lab.shifts.said is not None)
    return centre_digit(pad.drawing)


def outputs(network: Network, image: np.ndarray) -> np.ndarray:
    a = image.reshape(-1).astype(np.float64)
    for w, b in zip(network.weights, network.biases, strict=True):
        a = 1 / (1 + np.exp(-(w.astype(np.float64) @ a + b)))
    return a


def test_the_map_is_of_the_drawing_moved(qtbot: QtBot, pad: DrawingPad) -> None:
    image, said = drawn(qtbot, pad), pad.bench.lab.shifts.said
    assert said is not None
    for right, down in ((0, 0), (2, 0), (-3, 4), (0, -8)):
        sheet = np.zeros((60, 60), dtype=np.float32)
        sheet[16 + down : 44 + down, 16 + right : 44 + right] = image
        expected = outputs(pad.snapshot.network, sheet[16:44, 16:44])
        assert said.labels[down + 8, right + 8] == expected.argmax()
        assert said.confidences[down + 8, right + 8] == pytest.approx(expected.max(), abs=1e-5)


def test_a_click_moves_the_drawing_everywhere(qtbot: QtBot, pad: DrawingPad, shown: list[InputImage]) -> None:
    image = drawn(qtbot, pad)
    place = pad.bench.lab.shifts.grid.rect(cell_of(2, -1)).center().toPoint()
    QTest.mouseClick(pad.bench.lab.shifts, Qt.MouseButton.LeftButton, pos=place)
    assert shown[-1].description == "your drawing, moved 2 px right and 1 px up"
    expected = np.zeros_like(image)
    expected[:-1, 2:] = image[1:, :-2]
    np.testing.assert_array_equal(shown[-1].image.reshape(28, 28), expected)
    QTest.keyClick(pad.bench.lab.shifts, Key.Key_Left)
    assert pad.bench.lab.variation == Variation(right=1, down=-1)
    QTest.keyClick(pad.bench.lab.shifts, Key.Key_Home)
    assert shown[-1].description == "your drawing"


def test_sliders_change_the_drawing_and_reset_brings_it_back(
    qtbot: QtBot, pad: DrawingPad, shown: list[InputImage]
) -> None:
    image = drawn(qtbot, pad)
    assert not pad.bench.lab.reset.isEnabled()
    pad.bench.lab.sliders["degrees"].slider.setValue(36)
    np.testing.assert_allclose(shown[-1].image.reshape(28, 28), np.rot90(image, -1), atol=1e-6)
    assert shown[-1].description == "your drawing, turned 90° right"
    qtbot.waitUntil(lambda: pad.bench._exploring._answers.is_idle)
    pad.bench.lab.reset.click()
    np.testing.assert_array_equal(shown[-1].image.reshape(28, 28), image)
    pad.bench.lab.sliders["noise"].slider.setValue(4)
    pad.clear.trigger()
    qtbot.waitUntil(lambda: shown[-1].is_blank)
    assert pad.bench.lab.variation == Variation()


def test_centring_can_be_left_out(qtbot: QtBot, pad: DrawingPad, shown: list[InputImage]) -> None:
    drawn(qtbot, pad)
    pad.bench.lab.preparation.switch.click()
    np.testing.assert_array_equal(shown[-1].image.reshape(28, 28), uncentred(pad.drawing))
    assert shown[-1].description == "your drawing, not centred"
    first = pad.bench.lab.preparation.pictures.place(1).center().toPoint()
    QTest.mouseClick(pad.bench.lab.preparation.pictures, Qt.MouseButton.LeftButton, pos=first)
    np.testing.assert_array_equal(shown[-1].image.reshape(28, 28), centre_digit(pad.drawing))


def test_another_network_is_asked_again(qtbot: QtBot, pad: DrawingPad) -> None:
    drawn(qtbot, pad)
    network = pad.snapshot.network.copy()
    network.weights[-1][:] = 0
    network.biases[-1][:] = -9
    network.biases[-1][4] = 9
    pad.set_snapshot(replace(pad.snapshot, network=network))
    qtbot.waitUntil(lambda: bool((pad.bench.lab.shifts.said.labels == 4).all()))
    pad.grab()


def test_where_there_is_no_room_there_is_no_lab(qtbot: QtBot) -> None:
    small = DrawingPad()
    qtbot.addWidget(small)
    small.resize(420, 260)
    small.show()
    small.set_snapshot(make_snapshot())
    small.set_strokes(SEVEN)
    assert not small.bench.has_lab
    assert "lab" not in small.bench.__dict__
    assert small.bench._exploring._answers.is_idle


@pytest.mark.parametrize("size", [(1080, 590), (1410, 760), (760, 440), (3000, 1500)])
def test_pad_and_lab_stand_side_by_side(size: tuple[int, int]) -> None:
    places = places_with_lab(*size)
    assert places.lab is not None
    assert places.lab.left() > max(places.canvas.right(), places.seen.right())
    assert places.lab.right() < size[0]
    assert places.lab.width() > size[0] / 2


@pytest.mark.parametrize("size", [(200, 150), (430, 300), (900, 371)])
def test_cells_of_the_map_are_whole_pixels_and_all_within_it(size: tuple[int, int]) -> None:
    grid = map_grid(*size)
    assert grid.pitch_x == grid.pitch_y == int(grid.pitch_x) >= 7
    assert grid.left >= 0
    assert grid.rect(288).right() <= size[0]
    assert grid.bottom <= size[1] - 18
    for way in ((0, 0), (-8, -8), (8, 3)):
        cell = cell_of(*way)
        assert way_of(cell) == way
        assert grid.index_at(grid.rect(cell).center()) == cell
    assert grid.rect(cell_of(1, 0)).left() > grid.rect(cell_of(0, 0)).left()
    assert grid.rect(cell_of(0, 1)).top() > grid.rect(cell_of(0, 0)).top()


def test_the_strip_has_a_cell_where_the_handle_is_for_each_value() -> None:
    cells = strip_cells(QRectF(60, 8, 416, 20), 5)
    assert [cell.center() for cell in cells] == [QPointF(68 + 100 * i, 4.5) for i in range(5)]


@pytest.mark.parametrize(
    ("placing", "said"),
    [
        (Placing(4.1, -3.2, 0.3), "Centring made it 4.1 × larger and moved it 3 px left."),
        (Placing(0.5, 0.1, -0.2), "Centring made it 2.0 × smaller and left it where it is."),
        (Placing(1.02, 0, 7), "Centring kept its size and moved it 7 px down."),
    ],
)
def test_what_centring_did_is_said(placing: Placing, said: str) -> None:
    assert centring_words(placing) == said


def test_pictures_of_another_shape_have_a_lab_too(qtbot: QtBot, pad: DrawingPad) -> None:
    data = make_dataset()
    settings = Settings(hidden=(7, 5), activation="relu", output="softmax", cost="cross-entropy")
    network = settings.new_network(data.subject)
    other = replace(pad.snapshot, network=network, start=network, settings=settings, data=data)
    blank = drawn_input(np.zeros(data.shape, dtype=np.float32), data.subject)
    pad.set_snapshot(replace(other, input_image=blank, evaluation=None))
    pad.set_strokes(SEVEN)
    qtbot.waitUntil(lambda: pad.bench.lab.shifts.said is not None)
    qtbot.waitUntil(lambda: pad.bench.lab.nearest.nearest is not None)
    image = centre_digit(pad.drawing, data.shape)
    assert pad.bench.lab.shifts.said.labels[8, 8] == network.weighted_inputs(image.reshape(-1)).argmax()
    pad.name_choice.setCurrentIndex(2)
    pad.name_choice.activated.emit(2)
    pad.bench.keep()
    qtbot.waitUntil(lambda: "of 1 right" in pad.bench.lab.kept.title.text())
    pad.grab()
