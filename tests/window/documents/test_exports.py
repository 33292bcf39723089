"""Exports from the real window: what is in the files, and what is said when they cannot be written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtGui import QGuiApplication, QImage, QImageReader
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nnviz.datasets.mnist import load_mnist
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.panels.network_diagram.panel import NetworkDiagram
from nnviz.panels.panel import Panel
from nnviz.runs.commands import Advance, Reset
from nnviz.runs.snapshot import Phase
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow
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
    made.training.submit(Advance(1_000))
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


@pytest.mark.parametrize("panel", [HiddenUnits, NetworkDiagram])
def test_the_training_as_an_animated_picture(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, panel: type[Panel]
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


def test_a_film_is_of_its_run_though_another_is_shown_meanwhile(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    files = [tmp_path / "alone.gif", tmp_path / "beside.gif"]
    window.exports.save_training(HiddenUnits, files[0])
    qtbot.waitUntil(lambda: window.exports.film is None, timeout=PATIENCE)
    window.training.submit(Reset(Settings(hidden=(12,), seed=77)))
    end = time.monotonic() + PATIENCE / 1_000
    while len(window.training.runs.all) < 2:  # without a frame in which the window would hear of it
        assert time.monotonic() < end
        time.sleep(0.001)
    window.exports.save_training(HiddenUnits, files[1])
    qtbot.waitUntil(lambda: window.exports.film is None, timeout=PATIENCE)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_two_films_at_once_are_refused(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.exports.save_training(HiddenUnits, tmp_path / "one.gif")
    window.exports.save_training(HiddenUnits, tmp_path / "two.gif")
    assert "has to wait" in window.controls.status.warning
    qtbot.waitUntil(lambda: window.exports.film is None, timeout=PATIENCE)
    assert sorted(file.name for file in tmp_path.glob("*.gif")) == ["one.gif"]


def choose(window: MainWindow, name: str) -> None:
    action = next(action for action in window.file_menu.menu.actions() if action.objectName() == name)
    action.trigger()


def name_file(window: MainWindow, file: Path) -> str:
    """Give the file dialog its answer; the dialog's title."""
    dialog = window.file_menu.dialog
    assert dialog is not None
    title = dialog.windowTitle()
    dialog.fileSelected.emit(str(file))
    dialog.done(1)
    return title


@pytest.mark.parametrize(("panel", "width", "height"), [(HiddenUnits, 560, 590), (NetworkDiagram, 840, 560)])
@pytest.mark.parametrize(
    ("size", "scale", "ratio", "suffix"), [(0, 0.75, 1, ".gif"), (0, 0.75, 1, ".webp"), (2, 1, 2, ".gif")]
)
def test_a_film_is_as_long_and_as_large_as_its_dialog_says(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    panel: type[Panel],
    width: int,
    height: int,
    size: int,
    scale: float,
    ratio: int,
    suffix: str,
) -> None:
    window.training.submit(Advance(14_000))
    qtbot.waitUntil(lambda: window.examples_seen == 15_000, timeout=PATIENCE)
    assert window.latest is not None
    assert len(window.latest.curve) > 25
    choose(window, "export_training")
    dialog = window.exports.choices
    assert dialog is not None
    of, length, sizes, kinds = dialog.boxes
    of.setCurrentIndex(of.findData(panel))
    length.setCurrentIndex(0)
    sizes.setCurrentIndex(size)
    kinds.setCurrentIndex(kinds.findData(suffix))
    right = (round(scale * width) * ratio, (round(scale * height) + 34) * ratio)
    # 24 frames of 0.12 s, and the last of 2.4 s
    assert dialog.about.text() == f"25 moments in 5 s, {right[0]:,} × {right[1]:,} pixels"
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Save…").click()
    file = tmp_path / f"film{suffix}"
    assert window.file_menu.dialog is not None
    assert window.file_menu.dialog.selectedFiles()[0].endswith(f"{panel.spec.name}{suffix}")
    name_file(window, file)
    qtbot.waitUntil(lambda: window.exports.film is None, timeout=PATIENCE)
    with Image.open(file) as film:
        assert (film.format, film.size) == (suffix.removeprefix(".").upper(), right)
        frames = [(frame.convert("RGB"), frame.info["duration"]) for frame in ImageSequence.Iterator(film)]
    assert [milliseconds for _, milliseconds in frames] == [120] * 24 + [2_400]
    pictures = {picture.tobytes() for picture, _ in frames}
    assert len(pictures) == 25  # no moment twice, and the last is there


def test_the_dialog_can_be_left(window: MainWindow, tmp_path: Path) -> None:
    choose(window, "export_training")
    dialog = window.exports.choices
    assert dialog is not None
    dialog.findChild(QPushButton, "cancel_choices").click()
    assert not dialog.isVisible()
    assert window.file_menu.dialog is None
    assert window.exports.film is None


def test_the_weights_are_those_on_show_with_the_edits(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    """Looking back at step 40 with a bias moved and a unit switched off, whatever happens before the name."""
    window.training.submit(Reset(Settings(hidden=(12,), seed=5)))
    window.training.submit(Advance(400))
    qtbot.waitUntil(lambda: window.examples_seen == 400, timeout=PATIENCE)
    assert window.latest is not None
    then = window.latest.network
    window.training.submit(Advance(600))
    qtbot.waitUntil(lambda: window.examples_seen == 1_000, timeout=PATIENCE)
    window.timeline.moment_requested.emit(400)
    qtbot.waitUntil(lambda: window.shown is not None and window.shown.examples_seen == 400, timeout=PATIENCE)
    edits = NetworkEdits().shift_bias(Neuron(2, 3), 0.5).switch(Neuron(2, 7), off=True)
    window.neuron_inspector.network_edited.emit(edits)
    choose(window, "export_weights")
    window.forget_edits()
    window.time_machine.go_live()
    assert name_file(window, tmp_path / "w.npz") == "Export the weights, step 40, with the edits on trial"
    qtbot.waitUntil((tmp_path / "w.npz").exists, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Saved" in window.controls.status.details[0], timeout=PATIENCE)
    assert window.controls.status.details[0] == "Saved w.npz, step 40, with the edits on trial"
    arrays = np.load(tmp_path / "w.npz", allow_pickle=False)
    biases, weights = then.biases[0].copy(), then.weights[1].copy()
    biases[3] += np.float32(0.5)
    weights[:, 7] = 0
    np.testing.assert_array_equal(arrays["weights0"], then.weights[0])
    np.testing.assert_array_equal(arrays["biases0"], biases)
    np.testing.assert_array_equal(arrays["weights1"], weights)
    np.testing.assert_array_equal(arrays["biases1"], then.biases[1])


def test_a_panel_on_the_clipboard(qtbot: QtBot, window: MainWindow) -> None:
    window.exports.copy(window.learning_curve)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=PATIENCE)


def test_what_cannot_be_written_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    said: list[str] = []
    window.documents.say = said.append  # type: ignore[method-assign]
    window.controls.status.set_complaint = said.append  # type: ignore[method-assign]
    window.exports.save_curve(tmp_path / "no such folder" / "curve.csv")
    qtbot.waitUntil(lambda: any("no such folder" in sentence for sentence in said), timeout=PATIENCE)
