"""The window with its real thread on small data: what the user does, and what the panels then show."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.cli.main import create_window
from nnviz.errors import BadInput
from nnviz.learning.neuron import Neuron
from nnviz.panels.panel import Panel
from nnviz.runs.snapshot import Phase
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow

PATIENCE = 60_000  # ms


def phase(window: MainWindow) -> Phase | None:
    return window.latest.phase if window.latest is not None else None


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction), name
    return found


def test_create_window_shows_nothing_by_itself(qtbot: QtBot, folder: Path) -> None:
    made = create_window(["--data", str(folder)])
    try:
        assert not made.isVisible()
        assert made.examples_seen == 0
    finally:
        destroy(made)
    with pytest.raises(BadInput, match="nowhere"):
        create_window(["--data", "nowhere"])


def test_names_that_other_programs_rely_on(window: MainWindow) -> None:
    for name in (
        *("network_diagram", "hidden_units", "learning_curve", "live_predictions", "drawing_pad"),
        *("neuron_inspector", "controls"),
    ):
        assert window.findChild(QWidget, name) is not None, name
    for name in ("start_pause", "step_example", "step_batch", "step_epoch", "reset", "clear_drawing"):
        action(window, name)


def test_space_starts_and_pauses(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(
        lambda: phase(window) is Phase.TRAINING and window.examples_seen > 3_000, timeout=PATIENCE
    )
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: phase(window) is Phase.PAUSED, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.latest.is_being_evaluated, timeout=PATIENCE)
    seen = window.examples_seen
    shown = window.hidden_units.snapshot
    assert shown is not None
    assert shown.examples_seen == seen
    assert len(shown.curve) > 5


def test_steps_and_reset(qtbot: QtBot, window: MainWindow) -> None:
    first = window.latest
    for name, seen in (("step_example", 1), ("step_batch", 10), ("step_epoch", 1_000)):
        action(window, name).trigger()
        qtbot.waitUntil(lambda seen=seen: window.examples_seen == seen, timeout=PATIENCE)
    action(window, "reset").trigger()
    qtbot.waitUntil(lambda: window.examples_seen == 0, timeout=PATIENCE)
    assert first is not None
    assert window.latest is not None
    np.testing.assert_array_equal(window.latest.network.weights[0], first.network.weights[0])


def test_stepping_by_one_example_shows_that_example(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "step_example").trigger()
    qtbot.waitUntil(lambda: window.input_image.source == "training", timeout=PATIENCE)
    assert window.latest is not None
    assert window.input_image.index == window.latest.last_example


def test_every_panel_shows_the_same_input_image_and_selection(qtbot: QtBot, window: MainWindow) -> None:
    window.hidden_units.neuron_clicked.emit(Neuron(2, 5))
    assert {panel.selection.pinned for panel in window.panels} == {Neuron(2, 5)}
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert {panel.selection.pinned for panel in window.panels} == {None}
    input_image = window.input_image
    window.live_predictions.page.setFocus()
    qtbot.keyClick(window.live_predictions.page, Qt.Key.Key_Right)
    qtbot.keyClick(window.live_predictions.page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.input_image is not input_image, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: {id(p.snapshot.input_image) for p in window.panels if p.snapshot} == {id(window.input_image)},
        timeout=PATIENCE,
    )


def test_a_hidden_panel_costs_nothing(qtbot: QtBot, window: MainWindow) -> None:
    dock = window.layout_of_panels.dock(window.hidden_units)
    dock.toggleViewAction().trigger()
    before = window.hidden_units.refreshes
    action(window, "step_epoch").trigger()
    qtbot.waitUntil(lambda: window.examples_seen == 1_000, timeout=PATIENCE)
    assert window.hidden_units.refreshes == before
    dock.toggleViewAction().trigger()  # it comes to the front, though it shares its place with another
    qtbot.waitUntil(lambda: window.hidden_units.refreshes > before, timeout=PATIENCE)


def test_docks_come_back_where_they_were(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "restore_layout").trigger()  # the windows of tests before may have left another one
    qtbot.wait(100)
    in_front = [panel for panel in window.panels if panel.isVisible()]  # the walk is behind the diagram
    places = {panel.objectName(): panel.mapTo(window, panel.rect().center()) for panel in in_front}
    for panel in window.panels:
        window.layout_of_panels.dock(panel).close()
    action(window, "restore_layout").trigger()

    def has_moved(panel: Panel) -> int:
        return (panel.mapTo(window, panel.rect().center()) - places[panel.objectName()]).manhattanLength()

    qtbot.waitUntil(
        lambda: all(panel.isVisible() and has_moved(panel) < 60 for panel in in_front), timeout=PATIENCE
    )


def test_a_huge_learning_rate_is_said_and_reset_works(qtbot: QtBot, folder: Path) -> None:
    window = create_window(["--data", str(folder), "--eta", "1e6", "--hidden", "12"])
    try:
        window.show()
        qtbot.waitUntil(lambda: phase(window) is Phase.PAUSED, timeout=PATIENCE)
        action(window, "start_pause").trigger()
        qtbot.waitUntil(lambda: window.adviser.told is not None, timeout=PATIENCE)
        assert window.adviser.told is not None
        assert "eta" in window.adviser.told.advice.changes
        action(window, "reset").trigger()
        qtbot.waitUntil(lambda: window.examples_seen == 0 and phase(window) is Phase.PAUSED, timeout=PATIENCE)
    finally:
        destroy(window)


def test_closing_while_training_leaves_no_thread(qtbot: QtBot, folder: Path) -> None:
    before = threading.active_count()
    window = create_window(["--data", str(folder), "--start"])
    window.show()
    qtbot.waitUntil(lambda: phase(window) is Phase.TRAINING, timeout=PATIENCE)
    destroy(window)
    assert threading.active_count() == before


def test_settings_and_layout_are_remembered(qtbot: QtBot, folder: Path) -> None:
    first = create_window(["--data", str(folder), "--eta", "0.25", "--hidden", "7"])
    first.show()
    qtbot.waitUntil(lambda: phase(first) is Phase.PAUSED, timeout=PATIENCE)
    first.layout_of_panels.dock(first.live_predictions).hide()
    destroy(first)
    second = create_window(["--data", str(folder)])
    try:
        second.show()
        qtbot.waitUntil(lambda: phase(second) is Phase.PAUSED, timeout=PATIENCE)
        assert second.latest is not None
        assert (second.latest.settings.eta, second.latest.settings.hidden) == (0.25, (7,))
        assert not second.live_predictions.isVisible()
        second.layout_of_panels.restore_default()
    finally:
        destroy(second)


def test_the_view_menu_names_every_panel_once(window: MainWindow) -> None:
    menus = [action.menu() for action in window.menuBar().actions()]
    view = next(menu for menu in menus if menu is not None and menu.title() == "&View")
    entries = [action.text() for action in view.actions() if not action.isSeparator()]
    assert len(entries) == len(set(entries))
    assert entries.count("Why did that weight move?") == 1


def test_an_applied_step_is_seen_in_walk_and_curve(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.latest is not None and window.latest.data is not None)
    window.findChild(QAction, "open_walk").trigger()
    walk = window.backprop_steps
    qtbot.waitUntil(lambda: walk.walk is not None)
    assert walk.digit.index == 0
    held, before = walk.walk, window.latest
    walk.does.apply.trigger()
    qtbot.waitUntil(lambda: walk.walk is not held)
    notice = walk.findChild(QWidget, "walk_notice")
    assert notice.isVisible()
    assert "Its cost C went from" in notice.text()
    assert walk.walk.cost != held.cost
    qtbot.waitUntil(lambda: window.latest.changes_by_hand == before.changes_by_hand + 1)
    accuracy = window.latest.curve.test_accuracy[-1]
    outputs = window.latest.network.outputs(window.latest.data.test.images / np.float32(255))
    assert accuracy == pytest.approx(np.mean(outputs.argmax(axis=1) == window.latest.data.test.labels))
