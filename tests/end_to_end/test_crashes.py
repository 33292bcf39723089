"""kill -9, for real: nothing that was saved is torn, and next to nothing that was not saved is lost.

NNVIZ_KILLS says how often (5 if it is not set).
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nnviz.datasets.dataset import Dataset
from nnviz.datasets.mnist import load_mnist
from nnviz.learning.settings import Settings
from nnviz.sessions.session_file import load_session
from nnviz.window.application import destroy
from nnviz.window.documents import autosave
from nnviz.window.documents.recovery import recovery_folder
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("NNVIZ_KILLS", "5"))
INTERVAL = 1.0  # seconds between two autosaves: ten would take the test too long
WRITING = 2.0  # seconds allowed for writing, on a machine that does other things as well
PATIENCE = 60.0  # seconds
HOUR = "3600000"  # ms
MOMENTS = ("training", "saving", "autosaving")


@dataclass
class Journal:
    """What the window had done, and when it was killed."""

    lines: list[tuple[str, int, float]]
    killed_at: float

    def lost(self, what: str, amount: int) -> float:
        """Seconds of it that are lost, if only so much of it is left."""
        later = (when for kind, there, when in self.lines if kind == what and there > amount)
        return self.killed_at - min(later, default=self.killed_at)


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return load_mnist()


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_kill_costs_next_to_nothing(
    qtbot: QtBot,
    digits: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
    kill: int,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    file = tmp_path / "saved.nnviz"
    journal = run_and_kill(tmp_path, MOMENTS[kill % len(MOMENTS)], kill % 2 == 0, random.Random(kill))
    if file.exists():
        load_session(file)  # whole
    leftovers = list(recovery_folder().glob("*.nnviz"))
    kept = [load_session(leftover).current.now.examples_seen for leftover in leftovers]
    window = MainWindow(Settings(), lambda: digits, store=SettingsStore(), guards=True)
    try:
        window.show()
        if not leftovers:  # killed before there was anything that could be lost
            assert journal.lost("drawn", 0) <= WRITING
            return
        qtbot.waitUntil(window.documents.banner.isVisible, timeout=1_000 * PATIENCE)
        qtbot.waitUntil(lambda: window.latest is not None and window.latest.data is not None, timeout=60_000)
        window.findChild(QPushButton, "restore_work").click()
        # The moment of the first autosave may be a drawing before any training.
        qtbot.waitUntil(
            lambda: window.examples_seen in kept and bool(window.drawing_pad.strokes()),
            timeout=1_000 * PATIENCE,
        )
        training = journal.lost("trained", window.examples_seen)
        drawing = journal.lost("drawn", len(window.drawing_pad.strokes()))
        record_property("seconds of training lost", training)
        record_property("seconds of drawing lost", drawing)
        assert training <= INTERVAL + WRITING
        assert drawing <= WRITING
    finally:
        destroy(window)


@pytest.mark.skipif(os.name != "posix", reason="only there do processes get such signals")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_a_polite_end_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, number: str
) -> None:
    """Nothing saves for an hour: what is kept is what was there when the signal came."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    journal = tmp_path / "journal"
    # Where the tests themselves run under nohup, the signal is ignored, and processes inherit that.
    before = signal.signal(getattr(signal, number), signal.SIG_DFL)
    request.addfinalizer(lambda: signal.signal(getattr(signal, number), before))
    with busy_window(tmp_path, HOUR, HOUR, HOUR) as process:
        wait_for(lambda: b"trained" in journal.read_bytes(), process)
        time.sleep(0.3)
        trained = int(journal.read_bytes().split(b"trained ")[-1].split()[0])
        process.send_signal(getattr(signal, number))
        assert process.wait(PATIENCE) == 0
    [left] = recovery_folder().glob("*.nnviz")
    session = load_session(left)
    assert session.current.now.examples_seen >= trained
    assert len(session.drawings[0]) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signal")
def test_nohup_lets_the_window_outlive_its_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    journal = tmp_path / "journal"
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # which processes inherit
    try:
        with busy_window(tmp_path, HOUR, HOUR, HOUR) as process:
            wait_for(lambda: b"trained" in journal.read_bytes(), process)
            process.send_signal(signal.SIGHUP)
            length = len(journal.read_bytes())
            wait_for(lambda: len(journal.read_bytes()) > length + 500, process)
    finally:
        signal.signal(signal.SIGHUP, before)


@contextlib.contextmanager
def busy_window(folder: Path, *numbers: str) -> Iterator[subprocess.Popen[bytes]]:
    """A window that is at work, its journal in that folder; it is killed in the end if it still is."""
    with (folder / "journal").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.busy_window", str(folder / "saved.nnviz"), *numbers],
            stdout=output,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def run_and_kill(folder: Path, moment: str, draws: bool, chance: random.Random) -> Journal:
    """Let a window work for a while and kill it while it is at what `moment` says.

    A window that draws only once is left to its regular autosaves: every stroke makes one of its own.
    """
    journal = folder / "journal"
    numbers = (str(round(1_000 * INTERVAL)), "300" if draws else HOUR, "400")
    with busy_window(folder, *numbers) as process:
        wait_for(lambda: b"drawn" in journal.read_bytes(), process)
        time.sleep(chance.uniform(0, 3 * INTERVAL))
        if moment == "saving":
            saves = journal.read_bytes().count(b"saving")
            wait_for(lambda: journal.read_bytes().count(b"saving") > saves, process)
            time.sleep(chance.uniform(0, 0.03))
        elif moment == "autosaving":
            wait_for(lambda: any(recovery_folder().glob(".*.part")), process)
    lines = [line.split() for line in journal.read_text().splitlines()]
    return Journal([(what, int(n), float(when)) for what, n, when in lines], time.monotonic())


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Look again and again, without missing what lasts a few milliseconds only."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, "the window ended by itself"
        assert time.monotonic() < end
        time.sleep(0.001)


def test_no_more_than_ten_seconds_are_between_two_autosaves() -> None:
    assert autosave.INTERVAL / 1_000 + WRITING <= 10
