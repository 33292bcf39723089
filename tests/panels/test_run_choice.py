"""The choice of the run on show, as it stands in the timeline's title bar."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from pytestqt.qtbot import QtBot

from nnviz import theme
from nnviz.core.settings import Settings
from nnviz.core.snapshot import RunSummary
from nnviz.panels.scrubber.run_choice import run_sentence
from nnviz.panels.timeline import Timeline
from tests.panels.snapshots import make_curve, make_snapshot


def summary(number: int, name: str) -> RunSummary:
    return RunSummary(number, number, name, Settings(eta=0.5), 55_000, 50_000, make_curve())


def test_it_is_there_once_there_are_two_runs_and_tells_which_was_chosen(qtbot: QtBot) -> None:
    panel = Timeline()
    qtbot.addWidget(panel)
    for widget in panel.header_widgets():
        qtbot.addWidget(widget)
    panel.show()
    chosen: list[int] = []
    panel.run_chosen.connect(chosen.append)
    one, two = summary(3, "run 1"), summary(7, "run 2 (η 0.5)")
    panel.set_snapshot(replace(make_snapshot((2,)), run=3, runs=(one,)))
    assert panel.runs.isHidden()
    panel.set_snapshot(replace(make_snapshot((2,)), run=3, runs=(one, two)))
    assert not panel.runs.isHidden()
    assert panel.runs.currentText() == "run 1"
    assert chosen == []
    panel.runs.setCurrentIndex(1)
    panel.runs.activated.emit(1)
    assert chosen == [7]
    metrics = panel.runs.fontMetrics()
    assert panel.runs.sizeHint().width() > metrics.horizontalAdvance(two.name) + 30


def test_a_run_in_one_sentence() -> None:
    assert run_sentence(summary(0, "x")).startswith("1.10 epochs, test 96.")
    assert run_sentence(summary(0, "x")).endswith("η 0.5, mini-batch 10")


def test_eight_runs_have_eight_colours() -> None:
    names = {theme.run_colour(number).name() for number in range(8)}
    assert len(names) == 8
    assert np.unique([theme.run_colour(8).name(), theme.run_colour(0).name()]).size == 1
