"""Exports from the real window: what is in the files, and what is said when they cannot be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage, QImageReader
from pytestqt.qtbot import QtBot

from nnviz.core.mnist import load_mnist
from nnviz.core.settings import Settings
from nnviz.core.snapshot import Phase
from nnviz.main_window import MainWindow
from nnviz.window_application import destroy
from tests.digits import write_idx

PATIENCE = 60_000  # ms


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    write_idx(tmp_path, count=600)
    data = load_mnist(tmp_path)
    made = MainWindow(Settings(hidden=(12,)), lambda: data)
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: made.latest is not None and made.latest.phase is Phase.PAUSED, timeout=PATIENCE)
    made.training.advance(1_000)
    qtbot.waitUntil(lambda: made.examples_seen == 1_000, timeout=PATIENCE)
    qtbot.waitUntil(lambda: made.latest is not None and made.latest.phase is Phase.PAUSED, timeout=PATIENCE)
    yield made
    destroy(made)


@pytest.mark.parametrize("ratio", [1.0, 2.0, 4.0])
def test_a_panel_as_png(qtbot: QtBot, window: MainWindow, tmp_path: Path, ratio: float) -> None:
    file = tmp_path / "units.png"
    window.exports.save_picture(window.hidden_units, ratio, file)
    qtbot.waitUntil(file.exists, timeout=PATIENCE)
    image = QImage(str(file))
    assert image.width() == round(window.hidden_units.width() * ratio)
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(colours) > 20


def test_the_curve_and_the_weights(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("curve.csv", "curve.svg", "weights.npz")]
    window.exports.save_curve(files[0])
    window.exports.save_curve(files[1])
    window.exports.save_weights(files[2])
    qtbot.waitUntil(lambda: all(file.exists() for file in files), timeout=PATIENCE)
    assert window.latest is not None
    assert len(files[0].read_text().splitlines()) == 1 + len(window.latest.curve)
    assert b"<svg" in files[1].read_bytes()
    arrays = np.load(files[2], allow_pickle=False)
    shapes = {arrays[name].shape for name in arrays.files}
    assert {(12, 784), (12,), (10, 12), (10,)} <= shapes


@pytest.mark.parametrize("panel", ["hidden_units", "network_diagram"])
def test_the_training_as_an_animated_picture(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, panel: str
) -> None:
    file = tmp_path / "training.gif"
    window.exports.save_training(panel, file)
    qtbot.waitUntil(file.exists, timeout=PATIENCE)
    reader = QImageReader(str(file))
    first = reader.read()
    assert not first.isNull()
    assert reader.imageCount() >= 3
    assert reader.read() != first
    qtbot.waitUntil(lambda: window.exports.film is None, timeout=PATIENCE)


def test_a_panel_on_the_clipboard(qtbot: QtBot, window: MainWindow) -> None:
    window.exports.copy(window.learning_curve)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=PATIENCE)


def test_what_cannot_be_written_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    said: list[str] = []
    window.documents.say = said.append  # type: ignore[method-assign]
    window.controls.status.set_complaint = said.append  # type: ignore[method-assign]
    window.exports.save_curve(tmp_path / "no such folder" / "curve.csv")
    qtbot.waitUntil(lambda: any("no such folder" in sentence for sentence in said), timeout=PATIENCE)
