"""The monkey's process: windows one after the other, played with, closed, and all that went wrong told.

Exit status 0 if nothing did, 1 with seed, what was done last and what went wrong otherwise. Every event has a
line on standard output before it happens, so that even a crash leaves the last one there.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from shiboken6 import isValid

from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance
from nnviz.runs.training_thread import TrainingThread
from nnviz.widgets import theme
from nnviz.window.application import make_application, run
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore
from tests.digits import make_mnist
from tests.end_to_end.monkey.dialog_answers import answer, dialog_in_front, prepare
from tests.end_to_end.monkey.events import Monkey
from tests.end_to_end.monkey.planted import FAULTS, plant
from tests.end_to_end.monkey.troubles import Troubles
from tests.end_to_end.monkey.watchdog import Watchdog

A_LIFE = 500  # events with one window
PAUSES = (0, 0, 0, 2, 5, 30)  # ms between two events
PATIENCE = 10.0  # seconds for a window to close


class Life:
    """One window from its beginning to its end."""

    def __init__(self, events: int, chance: Random, folder: Path, troubles: Troubles, fault: str) -> None:
        self.left, self.chance, self.folder, self.troubles = events, chance, folder, troubles
        self.fault = fault
        self.trace: list[str] = []
        self.closing_since = 0.0
        self._fronts: list[QWidget | None] = []  # what was in front when the events under way began

    def run(self) -> None:
        """All of it. Whatever is left of it afterwards is a trouble."""
        before = set(threading.enumerate())
        run(self._make)
        self.troubles.listen()
        left = [t.name for t in threading.enumerate() if t not in before and t.is_alive()]
        if left:
            self.troubles.add(f"threads left behind: {left}")
        gc.collect()

    def _make(self) -> MainWindow:
        self.troubles.listen_to_qt()
        settings = Settings(hidden=self.chance.choice([(12,), (30,), (8, 6)]), seed=self.chance.randrange(9))
        self.window = MainWindow(settings, make_mnist, store=SettingsStore(), guards=True)
        self.monkey = Monkey(self.window, self.folder, self.chance)
        if self.fault:
            plant(self.fault, self.window)
        QTimer.singleShot(0, self._step)
        return self.window

    def _step(self) -> None:
        """One event. The next is due before this one happens: a dialog may wait inside it."""
        if self.left <= 0 or self.troubles.found:
            self._close()
            return
        QTimer.singleShot(self.chance.choice(PAUSES), self._step)
        front = QApplication.activePopupWidget() or dialog_in_front()
        if front in self._fronts:
            return  # in the midst of an event: it ends first, or opens a dialog that waits for others
        self.left -= 1
        self._fronts.append(front)
        try:
            for line in self._next_event():
                self._note(line)
        finally:
            self._fronts.pop()

    def _next_event(self) -> Iterator[str]:
        dialog = dialog_in_front()
        if dialog is not None and (isinstance(dialog, QFileDialog) or self.chance.random() < 0.3):
            return answer(dialog, self.folder, self.chance)
        return self.monkey.act()

    def _note(self, line: str) -> None:
        self.trace.append(line)
        os.write(1, f"{line}\n".encode(errors="replace"))

    def _close(self) -> None:
        """As a user does who insists on it."""
        if not isValid(self.window) or not self.window.isVisible():
            return
        self.closing_since = self.closing_since or time.monotonic()
        if time.monotonic() - self.closing_since > PATIENCE:
            self.troubles.add("the window does not close")
            self.window.close_at_once()
            return
        QTimer.singleShot(20, self._close)
        popup, dialog = QApplication.activePopupWidget(), dialog_in_front()
        if popup is not None:
            popup.close()
        elif dialog is not None:
            for line in answer(dialog, self.folder, self.chance):
                self._note(line)
        else:
            self.window.close()


def play(events: int, seed: int, folder: Path, fault: str = "") -> list[str]:
    """Play that many events; what went wrong."""
    prepare(folder)
    compile_kernels()
    troubles = Troubles()
    troubles.listen()
    make_application(theme.Scheme.SYSTEM)
    watchdog = Watchdog(troubles.add)
    watchdog.start()
    began, done, life = time.monotonic(), 0, 0
    while done < events and not troubles.found:
        os.write(1, f"-- life {life} of seed {seed}\n".encode())
        some = min(A_LIFE, events - done)
        Life(some, Random(f"{seed}/{life}"), folder, troubles, fault).run()
        done, life = done + some, life + 1
    watchdog.stop()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"== {done} events of seed {seed} in {time.monotonic() - began:.0f} s, at most {peak:.0f} MB, "
        f"stood still for {watchdog.longest:.2f} s at most\n"
    )
    return troubles.found


def compile_kernels() -> None:
    """Once for all, so that no window that closes has to wait for the compiler."""
    thread = TrainingThread(Settings(hidden=(8, 6)), make_mnist)
    thread.submit(Advance(100))
    seen = 0
    while seen < 100:
        time.sleep(0.02)
        snapshot = thread.mailbox.take()
        seen = snapshot.examples_seen if snapshot is not None else seen
    thread.close()


def main() -> int:
    """Arguments: how many events, and the seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", choices=FAULTS, default="", help="a fault that must be noticed")
    options = parser.parse_args()
    faulthandler.enable()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        found = play(options.events, options.seed, Path(folder) / "files", options.plant)
    for trouble in found:
        sys.stdout.write(f"!! seed {options.seed}: {trouble}\n")
    sys.stdout.flush()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
