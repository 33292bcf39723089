from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from nnviz.datasets.centring import centre_digit
from nnviz.errors import BadInput
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron, Selection
from nnviz.learning.settings import Settings
from nnviz.panels.drawing_pad import pad_words
from nnviz.panels.drawing_pad.pad_layout import output_bars, pad_places, seen_places
from nnviz.panels.drawing_pad.panel import DrawingPad
from nnviz.panels.drawing_pad.strokes import Stroke
from nnviz.runs.input_image import InputImage, blank_input, drawn_input
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Snapshot
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import load_session, save_session
from nnviz.widgets import theme
from nnviz.window.documents.drawings import saved_drawing
from tests.digits import make_mnist
from tests.panels.snapshots import loading_snapshot, make_snapshot

BAR = [(60, 60), (140, 60), (220, 60)]  # in units of the canvas
STEM = [(220, 60), (170, 140), (130, 230)]


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    made = DrawingPad()
    qtbot.addWidget(made)
    made.resize(420, 260)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.set_snapshot(drawing_snapshot())
    return made


@pytest.fixture
def input_images(pad: DrawingPad) -> list[InputImage]:
    """Everything the pad made the input image, in order."""
    made: list[InputImage] = []
    pad.input_image_chosen.connect(made.append)
    return made


def drawing_snapshot() -> Snapshot:
    """The drawing is shown."""
    return make_snapshot(input_image=drawn_input(np.zeros((28, 28), dtype=np.float32)))


def at(pad: DrawingPad, point: tuple[float, float]) -> QPoint:
    scale = pad.canvas.width() / 280
    return QPoint(round(point[0] * scale), round(point[1] * scale))


