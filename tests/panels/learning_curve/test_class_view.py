"""The curves of the classes: where they lie, what they say, what a click asks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.panels.learning_curve import curve_words
from nnviz.panels.learning_curve.class_plots import ClassCurves, ClassGrid
from nnviz.panels.learning_curve.panel import GhostCurve, LearningCurve
from nnviz.panels.panel import PictureChoice
from nnviz.runs.snapshot import Curve, Snapshot
from tests.panels.painted_words import words_of
from tests.panels.snapshots import evaluated, make_curve, make_snapshot

LABELS = (np.arange(60) % 10).astype(np.uint8)


def snapshot() -> Snapshot:
    """12 points, 500 steps of 10 apart: class 8 is at 90 % from point 4 on, all others from point 2 on."""
    by_class = np.full((12, 10), 0.97)
    by_class[:2] = 0.3
    by_class[:4, 8] = 0.6
    outputs = np.full((60, 10), 0.01)
    said = LABELS.copy()
    said[[8, 18]] = 3
    outputs[np.arange(60), said] = 0.9
    curve = replace(make_curve(), class_accuracy=by_class)
    return make_snapshot(curve=curve, evaluation=evaluated(outputs, LABELS))


@pytest.fixture
def panel(qtbot: QtBot) -> LearningCurve:
    made = LearningCurve()
    (header,) = made.header_widgets()
    qtbot.addWidget(made)
    qtbot.addWidget(header)
    made.resize(1300, 120)
    with qtbot.waitExposed(made):
        made.show()
    made.set_snapshot(snapshot())
    combo = header.findChild(QComboBox, "curve_of")
    assert isinstance(combo, QComboBox)
    combo.setCurrentText("each class")
    return made


@pytest.mark.parametrize(("width", "height", "columns"), [(1300, 120, 10), (700, 400, 4), (150, 600, 1)])
def test_places_fill_the_panel_without_overlap(width: int, height: int, columns: int) -> None:
    grid = ClassGrid(QRectF(0, 0, width, height), 10)
    assert grid.columns == columns
    for k in range(10):
        assert grid.area.adjusted(0, 0, 1e-6, 1e-6).contains(grid.place(k))
        assert grid.place(k).contains(grid.plot(k))
        assert grid.class_at(grid.place(k).center()) == k
        assert not any(grid.place(k).adjusted(1, 1, -1, -1).intersects(grid.place(j)) for j in range(k))


def test_a_curve_rises_over_the_logarithm_of_time() -> None:
    examples = np.array([0.0, 1_000, 10_000, 100_000])
    share = np.array([0.0, 0.5, np.nan, 1.0])
    curves = ClassCurves(examples, share, share[:, np.newaxis], [-1], [""])
    plot = QRectF(10, 20, 300, 90)  # from 100 examples to 100,000: 100 px for ten times as many
    line = [(point.x(), point.y()) for point in curves.line(plot, share)]
    np.testing.assert_allclose(line, [(10, 110), (110, 65), (310, 20)])


def test_another_run_lies_faintly_where_its_own_numbers_are(panel: LearningCurve) -> None:
    curve = Curve(np.array([0, 400, 800, 400_000]), *np.full((3, 4), 0.5))
    apart = replace(curve, class_accuracy=np.full((4, 10), 0.25))
    colour = QColor(20, 120, 255)
    panel.set_others([GhostCurve("old", colour, curve, 1_000), GhostCurve("other", colour, apart, 1_000)])
    (ghost,) = panel.classes.ghosts  # of the other run the classes were never told apart
    np.testing.assert_allclose(ghost.examples, [0, 20_000, 40_000, 20_000_000])  # an epoch has 50,000 here
    curves, plot = panel.classes.curves, panel.classes.grid.plot(3)
    assert curves is not None
    line = curves.ghost_line(plot, ghost, 3)
    assert len(line) == 3  # not beyond the curve of the run shown
    assert line[1].x() == pytest.approx(curves.at(plot, 20_000, 0).x())
    assert line[1].y() == pytest.approx(plot.bottom() - 0.25 * plot.height())
    picture = panel.classes.grab().toImage()
    middle = QColor(picture.pixel(round((line[1].x() + line[2].x()) / 2), int(line[1].y())))
    assert middle.blue() > middle.red() + 40


def test_it_says_when_each_class_was_learned(panel: LearningCurve) -> None:
    said = [word.text for word in words_of(panel.classes)]
    assert said.count("90 % by step 1,000") == 9
    assert said.count("90 % by step 2,000") == 1
    assert said.count("100.0 %") == 9
    assert said.count("66.7 %") == 1
    panel.resize(900, 120)
    assert [word.text for word in words_of(panel.classes)].count("step 1,000") == 9
    assert "8: 66.7 % right at this moment; at least 90 % by step 2,000" in panel.classes.tip(8)


def test_a_click_asks_for_the_mistakes_of_the_class(panel: LearningCurve, qtbot: QtBot) -> None:
    place = panel.classes.grid.place(8).center().toPoint()
    with qtbot.waitSignal(panel.pictures_chosen) as signal:
        QTest.mouseClick(panel.classes, Qt.MouseButton.LeftButton, pos=place)
    choice = signal.args[0]
    assert isinstance(choice, PictureChoice)
    assert sorted(choice.indices.tolist()) == [8, 18]
    assert choice.words == "8 taken for another: 2"
    with qtbot.assertNotEmitted(panel.pictures_chosen):  # all 7s are right
        QTest.mouseClick(
            panel.classes, Qt.MouseButton.LeftButton, pos=panel.classes.grid.place(7).center().toPoint()
        )


def test_keys_reach_every_class(panel: LearningCurve, qtbot: QtBot) -> None:
    panel.classes.setFocus()
    for _ in range(9):
        QTest.keyClick(panel.classes, Qt.Key.Key_Right)
    with qtbot.waitSignal(panel.pictures_chosen):
        QTest.keyClick(panel.classes, Qt.Key.Key_Return)


def test_the_moment_shown_is_marked_when_it_is_not_the_newest(panel: LearningCurve) -> None:
    assert panel.classes.moment == -1
    panel.set_snapshot(replace(snapshot(), examples_seen=20_000, newest=55_000))
    assert panel.classes.moment == 20_000


def test_a_run_whose_classes_were_never_told_apart_says_so(panel: LearningCurve) -> None:
    panel.set_snapshot(replace(snapshot(), curve=make_curve()))
    assert [word.text for word in words_of(panel.classes)] == [curve_words.CLASSES_UNKNOWN]
