"""What an author shows becomes a lesson: recorded, written, checked and opened, it is the same again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from nnviz.cli.main import create_window, main
from nnviz.learning import kernel
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.neuron import Neuron, Selection
from nnviz.panels.drawing_pad.strokes import Stroke
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.panel import Panel
from nnviz.runs.commands import Advance, BeginTwin, ChangeSettings, KeepEdits, Reset, Start
from nnviz.runs.input_image import InputImage, data_input
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow

PATIENCE = 60_000  # ms


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = create_window(["--hidden", "6", "--seed", "1"])
    made.resize(1300, 850)
    made.show()
    made.layout_of_panels.restore_default()
    qtbot.waitUntil(lambda: is_paused(made), timeout=PATIENCE)
    yield made
    destroy(made)


def is_paused(window: MainWindow) -> bool:
    latest = window.latest
    return latest is not None and latest.phase is Phase.PAUSED and not latest.is_being_evaluated


def train(qtbot: QtBot, window: MainWindow, examples: int) -> None:
    there = window.examples_seen + examples
    window.training.submit(Advance(examples))
    qtbot.waitUntil(lambda: window.examples_seen == there and is_paused(window), timeout=PATIENCE)


def is_seen(panel: Panel, image: InputImage) -> bool:
    """Whether a panel shows this image."""
    return (
        not panel.visibleRegion().isEmpty()
        and panel.snapshot is not None
        and panel.snapshot.input_image is image
    )


def latest(window: MainWindow) -> Snapshot:
    assert window.latest is not None
    return window.latest


def press(qtbot: QtBot, window: MainWindow, name: str) -> None:
    def buttons() -> list[QPushButton]:
        return [one for one in window.findChildren(QPushButton, name) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(buttons()), timeout=PATIENCE)
    qtbot.mouseClick(buttons()[-1], Qt.MouseButton.LeftButton)


def add_page(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """As an author does it: the button, the words, “Add”."""
    recorder = window.recorder
    before = len(recorder.pages)
    press(qtbot, window, "add_page")
    qtbot.waitUntil(lambda: recorder.dialog is not None, timeout=PATIENCE)
    assert recorder.dialog is not None
    recorder.dialog.words.setPlainText(words)
    recorder.dialog.accept()
    recorder.dialog = None
    assert len(recorder.pages) == before + 1


def seen(window: MainWindow) -> dict[str, object]:
    """What a page is about, told by the window itself."""
    state, now = window.lesson_host.state(), latest(window)
    assert state is not None
    assert window.shown is not None
    shown, runs = window.training.runs.find(now.run), window.training.runs.all
    assert shown is not None
    twins = [one.run for one in runs if one.twin == now.run or one.number == shown.twin]
    return {
        "network": kernel.pack(window.shown.network).tobytes(),
        "newest": kernel.pack(now.network).tobytes(),
        "settings": now.settings,
        "changes": now.changes,
        "image": (window.input_image.source, window.input_image.index),
        "ink": round(float(window.drawing_pad.drawing.sum()) / 10),
        "panels": state.open_panels - {"lesson"},
        "large": window.layout_of_panels.is_enlarged,
        "pinned": state.pinned,
        "edges": state.edges if "network_diagram" in state.open_panels else "",
        "stage": state.walk_stage,
        "twin": [kernel.pack(twin.trainer.network).tobytes() for twin in twins],
    }


def test_what_was_recorded_is_there_again_when_it_is_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder, layout = window.recorder, window.layout_of_panels
    recorder.begin()
    expected = []

    # A run whose η changes within a mini-batch; a unit is held, connections, image and panels are chosen.
    train(qtbot, window, 704)
    window.training.submit(ChangeSettings(replace(latest(window).settings, eta=0.5)))
    train(qtbot, window, 205)
    layout.show_only([window.network_diagram, window.neuron_inspector])
    window.select(Selection(pinned=Neuron(2, 3)))
    window.network_diagram.header.mode = EdgeMode.CHANGE
    digits = latest(window).data
    assert digits is not None
    window.show_input_image(data_input(digits.test, 61))
    qtbot.waitUntil(lambda: window.shown is not None and window.input_image.index == 61, timeout=PATIENCE)
    expected.append(seen(window))
    add_page(qtbot, window, "Look at *unit 3*.")

    # The same run goes on, and is looked back at; a drawing goes through it, in one panel alone.
    train(qtbot, window, 91)
    window.select(Selection())
    layout.show_only([window.drawing_pad, window.timeline])
    window.drawing_pad.set_strokes((Stroke(((140.0, 40.0), (141.5, 200.25))), Stroke(((60.0, 220.0),))))
    qtbot.waitUntil(lambda: window.input_image.source == "drawing", timeout=PATIENCE)
    layout.enlarge(layout.dock(window.drawing_pad))
    window.timeline.moment_requested.emit(700)
    qtbot.waitUntil(lambda: window.shown is not None and window.shown.examples_seen == 700, timeout=PATIENCE)
    expected.append(seen(window))
    add_page(qtbot, window, "Your drawing.")

    # Another network, with a twin, walked.
    layout.enlarge(layout.dock(window.drawing_pad))
    window.go_live()
    settings = replace(latest(window).settings, hidden=(5, 4), activation="relu", seed=9, mini_batch=7)
    window.training.submit(Reset(settings))
    qtbot.waitUntil(lambda: latest(window).settings == settings and is_paused(window), timeout=PATIENCE)
    train(qtbot, window, 70)
    window.training.submit(BeginTwin(replace(settings, eta=0.1)))
    qtbot.waitUntil(lambda: latest(window).settings.eta == 0.1 and is_paused(window), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.examples_seen == 70, timeout=PATIENCE)
    window.show_input_image(data_input(digits.train, 5, "training"))
    layout.show_only([window.backprop_steps])
    walk = window.backprop_steps
    qtbot.waitUntil(lambda: is_seen(walk, window.input_image) and walk.walk is not None, timeout=PATIENCE)
    assert walk.snapshot is not None
    walk.open_walk(walk.snapshot)
    walk.digit.go(4)
    expected.append(seen(window))
    add_page(qtbot, window, "The walk.")

    press(qtbot, window, "stop_recording")
    assert window.file_menu.dialog is not None
    path = tmp_path / "as-shown.lesson.md"
    window.file_menu.dialog.fileSelected.emit(str(path))
    window.file_menu.close()
    assert not recorder.is_recording
    assert recorder.pages == []
    assert main(["lesson", "check", str(path)]) == 0
    assert "3 pages" in capsys.readouterr().out

    host = window.lesson_host
    for number in (0, 1, 2, 1):
        if host.is_open:
            window.lesson.page_requested.emit(number)
        else:
            window.lesson_host.open_named(str(path))
        qtbot.waitUntil(lambda: host._is_settled and is_paused(window), timeout=PATIENCE)
        page = expected[number]
        qtbot.waitUntil(lambda page=page: seen(window) == page, timeout=PATIENCE)


def test_nothing_is_lost_and_nothing_wrong_is_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    recorder, said = window.recorder, list[str]()
    window.show_problem = said.append  # type: ignore[method-assign]

    # With nothing in it, a recording ends with a sentence, and the window may close.
    recorder.begin()
    press(qtbot, window, "stop_recording")
    assert said.pop() == "Nothing was recorded: no page was added."
    assert not recorder.is_recording
    assert recorder.may_close()

    # While it trains, the page is cut where it has paused.
    recorder.begin()
    window.training.submit(Start())
    qtbot.waitUntil(lambda: latest(window).phase is Phase.TRAINING, timeout=PATIENCE)
    add_page(qtbot, window, "After a while.")
    assert is_paused(window)
    assert recorder.pages[0].seen.run.examples_seen == window.examples_seen

    # Words that no lesson may have are refused where they are typed.
    press(qtbot, window, "add_page")
    dialog = recorder.dialog
    assert dialog is not None
    for words, wrong in (
        ("", "This page has no words"),
        ("<b>bold</b>", "HTML"),
        ("::: dance :::", "no directive “dance”"),
        ("[out](https://example.org)", "outside"),
    ):
        dialog.words.setPlainText(words)
        dialog.accept()
        assert wrong in dialog.complaint.text()
    dialog.title.clear()
    dialog.accept()
    assert dialog.complaint.text() == "The page needs a title."
    dialog.reject()
    assert len(recorder.pages) == 1

    # A unit that is switched off is the reader's to switch off; a bias that was moved is only named.
    window.hidden_units.network_edited.emit(
        NetworkEdits(frozenset({Neuron(2, 4)}), bias_shifts=((Neuron(2, 1), 0.5),))
    )
    press(qtbot, window, "add_page")
    assert recorder.dialog is not None
    assert "a bias that was moved" in recorder.dialog.notes.toPlainText()
    recorder.dialog.reject()
    assert recorder.dialog is not dialog

    # What no directive tells is not recorded.
    window.training.submit(KeepEdits(NetworkEdits(frozenset({Neuron(2, 4)}))))
    qtbot.waitUntil(lambda: latest(window).changes_by_hand > 0, timeout=PATIENCE)
    press(qtbot, window, "add_page")
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    assert "changed by hand" in said.pop()
    window.lesson_host.open_named("5")
    press(qtbot, window, "add_page")
    assert "A lesson is open" in said.pop()
    window.leave_lesson()

    # A place that cannot be written, or that holds something, keeps the recording going.
    assert not recorder.write(tmp_path / "nowhere" / "a.lesson.md")
    assert "cannot be saved" in said.pop()
    (tmp_path / "a.lesson.md").write_text("mine")
    assert not recorder.write(tmp_path / "a.md")
    assert "is there already" in said.pop()
    assert (tmp_path / "a.lesson.md").read_text() == "mine"
    assert len(recorder.pages) == 1

    # The window asks before it closes; once written, it need not.
    window.close()
    assert window.isVisible()
    assert recorder.question is not None
    recorder.question.button(QMessageBox.StandardButton.Cancel).click()
    window.close()
    assert recorder.question is not None
    recorder.question.button(QMessageBox.StandardButton.Save).click()
    assert window.file_menu.dialog is not None
    window.file_menu.dialog.fileSelected.emit(str(tmp_path / "b"))
    assert not window.isVisible()
    assert "title: B" in (tmp_path / "b.lesson.md").read_text()