def draw(pad: DrawingPad, points: list[tuple[float, float]], erase: bool = False) -> None:
    button = Qt.MouseButton.RightButton if erase else Qt.MouseButton.LeftButton
    QTest.mousePress(pad.canvas, button, pos=at(pad, points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad.canvas, at(pad, point))
    QTest.mouseRelease(pad.canvas, button, pos=at(pad, points[-1]))


def settled(qtbot: QtBot, pad: DrawingPad) -> None:
    """Wait until the last change has become the input image."""
    qtbot.waitUntil(lambda: not pad._rest.isActive())


def action(pad: DrawingPad, name: str) -> QAction:
    found = pad.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def grabbed_colour(pad: DrawingPad, point: tuple[float, float]) -> tuple[int, int, int]:
    image = pad.canvas.grab().toImage()
    colour = image.pixelColor(at(pad, point) * image.devicePixelRatio())
    return colour.red(), colour.green(), colour.blue()


def test_a_stroke_is_ink_where_the_mouse_went(pad: DrawingPad) -> None:
    assert pad.drawing.shape == (280, 280)
    assert pad.drawing.dtype == np.float32
    assert not pad.drawing.any()
    draw(pad, BAR)
    assert pad.drawing[60, 60:220].min() == 1
    assert pad.drawing[100:].max() == 0
    ink = theme.colours().ink
    assert grabbed_colour(pad, (140, 60)) == (ink.red(), ink.green(), ink.blue())


def test_a_stroke_is_as_wide_as_mnist_s_and_soft_at_its_edge(pad: DrawingPad) -> None:
    draw(pad, BAR)
    profile = pad.drawing[:, 140]
    assert 16 <= profile.sum() <= 20
    assert ((profile > 0) & (profile < 1)).any()


def test_ink_appears_before_the_button_is_released(pad: DrawingPad) -> None:
    QTest.mousePress(pad.canvas, Qt.MouseButton.LeftButton, pos=at(pad, (100, 100)))
    assert pad.drawing[100, 100] == 1
    QTest.mouseMove(pad.canvas, at(pad, (180, 100)))
    assert pad.drawing[100, 150] == 1
    QTest.mouseRelease(pad.canvas, Qt.MouseButton.LeftButton, pos=at(pad, (180, 100)))


def test_a_click_leaves_a_dot(pad: DrawingPad) -> None:
    QTest.mouseClick(pad.canvas, Qt.MouseButton.LeftButton, pos=at(pad, (140, 140)))
    assert pad.drawing.sum() == pytest.approx(np.pi * 9**2, rel=0.05)


@pytest.mark.parametrize("reach", [2.0, 280.0])
def test_more_than_a_session_takes_cannot_be_drawn(pad: DrawingPad, tmp_path: Path, reach: float) -> None:
    """Dots beside one another until there are too many, lines to and fro until they are too long."""
    zigzag = [(reach * (n % 2), 9.0) for n in range(2_500)]
    for _ in range(5):
        send_moves(pad, zigzag)
    drawing = saved_drawing(pad.strokes())
    points = sum(1 + len(stroke.points) for stroke in drawing)
    length = sum(float(np.abs(np.diff(stroke.points[:, 0])).sum()) for stroke in drawing)
    assert (9_990 < points <= 10_000) if reach < 100 else (298 < length <= 300)
    before = pad.strokes()
    draw(pad, BAR)
    assert pad.strokes() == before
    digits = make_mnist(9, 9)
    run = Run(Settings(hidden=(1,), mini_batch=1), digits, Evaluator(digits.test)).saved("a")
    save_session(tmp_path / "full.nnviz", Session((run,), drawings=(drawing,)))
    assert len(load_session(tmp_path / "full.nnviz").drawings[0]) == len(before)
    pad.canvas.undo()
    draw(pad, BAR)
    assert len(pad.strokes()[-1].points) == 3


def test_strokes_are_smooth_curves(pad: DrawingPad) -> None:
    pad.set_strokes((Stroke(((60, 200), (140, 60), (220, 200))),))
    assert pad.drawing[60, 140] == 0  # the corner is rounded off …
    assert pad.drawing[200, 60] == pad.drawing[200, 220] == 1  # … and the ends are reached


def test_the_right_button_erases(pad: DrawingPad) -> None:
    draw(pad, BAR)
    draw(pad, [(140, 40), (140, 80)], erase=True)
    assert pad.drawing[60, 140] == 0
    assert pad.drawing[60, 70] == 1
    assert [stroke.eraser for stroke in pad.strokes()] == [False, True]
    paper = theme.colours().paper
    assert grabbed_colour(pad, (140, 60)) == (paper.red(), paper.green(), paper.blue())


def test_erasing_an_empty_canvas_is_nothing(pad: DrawingPad) -> None:
    draw(pad, BAR, erase=True)
    assert pad.strokes() == ()
    assert not action(pad, "undo_drawing").isEnabled()


def test_undo_takes_back_stroke_by_stroke(pad: DrawingPad) -> None:
    draw(pad, BAR)
    first = pad.drawing
    draw(pad, STEM)
    pad.canvas.setFocus()
    QTest.keyClick(pad.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(pad.drawing, first)
    action(pad, "undo_drawing").trigger()
    assert not pad.drawing.any()
    assert not action(pad, "undo_drawing").isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_clear_can_be_undone(pad: DrawingPad, key: Qt.Key) -> None:
    draw(pad, BAR)
    drawn = pad.drawing
    pad.canvas.setFocus()
    QTest.keyClick(pad.canvas, key)
    assert not pad.drawing.any()
    assert not action(pad, "clear_drawing").isEnabled()
    action(pad, "undo_drawing").trigger()
    np.testing.assert_array_equal(pad.drawing, drawn)


def test_buttons_in_the_title_bar_undo_and_clear(pad: DrawingPad) -> None:
    draw(pad, BAR)
    draw(pad, STEM)
    _, undo, clear = pad.header_widgets()
    assert isinstance(undo, QToolButton)
    assert isinstance(clear, QToolButton)
    assert undo.accessibleName()
    assert clear.accessibleName()
    undo.click()
    assert len(pad.strokes()) == 1
    clear.click()
    assert pad.strokes() == ()


def test_the_drawing_becomes_the_input_image_centred(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]
) -> None:
    draw(pad, BAR)
    draw(pad, STEM)
    settled(qtbot, pad)
    assert input_images[-1].source == "drawing"
    assert input_images[-1].label is None
    np.testing.assert_array_equal(input_images[-1].image, centre_digit(pad.drawing).reshape(784))


def test_a_stroke_under_way_is_already_answered(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]
) -> None:
    QTest.mousePress(pad.canvas, Qt.MouseButton.LeftButton, pos=at(pad, (100, 100)))
    QTest.mouseMove(pad.canvas, at(pad, (180, 180)))
    qtbot.waitUntil(lambda: len(input_images) > 0)
    assert input_images[-1].image.any()
    QTest.mouseRelease(pad.canvas, Qt.MouseButton.LeftButton, pos=at(pad, (180, 180)))


