"""Sessions in the real window: saving, opening, being asked, and coming back after a crash."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from nnviz.datasets.dataset import Dataset
from nnviz.learning.settings import Settings
from nnviz.panels.drawing_pad.strokes import Page, Stroke
from nnviz.runs.commands import Advance, Reset, Start
from nnviz.runs.snapshot import Phase
from nnviz.sessions.panel_layout import Group, PanelLayout, Place, Side
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import load_session, save_session
from nnviz.window.application import destroy
from nnviz.window.documents.autosave import INTERVAL
from nnviz.window.documents.recovery import recovery_folder
from nnviz.window.documents.unsaved_question import UnsavedQuestion
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore
from tests.digits import make_mnist

PATIENCE = 60_000  # ms
STROKES = (Stroke(((60.0, 200.0), (140.0, 60.0), (220.0, 200.0))),)
Make = Callable[..., MainWindow]


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return make_mnist()


@pytest.fixture
def make_window(qtbot: QtBot, digits: Dataset) -> Iterator[Make]:
    made: list[MainWindow] = []

    def make(guards: bool = True, data: Dataset = digits) -> MainWindow:
        window = MainWindow(Settings(hidden=(12,)), lambda: data, store=SettingsStore(), guards=guards)
        made.append(window)
        window.resize(1200, 800)
        window.show()
        qtbot.waitUntil(lambda: phase(window) is Phase.PAUSED, timeout=PATIENCE)
        return window

    yield make
    for window in made:
        window.documents._is_given_up = True
        destroy(window)
    for left in recovery_folder().glob("*"):
        left.unlink()


def phase(window: MainWindow) -> Phase | None:
    return window.latest.phase if window.latest is not None else None


def train(qtbot: QtBot, window: MainWindow, examples: int) -> None:
    before = window.examples_seen
    window.training.submit(Advance(examples))
    qtbot.waitUntil(
        lambda: phase(window) is Phase.PAUSED and window.examples_seen == before + examples, timeout=PATIENCE
    )


def save(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.documents.save(path)
    qtbot.waitUntil(lambda: window.documents.path == path, timeout=PATIENCE)


def note(window: MainWindow) -> str:
    return window.controls.status.details[0]


def problem(window: MainWindow) -> str:
    return window.controls.status.warning


def sayings(window: MainWindow) -> list[str]:
    """What is said from now on about files, in order."""
    said: list[str] = []
    say = window.documents.say

    def listen(sentence: str) -> None:
        said.append(sentence)
        say(sentence)

    window.documents.say = listen  # type: ignore[method-assign]
    return said


def seen(window: MainWindow) -> list[int]:
    """Examples seen, of each run."""
    return [run.examples_seen for run in window.latest.runs] if window.latest is not None else []


def question(window: MainWindow) -> UnsavedQuestion:
    asked = window.documents.question
    assert asked is not None
    return asked


def press(window: MainWindow, name: str) -> None:
    button = next(b for b in window.findChildren(QPushButton, name) if b.isVisible())
    button.click()


def test_a_pasted_picture_is_the_input_image_again(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    first = make_window()
    train(qtbot, first, 200)
    picture = np.zeros((60, 90), dtype=np.float32)
    picture[10:50, 30:42] = 0.7
    first.drawing_pad.set_page(Page(picture, STROKES[:1], 3))
    qtbot.waitUntil(lambda: first.input_image.label == 3)
    assert first.documents.state.is_modified
    save(qtbot, first, tmp_path / "one.nnviz")
    assert not first.documents.state.is_modified
    second = make_window()
    second.documents.open(tmp_path / "one.nnviz")
    qtbot.waitUntil(lambda: second.input_image.label == 3, timeout=PATIENCE)
    np.testing.assert_array_equal(second.input_image.image, first.input_image.image)
    qtbot.waitUntil(lambda: second.documents.path is not None, timeout=PATIENCE)
    assert second.drawing_pad.page.is_like(first.drawing_pad.page)
    assert not second.documents.state.is_modified
    second.drawing_pad.set_page(Page(picture + np.float32(0.1), STROKES[:1], 3))
    assert second.documents.state.is_modified


def test_a_session_comes_back_whole(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    first = make_window()
    train(qtbot, first, 1_500)
    first.drawing_pad.set_strokes(STROKES, 7)
    qtbot.waitUntil(lambda: first.input_image.label == 7)
    first.drawing_pad.bench.keep()
    kept = first.drawing_pad.bench.kept
    assert kept is not None
    first.drawing_pad.train_on_requested.emit(kept)
    qtbot.waitUntil(lambda: bool(first.latest and first.latest.changes_by_hand == 1), timeout=PATIENCE)
    first.layout_of_panels.dock(first.live_predictions).hide()
    save(qtbot, first, tmp_path / "one.nnviz")
    assert note(first) == "Saved as one.nnviz"
    second = make_window()
    second.documents.open(tmp_path / "one.nnviz")
    qtbot.waitUntil(lambda: second.documents.path is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: second.examples_seen == 1_500, timeout=PATIENCE)
    assert first.latest is not None
    assert second.latest is not None
    np.testing.assert_array_equal(second.latest.network.weights[0], first.latest.network.weights[0])
    np.testing.assert_array_equal(second.latest.curve.cost, first.latest.curve.cost)
    assert (second.drawing_pad.strokes(), second.drawing_pad.label) == (STROKES, 7)
    again = second.drawing_pad.bench.kept
    assert again is not None
    np.testing.assert_array_equal(again.images, kept.images)
    assert again.labels.tolist() == [7]
    assert not second.live_predictions.isVisible()
    assert not second.documents.state.is_modified
    second.drawing_pad.bench.set_kept(None)
    assert second.documents.state.is_modified
    for window in (first, second):
        train(qtbot, window, 700)
    np.testing.assert_array_equal(second.latest.network.weights[0], first.latest.network.weights[0])
    assert second.documents.recent()[0] == tmp_path / "one.nnviz"
    for window in (first, second):  # the layout is remembered when they close, for the tests to come as well
        window.layout_of_panels.restore_default()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_name_that_is_no_utf_8(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"b\xff\xe4d.nnviz")
    first = make_window()
    train(qtbot, first, 400)
    save(qtbot, first, path)
    assert note(first) == r"Saved as b\xff\xe4d.nnviz"
    assert first.windowTitle() == r"b\xff\xe4d.nnviz[*]"
    assert [os.fsencode(file.name) for file in tmp_path.iterdir()] == [b"b\xff\xe4d.nnviz"]
    second = make_window()
    second.documents.open(second.documents.recent()[0])  # as the menu does, whose list was kept in between
    qtbot.waitUntil(lambda: second.documents.path == path, timeout=PATIENCE)
    qtbot.waitUntil(lambda: second.examples_seen == 400, timeout=PATIENCE)
    file_menu_shows(second, r"b\xff\xe4d.nnviz")


def file_menu_shows(window: MainWindow, name: str) -> None:
    menu = window.findChild(QMenu, "recent_sessions")
    assert menu is not None
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == name


def test_saving_goes_on_beside_training(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    window.training.submit(Start())
    qtbot.waitUntil(lambda: window.examples_seen > 2_000, timeout=PATIENCE)
    save(qtbot, window, tmp_path / "moving.nnviz")
    saved = load_session(tmp_path / "moving.nnviz").current.now.examples_seen
    qtbot.waitUntil(lambda: window.examples_seen > saved, timeout=PATIENCE)
    assert phase(window) is Phase.TRAINING
    assert window.documents.state.is_modified


def test_saving_twice_at_once_makes_both_files(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 400)
    said = sayings(window)
    for name in ("a", "b"):
        window.documents.save(tmp_path / f"{name}.nnviz")
    qtbot.waitUntil(lambda: "Saved as b.nnviz" in said, timeout=PATIENCE)
    assert said == ["Saving a.nnviz…", "Saving b.nnviz…", "Saved as a.nnviz", "Saved as b.nnviz"]
    assert window.documents.path == tmp_path / "b.nnviz"
    for name in ("a", "b"):
        assert load_session(tmp_path / f"{name}.nnviz").current.now.examples_seen == 400
    assert not window.documents.state.is_modified


def test_opening_while_saving_saves_first(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 400)
    save(qtbot, window, tmp_path / "old.nnviz")
    train(qtbot, window, 100)
    said, files = sayings(window), (tmp_path / "new.nnviz", tmp_path / "old.nnviz")
    window.documents.save(files[0])
    window.documents.unless_unsaved(lambda: window.documents.open(files[1]))
    qtbot.waitUntil(lambda: "Opened old.nnviz" in said, timeout=PATIENCE)
    assert window.documents.question is None  # by then, nothing was unsaved
    assert said == ["Saving new.nnviz…", "Saved as new.nnviz", "Opening old.nnviz…", "Opened old.nnviz"]
    qtbot.waitUntil(lambda: window.examples_seen == 400, timeout=PATIENCE)
    assert [load_session(file).current.now.examples_seen for file in files] == [500, 400]


def test_a_session_being_opened_is_not_saved_as_another(
    qtbot: QtBot, make_window: Make, tmp_path: Path
) -> None:
    window = make_window(guards=False)
    train(qtbot, window, 400)
    save(qtbot, window, tmp_path / "old.nnviz")
    train(qtbot, window, 100)
    save(qtbot, window, tmp_path / "new.nnviz")
    window.documents.open(tmp_path / "old.nnviz")
    window.documents.save(tmp_path / "new.nnviz")
    qtbot.waitUntil(lambda: "new.nnviz was not saved" in problem(window), timeout=PATIENCE)
    assert window.documents.path == tmp_path / "old.nnviz"
    assert load_session(tmp_path / "new.nnviz").current.now.examples_seen == 500


def test_closing_while_saving_saves_first(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 400)
    for name in ("a", "b"):
        window.documents.save(tmp_path / f"{name}.nnviz")
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert window.documents.question is None
    for name in ("a", "b"):
        assert load_session(tmp_path / f"{name}.nnviz").current.now.examples_seen == 400


def test_closing_while_saving_in_vain_does_not_close(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 400)
    window.documents.save(tmp_path / "none" / "a.nnviz")
    window.close()
    qtbot.waitUntil(lambda: "cannot be saved" in problem(window), timeout=PATIENCE)
    qtbot.wait(100)
    assert window.isVisible()
    assert window.documents.question is None


def test_closing_while_opening_waits_for_it(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 400)
    save(qtbot, window, tmp_path / "a.nnviz")
    window.documents.open(tmp_path / "a.nnviz")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert window.documents.question is None


def test_a_reset_while_opening_loses_nothing(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window(guards=False)
    train(qtbot, window, 400)
    save(qtbot, window, tmp_path / "a.nnviz")
    said = sayings(window)
    window.documents.open(tmp_path / "a.nnviz")
    window.training.submit(Reset(Settings(hidden=(9,))))
    qtbot.waitUntil(lambda: "Opened a.nnviz" in said, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.latest is not None and 400 in seen(window), timeout=PATIENCE)


def test_a_kill_while_saves_wait_does_them(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 400)
    for name in ("a", "b", "c"):
        window.documents.save(tmp_path / f"{name}.nnviz")
    window.close_at_once()
    for name in ("a", "b", "c"):
        assert load_session(tmp_path / f"{name}.nnviz").current.now.examples_seen == 400


def test_what_changes_while_unsaved_work_is_written_is_written_too(
    qtbot: QtBot, make_window: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    train(qtbot, window, 100)
    autosave = window.documents.autosave
    assert autosave is not None
    assert autosave.file is not None
    qtbot.waitUntil(lambda: not autosave._work.is_doing("look"), timeout=PATIENCE)
    begun, gate = threading.Event(), threading.Event()

    def slowly(*arguments: Any, **options: Any) -> None:
        begun.set()
        assert gate.wait(PATIENCE / 1_000)
        save_session(*arguments, **options)

    monkeypatch.setattr("nnviz.window.documents.document_state.save_session", slowly)
    autosave._timer.stop()  # so that it is not merely the next turn of the clock that writes
    autosave.save()
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
    window.drawing_pad.set_strokes(STROKES)  # asks for an autosave of its own, which has to wait
    gate.set()
    qtbot.waitUntil(autosave.file.exists, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(load_session(autosave.file).drawings), timeout=PATIENCE)
    assert INTERVAL >= 5_000


def test_files_that_are_none_leave_the_run_alone(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 500)
    save(qtbot, window, tmp_path / "good.nnviz")
    whole = (tmp_path / "good.nnviz").read_bytes()
    weights = window.latest.network.weights[0].copy() if window.latest else None
    contents = {"cut.nnviz": whole[: len(whole) // 2], "garbage.nnviz": b"garbage" * 99, "empty.nnviz": b""}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    for name in (*contents, "missing.nnviz"):
        window.documents.open(tmp_path / name)
        qtbot.waitUntil(lambda name=name: name in problem(window), timeout=PATIENCE)
    window.documents.save(tmp_path / "no such folder" / "file.nnviz")
    qtbot.waitUntil(lambda: "cannot be saved" in problem(window), timeout=PATIENCE)
    assert window.documents.path == tmp_path / "good.nnviz"
    assert phase(window) is Phase.PAUSED
    assert window.latest is not None
    np.testing.assert_array_equal(window.latest.network.weights[0], weights)
    train(qtbot, window, 10)


def test_a_run_of_other_digits_is_refused(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    first = make_window(guards=False)
    train(qtbot, first, 30)
    save(qtbot, first, tmp_path / "here.nnviz")
    other = make_window(guards=False, data=make_mnist(train=503))
    train(qtbot, other, 20)
    other.documents.open(tmp_path / "here.nnviz")
    qtbot.waitUntil(lambda: "other data" in problem(other), timeout=PATIENCE)
    assert (other.examples_seen, phase(other)) == (20, Phase.PAUSED)
    train(qtbot, other, 5)


def test_unsaved_work_is_asked_about(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 300)
    window.close()
    assert window.isVisible()
    question(window).button(UnsavedQuestion.StandardButton.Cancel).click()
    assert window.isVisible()
    train(qtbot, window, 10)  # everything goes on
    save(qtbot, window, tmp_path / "kept.nnviz")
    train(qtbot, window, 10)
    window.close()
    question(window).button(UnsavedQuestion.StandardButton.Save).click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert load_session(tmp_path / "kept.nnviz").current.now.examples_seen == 320
    assert list(recovery_folder().glob("*")) == []


def test_unsaved_work_may_be_thrown_away(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    train(qtbot, window, 300)
    window.close()
    question(window).button(UnsavedQuestion.StandardButton.Discard).click()
    assert not window.isVisible()
    assert list(recovery_folder().glob("*")) == []


def test_saving_a_new_session_on_closing_asks_where(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 300)
    window.close()
    question(window).button(UnsavedQuestion.StandardButton.Save).click()
    dialog = window.file_menu.dialog
    assert dialog is not None
    dialog.reject()
    assert window.isVisible()
    window.close()
    question(window).button(UnsavedQuestion.StandardButton.Save).click()
    dialog = window.file_menu.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "new"))  # the suffix comes by itself
    dialog.done(1)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert load_session(tmp_path / "new.nnviz").current.now.examples_seen == 300


def test_a_dialog_that_outlives_its_window_names_no_file(
    qtbot: QtBot, make_window: Make, tmp_path: Path
) -> None:
    window = make_window()
    train(qtbot, window, 100)
    window.file_menu.ask_where_to_save()
    dialog = window.file_menu.dialog
    assert dialog is not None
    window.close_at_once()  # as a signal does while the dialog asks whether to replace a file
    dialog.fileSelected.emit(str(tmp_path / "late.nnviz"))
    assert not dialog.isVisible()
    assert list(tmp_path.glob("late*")) == []


def test_nobody_is_asked_without_a_reason(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    untrained, programmed, saved = make_window(), make_window(guards=False), make_window()
    train(qtbot, programmed, 100)
    train(qtbot, saved, 100)
    save(qtbot, saved, tmp_path / "saved.nnviz")
    for window in (untrained, programmed, saved):
        window.close()
        assert not window.isVisible()
        assert window.documents.question is None


def test_opening_another_asks_first(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    train(qtbot, window, 100)
    save(qtbot, window, tmp_path / "other.nnviz")
    train(qtbot, window, 100)
    open_session = window.findChild(QAction, "open_session")
    assert isinstance(open_session, QAction)
    open_session.trigger()
    question(window).button(UnsavedQuestion.StandardButton.Discard).click()
    dialog = window.file_menu.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "other.nnviz"))
    dialog.done(1)
    qtbot.waitUntil(lambda: window.examples_seen == 100, timeout=PATIENCE)


def test_unsaved_work_is_kept_and_offered(qtbot: QtBot, make_window: Make) -> None:
    first = make_window()
    train(qtbot, first, 1_234)
    assert first.documents.autosave is not None
    first.documents.autosave.save()
    file = first.documents.autosave.file
    assert file is not None
    qtbot.waitUntil(file.exists, timeout=PATIENCE)
    if os.name == "posix":  # it is for nobody else to read
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first.drawing_pad.set_strokes(STROKES)  # kept at once
    qtbot.waitUntil(lambda: bool(load_session(file).drawings), timeout=PATIENCE)
    assert make_window().documents.banner.isHidden()  # the first is alive
    assert first.latest is not None
    measured = first.latest.curve.test_accuracy[-1]  # the newest point of the curve, at 1,000 examples
    first.close_at_once()
    assert file.exists()
    second = make_window()
    qtbot.waitUntil(second.documents.banner.isVisible, timeout=PATIENCE)
    offer = second.documents.banner.sentence.text()
    assert f"Epoch 1.23, test {100 * measured:.2f} % after 1.00, with a drawing." in offer
    press(second, "restore_work")
    qtbot.waitUntil(lambda: second.examples_seen == 1_234, timeout=PATIENCE)
    qtbot.waitUntil(lambda: second.drawing_pad.strokes() == STROKES, timeout=PATIENCE)
    assert second.documents.banner.isHidden()
    assert second.documents.state.is_modified
    assert file.exists()  # until it is saved, or thrown away
    second.close()
    question(second).button(UnsavedQuestion.StandardButton.Discard).click()
    assert not file.exists()


def test_what_is_offered_may_be_discarded(qtbot: QtBot, make_window: Make) -> None:
    first = make_window()
    train(qtbot, first, 100)
    first.close_at_once()
    (file,) = recovery_folder().glob("*.nnviz")
    second = make_window()
    qtbot.waitUntil(second.documents.banner.isVisible, timeout=PATIENCE)
    second.close()  # undecided: it is offered again
    third = make_window()
    qtbot.waitUntil(third.documents.banner.isVisible, timeout=PATIENCE)
    press(third, "discard_work")
    assert not file.exists()
    assert third.documents.banner.isHidden()
    assert third.examples_seen == 0


def test_a_recovery_file_that_is_damaged_stops_nothing(qtbot: QtBot, make_window: Make) -> None:
    recovery_folder().mkdir(parents=True, exist_ok=True)
    damaged = recovery_folder() / "1-aa.nnviz"
    damaged.write_bytes(b"PK damaged")
    window = make_window()
    train(qtbot, window, 100)
    assert window.documents.autosave is not None
    file = window.documents.autosave.file
    assert file is not None
    window.documents.autosave.save()
    qtbot.waitUntil(file.exists, timeout=PATIENCE)
    assert window.documents.banner.isHidden()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    window = make_window(guards=False)
    window.documents.save(tmp_path / "one.nnviz")
    qtbot.waitUntil(lambda: "cannot be saved" in problem(window), timeout=PATIENCE)
    tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said(make_window: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window(guards=False)
    train(qtbot, window, 10)
    monkeypatch.setattr("nnviz.window.documents.document_state.save_session", _to_a_full_disk)
    window.documents.save(Path("anything.nnviz"))
    qtbot.waitUntil(lambda: "No space left" in problem(window), timeout=PATIENCE)
    assert not window.controls.status.details[0].startswith("Saving")


def _to_a_full_disk(_path: Path, session: Session, _private: bool) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        full.write(bytes(len(session.runs)))


def test_a_layout_of_other_panels_changes_nothing(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window(guards=False)
    train(qtbot, window, 10)
    save(qtbot, window, tmp_path / "one.nnviz")
    session = load_session(tmp_path / "one.nnviz")
    foreign = PanelLayout((Side("left", 300, 300, Group("rows", (Place("somebody_elses", size=300),))),))
    save_session(tmp_path / "odd.nnviz", Session(session.runs, layout=foreign))
    before = window.layout_of_panels.state()
    window.documents.open(tmp_path / "odd.nnviz")
    qtbot.waitUntil(lambda: window.documents.path == tmp_path / "odd.nnviz", timeout=PATIENCE)
    assert window.layout_of_panels.state() == before
