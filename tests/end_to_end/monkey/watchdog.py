"""Notices that the window stands still: its heart beats in Qt's own loop, a thread listens."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

FREEZE = 2.0  # seconds without a beat
_BEAT, _LOOK = 50, 0.1  # ms between beats, seconds between two looks


class Watchdog:
    """Calls `bark` with all threads' stacks when the window has stood still for too long, once each time.

    What the threads of this process waited for a processor does not count: the machine may be busy.
    """

    def __init__(self, bark: Callable[[str], None]) -> None:
        self._bark = bark
        self._gui = threading.get_ident()
        self._has_ended = threading.Event()
        self.longest = 0.0  # seconds the window stood still
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._beat()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """From now on."""
        self._timer.start(_BEAT)
        self._thread.start()

    def stop(self) -> None:
        """And no longer."""
        self._timer.stop()
        self._has_ended.set()
        self._thread.join()

    def _beat(self) -> None:
        self._last, self._waits = time.monotonic(), waits()

    def _watch(self) -> None:
        barked_at = 0.0
        while not self._has_ended.wait(_LOOK):
            beat, before = self._last, self._waits
            still = time.monotonic() - beat
            if still < FREEZE / 4:
                continue
            still -= max((now - before.get(task, 0.0) for task, now in waits().items()), default=0.0)
            self.longest = max(self.longest, still)
            if still > FREEZE and beat != barked_at:
                barked_at = beat
                self._bark(f"the window stood still for more than {FREEZE:g} s:\n{self._stacks()}")

    def _stacks(self) -> str:
        """What the other threads are doing, whom it may be waiting for, and where the window is."""
        frames = sys._current_frames()
        ours = (threading.get_ident(), self._gui)
        stacks = [traceback.format_stack(frame)[-8:] for ident, frame in frames.items() if ident not in ours]
        return "---\n".join("".join(stack) for stack in [*stacks, traceback.format_stack(frames[self._gui])])


def waits() -> dict[str, float]:
    """How many seconds each thread has waited for a processor. Only Linux tells; elsewhere none has."""
    found = {}
    for task in Path("/proc/self/task").glob("*/schedstat"):
        try:
            found[task.parent.name] = int(task.read_text().split()[1]) / 1e9
        except (OSError, IndexError):
            continue  # it has ended meanwhile
    return found
