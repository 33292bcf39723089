"""When the window draws: a timer at frame rate, and a record of how evenly it really ticks."""

from __future__ import annotations

import time
from collections import deque

from PySide6.QtCore import QObject, Qt, QTimer, Signal

FRAME_MILLISECONDS = 16


class FrameClock(QObject):
    """Ticks about 60 times a second; a tick that comes late is not made up for."""

    tick = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.intervals: deque[float] = deque(maxlen=4096)  # seconds between ticks, the latest last
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MILLISECONDS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Begin to tick."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def frames_per_second(self) -> float:
        """The rate over the last 30 ticks."""
        recent = [self.intervals[-k] for k in range(1, min(30, len(self.intervals)) + 1)]
        return len(recent) / sum(recent) if recent else 0.0

    def _on_timeout(self) -> None:
        now = time.perf_counter()
        self.intervals.append(now - self._last)
        self._last = now
        self.tick.emit()
