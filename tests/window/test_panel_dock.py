"""A panel's name is said once: in its tab where it shares its place, in its title bar everywhere else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.window.panel_dock import PanelDock

TITLES = {"tiger": "About tigers", "zebra": "About zebras"}


class Tiger(Panel):
    spec = PanelSpec("tiger", TITLES["tiger"], "…", FirstPlace("left"))


class Zebra(Panel):
    spec = PanelSpec("zebra", TITLES["zebra"], "…", FirstPlace("left"))


class Tabbed:
    """A window with two panels that share one place."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.tiger, self.zebra = PanelDock(Tiger()), PanelDock(Zebra())
        for dock in (self.tiger, self.zebra):
            self.window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
        self.window.tabifyDockWidget(self.tiger, self.zebra)
        self.window.resize(500, 400)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.tiger.raise_()

    def names(self) -> dict[str, int]:
        """How often each title can be read: on tabs and in title bars."""
        tabs = filter(can_be_seen, self.window.findChildren(QTabBar))
        texts = [bar.tabText(index) for bar in tabs for index in range(bar.count())]
        labels = [label for dock in (self.tiger, self.zebra) for label in dock.findChildren(QLabel)]
        texts += [label.text() for label in filter(can_be_seen, labels)]
        return {name: texts.count(title) for name, title in TITLES.items()}


def can_be_seen(widget: QWidget) -> bool:
    """Qt moves a tab bar that it does not need out of the window."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


@pytest.fixture
def tabbed(qtbot: QtBot) -> Tabbed:
    return Tabbed(qtbot)


def test_tabs_bear_the_names_of_the_panels_below_them(tabbed: Tabbed, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: tabbed.names() == {"tiger": 1, "zebra": 1})
    tabbed.zebra.raise_()
    qtbot.wait(50)
    assert tabbed.names() == {"tiger": 1, "zebra": 1}


def test_a_panel_that_is_alone_again_has_its_name_in_its_title_bar(tabbed: Tabbed, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: tabbed.names() == {"tiger": 1, "zebra": 1})
    tabbed.zebra.close()
    qtbot.waitUntil(lambda: tabbed.names() == {"tiger": 1, "zebra": 0})
    tabbed.zebra.show()
    qtbot.waitUntil(lambda: tabbed.names() == {"tiger": 1, "zebra": 1})


def test_a_panel_in_a_window_of_its_own_has_its_name_there(tabbed: Tabbed, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: tabbed.names() == {"tiger": 1, "zebra": 1})
    tabbed.zebra.float_or_dock()
    qtbot.waitUntil(lambda: tabbed.names() == {"tiger": 1, "zebra": 1})
    tabbed.zebra.float_or_dock()
    qtbot.waitUntil(lambda: tabbed.names() == {"tiger": 1, "zebra": 1})


class Lion(Panel):
    spec = PanelSpec("lion", "Everything about lions", "…", FirstPlace("left"), tab="Lions")


def test_a_long_title_is_short_in_a_tab_and_whole_below_it(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    lion, zebra = PanelDock(Lion()), PanelDock(Zebra())
    for dock in (lion, zebra):
        window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
    assert lion.windowTitle() == "Lions"
    window.tabifyDockWidget(zebra, lion)
    window.resize(500, 400)
    window.show()
    lion.raise_()
    (label, *_) = lion.findChildren(QLabel)
    qtbot.waitUntil(label.isVisible)
    assert label.text() == lion.toggleViewAction().text() == "Everything about lions"
    lion.set_title("All about one lion")
    assert (lion.windowTitle(), label.text()) == ("Lions", "All about one lion")
    lion.float_or_dock()
    qtbot.waitUntil(lambda: lion.windowTitle() == "All about one lion")
