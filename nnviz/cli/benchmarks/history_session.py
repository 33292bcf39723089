"""Looking back in the real window, in a process of its own: what it came to, for `history_figures.py`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from nnviz.datasets.mnist import load_mnist
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance, Start
from nnviz.runs.snapshot import Phase
from nnviz.widgets import theme
from nnviz.window.application import destroy, make_application
from nnviz.window.main_window import MainWindow
from nnviz.window.waiting import wait_until

_EXAMPLES = 30 * 50_000
_PATIENCE = 120.0  # seconds
_JUMPS = 25
_DRAG_SECONDS = 3.0
_MOUSE_EVERY = 0.008  # seconds


def main() -> None:
    """Train 30 epochs, then jump and drag with the training paused, and again with it going on."""
    make_application(theme.Scheme.DARK)
    window = MainWindow(Settings(), load_mnist)
    window.resize(1440, 900)
    window.show()
    try:
        _wait(lambda: _is_paused(window))
        window.training.submit(Advance(_EXAMPLES))
        _wait(lambda: _is_paused(window) and window.examples_seen == _EXAMPLES)
        record = {"jump_ms": _slowest_jump(window), "drag_rate": _drag_rate(window)}
        window.training.submit(Start())
        record |= {"training_jump_ms": _slowest_jump(window), "training_drag_rate": _drag_rate(window)}
    finally:
        destroy(window)
    sys.stdout.write(json.dumps(record) + "\n")


def _slowest_jump(window: MainWindow) -> float:
    """From asking for a random step until every panel has been painted with it, in milliseconds."""
    random, slowest = np.random.default_rng(0), 0.0
    for moment in random.integers(0, _EXAMPLES // 10, _JUMPS) * 10:
        began = time.perf_counter()
        window.timeline.track.moved_to.emit(float(moment))
        _wait(partial(_shows, window, int(moment)))
        window.repaint()
        slowest = max(slowest, time.perf_counter() - began)
    return 1000 * slowest


def _drag_rate(window: MainWindow) -> float:
    """Different pictures a second while the handle is moved over the whole timeline."""
    shown: set[int] = set()
    began = moved = time.perf_counter()

    def drag() -> bool:
        nonlocal moved
        now = time.perf_counter()
        if now - moved >= _MOUSE_EVERY:
            moved = now
            share = (now - began) / _DRAG_SECONDS
            window.timeline.track.moved_to.emit(_EXAMPLES * (1 - share))
        shown.update(_moments(window))
        return now - began >= _DRAG_SECONDS

    _wait(drag)
    return len(shown) / _DRAG_SECONDS


def _shows(window: MainWindow, moment: int) -> bool:
    return _moments(window) == {moment}


def _moments(window: MainWindow) -> set[int]:
    """What the panels have been given to show."""
    return {panel.snapshot.examples_seen for panel in window.panels if panel.snapshot is not None}


def _is_paused(window: MainWindow) -> bool:
    return window.latest is not None and window.latest.phase is Phase.PAUSED


def _wait(condition: Callable[[], bool]) -> None:
    if not wait_until(condition, _PATIENCE):
        raise TimeoutError("the window did not get there")


if __name__ == "__main__":
    main()
