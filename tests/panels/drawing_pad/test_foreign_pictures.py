"""Pictures pasted and dropped onto the pad are read as `nnviz predict` reads them, or refused in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.datasets.pictures import read_picture
from nnviz.panels.drawing_pad.panel import DrawingPad
from nnviz.runs.input_image import InputImage
from tests.panels.snapshots import make_snapshot

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    made = DrawingPad()
    qtbot.addWidget(made)
    made.resize(420, 260)
    made.show()
    made.set_snapshot(make_snapshot())
    return made


def photograph(*lefts: int) -> QImage:
    """A dark 1 on grey paper at each of these places."""
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(QColor(225, 222, 214))
    with QPainter(image) as painter:
        painter.setPen(QPen(QColor(30, 30, 60), 22, c=Qt.PenCapStyle.RoundCap))
        for left in lefts:
            painter.drawLine(left, 80, left + 30, 320)
    return image


def test_a_pasted_picture_is_what_predict_makes_of_it(qtbot: QtBot, pad: DrawingPad, tmp_path: Path) -> None:
    image = photograph(280)
    image.save(str(tmp_path / "one.png"))
    expected = read_picture(tmp_path / "one.png").digit
    QApplication.clipboard().setImage(image)
    with qtbot.waitSignal(pad.input_image_chosen, timeout=20_000) as chosen:
        pad.paste.trigger()
    shown = chosen.args[0]
    assert isinstance(shown, InputImage)
    np.testing.assert_array_equal(shown.image.reshape(28, 28), expected)
    assert shown.label is None
    pad.canvas.undo()
    assert pad.canvas.is_empty


def test_a_picture_s_file_can_be_dropped_and_what_is_wrong_with_it_is_said(
    qtbot: QtBot, pad: DrawingPad, tmp_path: Path
) -> None:
    photograph(100, 450).save(str(tmp_path / "two.png"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "two.png"))])
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), copy, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(pad, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(pad, QDropEvent(QPointF(9, 9), copy, mime, LEFT, NO_KEYS))
    qtbot.waitUntil(lambda: "more than one digit" in pad.canvas.toolTip(), timeout=20_000)
    assert pad.canvas.is_empty
    pad.grab()
    assert "more than one digit" in pad.canvas.accessibleDescription()


def test_what_is_no_picture_is_the_window_s(pad: DrawingPad, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "work.nnviz"))])
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(pad, enter)
    assert not enter.isAccepted()
    QApplication.clipboard().setText("a 7")
    pad.paste.trigger()
    assert "no picture to paste" in pad.canvas.toolTip()
