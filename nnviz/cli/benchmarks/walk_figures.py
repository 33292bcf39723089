"""How long the backpropagation walk lets the user wait: opening it, changing the stage, the mini-batch."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace

from PySide6.QtWidgets import QApplication

from nnviz.cli.benchmarks.benchmark_figure import Figure, median_seconds
from nnviz.cli.benchmarks.own_process import session
from nnviz.datasets.dataset import Dataset
from nnviz.datasets.mnist import load_mnist
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.backprop_steps.walk_bar import Mode
from nnviz.runs.input_image import data_input
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.window.application import make_application

_SIZE = (1060, 640)
_OPENING, _STAGE, _MINI_BATCH = 150.0, 50.0, 200.0  # ms, at most


def measure() -> list[Figure]:
    """The walk at the network of one epoch, in a process of its own."""
    return [Figure(**figure) for figure in session("walk_figures")["figures"]]


def main() -> None:
    """Print the figures as JSON, for `measure`."""
    make_application(theme.Scheme.DARK)
    data, settings = load_mnist(), Settings()
    run = Run(settings, data, Evaluator(data.test), memory=0)
    run.advance(len(data.train))
    figures = [*walk_figures(_moment(run, data)), *_large_figures(data)]
    sys.stdout.write(json.dumps({"figures": [asdict(figure) for figure in figures]}) + "\n")


def _large_figures(data: Dataset) -> list[Figure]:
    """The GUI thread's own time where there is much to show, the panel being there already."""
    units = Run(Settings(hidden=(1_000,)), data, Evaluator(data.test), memory=0)
    panel, moment = _open(_moment(units, data)), _moment(units, data, 62)
    opening = _own_milliseconds(lambda: _reopen(panel, moment))
    panel.close()
    digits = Run(Settings(mini_batch=1_000), data, Evaluator(data.test), memory=0)
    panel = _open(_moment(digits, data))
    batch = _own_milliseconds(lambda: _show_mini_batch(panel))
    panel.close()
    return [
        Figure("the GUI thread's time for the walk of 1,000 units", opening, "ms", 40, "at most"),
        Figure("the same for a mini-batch of 1,000 digits", batch, "ms", 60, "at most"),
    ]


def _moment(run: Run, data: Dataset, digit: int = 61) -> Snapshot:
    return replace(run.snapshot(), input_image=data_input(data.test, digit))


def _own_milliseconds(action: Callable[[], object], times: int = 5) -> float:
    """The time of this thread that an action takes, the median of that many goes after a first one."""
    spent = []
    for _ in range(times + 1):
        began = time.thread_time()
        action()
        spent.append(1000 * (time.thread_time() - began))
    return statistics.median(spent[1:])


def walk_figures(snapshot: Snapshot, times: int = 3) -> list[Figure]:
    """Milliseconds from asking to painted, with the panel on screen. Needs a QApplication, and data.

    Opening is the first opening of a panel, its widgets made included. A stage is the slowest one.
    """
    opening = median_seconds(lambda: _open(snapshot).close(), times)
    panel = _open(snapshot)
    count = len(panel.digit.stages)
    stage = max(median_seconds(lambda i=i: _go(panel, i), times) for i in range(count))  # type: ignore[misc]
    batch = median_seconds(lambda: _show_mini_batch(panel), times)
    panel.close()
    return [
        Figure("opening the walk", 1000 * opening, "ms", _OPENING, "at most"),
        Figure("slowest stage of the walk", 1000 * stage, "ms", _STAGE, "at most"),
        Figure("mini-batch of the walk", 1000 * batch, "ms", _MINI_BATCH, "at most"),
    ]


def _open(snapshot: Snapshot) -> BackpropSteps:
    panel = BackpropSteps()
    panel.resize(*_SIZE)
    panel.show()
    panel.set_snapshot(snapshot)
    _painted()
    return panel


def _reopen(panel: BackpropSteps, snapshot: Snapshot) -> None:
    panel.open_walk(snapshot)
    _painted()


def _go(panel: BackpropSteps, index: int) -> None:
    panel.digit.go(index)
    _painted()


def _show_mini_batch(panel: BackpropSteps) -> None:
    panel.show_mode(Mode.MINI_BATCH)
    _painted()
    panel.show_mode(Mode.DIGIT)


def _painted() -> None:
    """Let everything that waits be laid out, and painted."""
    for _ in range(2):  # what is laid out now is painted in the next round
        QApplication.processEvents()


if __name__ == "__main__":
    main()
