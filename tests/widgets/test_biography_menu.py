"""Wherever weights are shown, a menu leads to their biographies."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nnviz.explain.entry import Entry, Quantity
from nnviz.learning.neuron import Neuron, Selection, WeightChoice
from nnviz.panels.backprop_steps.attention import weight_of
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.panels.neuron_inspector.panel import NeuronInspector
from nnviz.panels.panel import Panel
from tests.panels.snapshots import make_snapshot

SNAPSHOT = make_snapshot((20,))
MOUSE, KEYBOARD = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


def shown(panel: Panel, qtbot: QtBot, pinned: Neuron) -> None:
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    panel.set_snapshot(SNAPSHOT)
    panel.set_selection(Selection(pinned=pinned))


def ask(widget: QWidget, at: QPoint, reason: QContextMenuEvent.Reason) -> QMenu | None:
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
    menu = widget.findChild(QMenu, "biography_menu")
    return menu if isinstance(menu, QMenu) else None


def chosen(menu: QMenu, row: int, panel: Panel, qtbot: QtBot) -> WeightChoice:
    with qtbot.waitSignal(panel.weight_chosen) as signal:
        menu.actions()[row].trigger()
    menu.close()
    choice: WeightChoice = signal.args[0]
    return choice


def test_a_pixel_of_a_hidden_unit(qtbot: QtBot) -> None:
    panel = HiddenUnits()
    shown(panel, qtbot, Neuron(2, 3))
    assert panel.grid is not None
    tile = panel.grid.rect(7)
    middle = panel._pixel_at(tile.center(), 7)
    menu = ask(panel, tile.center().toPoint(), MOUSE)
    assert menu is not None
    assert menu.actions()[0].text() == "Biography of this pixel's weight"
    found = chosen(menu, 0, panel, qtbot)
    assert found.to == Neuron(2, 7)
    assert found.source is not None
    assert middle is not None
    assert abs(found.source - middle) <= 29  # of the same place, but for rounding to whole pixels
    panel.close()


def test_by_key_of_the_unit_that_is_held(qtbot: QtBot) -> None:
    panel = HiddenUnits()
    shown(panel, qtbot, Neuron(2, 3))
    menu = ask(panel, QPoint(1, 1), KEYBOARD)
    assert menu is not None
    strongest = int(np.abs(SNAPSHOT.network.weights[0][3]).argmax())
    assert chosen(menu, 0, panel, qtbot) == WeightChoice(Neuron(2, 3), strongest)
    panel.close()


def test_an_entry_of_the_walk(qtbot: QtBot) -> None:
    panel = BackpropSteps()
    shown(panel, qtbot, Neuron(2, 3))
    panel.open_walk(SNAPSHOT)
    panel.digit.go(6)
    view = panel.digit.stage_view
    entry = Entry(Quantity.WEIGHT_GRADIENT, 3, 4, 11)
    picture = next(p for p in view.pictures if p.whole.covers(entry))
    menu = ask(view, picture.place(entry).center().toPoint(), MOUSE)
    assert menu is not None
    assert chosen(menu, 0, panel, qtbot) == WeightChoice(Neuron(3, 4), 11)
    panel.close()


@pytest.mark.parametrize(
    ("entry", "choice"),
    [
        (Entry(Quantity.WEIGHT, 2, 3, 8), WeightChoice(Neuron(2, 3), 8)),
        (Entry(Quantity.BIAS_CHANGE, 3, 4), WeightChoice(Neuron(3, 4))),
        (Entry(Quantity.COST, 3), None),
        (Entry(Quantity.ACTIVATION, 1, 400), None),
    ],
)
def test_which_weight_a_number_tells_of(entry: Entry, choice: WeightChoice | None) -> None:
    assert weight_of(entry) == choice


@pytest.mark.parametrize(
    ("hovered", "choice", "words"),
    [
        (Neuron(1, 400), WeightChoice(Neuron(2, 3), 400), "Biography of this weight"),
        (Neuron(3, 9), WeightChoice(Neuron(3, 9), 3), "Biography of this weight"),
        (None, None, "Biography of its strongest weight"),
    ],
)
def test_the_inspector(qtbot: QtBot, hovered: Neuron | None, choice: WeightChoice | None, words: str) -> None:
    panel = NeuronInspector()
    shown(panel, qtbot, Neuron(2, 3))
    panel._hover(hovered)
    panel._offer_biography()
    strongest = WeightChoice(Neuron(2, 3), int(np.abs(SNAPSHOT.network.weights[0][3]).argmax()))
    assert panel.biography.text() == words
    with qtbot.waitSignal(panel.weight_chosen) as signal:
        panel.biography.trigger()
    assert signal.args == [choice or strongest]
    panel.close()
