"""The user's own set of drawings: kept, evaluated, shown, taken out; and only with what the user says."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.datasets.dataset import Examples
from nnviz.panels.drawing_pad import lab_words
from nnviz.panels.drawing_pad.kept_drawings import kept_grid, wrong_first
from nnviz.panels.drawing_pad.panel import DrawingPad
from nnviz.panels.drawing_pad.strokes import Stroke
from nnviz.runs.input_image import InputImage
from tests.panels.snapshots import make_dataset, make_snapshot

BAR = (Stroke(((60, 60), (140, 60), (220, 60))),)


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    made = DrawingPad()
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.set_snapshot(make_snapshot())
    return made


def name(pad: DrawingPad, label: int) -> None:
    pad.name_choice.setCurrentIndex(pad.name_choice.findData(label))
    pad.name_choice.activated.emit(pad.name_choice.currentIndex())


def answers(pad: DrawingPad, images: np.ndarray) -> np.ndarray:
    a = images.astype(np.float64) / 255
    for w, b in zip(pad.snapshot.network.weights, pad.snapshot.network.biases, strict=True):
        a = 1 / (1 + np.exp(-(a @ w.T.astype(np.float64) + b)))
    return a.argmax(axis=1)


def test_a_drawing_is_kept_as_what_the_user_says(qtbot: QtBot, pad: DrawingPad) -> None:
    keep = pad.bench.lab.kept.keep
    assert not keep.isEnabled()
    pad.set_strokes(BAR)
    qtbot.waitUntil(lambda: "what it is" in keep.toolTip())
    assert not keep.isEnabled()
    name(pad, 7)
    assert keep.text() == "Keep as a 7"
    keep.click()
    assert pad.bench.kept is not None
    np.testing.assert_array_equal(
        pad.bench.kept.images[0], np.round(pad.bench.input_image(pad._on_canvas()).image * 255)
    )
    assert pad.bench.kept.labels.tolist() == [7]
    qtbot.waitUntil(lambda: "of 1 right" in pad.bench.lab.kept.title.text())
    name(pad, int(answers(pad, pad.bench.kept.images)[0]))
    keep.click()
    qtbot.waitUntil(lambda: "of 2 right" in pad.bench.lab.kept.title.text())
    right = int((answers(pad, pad.bench.kept.images) == pad.bench.kept.labels).sum())
    assert pad.bench.lab.kept.title.text() == f"Your own set: {right} of 2 right."


def test_one_of_them_can_be_shown_and_taken_out(qtbot: QtBot, pad: DrawingPad) -> None:
    digits = make_dataset(12)
    shown: list[InputImage] = []
    pad.input_image_chosen.connect(shown.append)
    pad.bench.set_kept(digits)
    qtbot.waitUntil(lambda: "of 12 right" in pad.bench.lab.kept.title.text())
    said = answers(pad, digits.images)
    newest_first = np.arange(12)[::-1]
    expected = sorted(newest_first, key=lambda index: said[index] == digits.labels[index])
    tiles = pad.bench.lab.kept.tiles
    place = tiles.grid.rect(2).center().toPoint()
    QTest.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=place)
    index = int(expected[2])
    assert shown[-1].description == f"kept drawing {index}"
    assert shown[-1].label == digits.labels[index]
    np.testing.assert_array_equal(shown[-1].image, digits.image(index))
    QTest.keyClick(tiles, Qt.Key.Key_Delete)
    assert pad.bench.kept is not None
    np.testing.assert_array_equal(pad.bench.kept.labels, np.delete(digits.labels, index))
    np.testing.assert_array_equal(pad.bench.kept.images, np.delete(digits.images, index, axis=0))


def test_what_is_trained_on_and_exported_is_the_set(qtbot: QtBot, pad: DrawingPad) -> None:
    digits = make_dataset(3)
    pad.bench.set_kept(digits)
    asked: list[Examples] = []
    pad.train_on_requested.connect(asked.append)
    pad.export_requested.connect(asked.append)
    pad.bench.lab.kept.train.click()
    pad.bench.lab.kept.export.click()
    assert asked == [digits, digits]
    pad.bench.set_kept(None)
    assert not pad.bench.lab.kept.train.isEnabled()
    assert not pad.bench.lab.kept.export.isEnabled()


@pytest.mark.parametrize(("width", "height"), [(100, 52), (263, 110), (600, 400)])
def test_tiles_stay_within_their_room(width: float, height: float) -> None:
    grid = kept_grid(width, height, 500)
    assert grid.count == grid.columns * grid.rows
    assert grid.rect(grid.count - 1).right() <= width
    assert grid.bottom <= height
    assert kept_grid(width, height, 1).count == 1


def test_words() -> None:
    digits = make_dataset(3)
    assert wrong_first(digits, None) == [2, 1, 0]
    assert lab_words.kept_words(digits, None) == "Your own set: 3 drawings."
    assert lab_words.kept_text(digits, 1, None) == ("1", None)
