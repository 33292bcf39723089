"""What a screen reader is told of every list to choose from."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAction
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.learning.settings import Settings
from nnviz.runs.snapshot import Phase
from nnviz.widgets import theme
from nnviz.window.application import destroy, dress
from nnviz.window.main_window import MainWindow
from tests.digits import make_mnist

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Qt itself tells it there")
PATIENCE = 60_000  # ms


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    before = theme.scheme()
    dress(qapp, theme.Scheme.DARK)
    yield
    theme.set_scheme(before)


def spoken(choice: QComboBox, kind: QAccessible.Text = QAccessible.Text.Name) -> str:
    return QAccessible.queryAccessibleInterface(choice).text(kind)


def test_every_list_of_the_window_is_named_by_what_it_is_for_and_by_what_is_chosen(qtbot: QtBot) -> None:
    window = MainWindow(Settings(hidden=(12, 8)), lambda: make_mnist(600, 200))
    window.show()
    qtbot.waitUntil(
        lambda: window.latest is not None and window.latest.phase is Phase.PAUSED, timeout=PATIENCE
    )
    picture = window.findChild(QAction, "export_picture")
    assert isinstance(picture, QAction)
    picture.trigger()
    choices = window.findChildren(QComboBox)
    assert len(choices) >= 10
    names = set()
    for choice in choices:
        what, chosen = choice.accessibleName(), choice.currentText()
        assert what, choice.objectName()
        assert spoken(choice) == (f"{what}: {chosen}" if chosen else what)
        assert spoken(choice, QAccessible.Text.Value) == chosen
        names.add(what)
    assert len(names) == len(choices), "each has a name of its own"
    destroy(window)


def test_another_choice_has_another_name_and_can_be_opened(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    choice = QComboBox()
    QVBoxLayout(holder).addWidget(choice)
    choice.setAccessibleName("Speed of playing")
    choice.addItems(["1 step/s", "10 steps/s"])
    holder.show()
    assert spoken(choice) == "Speed of playing: 1 step/s"
    choice.setCurrentIndex(1)
    assert spoken(choice) == "Speed of playing: 10 steps/s"
    interface = QAccessible.queryAccessibleInterface(choice)
    assert interface.role() is QAccessible.Role.ComboBox
    actions = interface.actionInterface()
    choice.setEnabled(False)
    actions.doAction(QAccessibleActionInterface.showMenuAction())
    assert not choice.view().isVisible()
    choice.setEnabled(True)
    assert QAccessibleActionInterface.showMenuAction() in actions.actionNames()
    actions.doAction(QAccessibleActionInterface.showMenuAction())
    qtbot.waitUntil(choice.view().isVisible)
    choice.hidePopup()
