"""Notices at the window's foot: they take room for a while, and leave every panel as large as it was."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.datasets.mnist import load_mnist
from nnviz.learning.settings import Settings
from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.runs.commands import Advance
from nnviz.runs.snapshot import Phase
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow
from tests.digits import write_idx

PATIENCE = 60_000  # ms
LONG = "The last window ended without being closed, and what it had trained since 12:03 is still here. " * 3


@pytest.fixture(params=[(1100, 700), (1432, 856)])
def window(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    write_idx(tmp_path, count=600)
    data = load_mnist(tmp_path)
    made = MainWindow(Settings(hidden=(12,)), lambda: data)
    made.resize(*request.param)
    made.show()
    qtbot.waitUntil(lambda: made.latest is not None and made.latest.phase is Phase.PAUSED, timeout=PATIENCE)
    qtbot.wait(50)
    yield made
    destroy(made)


def places(window: MainWindow) -> dict[str, QRect]:
    """Of every dock but those behind others."""
    docks = [window.layout_of_panels.dock(panel) for panel in window.panels]
    return {dock.objectName(): dock.geometry() for dock in docks if not dock.visibleRegion().isEmpty()}


def notify(qtbot: QtBot, window: MainWindow) -> None:
    window.exports.banner.ask(LONG, [("one_answer", "Restore", int), ("other_answer", "Discard", int)])
    qtbot.waitUntil(window.exports.banner.isVisible)
    qtbot.wait(20)


def done(qtbot: QtBot, window: MainWindow) -> None:
    window.exports.banner.done()
    qtbot.wait(20)


def test_panels_are_as_large_as_before_once_notices_are_gone(qtbot: QtBot, window: MainWindow) -> None:
    docks = [window.layout_of_panels.dock(panel) for panel in (window.learning_curve, window.hidden_units)]
    for heights in ((), (130, 240), (210, 200)):  # as it comes, and as a user may have drawn them
        for dock, height in zip(docks, heights, strict=False):
            window.layout_of_panels.desk.resizeDocks([dock], [height], Qt.Orientation.Vertical)
            qtbot.wait(20)
        before = places(window)
        assert len(before) == 7
        for _ in range(3):
            notify(qtbot, window)
            assert places(window) != before
            done(qtbot, window)
            assert places(window) == before


def test_a_long_notice_has_its_buttons_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    notify(qtbot, window)
    banner = window.exports.banner
    ends = []
    for part in (banner.sentence, *banner.buttons):
        place = QRect(part.mapTo(window, part.rect().topLeft()), part.size())
        assert window.rect().contains(place), part.objectName()
        ends.append((place.left(), place.right()))
    assert all(right < left for (_, right), (left, _) in pairwise(ends))
    assert all(button.width() >= button.sizeHint().width() for button in banner.buttons)


def test_what_the_user_changes_meanwhile_stays(qtbot: QtBot, window: MainWindow) -> None:
    before = places(window)
    focused = QApplication.focusWidget()
    notify(qtbot, window)
    window.layout_of_panels.dock(window.backprop_steps).raise_()
    done(qtbot, window)
    after = places(window)
    assert "backprop_steps_dock" in after
    assert after["learning_curve_dock"] == before["learning_curve_dock"]
    assert QApplication.focusWidget() is focused
    notify(qtbot, window)
    dock = window.layout_of_panels.dock(window.learning_curve)
    window.layout_of_panels.desk.resizeDocks([dock], [dock.height() + 30], Qt.Orientation.Vertical)
    qtbot.wait(20)
    drawn = dock.height()
    done(qtbot, window)
    assert dock.height() >= drawn


def test_a_film_leaves_the_panels_as_they_were(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.training.submit(Advance(300))
    qtbot.waitUntil(lambda: window.examples_seen == 300, timeout=PATIENCE)
    before = places(window)
    for name in ("one.gif", "two.gif"):
        window.exports.save_training(HiddenUnits, tmp_path / name)
        qtbot.waitUntil(lambda: window.exports.film is None, timeout=PATIENCE)
        qtbot.wait(20)
        assert (tmp_path / name).exists()
        assert places(window) == before