def send_moves(pad: DrawingPad, points: list[tuple[float, float]]) -> None:
    """Mouse events one right after the other, as they come out of the queue of a window that was busy."""
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * len(points)]
    for kind, point in zip(kinds, [points[0], *points], strict=True):
        place = QPointF(at(pad, point))
        QApplication.sendEvent(pad.canvas, QMouseEvent(kind, place, place, left, left, keys))
    place = QPointF(at(pad, points[-1]))
    release = QEvent.Type.MouseButtonRelease
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(pad.canvas, QMouseEvent(release, place, place, left, none, keys))


def test_a_busy_window_is_not_flooded(qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]) -> None:
    for start in (60, 140, 220):
        send_moves(pad, [(start, 40 + i) for i in range(0, 200, 2)])
    assert input_images == []  # nothing was worked out while strokes were coming in
    settled(qtbot, pad)
    assert len(input_images) == 1
    np.testing.assert_array_equal(input_images[-1].image, centre_digit(pad.drawing).reshape(784))


def test_the_drawing_is_the_input_image_once_a_frame_at_most(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]
) -> None:
    began = time.perf_counter()
    for i in range(60):
        send_moves(pad, [(40 + 3 * i, 60), (40 + 3 * i, 200)])
        QApplication.processEvents()
    frames = (time.perf_counter() - began) / 0.016
    assert 1 <= len(input_images) <= frames + 2
    settled(qtbot, pad)
    np.testing.assert_array_equal(input_images[-1].image, centre_digit(pad.drawing).reshape(784))


def test_clearing_shows_an_empty_image(qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]) -> None:
    draw(pad, BAR)
    action(pad, "clear_drawing").trigger()
    settled(qtbot, pad)
    assert not input_images[-1].image.any()
    pad.set_snapshot(drawing_snapshot())
    assert pad_words.source_texts(drawing_snapshot().input_image) == ("nothing drawn",)
    pad.grab()


def test_another_input_image_leaves_the_drawing_on_the_canvas(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]
) -> None:
    draw(pad, BAR)
    settled(qtbot, pad)
    drawn = input_images.pop()
    bright = grabbed_colour(pad, (140, 60))
    pad.set_snapshot(make_snapshot())
    assert pad.drawing.any()
    assert grabbed_colour(pad, (140, 60)) < bright
    place = at(pad, (140, 200))
    QTest.mousePress(pad.canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(pad.canvas, place + QPoint(1, 1))  # hands tremble
    QTest.mouseRelease(pad.canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: len(input_images) > 0)
    np.testing.assert_array_equal(input_images[-1].image, drawn.image)
    assert len(pad.strokes()) == 1  # the click left no dot


def test_a_stroke_on_a_drawing_put_aside_goes_on_with_it(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]
) -> None:
    draw(pad, BAR)
    settled(qtbot, pad)
    pad.set_snapshot(make_snapshot())
    draw(pad, STEM)
    settled(qtbot, pad)
    assert len(pad.strokes()) == 2
    assert pad.drawing[60, 220] == 1
    np.testing.assert_array_equal(input_images[-1].image, centre_digit(pad.drawing).reshape(784))


