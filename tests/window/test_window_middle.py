"""The column at the left keeps its width, however often the window lays itself out again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from nnviz.window.window_middle import WindowMiddle

LEFT, TOP = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.TopDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


def window_of_docks(qtbot: QtBot) -> tuple[QMainWindow, dict[Qt.DockWidgetArea, QDockWidget]]:
    window = QMainWindow()
    qtbot.addWidget(window)
    docks = {}
    for area in (TOP, BOTTOM, LEFT):
        dock = docks[area] = QDockWidget()
        dock.setObjectName(area.name)
        inside = QWidget()
        inside.setMinimumSize(50, 50)
        dock.setWidget(inside)
        window.addDockWidget(area, dock)
    for corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner):
        window.setCorner(corner, LEFT)
    WindowMiddle(window, docks.values())
    window.resize(1000, 600)
    window.show()
    qtbot.waitExposed(window)
    return window, docks


def test_a_column_keeps_its_width(qtbot: QtBot) -> None:
    window, docks = window_of_docks(qtbot)
    window.resizeDocks([docks[LEFT]], [300], Qt.Orientation.Horizontal)
    for minimum in range(51, 57):
        inside = docks[TOP].widget()
        assert inside is not None
        inside.setMinimumHeight(minimum)
        QApplication.processEvents()
        assert docks[LEFT].width() == 300
    assert docks[TOP].height() + docks[BOTTOM].height() > 580  # the middle takes nothing away


def test_what_is_alone_fills_the_window(qtbot: QtBot) -> None:
    window, docks = window_of_docks(qtbot)
    for area in (TOP, BOTTOM):
        docks[area].hide()
    qtbot.waitUntil(lambda: docks[LEFT].width() == window.width())
    docks[TOP].show()
    docks[LEFT].hide()
    qtbot.waitUntil(lambda: docks[TOP].size() == window.size())
