"""The network diagram in the real window, every panel visible, at full speed: for `edges_figures.py`.

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
from nnviz.learning.neuron import Neuron, Selection
from nnviz.learning.settings import Settings
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.panel import NetworkDiagram
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Phase, Snapshot
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
    record["large_hover_ms"] = _large_hover()
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
    worst = 0.0
    for turn in range(_HOVERS):
        began = time.perf_counter()
        _hover(window.network_diagram, Neuron(2, 4 * turn))
        worst = max(worst, 1000 * (time.perf_counter() - began))
        _let_pass(0.05)
    return worst


def _large_hover() -> float:
    """The median of the GUI thread's own time until a neuron's connections are painted, another each time;
    in a network of 1,000 hidden units that has just moved on.
    """
    data, settings = load_mnist(), Settings(hidden=(1_000,))
    network, start = settings.new_network(), settings.new_network()
    diagram, spent = NetworkDiagram(), []
    diagram.neuron_hovered.connect(lambda neuron: diagram.set_selection(Selection(hovered=neuron)))
    diagram.resize(760, 560)
    diagram.show()
    for turn in range(_HOVERS):
        moment = Snapshot(network.copy(), start, settings, data=data, input_image=data_input(data.test, 61))
        diagram.set_snapshot(moment)
        if turn == 0:
            _wait(lambda: diagram.pictures.latest is not None)
        began = time.thread_time()
        _hover(diagram, Neuron(2, 4 * turn))
        spent.append(1000 * (time.thread_time() - began))
    diagram.close()
    return statistics.median(spent)


def _hover(diagram: NetworkDiagram, neuron: Neuron) -> None:
    """Move the cursor there, and paint what that shows."""
    layout, nothing = diagram.layout_on_show, Qt.MouseButton.NoButton
    assert layout is not None
    at = QPointF(*layout.centre(neuron))
    keys = Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, at, diagram.mapToGlobal(at), nothing, nothing, keys)
    QApplication.sendEvent(diagram, moved)
    diagram.repaint()


def _frame_milliseconds(window: MainWindow) -> float:
    """What the GUI thread spends on the diagram when a new moment is shown: taking it in, and painting.

    Its own time, not the clock's: the training thread and other programs want the same two cores.
    """
    spent: list[float] = []
    diagram = window.network_diagram
    window.clock.stop()  # what other panels had to paint would be painted with it
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
