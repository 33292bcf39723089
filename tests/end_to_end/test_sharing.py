"""A share string from one window opens the same network in another, and says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction, QGuiApplication
from pytestqt.qtbot import QtBot

from nnviz.cli.main import create_window
from nnviz.errors import BadInput
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance
from nnviz.runs.recipe import Recipe
from nnviz.runs.snapshot import Change, Phase
from nnviz.sessions.share import share_string
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow

PATIENCE = 60_000  # ms


def trigger(window: MainWindow, name: str) -> None:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction)
    found.trigger()


def complaint(window: MainWindow) -> str:
    return window.controls.status.warning


def trained(qtbot: QtBot, window: MainWindow, examples: int) -> None:
    window.training.submit(Advance(examples))
    latest = window.latest
    assert latest is not None
    target = latest.examples_seen + examples
    qtbot.waitUntil(
        lambda: window.examples_seen == target and window.latest is not None
        and window.latest.phase is Phase.PAUSED,
        timeout=PATIENCE,
    )  # fmt: skip


def test_a_copied_string_opens_the_same_network(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    trained(qtbot, window, 340)
    window.controls.live_settings_changed.emit(Settings(hidden=(12,), seed=3, eta=0.5))
    trained(qtbot, window, 1_000)
    trigger(window, "copy_share_string")
    text = QGuiApplication.clipboard().text()
    assert len(text) <= 200
    other = create_window(["--data", str(folder), "--share", text])
    try:
        said: list[str] = []
        other.documents.say = said.append  # type: ignore[method-assign]
        qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
        assert "bit for bit" in said[0]
        here, there = other.latest, window.latest
        assert here is not None
        assert there is not None
        assert here.changes == there.changes
        for weights, others in zip(here.network.weights, there.network.weights, strict=True):
            np.testing.assert_array_equal(weights, others)
    finally:
        destroy(other)


def test_a_string_is_pasted_into_a_dialog(qtbot: QtBot, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("something else")
    trigger(window, "open_share_string")
    dialog = window.sharing.dialog
    assert dialog is not None
    assert dialog.text.text() == ""
    dialog.text.setText("nnviz1-hello")
    dialog.accept()
    assert "no share string" in dialog.complaint.text()
    dialog.reject()
    before = window.latest
    assert before is not None
    trigger(window, "copy_share_string")
    trigger(window, "open_share_string")
    again = window.sharing.dialog
    assert again is not None
    assert again.text.text() == QGuiApplication.clipboard().text()
    again.accept()
    qtbot.waitUntil(lambda: window.latest is not None and window.latest.run != before.run, timeout=PATIENCE)


def test_what_cannot_be_shared_says_why(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("mine")
    window.trial.edits = NetworkEdits(switched_off=frozenset({Neuron(2, 3)}))
    trigger(window, "copy_share_string")
    assert "tried out" in complaint(window)
    assert QGuiApplication.clipboard().text() == "mine"


def test_a_bad_string_is_one_sentence_before_any_window() -> None:
    with pytest.raises(BadInput, match="no share string"):
        create_window(["--share", "x"])
    good = share_string(Recipe((Change(0, Settings()),), 0, data=1, network=2))
    with pytest.raises(BadInput, match="--share says all"):
        create_window(["--share", good, "--eta", "1"])