def test_clearing_a_drawing_put_aside_takes_no_digit_off_the_screen(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]
) -> None:
    draw(pad, BAR)
    settled(qtbot, pad)
    input_images.clear()
    pad.set_snapshot(make_snapshot())
    action(pad, "clear_drawing").trigger()
    settled(qtbot, pad)
    assert not pad.drawing.any()
    assert input_images == []


def test_strokes_can_be_kept_and_put_back(pad: DrawingPad) -> None:
    draw(pad, BAR)
    draw(pad, STEM)
    draw(pad, [(140, 40), (140, 80)], erase=True)
    kept, drawn = pad.strokes(), pad.drawing
    action(pad, "clear_drawing").trigger()
    pad.set_strokes(kept)
    np.testing.assert_array_equal(pad.drawing, drawn)
    assert pad.strokes() == kept


@pytest.mark.parametrize("scale", [1, 5, 10])
def test_an_image_can_be_put_on_the_canvas(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage], scale: int
) -> None:
    digit = np.zeros((28, 28), dtype=np.float32)
    digit[6:22, 12:16] = 1
    pad.set_drawing(np.kron(digit, np.ones((scale, scale))))
    settled(qtbot, pad)
    assert np.abs(input_images[-1].image.reshape(28, 28) - centre_digit(digit)).max() < 0.35
    draw(pad, [(140, 40), (140, 240)], erase=True)
    assert pad.drawing[140, 140] == 0
    action(pad, "undo_drawing").trigger()
    assert pad.drawing[140, 140] == 1


def test_an_image_exactly_as_large_as_the_canvas_is_kept_as_it_is(pad: DrawingPad) -> None:
    image = np.random.default_rng(3).random((280, 280), dtype=np.float32)
    pad.set_drawing(image)
    assert np.abs(pad.drawing - image).max() < 0.01


def test_what_is_no_image_leaves_the_canvas_alone(pad: DrawingPad) -> None:
    draw(pad, BAR)
    drawn = pad.drawing
    with pytest.raises(BadInput):
        pad.set_drawing(np.full((28, 28), np.nan))
    np.testing.assert_array_equal(pad.drawing, drawn)


def says(snapshot: Snapshot, digit: int, bias: float = 3.0) -> Snapshot:
    """The same with a network that says this digit to everything."""
    network = snapshot.network.copy()
    network.weights[-1][:] = 0
    network.biases[-1][:] = -bias
    network.biases[-1][digit] = bias
    return replace(snapshot, network=network)


def pixel(pad: DrawingPad, find: Callable[[], QPoint]) -> int:
    pad.seen.repaint()
    return pad.seen.grab().toImage().pixel(find())


def point_at(pad: DrawingPad, place: QPointF) -> None:
    """Move the cursor as far as the pad can tell; the real one stays where it is."""
    none, window = Qt.MouseButton.NoButton, pad.seen.mapTo(pad, place)
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(pad.seen, QMouseEvent(QEvent.Type.MouseMove, place, window, none, none, keys))


def bar_foot(pad: DrawingPad, index: int) -> QPoint:
    slot = output_bars(pad.seen.places.bars, 10).bar(index).track
    return slot.center().toPoint() + QPoint(0, int(slot.height() / 2) - 2)


def test_the_bars_show_what_is_right_and_what_is_wrong(pad: DrawingPad) -> None:
    snapshot = make_snapshot()  # the input image is a 3
    now = theme.colours()
    pad.set_snapshot(says(snapshot, 3))
    assert pixel(pad, lambda: bar_foot(pad, 3)) == now.right.rgb()
    pad.set_snapshot(says(snapshot, 5))
    assert pixel(pad, lambda: bar_foot(pad, 5)) == now.wrong.rgb()


