"""The evaluation panel: what it counts, where it paints it, what a click asks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.explain.calibration import calibration
from nnviz.explain.confusion import confusion
from nnviz.panels.evaluation.evaluation_words import calibration_sentence, cell_tip, chosen_words
from nnviz.panels.evaluation.matrix import MatrixLayout, cell_colour, cell_text, layout_of
from nnviz.panels.evaluation.panel import EvaluationPanel
from nnviz.panels.evaluation.reliability import ReliabilityPlot
from nnviz.panels.panel import PictureChoice
from nnviz.widgets import theme
from tests.panels.painted_words import words_of
from tests.panels.snapshots import evaluated, loading_snapshot, make_snapshot

LABELS = (np.arange(60) % 10).astype(np.uint8)
SAID = LABELS.copy()
SAID[[3, 13, 23]] = 5  # three 3s taken for 5s
SAID[9] = 4  # and a 9 for a 4


def snapshot(said: np.ndarray = SAID, confidence: float = 0.9, **fields: object):
    outputs = np.full((60, 10), 0.01, dtype=np.float32)
    outputs[np.arange(60), said] = confidence
    return make_snapshot(evaluation=evaluated(outputs, LABELS), **fields)


@pytest.fixture
def panel(qtbot: QtBot) -> EvaluationPanel:
    theme.set_scheme(theme.Scheme.DARK)
    made = EvaluationPanel()
    qtbot.addWidget(made)
    made.resize(420, 340)
    made.show()
    qtbot.waitExposed(made)
    made.set_snapshot(snapshot())
    return made


def choose(panel: EvaluationPanel, name: str, text: str) -> None:
    combo = panel.findChild(QComboBox, name) or panel.header_widgets()[0].findChild(QComboBox, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentText(text)
    assert combo.currentText() == text


def cell_point(panel: EvaluationPanel, true: int, said: int) -> QPoint:
    layout = panel.matrix.matrix_layout
    assert layout is not None
    return layout.cell(true, said).center().toPoint()


def test_cells_tile_the_matrix_and_are_found_again() -> None:
    layout = MatrixLayout(QRectF(10, 20, 400, 300), classes=3, columns=4)
    whole = layout.cells
    first, last = layout.cell(0, 0), layout.cell(2, 3)
    assert first.topLeft() == whole.topLeft()
    assert last.bottomRight().x() == pytest.approx(whole.right())
    assert last.bottomRight().y() == pytest.approx(whole.bottom())
    assert layout.cell(1, 2).left() == pytest.approx(whole.left() + whole.width() * 2 / 4)
    assert layout.cell(1, 2).top() == pytest.approx(whole.top() + whole.height() / 3)
    for true in range(3):
        for said in range(4):
            assert layout.cell_at(layout.cell(true, said).center()) == (true, said)
    assert layout.cell_at(whole.topLeft() + QPoint(-3, 5)) is None


def test_accuracy_bars_are_as_long_as_the_class_is_right() -> None:
    layout = MatrixLayout(QRectF(0, 0, 400, 300), 10, 10)
    bar = layout.accuracy_bar(4)
    assert bar.bar_rect(0.25).width() == pytest.approx(bar.track.width() / 4)
    assert layout.cell(4, 9).right() < bar.track.left() < bar.track.right() < layout.accuracy_text(4).right()
    assert layout.cell(4, 0).top() < bar.track.center().y() < layout.cell(4, 0).bottom()


def test_a_narrow_panel_gives_the_bars_room_to_the_cells() -> None:
    narrow, wide = (MatrixLayout(QRectF(0, 0, width, 300), 10, 10) for width in (339, 340))
    assert narrow.bar == 0
    assert narrow.cells.width() > wide.cells.width()


def test_colours_tell_right_from_wrong_and_much_from_little() -> None:
    now = theme.colours()
    assert cell_colour(0.0, right=False) == now.field
    assert cell_colour(float("nan"), right=True) == now.field
    few, many = cell_colour(0.001, right=False), cell_colour(0.05, right=False)
    assert many.red() > few.red() > now.field.red()
    assert cell_colour(0.9, right=True).green() > cell_colour(0.5, right=True).green()


@pytest.mark.parametrize(
    ("count", "rate", "as_rates", "text"),
    [
        (0, 0.0, False, ""),
        (12, 0.012, False, "12"),
        (12, 0.012, True, "1.2"),
        (990, 0.985, True, "98"),
        (99, 0.0995, True, "10"),
    ],
)
def test_what_stands_in_a_cell(count: int, rate: float, as_rates: bool, text: str) -> None:
    assert cell_text(count, rate, as_rates) == text


def painted_in(panel: EvaluationPanel, room: QRectF) -> list[str]:
    """The words whose ink lies within a rectangle."""
    return [word.text for word in words_of(panel.matrix) if room.adjusted(-1, -1, 1, 1).contains(word.ink)]


def test_the_counts_are_painted_in_their_cells(panel: EvaluationPanel) -> None:
    layout = panel.matrix.matrix_layout
    assert layout is not None
    for true in range(10):
        for said in range(10):
            count = sum(1 for i in range(60) if (LABELS[i], SAID[i]) == (true, said))
            assert painted_in(panel, layout.cell(true, said)) == ([str(count)] if count else [])
    assert painted_in(panel, layout.accuracy_text(3)) == ["50.0 %"]
    assert painted_in(panel, layout.accuracy_text(9)) == ["83.3 %"]
    assert panel.matrix.sentence == "56 of 60 right"
    choose(panel, "matrix_mode", "rates")
    assert painted_in(panel, layout.cell(3, 5)) == ["50"]


def test_a_click_asks_for_the_pictures_of_the_cell(panel: EvaluationPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.pictures_chosen) as signal:
        QTest.mouseClick(panel.matrix, Qt.MouseButton.LeftButton, pos=cell_point(panel, 3, 5))
    choice = signal.args[0]
    assert isinstance(choice, PictureChoice)
    assert choice.indices.tolist() == [3, 13, 23]
    assert choice.words == "3 taken for 5: 3"


def test_an_empty_cell_asks_for_nothing(panel: EvaluationPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.pictures_chosen):
        QTest.mouseClick(panel.matrix, Qt.MouseButton.LeftButton, pos=cell_point(panel, 3, 4))


def test_keys_reach_every_cell(panel: EvaluationPanel, qtbot: QtBot) -> None:
    panel.matrix.setFocus()
    for key in [Qt.Key.Key_Down] + 9 * [Qt.Key.Key_Down] + 4 * [Qt.Key.Key_Right]:
        QTest.keyClick(panel.matrix, key)
    with qtbot.waitSignal(panel.pictures_chosen) as signal:
        QTest.keyClick(panel.matrix, Qt.Key.Key_Return)
    assert signal.args[0].indices.tolist() == [9]
    assert signal.args[0].words == "9 taken for 4: 1"


def test_no_answer_has_a_column_of_its_own(panel: EvaluationPanel, qtbot: QtBot) -> None:
    made = snapshot()
    assert made.evaluation is not None
    zs = made.evaluation.zs.copy()
    zs[20, 3] = np.nan
    panel.set_snapshot(replace(made, evaluation=replace(made.evaluation, zs=zs)))
    layout = panel.matrix.matrix_layout
    assert layout is not None
    assert layout.columns == 11
    with qtbot.waitSignal(panel.pictures_chosen) as signal:
        QTest.mouseClick(panel.matrix, Qt.MouseButton.LeftButton, pos=cell_point(panel, 0, 10))
    assert signal.args[0].indices.tolist() == [20]
    assert signal.args[0].words == "0 without an answer: 1"


def test_the_reliability_curve_says_how_sure_and_how_right(panel: EvaluationPanel) -> None:
    panel.tabs.show_page(panel.sure)
    sentence = "On average 90.0 % sure and 93.3 % right; expected calibration error 3.3 %."
    assert panel.sure.sentence == sentence
    choose(panel, "sure_mode", "share of outputs")  # 0.9 of 0.99
    assert panel.sure.sentence == (
        "On average 90.9 % sure and 93.3 % right; expected calibration error 2.4 %."
    )
    panel.grab()


def test_only_the_page_shown_is_told_and_its_choice_is_in_the_title(panel: EvaluationPanel) -> None:
    (header,) = panel.header_widgets()
    assert panel.sure.answered is None
    assert panel.mistakes.answered is None
    panel.tabs.show_page(panel.mistakes)
    assert panel.mistakes.answered is not None
    names = [combo.objectName() for combo in header.findChildren(QComboBox) if not combo.isHidden()]
    assert names == ["mistakes_order"]


def test_mistakes_are_sorted_and_filtered(panel: EvaluationPanel, qtbot: QtBot) -> None:
    """The 9 is the least sure of its wrong 4; of the 3s taken for 5s, 13 is the most sure."""
    outputs = np.full((60, 10), 0.01)
    outputs[np.arange(60), SAID] = 0.9
    outputs[9, 4], outputs[13, 5], outputs[3, 3] = 0.6, 0.95, 0.8
    panel.set_snapshot(make_snapshot(evaluation=evaluated(outputs, LABELS)))
    panel.tabs.show_page(panel.mistakes)
    gallery = panel.mistakes.gallery
    costs = 0.5 * ((outputs - np.eye(10)[LABELS]) ** 2).sum(axis=1)
    wrong = np.array([3, 9, 13, 23])
    assert gallery.shown == wrong[np.argsort(-costs[wrong])].tolist() == [13, 23, 9, 3]
    choose(panel, "mistakes_order", "most sure")
    assert gallery.shown == [13, 3, 23, 9]
    choose(panel, "mistakes_order", "widest margin")
    assert gallery.shown == [13, 23, 9, 3]
    choose(panel, "mistakes_true", "3")
    assert gallery.shown == [13, 23, 3]
    assert panel.mistakes.sentence.text() == "· 3 of 4 mistakes"
    choose(panel, "mistakes_said", "4")
    assert gallery.shown == []
    choose(panel, "mistakes_true", "any")
    with qtbot.waitSignal(panel.input_image_chosen) as signal:
        QTest.mouseClick(gallery, Qt.MouseButton.LeftButton, pos=gallery.grid.rect(0).center().toPoint())
    assert (signal.args[0].index, signal.args[0].source) == (9, "test")
    assert "is 9, but the network says 4" in gallery.tip(0)


def test_dots_lie_where_they_belong() -> None:
    layout = ReliabilityPlot(QRectF(0, 0, 300, 250))
    plot = layout.plot
    assert layout.point(0, 0) == plot.bottomLeft()
    assert layout.point(1, 1) == plot.topRight()
    assert layout.point(0.25, 0.5).x() == pytest.approx(plot.left() + plot.width() / 4)
    assert layout.point(0.25, 0.5).y() == pytest.approx(plot.center().y())
    one, four = layout.radius(100, 1000) - 2, layout.radius(400, 1000) - 2
    assert four == pytest.approx(2 * one)


def test_a_moment_without_an_evaluation(panel: EvaluationPanel) -> None:
    panel.set_snapshot(loading_snapshot())
    assert panel.found is None
    assert [word.text for word in words_of(panel.matrix)] == ["Unpacking MNIST…"]


def test_a_hidden_panel_works_nothing_out(qtbot: QtBot) -> None:
    made = EvaluationPanel()
    qtbot.addWidget(made)
    made.set_snapshot(snapshot())
    assert made.found is None
    made.show()
    assert made.found is not None


def test_words() -> None:
    found = confusion(np.eye(3)[[0, 1, 1, 2]].astype(np.float32), np.array([0, 1, 2, 2], dtype=np.uint8))
    names = ("shirt", "coat", "bag")
    assert cell_tip(found, names, 2, 1) == "bag taken for coat: 1 of 2 (50.0 %)"
    assert cell_tip(found, names, 0, 0) == "shirt told right: 1 of 1 (100.0 %)"
    assert cell_tip(found, names, 0, 3) == "shirt with no answer: an output is no number: 0 of 1 (0.0 %)"
    assert chosen_words(names, 2, 1, 1_234) == "bag taken for coat: 1,234"
    assert chosen_words(names, 1, 1, 7) == "coat told right: 7"
    assert calibration_sentence(calibration(np.empty(0), np.empty(0, dtype=bool))) == (
        "There is no answer to be sure of."
    )


def test_a_column_appears_only_for_answers_that_are_missing() -> None:
    found = confusion(np.eye(3, dtype=np.float32), np.arange(3, dtype=np.uint8))
    assert layout_of(QRectF(0, 0, 400, 300), found).columns == 3
