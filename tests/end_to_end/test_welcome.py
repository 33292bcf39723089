"""The first start: cards that go when they were done or closed, and never come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.datasets.load import load_data
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore
from nnviz.window.welcome import Welcome

PATIENCE = 60_000  # ms


@pytest.fixture
def made(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[MainWindow]]:
    """The windows of a test, closed at its end."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    windows: list[MainWindow] = []
    yield windows
    for window in windows:
        destroy(window)
    SettingsStore().forget_all()  # the few panels of a first start are not what other tests begin with


def opened(made: list[MainWindow], folder: Path, store: SettingsStore) -> MainWindow:
    data = load_data(folder)
    made.append(MainWindow(Settings(hidden=(5,)), lambda: data, store=store, guards=True))
    made[-1].show()
    return made[-1]


def new_store() -> SettingsStore:
    """What is remembered by somebody who has never used the program: nothing."""
    store = SettingsStore()
    store.forget_all()
    return store


def test_cards_go_one_by_one_and_never_come_back(qtbot: QtBot, made: list[MainWindow], folder: Path) -> None:
    store = new_store()
    welcome = opened(made, folder, store).welcome
    assert welcome is not None
    assert welcome.isVisible()
    check_that_nothing_is_hidden(made[0], welcome)
    made[0].network_diagram.neuron_hovered.emit(Neuron(2, 1))
    assert welcome.cards["point"].isHidden()
    made[0].drawing_pad.canvas.finished.emit()
    assert welcome.cards["draw"].isHidden()
    assert welcome.isVisible()
    made[0].training.submit(Advance(20))
    qtbot.waitUntil(welcome.isHidden, timeout=PATIENCE)
    assert opened(made, folder, store).welcome is None


def check_that_nothing_is_hidden(window: MainWindow, welcome: Welcome) -> None:
    """The cards are in the window, and below all panels, on a small screen too."""
    window.resize(1092, 664)
    QApplication.processEvents()
    cards = place_in(window, welcome)
    assert window.rect().contains(cards)
    for panel in window.panels:
        dock = window.layout_of_panels.dock(panel)
        assert dock.isHidden() or place_in(window, dock).bottom() < cards.top(), panel.objectName()


def place_in(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


SIMPLE = {"network_diagram", "drawing_pad", "learning_curve", "timeline"}


def test_the_first_start_has_few_panels_and_shows_how_to_see_all(
    qtbot: QtBot, made: list[MainWindow], folder: Path
) -> None:
    store = new_store()
    window = opened(made, folder, store)
    button = window.findChild(QToolButton, "all_panels")
    assert button is not None
    assert shown(window) == SIMPLE
    assert button.isVisible()
    assert button.text() == "Show all panels"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(shown(window)) > 10
    qtbot.waitUntil(button.isHidden)
    window.layout_of_panels.save()
    later = opened(made, folder, store)
    assert shown(later) == shown(window)


def shown(window: MainWindow) -> set[str]:
    docks = ((panel.spec.name, window.layout_of_panels.dock(panel)) for panel in window.panels)
    return {name for name, dock in docks if not dock.isHidden()}


def test_escape_closes_them_and_fewer_panels_are_all_again(
    qtbot: QtBot, made: list[MainWindow], folder: Path
) -> None:
    window = opened(made, folder, new_store())
    assert window.welcome is not None
    window.layout_of_panels.restore_default()
    assert not window.layout_of_panels.dock(window.panels[1]).isHidden()
    window.layout_of_panels.show_simple()
    assert shown(window) == SIMPLE
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.welcome.isHidden()
