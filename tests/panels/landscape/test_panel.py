"""The landscape on screen: what lies where, when it is worked out, and what is said of it."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.explain.landscape_survey import LINE, SIZE, Landscape
from nnviz.learning.network import Network
from nnviz.panels.landscape.contour_view import ContourView
from nnviz.panels.landscape.heights import Heights
from nnviz.panels.landscape.landscape_words import landscape_sentence
from nnviz.panels.landscape.line_view import LineView
from nnviz.panels.landscape.panel import LandscapePanel
from nnviz.panels.landscape.surface_view import SurfaceView
from nnviz.runs.snapshot import Phase
from tests.panels.snapshots import make_snapshot


def bowl() -> Landscape:
    xs, ys = np.linspace(-2, 2, SIZE), np.linspace(-1, 3, SIZE)
    return Landscape(
        "path",
        xs,
        ys,
        costs=1 + xs**2 + ys[:, None] ** 2,
        moments=np.array([0, 10, 40]),
        path=np.array([[-1.0, 2.0], [-0.5, 0.5], [0.0, 0.0]]),
        heights=np.array([6.0, 1.5, 1.0]),
        explained=0.931,
        line=2 - LINE,
        examples=2_000,
    )


def test_the_path_lies_where_its_places_are(qtbot: QtBot) -> None:
    view = ContourView()
    qtbot.addWidget(view)
    view.resize(402, 202)
    view.show_landscape(bowl())
    assert [p.x() for p in view.path] == pytest.approx([101, 151, 201])
    assert [p.y() for p in view.path] == pytest.approx([51, 126, 151])
    view.grab()


def test_the_surface_is_turned_by_dragging_and_by_keys(qtbot: QtBot) -> None:
    view = SurfaceView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.show_landscape(bowl())
    corners = np.array([[-1, -1, 0], [1, 1, 1], [-1, 1, 1], [1, -1, 0.0]])
    for turn in range(8):
        view.turn = turn * 0.8
        seen, _ = view.projected(corners)
        assert (seen >= 0).all()
        assert (seen <= [400, 300]).all()
    view.turn, view.tilt = 0.0, np.pi / 2  # from straight above
    (x, y), _ = view.projected(np.array([0.5, 0.0, 0.3]))
    assert x > 200
    assert y == pytest.approx(150)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.turn == pytest.approx(0.15)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.tilt == pytest.approx(np.pi / 2)  # no further
    view.grab()


def test_the_line_goes_through_start_and_now(qtbot: QtBot) -> None:
    view = LineView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show_landscape(bowl())
    across, up = view.axes
    assert up.high == pytest.approx(2.25)
    assert view.curve[0].x() == pytest.approx(across.at(-0.25))
    assert view.curve[-1].y() == pytest.approx(up.at(0.5))


def test_heights_are_logarithms_where_costs_are_of_very_different_size() -> None:
    wide = Heights.of(np.array([0.01, 1.0, np.inf]))
    assert wide.share(np.array([0.01, 0.1, 1.0, np.inf])) == pytest.approx([0, 0.5, 1, 1])
    narrow = Heights.of(np.array([1.0, 3.0]))
    assert narrow.share(np.array([1.0, 2.0])) == pytest.approx([0, 0.5])
    assert narrow.levels[4] == pytest.approx(2)
    assert Heights.of(np.array([2.0])).share(np.array([2.0])) == pytest.approx([0])


def test_the_sentence_says_how_much_of_the_path_the_plane_explains() -> None:
    found = bowl()
    assert "This plane explains 93 % of the path." in landscape_sentence(found, None)
    costs = found.costs.copy()
    costs[: SIZE // 2] = np.nan
    assert "51 % so far" in landscape_sentence(replace(found, costs=costs), None)


def test_it_is_worked_out_when_training_rests_and_it_can_be_seen(qtbot: QtBot) -> None:
    panel = LandscapePanel()
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    snapshot = replace(make_snapshot(), phase=Phase.TRAINING)
    panel.set_snapshot(snapshot)
    assert not any("landscape" in thread.name for thread in threading.enumerate())
    panel.show()
    assert panel.sentence.text() == "Pause, and the cost around the network is worked out."
    panel.set_snapshot(replace(snapshot, phase=Phase.PAUSED))
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.is_whole, timeout=60_000)
    assert panel.found is not None
    assert panel.contour.found is panel.found
    assert panel.found.moments[-1] == snapshot.examples_seen
    found, network = panel.found, snapshot.network
    same = Network.of([w.copy() for w in network.weights], list(network.biases), network.architecture)
    panel.set_snapshot(replace(snapshot, phase=Phase.PAUSED, network=same))
    assert panel.sentence.text().startswith("The average cost")
    same.weights[0][3, 400] += 1
    panel.set_snapshot(replace(snapshot, phase=Phase.PAUSED, network=same))
    qtbot.waitUntil(lambda: panel.found is not found, timeout=60_000)
    panel.close()
