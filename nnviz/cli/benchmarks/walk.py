"""How long the backpropagation walk lets the user wait: opening it, changing the stage, the mini-batch."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace

from PySide6.QtWidgets import QApplication

from nnviz.cli.benchmarks.figure import Figure, median_seconds
from nnviz.cli.benchmarks.session import session
from nnviz.datasets.mnist import load_mnist
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.backprop_steps.walk_bar import Mode
from nnviz.runs.probe import data_probe
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.window.application import make_application

_SIZE = (1060, 640)
_OPENING, _STAGE, _MINI_BATCH = 150.0, 50.0, 200.0  # ms, at most


def measure() -> list[Figure]:
    """The walk at the network of one epoch, in a process of its own."""
    return [Figure(**figure) for figure in session("walk")["figures"]]


def main() -> None:
    """Print the figures as JSON, for `measure`."""
    make_application(theme.Scheme.DARK)
    data, settings = load_mnist(), Settings()
    run = Run(settings, data, Evaluator(data.test), memory=0)
    run.advance(len(data.train))
    figures = walk_figures(replace(run.snapshot(), probe=data_probe(data.test, 61)))
    sys.stdout.write(json.dumps({"figures": [asdict(figure) for figure in figures]}) + "\n")


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
