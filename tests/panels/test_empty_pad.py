"""A pad that was cleared shows no digit: every panel says so, and none what the network makes of nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.drawing_pad.pad_layout import output_bars
from nnviz.panels.drawing_pad.panel import DrawingPad
from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.panels.network_diagram import diagram_words
from nnviz.panels.network_diagram.edge_values import EdgeMode, edge_values
from nnviz.panels.network_diagram.panel import NetworkDiagram
from nnviz.runs.input_image import InputImage, blank_input, drawn_input
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from tests.panels import pixels
from tests.panels.snapshots import make_snapshot


@pytest.fixture(autouse=True)
def dark() -> Iterator[None]:
    theme.set_scheme(theme.Scheme.DARK)
    yield
    theme.set_scheme(theme.Scheme.SYSTEM)


@pytest.fixture
def cleared() -> Snapshot:
    """A network that is quite sure of a 5, and half of its hidden units active, whatever it is shown."""
    snapshot = make_snapshot((20,), input_image=drawn_input(np.zeros(784, dtype=np.float32)))
    biases = [np.array([4, -4] * 10, dtype=np.float32), np.full(10, -4, dtype=np.float32)]
    biases[1][5] = 40
    return replace(snapshot, network=Network.of(snapshot.network.weights, biases))


def test_which_input_images_are_blank() -> None:
    ink = np.zeros(784, dtype=np.float32)
    ink[400] = 0.01
    nothing = np.zeros(784, dtype=np.float32)
    assert blank_input().is_blank
    assert drawn_input(nothing.copy()).is_blank
    assert not drawn_input(ink).is_blank
    assert not InputImage(nothing, 3, "test", 7).is_blank  # a digit of the data is one, however it looks
    assert drawn_input(nothing.copy()).description == "nothing drawn"


def test_the_diagram_shows_no_answer(qtbot: QtBot, cleared: Snapshot) -> None:
    diagram = NetworkDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(700, 480)
    diagram.show()
    diagram.set_snapshot(cleared)
    qtbot.waitUntil(lambda: diagram.pictures.latest is not None, timeout=60_000)
    latest = diagram.pictures.latest
    assert latest is not None
    assert latest.drawn == 0
    assert diagram_words.remark(cleared, EdgeMode.SIGNAL, 0, True, False).startswith("Nothing is drawn")
    for mode in (EdgeMode.SIGNAL, EdgeMode.GRADIENT):
        assert not any(values.any() for values in edge_values(cleared, mode, cleared.start).gaps)
    assert any(values.any() for values in edge_values(cleared, EdgeMode.WEIGHT, cleared.start).gaps)
    layout = diagram.layout_on_show
    assert layout is not None
    found = pixels.of_widget(diagram)
    for neuron in (Neuron(2, 0), Neuron(3, 5)):  # the sure ones are as dark as the rest
        x, y = map(round, layout.centre(neuron))
        assert pixels.near(found[y : y + 1, x : x + 1], theme.activation_colour(0.0)).all()
    bars = layout.bars
    shown = found[:, round(bars.x) + 2 : round(bars.x + bars.width)]
    assert not pixels.near(shown, theme.colours().ink, 30).any()
    diagram.close()


def test_hidden_units_count_none_as_active(qtbot: QtBot, cleared: Snapshot) -> None:
    panel = HiddenUnits()
    qtbot.addWidget(panel)
    panel.resize(300, 300)
    panel.show()
    panel.set_snapshot(cleared)
    assert panel.caption == ""
    panel.set_snapshot(make_snapshot((20,)))
    assert "of 20 active" in panel.caption
    panel.close()


def test_the_pad_shows_neither_answer_nor_bars(qtbot: QtBot, cleared: Snapshot) -> None:
    pad = DrawingPad()
    qtbot.addWidget(pad)
    pad.resize(420, 260)
    pad.show()
    pad.set_snapshot(cleared)
    found = pixels.of_widget(pad.seen)
    chart = output_bars(pad.seen.places.bars, 10)
    for slot in [chart.bar(index).track for index in range(10)]:
        inside = slot.adjusted(1, 1, -1, -1).toRect()
        part = found[inside.top() : inside.bottom(), inside.left() : inside.right()]
        assert pixels.near(part, theme.colours().field).all()
    assert pad.seen.accessibleDescription() == "There is no digit yet."
    pad.close()


def test_the_walk_does_not_offer_it(qtbot: QtBot, cleared: Snapshot) -> None:
    panel = BackpropSteps()
    qtbot.addWidget(panel)
    panel.resize(1060, 600)
    panel.show()
    qtbot.waitExposed(panel)
    panel.set_snapshot(cleared)
    assert panel.walk is None
    panel.set_snapshot(make_snapshot((20,)))
    assert panel.walk is not None
    panel.set_snapshot(cleared)
    assert not panel.does.now.isEnabled()
    panel.close()
