from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from nnviz.datasets.dataset import Dataset, to_unit_range
from nnviz.learning.network import Network
from nnviz.panels.live_predictions.digit_pages import DigitPages, mistakes_first
from nnviz.panels.live_predictions.panel import LivePredictions
from nnviz.panels.panel import PictureChoice
from nnviz.runs.input_image import InputImage, data_input
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from tests.panels.painted_words import words_of
from tests.panels.snapshots import evaluated, loading_snapshot, make_dataset, make_snapshot

LABELS = make_dataset(400).labels
AWAY = QPoint(2_000, 600)  # for the cursor: right of the panel, or the edge of the screen


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


@pytest.fixture
def panel(qtbot: QtBot) -> LivePredictions:
    made = LivePredictions()
    qtbot.addWidget(made)
    made.resize(300, 350)
    QCursor.setPos(AWAY)
    made.show()
    qtbot.waitExposed(made)
    point_away(qtbot, made)
    clock = made.findChild(QTimer)
    assert isinstance(clock, QTimer)
    clock.stop()  # the tests call tick() themselves
    return made


def many_digits(**fields: object) -> Snapshot:
    """400 digits, more than a page, in training."""
    digits = make_dataset(400)
    return make_snapshot(
        data=Dataset(digits, digits, digits),
        phase=Phase.TRAINING,
        evaluation=evaluated(sure(digits.labels), digits.labels),
        **fields,
    )


def sure(says: np.ndarray, confidence: float = 0.9) -> np.ndarray:
    """Outputs that say these digits."""
    outputs = np.zeros((len(says), 10), dtype=np.float32)
    outputs[np.arange(len(says)), says] = confidence
    return outputs


def set_mode(panel: LivePredictions, mode: str) -> None:
    (combo,) = panel.header_widgets()
    assert isinstance(combo, QComboBox)
    combo.setCurrentText(mode)
    assert combo.currentText() == mode


def shown(panel: LivePredictions) -> list[int]:
    return panel.page.digits.indices.tolist()


def centre(panel: LivePredictions, place: int) -> QPoint:
    tile = panel.page.grid.rect(place)
    return QPointF(tile.center().x(), tile.top() + tile.width() / 2).toPoint()


def point_away(qtbot: QtBot, panel: LivePredictions) -> None:
    QCursor.setPos(AWAY)
    qtbot.waitUntil(lambda: not panel.underMouse())
    QApplication.sendEvent(panel.page, QEvent(QEvent.Type.Leave))


def test_the_first_digits_are_answered_by_the_network_of_this_very_moment(panel: LivePredictions) -> None:
    snapshot = many_digits()
    panel.set_snapshot(snapshot)
    places = panel.page.grid.count
    assert places >= 20
    assert shown(panel) == list(range(places))
    assert snapshot.data is not None
    images = to_unit_range(snapshot.data.test.images[:places])
    np.testing.assert_array_equal(panel.page.digits.outputs, snapshot.network.outputs(images))
    other = Network(snapshot.settings.sizes(), seed=99)
    panel.set_snapshot(replace(snapshot, network=other))
    np.testing.assert_array_equal(panel.page.digits.outputs, other.outputs(images))


def test_a_low_panel_has_a_second_row_rather_than_empty_space(panel: LivePredictions) -> None:
    panel.resize(283, 160)  # as in a window of 1100×700
    panel.set_snapshot(many_digits())
    grid = panel.page.grid
    assert grid.rows >= 2
    assert grid.width >= 24


@pytest.mark.parametrize("width", [140, 200, 270, 283, 300, 420, 640])
@pytest.mark.parametrize("height", [120, 160, 350])
def test_wrong_answers_do_not_run_into_each_other(panel: LivePredictions, width: int, height: int) -> None:
    snapshot = many_digits()
    network = snapshot.network.copy()
    network.weights[-1][:] = 0
    network.biases[-1][:] = [5, *[-5] * 9]  # says 0 to everything
    panel.resize(width, height)
    panel.set_snapshot(replace(snapshot, network=network))
    grid, painted = panel.page.grid, words_of(panel.page)
    wrong = [word for word in painted if word.text.startswith("is ")]
    assert len(wrong) == sum(label != 0 for label in LABELS[: grid.count])
    for word in wrong:
        tile = grid.index_at(word.ink.center())
        assert tile is not None
        assert word.ink.right() <= grid.rect(tile).left() + grid.pitch_x - 4  # where the next begins


