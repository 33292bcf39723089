"""Letting the window live until something is so: for the commands that drive it without a user."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

_LOOK_EVERY = 2  # ms


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Run Qt's event loop until the condition holds, or that many seconds are over; whether it holds."""
    loop, timer, end = QEventLoop(), QTimer(), time.monotonic() + seconds
    timer.timeout.connect(lambda: loop.quit() if condition() or time.monotonic() > end else None)
    timer.start(_LOOK_EVERY)
    loop.exec()
    timer.stop()
    return condition()
