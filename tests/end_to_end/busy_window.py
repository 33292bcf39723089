"""A window that trains, saves and draws until its process is killed: what `test_crashes.py` starts.

Its journal, on standard output, has a line for everything that must not be lost: what, how much, and when.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from nnviz.datasets.mnist import load_mnist
from nnviz.learning.settings import Settings
from nnviz.panels.drawing_pad.strokes import Stroke
from nnviz.runs.commands import Start
from nnviz.runs.snapshot import Phase
from nnviz.window.application import run
from nnviz.window.documents import autosave
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore

LOOK_EVERY = 20  # ms


def note(what: str, amount: int) -> None:
    """One line of the journal, at once with whoever reads it."""
    os.write(1, f"{what} {amount} {time.monotonic()}\n".encode())


class Busy:
    """Does to a window what a user might do, only faster."""

    def __init__(self, window: MainWindow, file: Path) -> None:
        self.window, self.file = window, file
        self.timers: list[QTimer] = []
        self.every(LOOK_EVERY, self.look)
        self.is_started = False

    def every(self, milliseconds: int, act: object) -> None:
        """Do it again and again."""
        timer = QTimer(self.window)
        timer.timeout.connect(act)
        timer.start(milliseconds)
        self.timers.append(timer)

    def look(self) -> None:
        """Begin once the digits are there, then tell how far training is."""
        if not self.is_started and self.window.latest and self.window.latest.phase is Phase.PAUSED:
            self.is_started = True
            self.window.training.submit(Start())
            self.every(int(sys.argv[4]), self.save)
            self.every(int(sys.argv[3]), self.draw)
            self.draw()
        if self.window.examples_seen:
            note("trained", self.window.examples_seen)

    def save(self) -> None:
        """Save where the last was saved."""
        note("saving", 0)
        self.window.documents.save(self.file)

    def draw(self) -> None:
        """One more stroke."""
        strokes = self.window.drawing_pad.strokes()
        x = 20.0 + len(strokes) % 240
        self.window.drawing_pad.set_strokes((*strokes, Stroke(((x, 40.0), (x, 240.0)))))
        note("drawn", len(strokes) + 1)


def main() -> None:
    """Arguments: the session file, the milliseconds between two autosaves, two strokes, and two savings."""
    autosave.INTERVAL = int(sys.argv[2])
    busy: list[Busy] = []

    def make() -> MainWindow:
        window = MainWindow(Settings(), load_mnist, store=SettingsStore(), guards=True)
        busy.append(Busy(window, Path(sys.argv[1])))
        return window

    sys.exit(run(make))


if __name__ == "__main__":
    main()
