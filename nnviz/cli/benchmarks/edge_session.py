"""The network diagram in the real window, every panel visible, training at full speed: for `edges.py`.

`python -m nnviz.cli.benchmarks.edge_session` prints one JSON object.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from nnviz.cli.command_line import parse, settings_of
from nnviz.datasets.mnist import load_mnist
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.runs.snapshot import Phase
from nnviz.widgets import theme
from nnviz.window.application import destroy, make_application
from nnviz.window.main_window import MainWindow
from nnviz.window.waiting import wait_until

_PATIENCE = 60.0  # seconds
_WATCHED = 4.0  # seconds, how long pictures are counted
_HOVERS = 20
_FRAMES = 60


def main() -> None:
    """Open the window, measure paused and training, and print it."""
    make_application(theme.Scheme.DARK)
    window = MainWindow(settings_of(parse([])), load_mnist)
    window.resize(1440, 900)
    window.show()
    record: dict[str, float] = {}
    try:
        _wait(lambda: window.latest is not None and window.latest.phase is Phase.PAUSED)
        _wait(lambda: window.network_diagram.pictures.latest is not None)
        record["hover_ms"] = _worst_hover(window)
        window.controls.start_pause.trigger()
        _wait(lambda: window.examples_seen > 20_000)
        record["signal_rate"] = _pictures_per_second(window, EdgeMode.SIGNAL)
        record["weight_rate"] = _pictures_per_second(window, EdgeMode.WEIGHT)
        record["training_hover_ms"] = _worst_hover(window)
        record["frame_ms"] = _frame_milliseconds(window)
    finally:
        destroy(window)
    sys.stdout.write(json.dumps(record) + "\n")


def _pictures_per_second(window: MainWindow, mode: EdgeMode) -> float:
    diagram, counted = window.network_diagram, []
    diagram.header.mode = mode
    diagram.pictures.changed.connect(lambda: counted.append(time.perf_counter()))
    _wait(lambda: len(counted) > 2)
    begin = len(counted)
    _let_pass(_WATCHED)
    return (len(counted) - begin) / _WATCHED


def _worst_hover(window: MainWindow) -> float:
    """From the cursor's arrival at a neuron until its connections are on screen; every panel told."""
    diagram, worst = window.network_diagram, 0.0
    for turn in range(_HOVERS):
        layout = diagram.layout_on_show
        assert layout is not None
        at = QPointF(*layout.centre(Neuron(2, 4 * turn)))
        nothing = Qt.MouseButton.NoButton
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            diagram.mapToGlobal(at),
            nothing,
            nothing,
            Qt.KeyboardModifier.NoModifier,
        )
        began = time.perf_counter()
        QApplication.sendEvent(diagram, moved)
        diagram.repaint()
        worst = max(worst, 1000 * (time.perf_counter() - began))
        _let_pass(0.05)
    return worst


def _frame_milliseconds(window: MainWindow) -> float:
    """What the GUI thread spends on the diagram when a new moment is shown: taking it in, and painting.

    Its own time, not the clock's: the training thread and other programs want the same two cores.
    """
    spent: list[float] = []
    diagram = window.network_diagram
    for _ in range(_FRAMES):
        _let_pass(0.02)
        began = time.thread_time()
        assert diagram.snapshot is not None
        diagram.show_snapshot(diagram.snapshot)
        diagram.repaint()
        spent.append(1000 * (time.thread_time() - began))
    return statistics.median(spent)


def _let_pass(seconds: float) -> None:
    end = time.perf_counter() + seconds
    _wait(lambda: time.perf_counter() > end)


def _wait(condition: Callable[[], bool]) -> None:
    if not wait_until(condition, _PATIENCE):
        raise TimeoutError("the window did not get there")


if __name__ == "__main__":
    main()
