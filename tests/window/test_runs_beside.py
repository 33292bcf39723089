"""The session's other runs beside the one shown: bands over seeds, and the window that compares them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from nnviz.panels.learning_curve.panel import LearningCurve
from nnviz.widgets.bands import BandAxes
from nnviz.window.runs_beside import RunsBeside
from tests.experiments.test_session_groups import FAST, SLOW
from tests.panels.snapshots import make_snapshot

RUNS = (*FAST, *SLOW)


@pytest.fixture
def beside(qtbot: QtBot) -> RunsBeside:
    window = QMainWindow()
    qtbot.addWidget(window)
    curve = LearningCurve()
    window.setCentralWidget(curve)
    window.resize(640, 320)
    window.show()
    made = RunsBeside(window, curve)
    curve.show_snapshot(make_snapshot(curve=FAST[0].curve, epoch_size=1000))
    made.take_in(replace(make_snapshot(), run=0, runs=RUNS))
    return made


def test_runs_that_differ_in_their_seed_are_bands_in_the_curve_and_no_lines(beside: RunsBeside) -> None:
    others = beside.curve.plot.others
    assert [(of.name, of.runs) for of in others.bands] == [("η 3", 3), ("η 0.5", 2)]
    assert others.ghosts == []
    area = beside.curve.plot.area
    outline = BandAxes(area.rect, area.across, area.up).outline(others.bands[0].band)
    xs = [area.x(epoch) for epoch in (0, 0.5, 1)]
    ys = [area.y(percent) for percent in (20, 60, 80, 60, 30, 10)]
    assert [point.x() for point in outline.toList()] == pytest.approx([*xs, *reversed(xs)])
    assert [point.y() for point in outline.toList()] == pytest.approx(ys)
    assert beside.curve.plot.explanation_at(QPointF(area.x(0.5), area.y(55))) == (
        "η 3: 3 runs that differ in their seed alone, "
        "30.00 % to 60.00 % at epoch 0.50, in the middle 50.00 %."
    )


def test_where_classes_are_told_apart_the_runs_of_bands_are_lines(beside: RunsBeside) -> None:
    told = [
        replace(run, curve=replace(run.curve, class_accuracy=np.full((len(run.curve), 10), 0.1 * run.number)))
        for run in RUNS
    ]
    beside.curve.classes.show_snapshot(make_snapshot(curve=told[0].curve, epoch_size=1_000))
    beside.take_in(replace(make_snapshot(), run=0, runs=tuple(told)))
    shares = [float(ghost.by_class[0, 0]) for ghost in beside.curve.classes.ghosts]
    assert sorted(shares) == pytest.approx(sorted(0.1 * run.number for run in RUNS if run.number))


def test_the_band_is_painted_in_its_colour(beside: RunsBeside) -> None:
    plot = beside.curve.plot
    plot.hold()
    area = plot.area
    inside, above = (QPointF(area.x(0.5), area.y(height)).toPoint() for height in (36.0, 75.0))
    picture = plot.grab().toImage()
    beside.curve.set_others([])
    plain = plot.grab().toImage()
    assert picture.pixelColor(inside) != plain.pixelColor(inside)
    assert picture.pixelColor(above) == plain.pixelColor(above)


def test_any_set_of_runs_is_compared_in_a_sentence_and_a_chart(beside: RunsBeside) -> None:
    beside.open()
    window = beside.window
    assert window is not None
    assert window.two.sentence.text() == (
        "better in 1 of 2 seeds, by 7.50 points, scatter 17.68 (test accuracy after 1 epoch)"
    )
    assert window.chart.isVisible()
    window.list.item(4).setCheckState(Qt.CheckState.Unchecked)
    assert (
        window.two.sentence.text() == "better in 1 of 1 seeds, by 20.00 points (test accuracy after 1 epoch)"
    )
    assert [of.name for of in beside.curve.plot.others.bands] == ["η 3"]
    assert [ghost.name for ghost, _ in beside.curve.plot.others.ghosts] == ["run 3", "run 4"]
    window.list.item(3).setCheckState(Qt.CheckState.Unchecked)
    assert window.alone.isVisible()
    assert not window.chart.isVisible()
