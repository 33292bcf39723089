"""Other data than MNIST through the whole window: 12×9 pixels in 3 classes, and 28×28 in 47."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from nnviz.cli.main import main
from nnviz.datasets.dataset import Dataset
from nnviz.datasets.subject import MNIST, Subject
from nnviz.learning.neuron import Neuron, Selection
from nnviz.learning.settings import Settings
from nnviz.panels.backprop_steps.walk_bar import Mode
from nnviz.runs.commands import Advance
from nnviz.runs.input_image import drawn_input
from nnviz.runs.snapshot import Phase
from nnviz.widgets import theme
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore
from tests.digits import LETTERS, SHAPES, make_dataset, make_mnist, write_npz, write_pictures

PATIENCE = 60_000  # ms


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    digits = make_mnist()
    made = MainWindow(Settings(hidden=(12, 8)), lambda: digits, store=SettingsStore(), guards=True)
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: is_at(made, 0), timeout=PATIENCE)
    yield made
    made.documents._is_given_up = True
    destroy(made)


def is_at(window: MainWindow, examples: int) -> bool:
    latest = window.latest
    return (
        latest is not None
        and latest.phase is Phase.PAUSED
        and latest.data is not None
        and latest.examples_seen == examples
    )


def train(qtbot: QtBot, window: MainWindow, examples: int) -> None:
    window.training.submit(Advance(examples - window.examples_seen))
    qtbot.waitUntil(lambda: is_at(window, examples), timeout=PATIENCE)


def subject_of(window: MainWindow) -> Subject | None:
    return window.latest.subject if window.latest is not None else None


def shapes_in(folder: Path) -> Path:
    folder.mkdir()
    write_pictures(folder, make_dataset(train=360))
    (folder / "labels.txt").write_text("bar\ncross\ndot\n")
    return folder


def drop(window: MainWindow, *files: Path) -> bool:
    """Drag files over the window and let go; whether they were welcome."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), action, mime, button, keys)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), action, mime, button, keys))
    return enter.isAccepted()


def look_everywhere(qtbot: QtBot, window: MainWindow) -> None:
    """Every panel in front once, in both schemes, something selected in each layer; each paints itself."""
    for scheme in (theme.Scheme.LIGHT, theme.Scheme.DARK):
        theme.set_scheme(scheme)
        for layer, index in ((1, 5), (2, 3), (3, 1), (4, 2)):
            window.select(Selection(pinned=Neuron(layer, index)))
            for panel in window.panels:
                window.layout_of_panels.bring_to_front(panel)
                qtbot.wait(20)
                assert not panel.grab().isNull()


