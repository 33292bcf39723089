"""The window looks back, goes on elsewhere and compares: driven by actions, keys and mouse, real threads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.panels.panel import Panel
from nnviz.runs.commands import Advance, ChangeSettings, RemoveRun, ShowRun
from nnviz.runs.history import MEMORY
from nnviz.runs.input_image import drawn_input
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore

PATIENCE = 60_000  # ms
EPOCH = 1_000


@pytest.fixture
def window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window whose run is at 3,000 examples."""
    qtbot.waitUntil(lambda: is_at(window, 0), timeout=PATIENCE)
    window.training.submit(Advance(3 * EPOCH))
    qtbot.waitUntil(lambda: is_at(window, 3 * EPOCH), timeout=PATIENCE)
    return window


def is_at(window: MainWindow, examples_seen: int) -> bool:
    latest = window.latest
    return latest is not None and latest.phase is Phase.PAUSED and latest.examples_seen == examples_seen


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction), name
    return found


def look_back(qtbot: QtBot, window: MainWindow, examples_seen: int) -> int:
    """Drag there; the moment that all panels then show."""
    window.timeline.track.moved_to.emit(float(examples_seen))
    qtbot.waitUntil(lambda: moments(window) == {examples_seen}, timeout=PATIENCE)
    return examples_seen


def moments(window: MainWindow) -> set[int]:
    """Examples seen in what the panels were given."""
    return {panel.snapshot.examples_seen for panel in window.panels if panel.snapshot is not None}


def snapshot_of(panel: Panel) -> Snapshot:
    assert panel.snapshot is not None
    return panel.snapshot


def numbers(snapshot: Snapshot) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return kernel.pack(snapshot.network)


def plain_run(start: Snapshot, examples_seen: int) -> Run:
    """Such a run as that of `start` began, trained so far, with nothing kept."""
    assert start.data is not None
    run = Run(start.changes[0].settings, start.data, Evaluator(start.data.test), memory=0)
    run.advance(examples_seen)
    return run


def newest(window: MainWindow) -> Snapshot:
    assert window.latest is not None
    return window.latest


def test_dragging_shows_that_step_everywhere_and_end_goes_live(qtbot: QtBot, window: MainWindow) -> None:
    track = window.timeline.track
    drawing = drawn_input(np.eye(28, dtype=np.float32))
    window.show_input_image(drawing)
    place = QPoint(round(track.place_of(1_200)), track.height() - 12)
    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=place)
    at = window.timeline.moment
    assert at is not None
    qtbot.waitUntil(lambda: moments(window) == {at}, timeout=PATIENCE)
    then = plain_run(newest(window), at)
    for panel in window.panels:
        shown = snapshot_of(panel)
        np.testing.assert_array_equal(numbers(shown), kernel.pack(then.trainer.network))
        assert shown.input_image is drawing
        assert shown.newest == 3 * EPOCH
    outputs = then.evaluate().outputs
    np.testing.assert_array_equal(snapshot_of(window.live_predictions).test_outputs, outputs)
    assert window.learning_curve.plot.marker == at
    assert "looking back" in window.timeline.badge.text()
    assert "looking back" in window.controls.status.details[0]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClick(window.timeline.track, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: moments(window) == {3 * EPOCH}, timeout=PATIENCE)
    assert window.learning_curve.plot.marker is None
    assert "live" in window.timeline.badge.text()


def test_training_goes_on_behind_the_past(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "start_pause").trigger()
    qtbot.waitUntil(lambda: window.examples_seen > 3 * EPOCH, timeout=PATIENCE)
    at = look_back(qtbot, window, 500)
    seen = window.examples_seen
    curve = len(snapshot_of(window.learning_curve).curve)
    qtbot.waitUntil(
        lambda: window.examples_seen > seen + EPOCH and len(snapshot_of(window.learning_curve).curve) > curve,
        timeout=PATIENCE,
    )
    assert moments(window) == {at}
    expected = kernel.pack(plain_run(newest(window), at).trainer.network)
    np.testing.assert_array_equal(numbers(snapshot_of(window.hidden_units)), expected)
    action(window, "start_pause").trigger()  # pausing is no reason to come back
    qtbot.waitUntil(lambda: newest(window).phase is Phase.PAUSED, timeout=PATIENCE)
    assert not window.time_machine.is_live


@pytest.mark.parametrize("name", ["start_pause", "step_batch", "reset"])
def test_what_is_asked_of_the_training_is_shown_live(qtbot: QtBot, window: MainWindow, name: str) -> None:
    look_back(qtbot, window, 500)
    action(window, name).trigger()
    assert window.time_machine.is_live
    qtbot.waitUntil(lambda: window.examples_seen != 3 * EPOCH, timeout=PATIENCE)
    qtbot.waitUntil(lambda: 500 not in moments(window), timeout=PATIENCE)


def test_the_bar_keeps_the_settings_that_training_goes_on_with(qtbot: QtBot, window: MainWindow) -> None:
    window.training.submit(ChangeSettings(replace(newest(window).settings, eta=0.25)))
    qtbot.waitUntil(lambda: newest(window).settings.eta == 0.25, timeout=PATIENCE)
    window.training.submit(Advance(EPOCH))
    qtbot.waitUntil(lambda: is_at(window, 4 * EPOCH), timeout=PATIENCE)
    look_back(qtbot, window, 500)
    assert snapshot_of(window.neuron_inspector).settings.eta == 3.0
    assert window.controls.form.run.eta == 0.25