def test_nobody_knows_what_a_drawing_is(pad: DrawingPad) -> None:
    image = np.zeros((28, 28), dtype=np.float32)
    image[8:20, 12:16] = 1
    pad.set_snapshot(says(make_snapshot(input_image=drawn_input(image)), 5))
    assert pixel(pad, lambda: bar_foot(pad, 5)) not in (
        theme.colours().right.rgb(),
        theme.colours().wrong.rgb(),
    )
    assert pad.seen.accessibleDescription() == "your drawing: the network says 5."


def test_what_the_user_says_of_a_drawing_is_the_truth_until_another_is_begun(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]
) -> None:
    choice = pad.name_choice
    assert not choice.isEnabled()
    draw(pad, BAR)
    settled(qtbot, pad)
    assert input_images[-1].label is None
    choice.setCurrentIndex(choice.findData(7))
    choice.activated.emit(choice.currentIndex())
    assert input_images[-1].label == 7
    assert pad_words.source_texts(input_images[-1])[0] == "your drawing, a 7"
    pad.set_snapshot(says(make_snapshot(input_image=input_images[-1]), 5))
    assert pad.seen.accessibleDescription() == "your drawing, a 7: the network says 5, wrong."
    draw(pad, STEM)
    settled(qtbot, pad)
    assert input_images[-1].label == 7
    pad.canvas.undo()
    assert choice.currentData() == 7
    action(pad, "clear_drawing").trigger()
    settled(qtbot, pad)
    assert (input_images[-1].label, choice.currentData()) == (None, None)
    pad.canvas.undo()
    assert choice.currentData() == 7
    pad.canvas.undo()
    draw(pad, STEM)
    assert choice.currentData() is None


def test_a_name_given_elsewhere_is_taken_if_it_is_of_this_drawing(
    qtbot: QtBot, pad: DrawingPad, input_images: list[InputImage]
) -> None:
    draw(pad, BAR)
    settled(qtbot, pad)
    drawn = input_images[-1]
    draw(pad, STEM)
    settled(qtbot, pad)
    pad.take_name(drawn.named(4))
    assert input_images[-1].label is None
    pad.take_name(input_images[-1].named(4))
    assert (input_images[-1].label, pad.name_choice.currentText()) == (4, "a 4")


def test_an_empty_pad_has_no_bars_and_no_answer(pad: DrawingPad) -> None:
    empty = drawn_input(np.zeros((28, 28), dtype=np.float32))
    pad.set_snapshot(says(make_snapshot(input_image=empty), 5))
    field = theme.colours().field.rgb()
    assert [pixel(pad, lambda k=k: bar_foot(pad, k)) for k in range(10)] == [field] * 10  # type: ignore[misc]
    assert pad.seen.accessibleDescription() == "There is no digit yet."


@pytest.mark.parametrize(
    ("bias", "large", "sure", "spoken"),
    [
        (2.0, "5", "88.1 %", "the network says 5, wrong."),  # σ(2) = 0.881
        (-2.5, "5", "7.6 %", "the network says 5, wrong."),
        (-3.5, "–", "all near 0", "all outputs are near 0; the largest is output 5, wrong."),
    ],
)
def test_outputs_that_are_all_near_0_are_no_answer_in_large(
    pad: DrawingPad, bias: float, large: str, sure: str, spoken: str
) -> None:
    snapshot = make_snapshot()  # the input image is a 3
    network = snapshot.network.copy()
    network.weights[-1][:] = 0
    network.biases[-1][:] = -9
    network.biases[-1][5] = bias
    saying = replace(snapshot, network=network)
    pad.set_snapshot(saying)
    assert (pad_words.answer_text(saying), pad_words.confidence_text(saying)) == (large, sure)
    assert pad.seen.accessibleDescription().endswith(spoken)