def test_right_answers_are_green_and_wrong_ones_red(panel: LivePredictions) -> None:
    snapshot = many_digits()
    network = snapshot.network.copy()
    network.weights[-1][:] = 0
    network.biases[-1][:] = [5, *[-5] * 9]  # says 0 to everything, and is sure
    panel.set_snapshot(replace(snapshot, network=network))
    grabbed, grid = panel.page.grab().toImage(), panel.page.grid
    for place in range(12):
        at = QPointF(grid.rect(place).left() + 2, grid.rect(place).bottom() - 1).toPoint()
        expected = theme.colours().right if place % 10 == 0 else theme.colours().wrong
        assert grabbed.pixel(at) == expected.rgb()


def test_the_bar_is_as_long_as_the_network_is_sure(panel: LivePredictions) -> None:
    snapshot = many_digits()
    network = snapshot.network.copy()
    network.weights[-1][:] = 0
    network.biases[-1][:] = [0, *[-5] * 9]  # the largest output is ½
    panel.set_snapshot(replace(snapshot, network=network))
    grabbed, tile = panel.page.grab().toImage(), panel.page.grid.rect(0)
    line = round(tile.bottom()) - 1
    green = theme.colours().right.rgb()
    assert grabbed.pixel(round(tile.left() + 0.45 * tile.width()), line) == green
    assert grabbed.pixel(round(tile.left() + 0.55 * tile.width()), line) != green


def test_the_image_stands_at_its_place(panel: LivePredictions) -> None:
    digits = make_dataset(40)
    images = digits.images.copy()
    images[:] = 0
    images[5] = 255
    bright = replace(digits, images=images)
    panel.set_snapshot(make_snapshot(data=Dataset(bright, bright, bright), evaluation=None))
    grabbed = panel.page.grab().toImage()
    colours = [grabbed.pixel(centre(panel, place)) for place in range(8)]
    paper, ink = theme.colours().paper.rgb(), theme.colours().ink.rgb()
    assert colours == [paper] * 5 + [ink] + [paper] * 2


def test_mistakes_come_first_the_most_confident_before_all() -> None:
    labels = np.array([0, 1, 2, 3, 4, 5], dtype=np.uint8)
    outputs = sure(np.array([0, 7, 2, 8, 4, 9]))
    outputs[np.arange(6), [0, 7, 2, 8, 4, 9]] = [0.9, 0.3, 0.2, 0.8, 0.5, 0.6]
    # wrong: 3 (0.8), 5 (0.6), 1 (0.3); right, least sure first: 2 (0.2), 4 (0.5), 0 (0.9)
    assert mistakes_first(outputs, labels).tolist() == [3, 5, 1, 2, 4, 0]


def test_mistakes_first_fills_the_page_with_the_least_sure(panel: LivePredictions) -> None:
    snapshot = many_digits()
    assert snapshot.test_outputs is not None
    outputs = snapshot.test_outputs.copy()
    outputs[300] = sure(np.array([5]), 0.99)[0]  # digit 300 is a 0
    outputs[17] = sure(np.array([1]), 0.7)[0]  # digit 17 is a 7
    outputs[44] = sure(np.array([4]), 0.1)[0]  # right, but hardly
    panel.set_snapshot(replace(snapshot, evaluation=evaluated(outputs, LABELS)))
    set_mode(panel, "mistakes first")
    assert shown(panel)[:5] == [300, 17, 44, 0, 1]
    assert panel.caption == "2 of 400 wrong"


def test_a_new_evaluation_sorts_at_the_next_tick_and_never_under_the_hand(
    qtbot: QtBot, panel: LivePredictions
) -> None:
    snapshot = many_digits()
    panel.set_snapshot(snapshot)
    set_mode(panel, "mistakes first")
    before = shown(panel)
    says = np.asarray(make_dataset(400).labels).astype(int)
    says[222] = (says[222] + 1) % 10
    panel.set_snapshot(replace(snapshot, evaluation=evaluated(sure(says), LABELS)))
    assert panel.caption == "1 of 400 wrong"
    assert shown(panel) == before
    qtbot.mouseMove(panel.page, centre(panel, 4))
    qtbot.waitUntil(lambda: panel.page.held)
    panel.tick()
    assert shown(panel) == before
    point_away(qtbot, panel)
    panel.tick()
    assert shown(panel)[0] == 222


