"""From a connection to its biography, and from there to the walk through a step of the past."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.explain.entry import Entry, Quantity
from nnviz.learning.neuron import Neuron, WeightChoice
from nnviz.panels.backprop_steps.stages import Kind
from nnviz.runs.commands import Advance
from nnviz.window.main_window import MainWindow
from tests.end_to_end.conftest import PATIENCE


def test_a_weight_is_told_of_and_its_step_walked_through(window: MainWindow, qtbot: QtBot) -> None:
    window.training.submit(Advance(300))
    qtbot.waitUntil(lambda: window.examples_seen == 300, timeout=PATIENCE)
    choice = WeightChoice(Neuron(3, 4), 7)
    window.network_diagram.weight_chosen.emit(choice)
    canvas = window.biography.canvas
    qtbot.waitUntil(lambda: canvas.scene is not None, timeout=PATIENCE)
    assert canvas.isVisible()
    move = canvas.chosen
    assert move is not None
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    walk = window.backprop_steps
    qtbot.waitUntil(lambda: walk.isVisible() and walk.walk is not None, timeout=PATIENCE)
    assert walk.walk is not None
    held = walk.walk.snapshot
    assert held.examples_seen == 10 * (move.step - 1)
    assert (held.input_image.source, held.input_image.index) == ("training", int(move.indices[0]))
    assert walk.digit.stage.kind is Kind.GRADIENTS
    assert walk.digit.looked_at == Entry(Quantity.WEIGHT_GRADIENT, 3, 4, 7)
    assert window.timeline.moment == held.examples_seen
    assert not window.biography.isVisible()  # behind the walk, it costs nothing
