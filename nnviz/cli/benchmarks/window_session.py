"""One session with the real window in a process of its own, for `window_figures.py`: what it came to.

`python -m nnviz.cli.benchmarks.window_session SPAWNED_AT`, with the time.time() at which it was spawned.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from nnviz.cli.benchmarks.drawn_three import three
from nnviz.cli.command_line import parse, settings_of
from nnviz.datasets.mnist import load_mnist
from nnviz.runs.input_image import InputImage
from nnviz.runs.snapshot import Phase
from nnviz.widgets import theme
from nnviz.window.application import destroy, make_application
from nnviz.window.main_window import MainWindow
from nnviz.window.waiting import wait_until

EPOCHS = 30
_PATIENCE = 120.0  # seconds
_ANSWERS = 7  # how often Start, Pause and the drawing pad are timed


def main() -> None:
    """Open the window, train for 30 epochs in it, and print what was measured."""
    spawned = float(sys.argv[1])
    make_application(theme.Scheme.DARK)
    window = MainWindow(settings_of(parse([])), load_mnist)
    window.resize(1440, 900)
    window.show()
    _wait(lambda: len(window.clock.intervals) > 0)
    record: dict[str, object] = {"visible_seconds": time.time() - spawned}
    try:
        _wait(lambda: _phase(window) is Phase.PAUSED)
        record |= _first_epoch(window)
        record |= _steady(window)
        record |= _answers(window)
    finally:
        destroy(window)
    sys.stdout.write(json.dumps(record) + "\n")


def _first_epoch(window: MainWindow) -> dict[str, object]:
    began = time.perf_counter()
    window.controls.start_pause.trigger()
    _wait(lambda: window.examples_seen >= 50_000)
    return {
        "first_epoch_seconds": time.perf_counter() - began,
        "first_megabytes": _resident_megabytes() - window.training.runs.nbytes / 1e6,
    }


def _steady(window: MainWindow) -> dict[str, object]:
    """Training at full speed to the end of the 30 epochs, every panel visible."""
    window.clock.intervals.clear()
    refreshed = {panel.objectName(): panel.refreshes for panel in window.panels if panel.isVisible()}
    began, own, seen = time.perf_counter(), time.thread_time(), window.examples_seen
    _wait(lambda: window.examples_seen >= EPOCHS * 50_000)
    seconds = time.perf_counter() - began
    intervals = 1000 * np.array(window.clock.intervals)
    rates = {
        panel.objectName(): (panel.refreshes - refreshed[panel.objectName()]) / seconds
        for panel in window.panels
        if panel.objectName() in refreshed
    }
    return {
        "examples_per_second": (window.examples_seen - seen) / seconds,
        "own_share": (time.thread_time() - own) / seconds,
        "frames_per_second": len(intervals) / seconds,
        "interval_p50": float(np.percentile(intervals, 50)),
        "interval_p99": float(np.percentile(intervals, 99)),
        "interval_max": float(intervals.max()),
        "slowest_panel": min(rates.items(), key=lambda item: item[1]),
        "megabytes": _resident_megabytes() - window.training.runs.nbytes / 1e6,
        "history_megabytes": window.training.runs.nbytes / 1e6,
    }


def _answers(window: MainWindow) -> dict[str, object]:
    """How long until an action shows: the worst of several goes, in milliseconds, training all the while."""
    pad, toggle = window.drawing_pad, window.controls.start_pause
    pauses, starts, drawings = [], [], []
    for turn in range(_ANSWERS):
        pauses.append(_timed(toggle.trigger, lambda: _phase(window) is Phase.PAUSED))
        starts.append(_timed(toggle.trigger, lambda: _phase(window) is Phase.TRAINING))
        draw = partial(pad.set_strokes, three(turn))
        drawings.append(_timed(draw, partial(_is_drawn, window, window.input_image)))
    return {"pause_ms": max(pauses), "start_ms": max(starts), "drawing_ms": max(drawings)}


def _is_drawn(window: MainWindow, before: InputImage) -> bool:
    shown = window.drawing_pad.snapshot
    return shown is not None and shown.input_image.source == "drawing" and shown.input_image is not before


def _phase(window: MainWindow) -> Phase | None:
    return window.latest.phase if window.latest is not None else None


def _timed(action: Callable[[], object], condition: Callable[[], bool]) -> float:
    began = time.perf_counter()
    action()
    _wait(condition)
    return 1000 * (time.perf_counter() - began)


def _wait(condition: Callable[[], bool]) -> None:
    if not wait_until(condition, _PATIENCE):
        raise TimeoutError("the window did not get there")


def _resident_megabytes() -> float:
    status = Path("/proc/self/status")  # Linux; elsewhere the figure is left open
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    return float("nan")


if __name__ == "__main__":
    main()
