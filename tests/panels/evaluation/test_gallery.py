"""Pictures side by side: where they stand, how the pages turn, what is chosen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.panels.evaluation.gallery import Caption, Gallery, Pictures
from tests.panels.painted_words import words_of
from tests.panels.snapshots import make_dataset

DATA = make_dataset(200)
ORDER = np.arange(200)[::-1].copy()


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    made = Gallery("Pictures")
    qtbot.addWidget(made)
    made.resize(420, 240)
    made.show()
    qtbot.waitExposed(made)
    made.show_pictures(Pictures(DATA, ORDER, lambda index: Caption(f"n{index}", tip=f"tip {index}")))
    return made


@pytest.mark.parametrize("size", [(100, 60), (300, 150), (420, 240), (1200, 600)])
def test_all_pictures_lie_within(gallery: Gallery, size: tuple[int, int]) -> None:
    gallery.resize(*size)
    grid = gallery.grid
    assert grid.count >= 1
    room = QRectF(gallery.rect())
    assert all(room.contains(grid.rect(place)) for place in range(grid.count))


def test_pages_turn_to_the_end_and_back(gallery: Gallery) -> None:
    step = gallery.grid.count
    assert gallery.shown == ORDER[:step].tolist()
    QTest.keyClick(gallery, Qt.Key.Key_PageDown)
    assert gallery.shown == ORDER[step : 2 * step].tolist()
    gallery.turn(1_000)
    assert gallery.shown == ORDER[(len(ORDER) - 1) // step * step :].tolist()
    assert gallery.foot.startswith(f"{(len(ORDER) - 1) // step * step + 1}–200 of 200")
    gallery.turn(-1_000)
    assert gallery.first == 0


def test_words_stand_below_and_keys_choose(gallery: Gallery, qtbot: QtBot) -> None:
    assert words_of(gallery)[0].text == f"1–{gallery.grid.count} of 200 · turn the wheel for others"
    assert {"n199", "n198"} <= {word.text for word in words_of(gallery)}
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    assert gallery.tip(1) == "tip 198"
    with qtbot.waitSignal(gallery.chosen) as signal:
        QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert signal.args == [198]


def test_no_pictures_are_said(gallery: Gallery) -> None:
    gallery.show_pictures(None, "nothing yet")
    assert [word.text for word in words_of(gallery)] == ["nothing yet"]