def test_the_pixels_shown_are_the_input_image_s(pad: DrawingPad) -> None:
    image = np.zeros((28, 28), dtype=np.float32)
    image[:, 14:] = 1
    pad.set_snapshot(make_snapshot(input_image=drawn_input(image)))
    place = pad.seen.places.image
    now = theme.colours()
    left, right = (
        pixel(pad, lambda x=x: (place.topLeft() + (place.bottomRight() - place.topLeft()) * x).toPoint())
        for x in (0.25, 0.75)
    )
    assert (left, right) == (now.paper.rgb(), now.ink.rgb())


def test_the_answer_follows_the_training(pad: DrawingPad) -> None:
    snapshot = make_snapshot()
    for digit in (3, 5):
        pad.set_snapshot(says(snapshot, digit))
        assert f"the network says {digit}" in pad.seen.accessibleDescription()


def test_words(pad: DrawingPad) -> None:
    snapshot = says(make_snapshot(), 3, bias=2.0)
    assert pad_words.source_texts(snapshot.input_image) == ("test digit 3, a 3", "test 3, a 3", "test 3")
    assert pad_words.confidence_text(snapshot) == "88.1 %"
    assert pad_words.others_text(snapshot) == "then 0, 1"
    assert pad_words.confidence_text(says(snapshot, 3, bias=20)) == "100 %"
    assert "right" in pad_words.answer_tip(snapshot)
    assert "it is a 3" in pad_words.answer_tip(says(snapshot, 8))
    assert pad_words.output_tip(snapshot, 8).endswith("that this is an 8; wanted is y = 0.")


def test_pointing_at_pixels_and_outputs_selects_neurons(pad: DrawingPad) -> None:
    pad.set_snapshot(make_snapshot())
    hovered: list[Neuron | None] = []
    clicked: list[Neuron] = []
    pad.neuron_hovered.connect(hovered.append)
    pad.neuron_clicked.connect(clicked.append)
    image = pad.seen.places.image
    point_at(pad, image.topLeft() + (image.bottomRight() - image.topLeft()) * 0.51)
    point_at(pad, QPointF(bar_foot(pad, 7)))
    QApplication.sendEvent(pad.seen, QEvent(QEvent.Type.Leave))
    QTest.mouseClick(pad.seen, Qt.MouseButton.LeftButton, pos=bar_foot(pad, 7))
    assert hovered == [Neuron(1, 14 * 28 + 14), Neuron(3, 7), None]
    assert clicked == [Neuron(3, 7)]


def test_arrow_keys_go_from_output_to_output(pad: DrawingPad) -> None:
    pad.set_snapshot(says(make_snapshot(), 4))
    clicked: list[Neuron] = []
    pad.neuron_clicked.connect(clicked.append)
    QTest.keyClick(pad.seen, Qt.Key.Key_Right)
    pad.set_selection(Selection(pinned=clicked[-1]))
    QTest.keyClick(pad.seen, Qt.Key.Key_Right)
    assert clicked == [Neuron(3, 4), Neuron(3, 5)]


def test_the_selected_output_is_violet(pad: DrawingPad) -> None:
    pad.set_snapshot(make_snapshot())
    slot = output_bars(pad.seen.places.bars, 10).bar(6).track

    def edge() -> QPoint:
        return QPoint(round(slot.left()) - 1, round(slot.center().y()))

    before = pixel(pad, edge)
    pad.set_selection(Selection(hovered=Neuron(3, 6)))
    assert pixel(pad, edge) != before


def test_everything_explains_itself(pad: DrawingPad) -> None:
    pad.set_snapshot(make_snapshot())
    for place in (bar_foot(pad, 2), pad.seen.places.image.center().toPoint(), QPoint(2, 2)):
        event = QHelpEvent(QEvent.Type.ToolTip, place, pad.seen.mapToGlobal(place))
        QApplication.sendEvent(pad.seen, event)
        assert QToolTip.text()
    QToolTip.hideText()
    assert pad.canvas.toolTip()