def test_rolling_exchanges_one_row_at_a_time(panel: LivePredictions) -> None:
    panel.set_snapshot(many_digits())
    grid = panel.page.grid
    before = shown(panel)
    panel.tick()
    after = shown(panel)
    assert after[: grid.columns] == list(range(grid.count, grid.count + grid.columns))
    assert after[grid.columns :] == before[grid.columns :]
    for _ in range(grid.rows - 1):
        panel.tick()
    assert shown(panel) == list(range(grid.count, 2 * grid.count))


def test_rolling_stands_still_when_paused_hovered_or_hidden(qtbot: QtBot, panel: LivePredictions) -> None:
    snapshot = many_digits()
    panel.set_snapshot(replace(snapshot, phase=Phase.PAUSED))
    before = shown(panel)
    panel.tick()
    assert shown(panel) == before
    panel.set_snapshot(snapshot)
    qtbot.mouseMove(panel.page, centre(panel, 0))
    qtbot.waitUntil(lambda: panel.page.held)
    panel.tick()
    assert shown(panel) == before
    point_away(qtbot, panel)
    panel.hide()
    panel.tick()
    panel.show()
    assert shown(panel) == before
    panel.tick()
    assert shown(panel) != before


def test_the_clock_runs_only_while_the_panel_can_be_seen(panel: LivePredictions) -> None:
    clock = panel.findChild(QTimer)
    assert isinstance(clock, QTimer)
    panel.hide()
    assert not clock.isActive()
    panel.show()
    assert clock.isActive()
    assert clock.interval() >= 1_000


def test_a_hidden_panel_asks_the_network_nothing(panel: LivePredictions) -> None:
    panel.set_snapshot(many_digits())
    panel.hide()
    before = panel.page.digits.outputs
    snapshot = many_digits()
    panel.set_snapshot(replace(snapshot, network=Network(snapshot.settings.sizes(), seed=8)))
    set_mode(panel, "mistakes first")
    assert panel.page.digits.outputs is before
    panel.show()
    assert panel.page.digits.outputs is not before


def test_a_click_chooses_the_input_image(qtbot: QtBot, panel: LivePredictions) -> None:
    snapshot = many_digits()
    panel.set_snapshot(snapshot)
    panel.tick()
    index = shown(panel)[2]
    with qtbot.waitSignal(panel.input_image_chosen) as chosen:
        qtbot.mouseClick(panel.page, Qt.MouseButton.LeftButton, pos=centre(panel, 2))
    assert chosen.args is not None
    (input_image,) = chosen.args
    assert isinstance(input_image, InputImage)
    assert (input_image.source, input_image.index, input_image.label) == ("test", index, index % 10)
    assert snapshot.data is not None
    np.testing.assert_array_equal(input_image.image, snapshot.data.test.image(index))


def test_arrow_keys_and_enter_choose_without_a_mouse(qtbot: QtBot, panel: LivePredictions) -> None:
    panel.set_snapshot(many_digits())
    columns = panel.page.grid.columns
    with qtbot.assertNotEmitted(panel.input_image_chosen):
        QTest.keyClick(panel.page, Qt.Key.Key_Return)
    QTest.keyClick(panel.page, Qt.Key.Key_Right)
    assert panel.page.held
    for expected, keys in ((0, ()), (columns + 1, (Qt.Key.Key_Right, Qt.Key.Key_Down))):
        for key in keys:
            QTest.keyClick(panel.page, key)
        with qtbot.waitSignal(panel.input_image_chosen) as chosen:
            QTest.keyClick(panel.page, Qt.Key.Key_Return)
        assert chosen.args is not None
        assert chosen.args[0].index == expected


def test_the_current_input_image_is_framed_in_violet_wherever_it_stands(panel: LivePredictions) -> None:
    snapshot = many_digits()
    assert snapshot.data is not None
    panel.set_snapshot(replace(snapshot, input_image=data_input(snapshot.data.test, 9)))
    violet = theme.colours().selected.rgb()

    def framed() -> list[int]:
        grabbed, grid = panel.page.grab().toImage(), panel.page.grid
        corners = [grid.rect(place).topLeft().toPoint() for place in range(grid.count)]
        return [place for place, corner in enumerate(corners) if grabbed.pixel(corner) == violet]

    assert framed() == [9]
    panel.set_snapshot(replace(snapshot, input_image=data_input(snapshot.data.train, 9, "training")))
    assert framed() == []


