"""The first start: cards that go when they were done or closed, and never come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.datasets.load import load_data
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore

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
    assert made[0].rect().contains(welcome.geometry())
    made[0].network_diagram.neuron_hovered.emit(Neuron(2, 1))
    assert welcome.cards["point"].isHidden()
    made[0].drawing_pad.canvas.finished.emit()
    assert welcome.cards["draw"].isHidden()
    assert welcome.isVisible()
    made[0].training.submit(Advance(20))
    qtbot.waitUntil(welcome.isHidden, timeout=PATIENCE)
    assert opened(made, folder, store).welcome is None


def test_escape_closes_them_and_fewer_panels_are_all_again(
    qtbot: QtBot, made: list[MainWindow], folder: Path
) -> None:
    window = opened(made, folder, new_store())
    assert window.welcome is not None
    window.layout_of_panels.show_simple()
    seen = {panel.spec.name for panel in window.panels if not window.layout_of_panels.dock(panel).isHidden()}
    assert seen == {"network_diagram", "drawing_pad", "learning_curve", "timeline"}
    window.layout_of_panels.restore_default()
    assert not window.layout_of_panels.dock(window.panels[1]).isHidden()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.welcome.isHidden()