def test_before_there_is_data(pad: DrawingPad) -> None:
    pad.set_snapshot(loading_snapshot())
    pad.grab()
    assert pad.seen.accessibleDescription() == "There is no digit yet."
    assert pad.canvas.is_aside
    assert pad_words.source_texts(blank_input()) == ("no digit yet",)


def test_weights_that_are_no_longer_numbers(pad: DrawingPad) -> None:
    snapshot = make_snapshot()
    network = Network.of([w * np.nan for w in snapshot.network.weights], list(snapshot.network.biases))
    snapshot = replace(snapshot, network=network)
    pad.set_snapshot(snapshot)
    pad.grab()
    assert pad.seen.accessibleDescription() == "The outputs are no longer finite numbers."
    assert (pad_words.confidence_text(snapshot), pad_words.others_text(snapshot)) == (
        "no number",
        "not finite",
    )


@pytest.mark.parametrize("hidden", [(1,), (30,), (100, 30)])
def test_any_hidden_layers(pad: DrawingPad, hidden: tuple[int, ...]) -> None:
    pad.set_snapshot(make_snapshot(hidden))
    clicked: list[Neuron] = []
    pad.neuron_clicked.connect(clicked.append)
    QTest.mouseClick(pad.seen, Qt.MouseButton.LeftButton, pos=bar_foot(pad, 9))
    assert clicked == [Neuron(len(hidden) + 2, 9)]
    pad.grab()


def test_the_pen_is_as_wide_on_any_size(pad: DrawingPad) -> None:
    draw(pad, BAR)
    before = pad.drawing
    pad.resize(240, 200)
    np.testing.assert_array_equal(pad.drawing, before)
    assert grabbed_colour(pad, (140, 60)) == grabbed_colour(pad, (100, 60))


def test_the_scheme_can_change_while_there_is_a_drawing(pad: DrawingPad) -> None:
    draw(pad, BAR)
    before = pad.drawing
    theme.set_scheme(theme.Scheme.LIGHT)
    pad.apply_theme()
    ink = theme.colours().ink
    assert grabbed_colour(pad, (140, 60)) == (ink.red(), ink.green(), ink.blue())
    np.testing.assert_array_equal(pad.drawing, before)


def test_hiding_the_pad_ends_the_stroke(pad: DrawingPad) -> None:
    QTest.mousePress(pad.canvas, Qt.MouseButton.LeftButton, pos=at(pad, (100, 100)))
    pad.hide()
    assert len(pad.strokes()) == 1


@pytest.mark.parametrize("height", range(100, 300, 15))
def test_what_it_says_is_never_over_its_bars(height: int) -> None:
    for width in range(92, 500, 12):
        places = seen_places(width, height)
        assert not places.answer.intersects(places.bars), (width, height)
        assert not places.image.intersects(places.answer)
        assert places.bars.height() > 13  # there is something above the names
        assert places.bars.bottom() <= height + 0.01


@pytest.mark.parametrize("size", [(200, 130), (240, 200), (300, 230), (420, 260), (240, 420), (700, 200)])
def test_everything_has_its_place_on_any_size(size: tuple[int, int]) -> None:
    places = pad_places(*size)
    assert places.canvas.width() == places.canvas.height() >= 80
    assert not places.canvas.intersects(places.seen)
    seen = seen_places(places.seen.width(), places.seen.height())
    parts = [seen.title, seen.image, seen.source, seen.answer, seen.bars]
    for part in parts:
        assert part.left() >= 0
        assert part.right() <= places.seen.width() + 0.01
        assert part.bottom() <= places.seen.height() + 0.01
    assert not any(a.intersects(b) for i, a in enumerate(parts) for b in parts[:i])
    beside = places.seen.left() > places.canvas.right()
    assert beside == (size[0] > size[1])
