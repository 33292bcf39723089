"""Faults put into the window on purpose, which the monkey must notice."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QPaintEvent

from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.window.main_window import MainWindow

AT = 300  # ms after the window was made
FREEZE = 6.0  # seconds: on a busy machine much of it passes for waiting


def plant(fault: str, window: MainWindow) -> None:
    """Let it happen a moment later."""
    QTimer.singleShot(AT, window, lambda: FAULTS[fault](window))


def _fail(where: str) -> None:
    raise RuntimeError(f"planted in {where}")


def _in_an_override(_window: MainWindow) -> None:
    usual = HiddenUnits.paintEvent

    def paint(units: HiddenUnits, event: QPaintEvent) -> None:
        usual(units, event)
        _fail("an override")

    HiddenUnits.paintEvent = paint  # type: ignore[method-assign]
    HiddenUnits().grab()  # of a new one: what overrides a widget has may be looked up only once


FAULTS: dict[str, Callable[[MainWindow], object]] = {
    "override": _in_an_override,
    "slot": lambda _window: _fail("a slot"),
    "thread": lambda _window: threading.Thread(target=_fail, args=("a thread",)).start(),
    "warning": lambda _window: qWarning("planted"),
    "freeze": lambda _window: time.sleep(FREEZE),
    "left_thread": lambda _window: threading.Thread(
        target=time.sleep, args=(600,), name="planted", daemon=True
    ).start(),
    "crash": lambda _window: os.kill(os.getpid(), signal.SIGSEGV),
}
