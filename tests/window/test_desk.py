"""The desk: as large as the window, and scrolled where that is smaller than the panels need."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from nnviz.window.desk import Desk


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    desk = Desk(window)
    desk.setContentsMargins(0, 0, 0, 0)
    for name in "ab":
        dock, content = QDockWidget(name), QWidget()
        dock.setObjectName(name)
        content.setMinimumSize(450, 200)
        dock.setWidget(content)
        desk.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
    return window


def desk_of(window: QMainWindow) -> Desk:
    desk = window.findChild(Desk)
    assert desk is not None
    return desk


def test_it_is_as_large_as_the_window(window: QMainWindow, qtbot: QtBot) -> None:
    window.resize(1200, 700)
    window.show()
    qtbot.waitUntil(lambda: desk_of(window).size() == QSize(1200, 700))
    assert not desk_of(window).view.horizontalScrollBar().isVisible()


def test_a_window_smaller_than_its_panels_stays_so_and_scrolls(window: QMainWindow, qtbot: QtBot) -> None:
    window.resize(500, 300)
    window.show()
    desk = desk_of(window)
    qtbot.waitUntil(lambda: desk.width() >= 900)
    assert window.size() == QSize(500, 300)
    bar = desk.view.horizontalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    assert bar.maximum() + desk.view.viewport().width() == desk.width()
