"""The forward pulse: how far the activation has travelled after how long, and the clock that runs it."""

from __future__ import annotations

import os
import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStyle

DURATION = 0.9  # seconds
_FRAME_MILLISECONDS = 16
_RETINA_SHARE, _END_SHARE = 0.12, 0.1  # of the time: before the front leaves the pixels, and after it arrived


def front(progress: float, gap: int, gaps: int) -> float:
    """How far across gap number `gap` (from 0) of `gaps` the pulse has come, 0 … 1; `progress` runs 0 … 1."""
    each = (1 - _RETINA_SHARE - _END_SHARE) / gaps
    way = (progress - _RETINA_SHARE - gap * each) / each
    return _eased(way)


def lit(progress: float, layer: int, layers: int) -> float:
    """How much of its activation a layer (from 1) shows, 0 … 1: all of it soon after the pulse arrives."""
    if layer == 1:
        return _eased(progress / _RETINA_SHARE)
    each = (1 - _RETINA_SHARE - _END_SHARE) / (layers - 1)
    arrival = _RETINA_SHARE + (layer - 1) * each
    return _eased((progress - arrival) / _END_SHARE + 0.25)


def _eased(way: float) -> float:
    way = min(max(way, 0.0), 1.0)
    return way * way * (3 - 2 * way)


def reduced_motion_wanted() -> bool:
    """Whether the system, or the variable NNVIZ_REDUCED_MOTION, asks for no animations.

    Qt has no such setting of its own; where the desktop turns widget animations off, the style says so.
    """
    if os.environ.get("NNVIZ_REDUCED_MOTION", "0") not in ("", "0"):
        return True
    style = QApplication.style()
    return style is not None and not style.styleHint(QStyle.StyleHint.SH_Widget_Animate)


class ForwardPulse(QObject):
    """Runs for `DURATION` when played; its timer stands still at all other times."""

    moved = Signal()  # repaint; also once at the end

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._began = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MILLISECONDS)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def progress(self) -> float | None:
        """How much of the time has passed, 0 … 1; None while no pulse runs."""
        return min((time.monotonic() - self._began) / DURATION, 1.0) if self._timer.isActive() else None

    def play(self) -> None:
        """Begin, or begin again."""
        self._began = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Show everything at once."""
        if self._timer.isActive():
            self._timer.stop()
            self.moved.emit()

    def _on_timeout(self) -> None:
        if self.progress == 1.0:
            self._timer.stop()
        self.moved.emit()
