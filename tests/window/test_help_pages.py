"""The text windows of the Help menu: keys from the actions, versions and places, a report that is copied."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnviz.learning.settings import Settings
from nnviz.panels.timeline.panel import Timeline
from nnviz.widgets.action import make_action
from nnviz.window import program_facts
from nnviz.window.help_pages import HelpPage, ReportWindow
from nnviz.window.log_lines import keep_log
from nnviz.window.settings_store import SettingsStore
from nnviz.window.shortcut_list import EVERYWHERE, shortcut_lists


def test_keys_are_read_off_the_actions(qtbot: QtBot) -> None:
    window, panel = QWidget(), Timeline()
    qtbot.addWidget(window)
    panel.setParent(window)
    make_action(window, "one", "&Do it", "Ctrl+D", "F4")
    make_action(window, "none", "Nothing")
    sign = QAction("‹", panel)
    sign.setShortcut(QKeySequence("A"))
    sign.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    sign.setToolTip("Back a page (A)")
    lists = shortcut_lists(window.findChildren(QAction))
    assert ("Do it", "Ctrl+D or F4") in lists[EVERYWHERE]
    assert ("Back a page", "A") in lists[panel.spec.title]
    assert "Nothing" not in str(lists)
    page = HelpPage("keys", "Keys", lists, window)
    page.show()
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert {"Everywhere", "Do it", "Ctrl+D or F4"} <= {*texts}
    page.close()


def test_a_report_has_versions_and_the_last_of_the_log(qtbot: QtBot) -> None:
    keep_log()
    logging.getLogger("nnviz.somewhere").warning("lost %s", Path.home() / "digits")
    text = program_facts.report(Settings(eta=0.25))
    assert f"numpy: {np.__version__}" in text
    assert "'eta': 0.25" in text
    assert "lost ~/digits" in text
    assert str(Path.home()) not in text
    parent = QWidget()
    qtbot.addWidget(parent)
    window = ReportWindow(text, parent)
    window.show()
    window.copying.click()
    assert QGuiApplication.clipboard().text() == text
    window.close()


def test_where_settings_lie_is_told() -> None:
    store = SettingsStore()
    assert dict(program_facts.places(store))["Settings"] == store.file
    assert (store.file.parent.name, store.file.name) == ("nnviz", "nnviz.ini")
