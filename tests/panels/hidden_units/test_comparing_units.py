"""Hidden units beside those of another run: what is offered, what is drawn, what is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.learning.settings import Settings
from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.runs.snapshot import Comparison, Curve, RunSummary, Snapshot
from nnviz.widgets import theme
from tests.panels.snapshots import make_snapshot

HIDDEN = (9,)


def summary(number: int, name: str, hidden: tuple[int, ...] = HIDDEN, examples: int = 60_000) -> RunSummary:
    return RunSummary(number, number, name, Settings(hidden=hidden), examples, 50_000, Curve.empty())


def snapshot_of_three() -> Snapshot:
    """Run 1 shown; run 0 has the same shape, run 2 another."""
    runs = (summary(0, "run 1"), summary(1, "run 2"), summary(2, "run 3", (4,)))
    return replace(make_snapshot(HIDDEN), run=1, runs=runs)


def compared(snapshot: Snapshot) -> Snapshot:
    """With a comparison in which one weight alone differs, by 0.5."""
    other = snapshot.network.copy()
    other.weights[0][4, 130] -= 0.5
    made = Comparison(0, snapshot.examples_seen, snapshot.network, other)
    return replace(snapshot, comparison=made)


@pytest.fixture
def panel(qtbot: QtBot) -> HiddenUnits:
    theme.set_scheme(theme.Scheme.DARK)
    made = HiddenUnits()
    qtbot.addWidget(made)
    made.resize(300, 320)
    made.show()
    qtbot.waitExposed(made)
    return made


def scale(panel: HiddenUnits) -> QComboBox:
    found = panel.header_widgets()[0].findChild(QComboBox, "hidden_units_scale")
    assert isinstance(found, QComboBox)
    return found


def test_other_runs_of_the_same_shape_are_offered(panel: HiddenUnits) -> None:
    panel.set_snapshot(snapshot_of_three())
    offered = [scale(panel).itemText(row) for row in range(scale(panel).count())]
    assert offered == ["each", "common", "minus run 1"]


def test_choosing_one_asks_for_it_and_shows_the_difference(panel: HiddenUnits) -> None:
    asked: list[object] = []
    panel.comparison_requested.connect(asked.append)
    snapshot = snapshot_of_three()
    panel.set_snapshot(snapshot)
    scale(panel).setCurrentIndex(2)
    assert asked == [0]
    assert "comparing with run 1" in panel.caption
    panel.set_snapshot(compared(snapshot))
    assert panel._images is not None
    row, column = np.argwhere(panel._images.values)[0]
    assert (row, column) == (4, 130)
    assert np.count_nonzero(panel._images.values) == 1
    assert panel.caption == "difference after 55,000 examples"
    assert panel.grid is not None
    assert "differ from run 1" in panel.tip_at(QPointF(panel.grid.rect(4).center()))
    scale(panel).setCurrentIndex(0)
    assert asked == [0, None]
    assert "difference" not in panel.caption


def test_an_older_comparison_is_shown_until_there_is_a_newer(panel: HiddenUnits) -> None:
    snapshot = snapshot_of_three()
    panel.set_snapshot(snapshot)
    scale(panel).setCurrentIndex(2)
    before = compared(snapshot)
    panel.set_snapshot(before)
    later = replace(before, network=snapshot.network.copy(), examples_seen=56_000)
    panel.set_snapshot(later)
    assert panel.caption == "difference after 55,000 examples"


def test_a_run_that_is_not_so_far_is_said(panel: HiddenUnits) -> None:
    snapshot = snapshot_of_three()
    short = (summary(0, "run 1", examples=10), *snapshot.runs[1:])
    snapshot = replace(snapshot, runs=short)
    panel.set_snapshot(snapshot)
    scale(panel).setCurrentIndex(2)
    made = Comparison(0, snapshot.examples_seen, snapshot.network, None)
    panel.set_snapshot(replace(snapshot, comparison=made))
    assert panel.caption == "run 1 has not got this far: weights shown"
    assert panel._images is not None
    np.testing.assert_array_equal(panel._images.values, snapshot.network.weights[0])


def test_a_run_that_goes_takes_its_choice_with_it(panel: HiddenUnits) -> None:
    asked: list[object] = []
    panel.comparison_requested.connect(asked.append)
    snapshot = snapshot_of_three()
    panel.set_snapshot(snapshot)
    scale(panel).setCurrentIndex(2)
    panel.set_snapshot(replace(snapshot, runs=snapshot.runs[1:]))
    assert scale(panel).count() == 2
    assert asked == [0, None]


def test_run_zero_is_not_taken_for_a_scale(panel: HiddenUnits) -> None:
    panel.set_snapshot(snapshot_of_three())
    renamed = (summary(0, "first"), *snapshot_of_three().runs[1:])
    panel.set_snapshot(replace(snapshot_of_three(), runs=renamed))
    assert scale(panel).currentText() == "each"
    scale(panel).setCurrentIndex(2)
    panel.set_snapshot(snapshot_of_three())
    assert scale(panel).currentText() == "minus run 1"
