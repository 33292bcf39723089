"""Session files changed at random, opened one after the other in the real window: shown, or refused in words.

NNVIZ_FUZZ_WINDOW sets how many; a failure names its seed, and NNVIZ_FUZZ_SEED begins there.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nnviz.learning.settings import Settings
from nnviz.runs.snapshot import Phase
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow
from tests.digits import make_mnist
from tests.sessions.session_damage import write_damaged, write_good

COUNT = int(os.environ.get("NNVIZ_FUZZ_WINDOW", "40"))
FIRST = int(os.environ.get("NNVIZ_FUZZ_SEED", "0"))
PATIENCE = 60_000  # ms


@pytest.mark.filterwarnings("ignore::UserWarning")  # zipfile's, of names that are there twice
def test_the_window_shows_or_refuses_whatever_it_opens(qtbot: QtBot, tmp_path: Path) -> None:
    digits = make_mnist(503, 60)
    path, shown, refused = tmp_path / "a.nnviz", 0, 0
    write_good(path, digits)
    good = path.read_bytes()
    window = MainWindow(Settings(hidden=(4,)), lambda: digits)
    try:
        window.resize(1200, 800)
        window.show()
        qtbot.waitUntil(
            lambda: window.latest is not None and window.latest.phase is Phase.PAUSED, timeout=PATIENCE
        )
        for seed in range(FIRST, FIRST + COUNT):
            try:
                write_damaged(good, path, random.Random(seed))
                before = len(window.training.runs.all)
                opened = open_file(qtbot, window, path)
                shown, refused = shown + opened, refused + (not opened)
                assert opened or len(window.training.runs.all) == before
                assert not window.grab().isNull()  # everything is painted
                assert window.layout_of_panels.state() is not None
            except Exception as error:
                raise AssertionError(f"NNVIZ_FUZZ_SEED={seed}: {error!r}") from error
    finally:
        destroy(window)
    assert shown > COUNT / 10
    assert refused > COUNT / 3


def open_file(qtbot: QtBot, window: MainWindow, path: Path) -> bool:
    """Whether it was opened; all that follows from it has been seen to for a few frames."""
    documents = window.documents
    documents.path = None
    documents.open(path)
    qtbot.waitUntil(lambda: not documents._is_busy, timeout=PATIENCE)
    qtbot.wait(30)
    if documents.path is None:
        assert str(path) in window.controls.status.warning or "other data" in window.controls.status.warning
    return documents.path is not None
