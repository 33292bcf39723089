"""Presentation: one panel and the lesson fill the screen, the pointer has a halo, units have numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.window.main_window import MainWindow


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def shown(window: MainWindow) -> set[str]:
    docks = ((panel.spec.name, window.layout_of_panels.dock(panel)) for panel in window.panels)
    return {name for name, dock in docks if not dock.isHidden()}


def test_one_panel_and_the_lesson_fill_the_screen_and_all_comes_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.layout_of_panels.restore_default()
    window.layout_of_panels.open_beside(window.lesson, 400)
    window.network_diagram.setFocus()
    before, present = shown(window), action(window, "presentation")
    present.trigger()
    qtbot.waitUntil(window.isFullScreen)
    assert shown(window) == {"network_diagram", "lesson"}
    qtbot.waitUntil(lambda: window.network_diagram.width() > window.lesson.width())
    assert all(panel.numbered for panel in window.panels)
    pointer = QApplication.overrideCursor()
    assert pointer is not None
    assert pointer.pixmap().deviceIndependentSize().width() >= 3 * 24  # three times a usual pointer
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not present.isChecked()
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert shown(window) == before
    assert QApplication.overrideCursor() is None
    assert not any(panel.numbered for panel in window.panels)


def test_from_the_lesson_what_stands_in_the_middle_is_presented(qtbot: QtBot, window: MainWindow) -> None:
    layout = window.layout_of_panels
    layout.restore_default()
    layout.open_beside(window.lesson, 400)
    layout.bring_to_front(window.evaluation)
    window.lesson.setFocus()
    qtbot.waitUntil(window.evaluation.isVisible)
    action(window, "presentation").trigger()
    assert shown(window) == {"evaluation", "lesson"}
    action(window, "presentation").trigger()


def test_units_bear_their_numbers_on_request(window: MainWindow) -> None:
    numbers = action(window, "unit_numbers")
    numbers.trigger()
    assert window.hidden_units.numbered
    action(window, "presentation").trigger()
    action(window, "presentation").trigger()
    assert window.hidden_units.numbered
    numbers.trigger()
    assert not window.hidden_units.numbered
