"""Labels that the runs contradict, and what the user says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from nnviz.learning.settings import Settings
from nnviz.panels.evaluation.panel import EvaluationPanel
from nnviz.runs.snapshot import RunSummary, Snapshot
from nnviz.sessions.verdicts import Verdicts
from tests.panels.snapshots import evaluated, make_curve, make_snapshot


def snapshot() -> Snapshot:
    """Two runs: both take 4 and 9 for an 8, the first alone takes 12 for it, and of 9 they are surest."""
    made = make_snapshot()
    assert made.data is not None
    labels, runs = made.data.test.labels, []
    for number, mistakes in enumerate(({4: 0.7, 9: 0.95, 12: 0.6}, {4: 0.7, 9: 0.95})):
        outputs = np.full((60, 10), 0.01)
        outputs[np.arange(60), labels] = 0.9
        for index, confidence in mistakes.items():
            outputs[index] = 0.01
            outputs[index, 8] = confidence
        evaluation = evaluated(outputs, labels)
        runs.append(RunSummary(number, number, "", Settings(), 9, 60, make_curve(), evaluation=evaluation))
    return replace(made, runs=tuple(runs), run=0, evaluation=runs[0].evaluation)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[EvaluationPanel]:
    made = EvaluationPanel()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    made.tabs.show_page(made.labels)
    made.set_snapshot(snapshot())
    qtbot.waitUntil(lambda: made.labels.gallery.count > 0, timeout=30_000)
    yield made
    made.close()


def test_what_all_runs_contradict_most_firmly_comes_first(panel: EvaluationPanel) -> None:
    page = panel.labels
    assert page.gallery.shown == [9, 4, 12]
    assert page.sentence.text().startswith("3 labels that any of 2 runs contradicts")
    assert "1 of 2 runs contradict, best is 8" in page.gallery.tip(2)


def test_verdicts_go_from_one_to_the_next(panel: EvaluationPanel, qtbot: QtBot) -> None:
    page = panel.labels
    assert not page.buttons["wrong"].isEnabled()
    assert not page.export.isEnabled()
    with qtbot.waitSignal(panel.input_image_chosen) as signal:
        page.gallery.choose(0)
    assert signal.args[0].index == 9
    page.buttons["wrong"].click()
    assert page.gallery.framed == 4
    page.buttons["unclear"].click()
    assert dict(panel.verdicts.by_image) == {9: "wrong", 4: "unclear"}
    assert "2 judged" in page.sentence.text()
    page.gallery.choose(0)
    page.buttons[None].click()
    assert dict(panel.verdicts.by_image) == {4: "unclear"}
    with qtbot.waitSignal(panel.export_wanted):
        page.export.click()


def test_verdicts_on_other_labels_are_left_out(panel: EvaluationPanel) -> None:
    data = panel.snapshot.data if panel.snapshot is not None else None
    assert data is not None
    mine = Verdicts(data.test.checksum, {4: "right"})
    panel.set_verdicts(mine)
    panel.set_snapshot(snapshot())
    assert panel.verdicts == mine
    panel.set_verdicts(Verdicts(12_345, {4: "right"}))
    panel.set_snapshot(snapshot())
    assert not panel.verdicts


def test_nobody_who_points_at_a_picture_loses_it(panel: EvaluationPanel, qtbot: QtBot) -> None:
    """While training turns the order round, it stays as it was until the mouse has left."""
    page, before = panel.labels, snapshot()
    page.gallery.point_at(0)
    alone = replace(before, runs=before.runs[:1])
    panel.set_snapshot(alone)
    qtbot.wait_until(lambda: page.has_another_order, timeout=30_000)
    assert page.sentence.text().startswith("3 labels that any of 2 runs contradicts")
    page.gallery.point_at(None)
    page.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not page.has_another_order
    assert "any of 2 runs" not in page.sentence.text()


def test_a_menu_asks_who_taught_a_picture(panel: EvaluationPanel, qtbot: QtBot) -> None:
    gallery = panel.labels.gallery
    gallery.point_at(1)
    gallery.customContextMenuRequested.emit(QPoint(1, 1))
    (menu,) = gallery.findChildren(QMenu)
    with qtbot.waitSignal(panel.teachers_requested) as signal:
        menu.actions()[0].trigger()
    assert (signal.args[0].source, signal.args[0].index) == ("test", 4)
    menu.close()