def test_going_on_from_the_past_leaves_a_ghost(qtbot: QtBot, window: MainWindow) -> None:
    first = newest(window)
    look_back(qtbot, window, 1_500)
    action(window, "continue_from_here").trigger()
    qtbot.waitUntil(lambda: is_at(window, 1_500), timeout=PATIENCE)
    assert window.time_machine.is_live
    qtbot.waitUntil(lambda: len(window.learning_curve.plot.others.ghosts) == 1, timeout=PATIENCE)
    ghost, _ = window.learning_curve.plot.others.ghosts[0]
    np.testing.assert_array_equal(ghost.curve.test_accuracy, first.curve.test_accuracy)
    window.training.submit(Advance(500))
    qtbot.waitUntil(lambda: is_at(window, 2_000), timeout=PATIENCE)
    np.testing.assert_array_equal(
        numbers(newest(window)), kernel.pack(plain_run(newest(window), 2_000).trainer.network)
    )


def test_switching_between_runs(qtbot: QtBot, window: MainWindow) -> None:
    first = newest(window)
    action(window, "reset").trigger()
    qtbot.waitUntil(lambda: is_at(window, 0), timeout=PATIENCE)
    qtbot.waitUntil(window.timeline.runs.isVisible, timeout=PATIENCE)
    look = window.timeline.runs
    look.setCurrentIndex(0)
    look.activated.emit(0)
    qtbot.waitUntil(lambda: is_at(window, 3 * EPOCH), timeout=PATIENCE)
    assert newest(window).run == first.run
    np.testing.assert_array_equal(numbers(newest(window)), numbers(first))
    qtbot.waitUntil(lambda: moments(window) == {3 * EPOCH}, timeout=PATIENCE)
    window.runs_menu.aboutToShow.emit()
    listed = [entry for entry in window.runs_menu.actions() if not entry.icon().isNull()]
    assert [entry.text() for entry in listed] == ["run 1", "run 2"]
    listed[1].trigger()
    qtbot.waitUntil(lambda: is_at(window, 0), timeout=PATIENCE)


def test_a_twin_is_compared_unit_by_unit(qtbot: QtBot, window: MainWindow) -> None:
    first = newest(window)
    action(window, "twin_run").trigger()
    dialog = window.findChild(QDialog, "twin_dialog")
    assert dialog is not None
    value = dialog.findChild(QLineEdit, "twin_value")
    assert value is not None
    value.setText("nonsense")
    qtbot.keyClick(value, Qt.Key.Key_Return)
    assert dialog.isVisible()
    value.setText("0.5")
    qtbot.keyClick(value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_at(window, 3 * EPOCH) and newest(window).run != first.run, timeout=PATIENCE)
    twin = newest(window)
    units, scale = window.hidden_units, window.findChild(QComboBox, "hidden_units_scale")
    assert scale is not None
    qtbot.waitUntil(lambda: scale.findText("minus run 1") > 0, timeout=PATIENCE)
    scale.setCurrentIndex(scale.findText("minus run 1"))

    def shows(difference: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> bool:
        return units._images is not None and np.array_equal(units._images.values, difference)

    weights, others = twin.network.weights[0], first.network.weights[0]
    qtbot.waitUntil(lambda: shows(weights - others), timeout=PATIENCE)
    assert "difference after 3,000 examples" in units.caption
    at = look_back(qtbot, window, 700)
    then, others = (plain_run(run, at).trainer.network.weights[0] for run in (twin, first))
    qtbot.waitUntil(lambda: shows(then - others), timeout=PATIENCE)
    action(window, "go_live").trigger()
    window.training.submit(RemoveRun(first.run))
    qtbot.waitUntil(lambda: scale.count() == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "difference" not in units.caption, timeout=PATIENCE)


def test_marks_belong_to_their_run(qtbot: QtBot, window: MainWindow) -> None:
    look_back(qtbot, window, 1_500)
    window.timeline.add_mark()
    action(window, "reset").trigger()
    qtbot.waitUntil(lambda: is_at(window, 0), timeout=PATIENCE)
    assert window.timeline.marks == ()
    window.training.submit(ShowRun(snapshot_of(window.timeline).runs[0].number))
    qtbot.waitUntil(lambda: is_at(window, 3 * EPOCH), timeout=PATIENCE)
    assert [mark.examples_seen for mark in window.timeline.marks] == [1_500]


def test_the_memory_for_the_past_is_remembered(qtbot: QtBot, window: MainWindow) -> None:
    assert SettingsStore().history_memory() == MEMORY
    action(window, "history_memory_64").trigger()
    assert SettingsStore().history_memory() == 64 << 20
    named = window.training.runs.shown
    assert named is not None
    qtbot.waitUntil(lambda: named.run.history.memory == 64 << 20, timeout=PATIENCE)
    action(window, "history_memory_256").trigger()