def test_pages_turn_by_buttons_keys_and_wheel(qtbot: QtBot, panel: LivePredictions) -> None:
    panel.set_snapshot(many_digits())
    first, count = shown(panel), panel.page.grid.count
    forward = panel.findChild(QAction, "next_digits")
    back = panel.findChild(QAction, "previous_digits")
    assert isinstance(forward, QAction)
    assert isinstance(back, QAction)
    forward.trigger()
    assert shown(panel) == list(range(count, 2 * count))
    back.trigger()
    assert shown(panel) == first
    panel.activateWindow()
    panel.setFocus()
    qtbot.waitUntil(panel.page.hasFocus)
    QTest.keyClick(panel.page, Qt.Key.Key_PageDown)
    assert shown(panel)[0] == count
    QTest.keyClick(panel.page, Qt.Key.Key_PageUp)
    assert shown(panel) == first
    for _ in range(2):  # two half notches
        QApplication.sendEvent(panel.page, wheel(-60))
    assert shown(panel)[0] == count
    QApplication.sendEvent(panel.page, wheel(120))
    assert shown(panel) == first


def wheel(angle: int) -> QWheelEvent:
    none = Qt.MouseButton.NoButton
    return QWheelEvent(
        QPointF(20, 20),
        QPointF(20, 20),
        QPoint(),
        QPoint(0, angle),
        none,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_the_tip_tells_the_largest_outputs_and_the_cost(panel: LivePredictions) -> None:
    snapshot = many_digits()
    network = snapshot.network.copy()
    network.weights[-1][:] = 0
    network.biases[-1][:] = -30
    network.biases[-1][[6, 5]] = [1, 0]
    panel.set_snapshot(replace(snapshot, network=network))
    words = panel.page.digits.tip(5)
    assert "test digit 5 is 5, but the network says 6" in words
    assert "a₆ = 0.731, a₅ = 0.500" in words
    assert "C = ½ ‖y − a‖² = 0.392" in words  # ½ (0.731² + 0.5²)
    assert "test digit 6 is 6, and the network says 6" in panel.page.digits.tip(6)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_outputs_that_are_no_numbers_are_no_answers(panel: LivePredictions, bad: float) -> None:
    snapshot = many_digits()
    network = snapshot.network.copy()
    network.weights[0][:] = bad
    network.weights[1][:] = bad
    outputs = np.full((400, 10), np.nan, dtype=np.float32)
    panel.set_snapshot(replace(snapshot, network=network, evaluation=evaluated(outputs, LABELS)))
    set_mode(panel, "mistakes first")
    answer = panel.page.digits.answer(0)
    assert answer is not None
    assert answer.finite == bool(np.isfinite(panel.page.digits.outputs[0]).all())
    assert not panel.grab().isNull()
    assert panel.page.digits.tip(0)


def test_before_the_data_is_there_the_panel_says_so(panel: LivePredictions) -> None:
    assert not panel.grab().isNull()
    panel.set_snapshot(loading_snapshot())
    assert panel.page.empty_words == "Unpacking MNIST…"
    assert panel.caption == ""
    assert shown(panel) == []
    assert not panel.grab().isNull()
    panel.tick()
    QTest.keyClick(panel.page, Qt.Key.Key_Right)
    QTest.mouseClick(panel.page, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    panel.set_snapshot(many_digits())
    assert shown(panel)


def test_mistakes_first_waits_for_the_first_evaluation(panel: LivePredictions) -> None:
    snapshot = many_digits()
    set_mode(panel, "mistakes first")
    panel.set_snapshot(replace(snapshot, evaluation=None))
    assert shown(panel)[:3] == [0, 1, 2]
    says = np.asarray(make_dataset(400).labels).astype(int)
    says[50] = 9
    panel.set_snapshot(replace(snapshot, evaluation=evaluated(sure(says), LABELS)))
    assert shown(panel)[0] == 50


@pytest.mark.parametrize("size", [(160, 160), (240, 240), (420, 520), (900, 200), (1400, 900), (20, 20)])
def test_as_many_digits_as_fit_into_any_size(panel: LivePredictions, size: tuple[int, int]) -> None:
    panel.set_snapshot(many_digits())
    panel.resize(*size)
    assert not panel.grab().isNull()
    assert len(shown(panel)) == panel.page.grid.count
    if min(size) > 100:
        places = [panel.page.grid.rect(place) for place in range(panel.page.grid.count)]
        assert all(panel.page.rect().toRectF().contains(place) for place in places)


def test_fewer_digits_than_places_are_shown_once(panel: LivePredictions) -> None:
    few = make_dataset(7)
    panel.set_snapshot(make_snapshot(data=Dataset(few, few, few), phase=Phase.TRAINING, evaluation=None))
    for _ in range(3):
        assert [index for index in shown(panel) if index >= 0] == list(range(7))
        panel.tick()
    assert panel.page.digits.tip(8) == ""
    assert not panel.grab().isNull()


def test_pages_go_round_and_every_digit_has_its_turn() -> None:
    pages = DigitPages()
    pages.order = np.arange(103)
    pages.reshape(columns=5, rows=4)
    seen: set[int] = set()
    for _ in range(21):  # 103 digits are 21 rows of 5
        assert len(set(pages.shown().tolist()) - {-1}) >= 18
        seen |= set(pages.shown().tolist())
        pages.move(1)
    assert seen - {-1} == set(range(103))
    assert pages.shown()[5:10].tolist() == [0, 1, 2, 3, 4]  # row 21 is row 0 again, in the page's row 1
    pages.move(-21)
    assert pages.shown().tolist() == list(range(20))


def test_a_page_of_another_size_keeps_its_place() -> None:
    pages = DigitPages()
    pages.order = np.arange(1000)
    pages.reshape(columns=6, rows=4)
    pages.move(10 * 4)
    pages.reshape(columns=8, rows=3)
    assert pages.shown()[0] == 240


def test_the_mode_takes_no_more_of_the_title_bar_than_its_words(panel: LivePredictions) -> None:
    (combo,) = panel.header_widgets()
    wide = {}
    for mode in ("rolling", "mistakes first"):
        set_mode(panel, mode)
        wide[mode] = combo.sizeHint().width()
    assert 0 < wide["rolling"] < wide["mistakes first"]
    assert combo.accessibleName()
    assert combo.toolTip()


def test_digits_chosen_elsewhere_stand_in_their_order_until_another_mode_is_taken(
    panel: LivePredictions,
) -> None:
    panel.set_snapshot(many_digits())
    chosen = np.array([7, 3, 120])
    panel.show_pictures(PictureChoice(chosen, "3 taken for 5: 3"))
    (combo,) = panel.header_widgets()
    assert isinstance(combo, QComboBox)
    assert combo.currentText() == "3 taken for 5: 3"
    assert [i for i in panel.page.digits.indices.tolist() if i >= 0] == [7, 3, 120]
    panel.tick()  # which rolls on the digits of the other modes while it trains
    assert [i for i in panel.page.digits.indices.tolist() if i >= 0] == [7, 3, 120]
    panel.show_pictures(PictureChoice(np.array([5]), "another: 1"))
    assert [combo.itemText(k) for k in range(combo.count())] == ["rolling", "mistakes first", "another: 1"]
    set_mode(panel, "rolling")
    assert combo.count() == 2
    assert panel.page.digits.indices[0] == 0


def test_only_answers_that_look_different_are_painted_again(panel: LivePredictions) -> None:
    moment = many_digits()
    panel.set_snapshot(moment)
    asked: list[QRect | None] = []
    panel.page.update = lambda *rect: asked.append(*rect or (None,))  # type: ignore[method-assign]
    panel.set_snapshot(replace(moment, examples_seen=moment.examples_seen + 10))
    assert asked == []  # the same network says the same
    said = [answer.said for answer in panel.page.digits.answers if answer is not None]
    changed = moment.network.copy()
    changed.weights[-1][said[0]] = changed.weights[-1][said[0]] - 2
    panel.set_snapshot(replace(moment, network=changed))
    after = [answer.said for answer in panel.page.digits.answers if answer is not None]
    other = [place for place, (one, two) in enumerate(zip(said, after, strict=True)) if one != two]
    assert other
    for place in other:
        tile = panel.page.grid.rect(place).toAlignedRect()
        assert any(rect is not None and rect.contains(tile) for rect in asked)
    panel.set_snapshot(replace(moment, input_image=data_input(moment.data.test, 0)))  # type: ignore[union-attr]
    assert asked[-1] is None  # a frame somewhere: all of it
