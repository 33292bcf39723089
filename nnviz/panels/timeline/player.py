"""Plays the past: which moment is due at which time. It knows neither the timeline nor what is shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.panels.timeline.moments import Moments

_INTERVAL = 33  # ms


@dataclass(frozen=True)
class Pace:
    """How fast to play: steps or epochs a second."""

    text: str
    per_second: float
    in_epochs: bool = False


PACES = (
    Pace("10 steps/s", 10),
    Pace("100 steps/s", 100),
    Pace("1,000 steps/s", 1_000),
    Pace("1 epoch/s", 1, in_epochs=True),
    Pace("5 epochs/s", 5, in_epochs=True),
)
DEFAULT_PACE = 2


class Player(QObject):
    """Emits one moment after the other until it is stopped or arrives: None is live, at the far end."""

    played = Signal(object)  # examples seen, or None for live
    changed = Signal(int)  # the direction, 0 when it has stopped

    def __init__(
        self, parent: QObject, moments: Callable[[], Moments], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        """`moments` tells what there is to play by now; `clock` gives seconds."""
        super().__init__(parent)
        self.pace = PACES[DEFAULT_PACE]
        self.direction = 0
        self._moments, self._clock = moments, clock
        self._step, self._then = 0.0, 0.0
        self._timer = QTimer(self, interval=_INTERVAL)
        self._timer.timeout.connect(self.play_on)

    def start(self, direction: int, at: int | None) -> None:
        """Play forwards (+1) or backwards (−1) from a moment, None being live."""
        moments = self._moments()
        self._step = float(moments.steps.at(moments.newest if at is None else at))
        self._then = self._clock()
        self._set(direction)
        self._timer.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._timer.stop()
        self._set(0)

    def play_on(self) -> None:
        """Go to the moment that is due now."""
        moments, now = self._moments(), self._clock()
        here = moments.steps.examples_at(int(self._step))
        rate = self.pace.per_second * (moments.steps_an_epoch(here) if self.pace.in_epochs else 1)
        self._step = max(0.0, self._step + self.direction * rate * (now - self._then))
        self._then = now
        at = moments.after_steps(self._step)
        arrived = at is None if self.direction > 0 else self._step == 0
        self.played.emit(at)
        if arrived:
            self.stop()

    def _set(self, direction: int) -> None:
        if direction != self.direction:
            self.direction = direction
            self.changed.emit(direction)