def test_a_folder_of_shapes_from_first_to_last(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.documents.open_data(shapes_in(tmp_path / "shapes"))
    qtbot.waitUntil(lambda: subject_of(window) != MNIST, timeout=PATIENCE)
    its = subject_of(window)
    assert its == Subject("shapes", (12, 9), ("bar", "cross", "dot"))
    assert window.latest is not None
    assert window.latest.network.sizes == (108, 12, 8, 3)
    qtbot.waitUntil(lambda: window.input_image.subject == its, timeout=PATIENCE)
    assert window.input_image.description == "test picture 18"
    look_everywhere(qtbot, window)

    train(qtbot, window, 3_000)
    assert window.latest.test_accuracy > 0.9

    drawing = np.zeros((280, 280), np.float32)
    drawing[60:220, 100:140] = 1
    window.drawing_pad.set_drawing(drawing)
    qtbot.waitUntil(lambda: window.input_image.source == "drawing", timeout=PATIENCE)
    assert window.input_image.image.shape == (108,)
    look_everywhere(qtbot, window)

    walk = window.backprop_steps
    window.layout_of_panels.bring_to_front(walk)
    qtbot.waitUntil(lambda: walk.walk is not None and walk.walk.subject == its, timeout=PATIENCE)
    assert walk.walk is not None
    assert window.shown is not None
    walk.open_walk(replace(window.shown, input_image=window.input_image))
    for stage in range(len(walk.digit.stages)):
        walk.digit.go(stage)
        assert not walk.grab().isNull()
    for mode in (Mode.MINI_BATCH, Mode.EPOCH, Mode.DIGIT):
        walk.show_mode(mode)
        qtbot.wait(200)
        assert not walk.grab().isNull()

    file = tmp_path / "shapes.nnviz"
    window.documents.save(file)
    qtbot.waitUntil(lambda: window.documents.path == file, timeout=PATIENCE)
    train(qtbot, window, 3_300)
    window.documents.open(file)
    qtbot.waitUntil(lambda: is_at(window, 3_000), timeout=PATIENCE)
    assert subject_of(window) == its


def test_a_session_of_other_data_asks_for_it(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    data = shapes_in(tmp_path / "shapes")
    file = tmp_path / "shapes.nnviz"
    assert main(["train", "--data", str(data), "--epochs", "1", "--hidden", "6", "--save", str(file)]) == 0
    window.documents.open(file)
    status = window.controls.status
    needed = "300 pictures of 12×9 pixels in 3 classes; open that first"
    qtbot.waitUntil(lambda: needed in status.warning, timeout=PATIENCE)
    assert subject_of(window) == MNIST
    window.documents.open_data(data / "train-images-idx3-ubyte.gz")  # one of the four is enough
    qtbot.waitUntil(lambda: subject_of(window) != MNIST, timeout=PATIENCE)
    window.documents.open(file)
    qtbot.waitUntil(lambda: is_at(window, 300), timeout=PATIENCE)
    assert window.latest is not None
    assert window.latest.network.sizes == (108, 6, 3)


def test_what_is_dropped_is_opened_once_unsaved_work_is_given_up(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    letters = write_npz(tmp_path / "letters.npz", make_dataset(LETTERS, train=600, test=141))
    (tmp_path / "classes.txt").write_text("\n".join(LETTERS.class_names))
    assert not drop(window, letters, tmp_path / "classes.txt")
    train(qtbot, window, 500)
    assert drop(window, letters)
    qtbot.waitUntil(lambda: window.documents.question is not None, timeout=PATIENCE)
    assert subject_of(window) == MNIST
    assert window.documents.question is not None
    window.documents.question.button(QMessageBox.StandardButton.Discard).click()
    qtbot.waitUntil(lambda: subject_of(window) != MNIST, timeout=PATIENCE)
    assert window.latest is not None
    assert window.latest.subject.class_names == LETTERS.class_names
    assert window.latest.network.sizes == (784, 12, 8, 47)
    train(qtbot, window, 600)
    look_everywhere(qtbot, window)


def test_data_that_cannot_be_read_changes_nothing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    file = write_npz(tmp_path / "bad.npz", make_dataset(), x_test=np.zeros((60, 9, 12), np.uint8))
    train(qtbot, window, 500)
    window.documents.open_data(file)
    qtbot.waitUntil(lambda: "12×9 pixels, but" in window.controls.status.warning, timeout=PATIENCE)
    assert is_at(window, 500)
    assert subject_of(window) == MNIST


def test_a_drawing_of_a_moment_before_is_let_go(qtbot: QtBot, window: MainWindow) -> None:
    before = window.input_image
    window.show_input_image(drawn_input(np.ones((12, 9), np.float32), SHAPES))
    assert window.input_image is before


def test_the_menu_offers_it(window: MainWindow) -> None:
    action = window.findChild(QAction, "open_data")
    assert action is not None
    assert ".npz" in action.toolTip()
    action.trigger()
    assert window.file_menu.dialog is not None
    window.file_menu.close()


@pytest.mark.parametrize("data", [make_dataset(), make_dataset(LETTERS, 600, 141)], ids=["shapes", "letters"])
def test_commands_without_a_window(tmp_path: Path, data: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    npz, file = write_npz(tmp_path / "made.npz", data), tmp_path / "a.nnviz"
    (tmp_path / "labels.txt").write_text("\n".join(data.class_names))
    assert main(["train", "--data", str(npz), "--epochs", "2", "--hidden", "9", "--save", str(file)]) == 0
    picture = tmp_path / "drawn.png"
    from PIL import Image

    ink = np.full((120, 90), 255, np.uint8)
    ink[20:100, 40:50] = 0
    Image.fromarray(ink).save(picture)
    capsys.readouterr()
    assert main(["predict", "--session", str(file), str(picture)]) == 0
    said = capsys.readouterr().out
    assert said.split(": ")[1].split("   ")[0] in data.class_names
    assert f"{data.class_names[-1]}: 0." in said
    assert main(["train", "--data", str(tmp_path / "nothing.npz")]) == 2
    assert "does not exist" in capsys.readouterr().err
