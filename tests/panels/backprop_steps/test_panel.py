"""The walk's panel: what it holds, how it is driven by hand and by keys, and that nothing breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDockWidget,
    QLabel,
    QMainWindow,
    QSlider,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnviz.datasets.subject import MNIST
from nnviz.explain import mini_batch as mini_batch_walk
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.example import AppliedStep
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron, Selection
from nnviz.learning.settings import Settings
from nnviz.panels.backprop_steps.entry_picture import Picture
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.backprop_steps.stages import Kind
from nnviz.panels.backprop_steps.term_label import TermLabel
from nnviz.panels.backprop_steps.walk_bar import Mode
from nnviz.runs.input_image import InputImage, data_input, drawn_input
from nnviz.runs.snapshot import Change, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.formula.formula_label import FormulaLabel
from tests.panels.snapshots import loading_snapshot, make_snapshot

Q = Quantity
Key = Qt.Key


@pytest.fixture(autouse=True)
def dark() -> Iterator[None]:
    theme.set_scheme(theme.Scheme.DARK)
    yield
    theme.set_scheme(theme.Scheme.DARK)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[BackpropSteps]:
    made = BackpropSteps()
    qtbot.addWidget(made)
    made.resize(1060, 600)
    QCursor.setPos(3000, 2000)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def opened(panel: BackpropSteps) -> BackpropSteps:
    panel.set_snapshot(make_snapshot())
    return panel


def picture(panel: BackpropSteps, quantity: Quantity, layer: int) -> Picture:
    wanted = Entry(quantity, layer)
    return next(found for found in panel.digit.stage_view.pictures if found.whole == wanted)


def point_at(qtbot: QtBot, panel: BackpropSteps, entry: Entry) -> None:
    place = picture(panel, entry.quantity, entry.layer).place(entry)
    qtbot.mouseMove(panel.digit.stage_view, place.center().toPoint())
    qtbot.waitUntil(lambda: panel.digit.attention.hovered == entry)


def caption(panel: BackpropSteps) -> str:
    return panel.findChild(QWidget, "walk_caption").accessibleName()


def go_to(panel: BackpropSteps, kind: Kind) -> None:
    panel.digit.go(next(i for i, stage in enumerate(panel.digit.stages) if stage.kind is kind))


def test_nothing_to_walk_yet(panel: BackpropSteps) -> None:
    panel.set_snapshot(loading_snapshot())
    assert panel.walk is None
    assert not panel.does.next.isEnabled()
    panel.grab()


def test_opens_on_the_first_digit(opened: BackpropSteps) -> None:
    assert opened.walk is not None
    assert len(opened.digit.stages) == 9
    said = opened.walk.prediction
    assert caption(opened) == f"the network as it was at step 5,500 · this digit is a 3, and it says {said}"


def test_a_panel_that_is_not_seen_opens_when_it_is(qtbot: QtBot) -> None:
    panel = BackpropSteps()
    qtbot.addWidget(panel)
    panel.set_snapshot(make_snapshot())
    assert panel.walk is None
    panel.show()
    qtbot.waitExposed(panel)
    assert panel.walk is not None
    panel.close()


def test_keys_walk(qtbot: QtBot, opened: BackpropSteps) -> None:
    digit = opened.digit
    for key, index in (
        (Key.Key_Right, 1),
        (Key.Key_Right, 2),
        (Key.Key_Left, 1),
        (Key.Key_End, 8),
        (Key.Key_Right, 8),
        (Key.Key_Home, 0),
        (Key.Key_Left, 0),
        (Key.Key_5, 4),
        (Key.Key_9, 8),
    ):
        qtbot.keyClick(opened, key)
        assert digit.index == index
    assert not opened.does.next.isEnabled()
    assert opened.header_widgets()[1].text() == "9 of 9"


def test_space_is_left_to_the_window(qtbot: QtBot, opened: BackpropSteps) -> None:
    index = opened.digit.index
    qtbot.keyClick(opened, Key.Key_Space)
    assert opened.digit.index == index
    assert not opened.does.play.isChecked()


def test_playing_goes_on_and_round(qtbot: QtBot, opened: BackpropSteps) -> None:
    opened.player.timer.setInterval(1)
    opened.digit.go(7)
    qtbot.keyClick(opened, Key.Key_P)
    qtbot.waitUntil(lambda: opened.digit.index == 0)
    qtbot.keyClick(opened, Key.Key_P)
    assert not opened.player.timer.isActive()


def test_playing_stops_when_the_panel_is_hidden(opened: BackpropSteps) -> None:
    opened.does.play.trigger()
    opened.hide()
    assert not opened.player.timer.isActive()
    assert not opened.does.play.isChecked()


def test_it_holds_its_moment_while_training_goes_on(opened: BackpropSteps) -> None:
    held = opened.walk
    later = make_snapshot(steps=6_000, examples_seen=60_000, network=make_snapshot((100,)).network.copy())
    opened.set_snapshot(later)
    assert opened.walk is held
    assert opened.does.now.isEnabled()
    assert opened.does.now.text() == "Jump to now"
    opened.does.now.trigger()
    assert opened.walk is not None
    assert opened.walk.snapshot is later
    assert "step 6,000" in caption(opened)


def test_jumping_keeps_the_stage(opened: BackpropSteps) -> None:
    opened.digit.go(5)
    opened.set_snapshot(make_snapshot(steps=6_000))
    opened.does.now.trigger()
    assert opened.digit.index == 5


def test_a_drawing_can_be_told_what_it_is(qtbot: QtBot, panel: BackpropSteps) -> None:
    panel.set_snapshot(make_snapshot(input_image=drawn_input(np.full((28, 28), 0.5, dtype=np.float32))))
    assert panel.walk is not None
    choice = panel.findChild(QComboBox, "walk_label")
    assert choice.isVisible()
    assert choice.currentIndex() == panel.walk.label == panel.walk.prediction
    other = (panel.walk.label + 1) % 10
    choice.setCurrentIndex(other)
    choice.activated.emit(other)
    assert panel.walk.label == other
    assert panel.walk.target[other] == 1


def test_a_test_digit_needs_not_be_told(opened: BackpropSteps) -> None:
    assert not opened.findChild(QComboBox, "walk_label").isVisible()


def test_applying_asks_for_a_real_step(qtbot: QtBot, opened: BackpropSteps) -> None:
    with qtbot.waitSignal(opened.apply_step_requested) as asked:
        opened.does.apply.trigger()
    step = asked.args[0]
    assert isinstance(step, AppliedStep)
    assert (step.label, step.eta) == (3, 3.0)
    assert step.image is opened.walk.snapshot.input_image.image


def drawing(shade: float = 0.5) -> InputImage:
    return drawn_input(np.full((28, 28), shade, dtype=np.float32))


def test_a_drawing_nobody_has_named_is_not_trained_on(qtbot: QtBot, panel: BackpropSteps) -> None:
    panel.set_snapshot(make_snapshot(input_image=drawing()))
    asked: list[object] = []
    panel.apply_step_requested.connect(asked.append)
    assert "what is it? As if it were" in caption(panel)
    assert not panel.does.apply.isEnabled()
    assert "First say what your drawing is" in panel.does.apply.toolTip()
    panel.does.apply.trigger()
    qtbot.keyClick(panel, Key.Key_A)
    assert asked == []
    told = panel.findChild(QAbstractButton, "walk_told")
    assert told.text() == f"It is {MNIST.a(panel.walk.label)}"
    told.click()
    assert panel.walk.told
    assert panel.does.apply.isEnabled()
    panel.does.apply.trigger()
    assert [step.label for step in asked] == [panel.walk.label]


def test_what_a_drawing_is_is_remembered_until_another_is_drawn(panel: BackpropSteps) -> None:
    panel.set_snapshot(make_snapshot(input_image=drawing()))
    choice = panel.findChild(QComboBox, "walk_label")
    other = (panel.walk.label + 1) % 10
    choice.setCurrentIndex(other)
    choice.activated.emit(other)
    assert (panel.walk.label, panel.walk.told) == (other, False)
    panel.findChild(QAbstractButton, "walk_told").click()
    panel.set_snapshot(make_snapshot(input_image=drawing().named(other), steps=6_000))
    panel.does.now.trigger()
    assert (panel.walk.label, panel.walk.told) == (other, True)
    panel.set_snapshot(make_snapshot(input_image=drawing(0.7), steps=6_100))
    panel.does.now.trigger()
    assert (panel.walk.label, panel.walk.told) == (panel.walk.prediction, False)


def test_what_is_said_of_a_drawing_in_the_walk_is_said_to_all_and_the_other_way_round(
    panel: BackpropSteps,
) -> None:
    said: list[InputImage] = []
    panel.drawing_named.connect(said.append)
    panel.set_snapshot(make_snapshot(input_image=drawing()))
    panel.digit.go(4)
    told = panel.findChild(QAbstractButton, "walk_told")
    told.click()
    assert [one.label for one in said] == [panel.walk.label]
    np.testing.assert_array_equal(said[0].image, drawing().image)
    other = (panel.walk.label + 1) % 10
    panel.set_snapshot(make_snapshot(input_image=drawing().named(other)))  # as the pad says
    assert (panel.walk.label, panel.walk.told, panel.digit.index) == (other, True, 4)
    panel.set_snapshot(make_snapshot(input_image=drawing()))
    assert not panel.walk.told
    assert len(said) == 1


def test_a_test_digit_is_not_trained_on_without_a_word(opened: BackpropSteps) -> None:
    assert opened.does.apply.isEnabled()
    assert opened.does.apply.text() == "Apply, on a test image"
    assert "no longer of unseen images alone" in opened.does.apply.toolTip()
    digits = opened.snapshot.data.train
    opened.set_snapshot(make_snapshot(input_image=data_input(digits, 4, "training")))
    opened.does.now.trigger()
    assert opened.does.apply.text() == "Apply this step"
    assert "unseen" not in opened.does.apply.toolTip()


def test_a_step_that_was_applied_is_seen(opened: BackpropSteps) -> None:
    held, network = opened.walk, opened.snapshot.network
    opened.digit.go(7)
    opened.does.apply.trigger()
    opened.set_snapshot(make_snapshot(network=network.copy()))  # from before the step was taken
    assert opened.walk is held
    image = held.snapshot.input_image.image
    gradient = network.backprop(image, 3)
    moved = Network.of(
        [w - 3 * nabla for w, nabla in zip(network.weights, gradient.nabla_w, strict=True)],
        [b - 3 * nabla for b, nabla in zip(network.biases, gradient.nabla_b, strict=True)],
    )
    opened.set_snapshot(make_snapshot(network=moved, changes_by_hand=1))
    assert opened.walk.snapshot.network is moved
    assert opened.digit.index == 7
    notice = opened.findChild(QLabel, "walk_notice")
    assert notice.isVisible()
    costs = [0.5 * float(((np.eye(10)[3] - n.forward(image)[-1]) ** 2).sum()) for n in (network, moved)]
    assert f"from {costs[0]:.2f} to {costs[1]:.3f}" in notice.text()
    assert "test digit 3 as a 3" in notice.text()
    opened.does.now.trigger()


def test_hovering_a_number_spells_it_out_and_selects_its_unit(qtbot: QtBot, opened: BackpropSteps) -> None:
    go_to(opened, Kind.OUTPUT_ERROR)
    heard: list[object] = []
    opened.neuron_hovered.connect(heard.append)
    point_at(qtbot, opened, Entry(Q.COST_DERIVATIVE, 3, 6))
    assert heard == [Neuron(3, 6)]
    assert opened.digit.cursor_view.spelled.name == "slope ∂C/∂a of the cost at output 6"
    assert opened.digit.stage_view._focus.sources == (Entry(Q.ACTIVATION, 3, 6), Entry(Q.TARGET, 3, 6))
    qtbot.mouseMove(opened.digit.stage_view, QPoint(2, 2))
    qtbot.waitUntil(lambda: opened.digit.attention.hovered is None)
    assert heard[-1] is None


def test_hovering_a_term_lights_up_its_numbers(qtbot: QtBot, opened: BackpropSteps) -> None:
    go_to(opened, Kind.OUTPUT_ERROR)
    terms = opened.digit.stage_view.findChildren(TermLabel)
    slope = next(term for term in terms if term.accessibleName().startswith("σ′(z³)"))
    qtbot.mouseMove(slope, slope.rect().center())
    qtbot.waitUntil(lambda: opened.digit.attention.term == Entry(Q.SLOPE, 3))
    focus = opened.digit.stage_view._focus
    assert focus.dims(Entry(Q.COST_DERIVATIVE, 3))
    assert not focus.dims(Entry(Q.SLOPE, 3))


def test_clicking_pins_and_releases(qtbot: QtBot, opened: BackpropSteps) -> None:
    go_to(opened, Kind.OUTPUT_ERROR)
    entry = Entry(Q.ERROR, 3, 6)
    clicked: list[object] = []
    opened.neuron_clicked.connect(clicked.append)
    place = picture(opened, Q.ERROR, 3).place(entry).center().toPoint()
    qtbot.mouseClick(opened.digit.stage_view, Qt.MouseButton.LeftButton, pos=place)
    assert opened.digit.attention.pinned == entry
    assert clicked == [Neuron(3, 6)]
    qtbot.mouseClick(opened.digit.stage_view, Qt.MouseButton.LeftButton, pos=place)
    assert opened.digit.attention.pinned is None


def test_releasing_the_selection_releases_the_number(opened: BackpropSteps) -> None:
    opened.set_selection(Selection(pinned=Neuron(3, 6)))
    opened.digit.pin(Entry(Q.ERROR, 3, 6))
    opened.set_selection(Selection())
    assert opened.digit.attention.pinned is None


def test_keys_reach_every_column_and_row(qtbot: QtBot, opened: BackpropSteps) -> None:
    go_to(opened, Kind.OUTPUT_ERROR)
    clicked: list[object] = []
    opened.neuron_clicked.connect(clicked.append)
    start = opened.digit.looked_at
    qtbot.keyClick(opened, Key.Key_Down)
    assert opened.digit.looked_at == replace(start, j=(start.j + 1) % 10)
    assert clicked == [Neuron(3, (start.j + 1) % 10)]
    seen = set()
    for _ in range(8):
        seen.add(opened.digit.looked_at.quantity)
        qtbot.keyClick(opened, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert {Q.ERROR, Q.SLOPE, Q.COST_DERIVATIVE, Q.TARGET, Q.ACTIVATION} <= seen


@pytest.mark.parametrize("hidden", [(100,), (30,), (1,), (200,), (100, 30), (12, 9, 8), (9,) * 8])
@pytest.mark.parametrize("size", [(1060, 600), (700, 460), (320, 240)])
def test_every_stage_of_every_network_is_drawn(
    panel: BackpropSteps, hidden: tuple[int, ...], size: tuple[int, int]
) -> None:
    panel.resize(*size)
    panel.set_snapshot(make_snapshot(hidden))
    for index in range(len(panel.digit.stages)):
        panel.digit.go(index)
        panel.grab()
    assert len(panel.digit.stages) == 7 + 2 * len(hidden)


@pytest.mark.parametrize("hidden", [(100,), (30, 12)])
def test_numbers_are_found_where_they_are_drawn(panel: BackpropSteps, hidden: tuple[int, ...]) -> None:
    panel.set_snapshot(make_snapshot(hidden))
    random = np.random.default_rng(0)
    for index in range(len(panel.digit.stages)):
        panel.digit.go(index)
        panel.grab()
        for shown in panel.digit.stage_view.pictures:
            if type(shown).__name__ in ("FanPicture", "TotalPicture"):
                continue
            n, m = panel.walk.shape(shown.whole)
            j, k = int(random.integers(n)), int(random.integers(m))
            entry = replace(shown.whole, j=j, k=k if shown.whole.quantity.is_matrix else None)
            assert shown.entry_at(shown.place(entry).center()) == entry
            assert shown.values[(j, k)[: shown.values.ndim]] == panel.walk.value(entry)


def test_the_way_back_is_drawn_and_found(opened: BackpropSteps) -> None:
    go_to(opened, Kind.HIDDEN_ERROR)
    opened.grab()
    fan = picture(opened, Q.WEIGHT, 3)
    carried = opened.walk.array(Q.WEIGHT, 3) * opened.walk.array(Q.ERROR, 3)[:, np.newaxis]
    assert fan.carried == pytest.approx(carried)
    found = fan.entry_at(fan.area.center())
    assert found is not None
    assert found.quantity is Q.WEIGHT


def test_check_compares_all_gradients(qtbot: QtBot, opened: BackpropSteps) -> None:
    opened.does.check.trigger()
    qtbot.waitUntil(lambda: "✓" in opened.does.check.text())
    view = opened.digit.check
    assert "79,510 gradients" in view.verdict.text()
    assert [array.layer for array in view.table._arrays] == [2, 2, 3, 3]
    assert view.isVisible()
    opened.does.check.trigger()
    assert not view.isVisible()


def test_check_starts_anew_with_another_moment(qtbot: QtBot, opened: BackpropSteps) -> None:
    opened.does.check.trigger()
    qtbot.waitUntil(lambda: "✓" in opened.does.check.text())
    opened.set_snapshot(make_snapshot(steps=7_000))
    opened.does.now.trigger()
    assert opened.does.check.text() == "Check"
    qtbot.waitUntil(lambda: "✓" in opened.does.check.text())


def test_the_nudged_weight_is_the_one_that_is_looked_at(qtbot: QtBot, opened: BackpropSteps) -> None:
    opened.does.check.trigger()
    entry = Entry(Q.WEIGHT_GRADIENT, 3, 4, 17)
    opened.digit.pin(entry)
    nudge = opened.digit.check.nudge
    gradient = opened.walk.value(entry)
    slopes = [slope for _, slope, _ in nudge.table.rows]
    assert slopes[-1] == pytest.approx(gradient, rel=1e-3)
    assert abs(slopes[0] - gradient) > abs(slopes[-1] - gradient)
    nudge.slider.setValue(nudge.slider.maximum())
    assert nudge.plot._nudge == pytest.approx(1e-5)
    opened.grab()


def mode(panel: BackpropSteps, wanted: Mode) -> QAbstractButton:
    return panel.findChild(QAbstractButton, f"walk_mode_{wanted.name.lower()}")


def test_mini_batch(qtbot: QtBot, opened: BackpropSteps) -> None:
    mode(opened, Mode.MINI_BATCH).click()
    batch = opened.modes.batch.batch
    assert batch is not None
    assert len(batch) == 10
    assert opened.modes.batch.isVisible()
    assert not opened.does.next.isEnabled()
    opened.grab()
    opened.set_selection(Selection(hovered=Neuron(2, 33)))
    assert opened.modes.batch.canvas.unit == 33
    mode(opened, Mode.DIGIT).click()
    assert opened.digit.isVisible()
    assert opened.does.next.isEnabled()


def formula(panel: BackpropSteps) -> str:
    labels = panel.modes.batch.findChildren(FormulaLabel)
    return next(label.accessibleName() for label in labels if "η" in label.accessibleName())


@pytest.mark.parametrize("size", [1, 10, 47, 60])
def test_the_formula_has_the_mini_batch_s_own_size(opened: BackpropSteps, size: int) -> None:
    settings = Settings(mini_batch=size, eta=0.5)
    opened.set_snapshot(make_snapshot(settings=settings, examples_seen=0, steps=0))
    opened.does.now.trigger()
    mode(opened, Mode.MINI_BATCH).click()
    assert f"η/m = 0.500/{size}" in formula(opened)
    assert mode(opened, Mode.MINI_BATCH).text() == f"mini-batch of {size}"


def test_a_mini_batch_after_a_change_of_its_size_is_the_one_that_is_taken(opened: BackpropSteps) -> None:
    """60 digits: four mini-batches of 10, then one of 14, then the 6 that are left of the epoch."""
    first, then = Settings(mini_batch=10, eta=3.0), Settings(mini_batch=14, eta=0.5)
    changes = (Change(0, first), Change(40, then))
    order = np.random.default_rng((0, 0)).permutation(60)
    for seen, taken in ((38, order[30:40]), (40, order[40:54]), (50, order[40:54]), (54, order[54:60])):
        opened.set_snapshot(make_snapshot(settings=then, changes=changes, examples_seen=seen, steps=4))
        opened.does.now.trigger()
        mode(opened, Mode.MINI_BATCH).click()
        assert opened.modes.batch.batch.indices.tolist() == taken.tolist()
        eta = "3.00" if seen < 40 else "0.500"
        assert f"η/m = {eta}/{len(taken)}" in formula(opened)
        assert mode(opened, Mode.MINI_BATCH).text() == f"mini-batch of {len(taken)}"


def test_a_large_mini_batch_is_computed_off_the_gui_thread(
    qtbot: QtBot, opened: BackpropSteps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mini_batch_walk, "_MUCH", 0)
    mode(opened, Mode.MINI_BATCH).click()
    assert opened.modes.batch.batch is None
    opened.grab()
    qtbot.waitUntil(lambda: opened.modes.batch.batch is not None)
    assert len(opened.modes.batch.batch) == 10
    opened.grab()


def test_a_digit_of_the_mini_batch_can_be_walked(qtbot: QtBot, opened: BackpropSteps) -> None:
    held = opened.walk.snapshot
    mode(opened, Mode.MINI_BATCH).click()
    batch = opened.modes.batch.batch
    qtbot.keyClick(opened, Key.Key_Right)
    qtbot.keyClick(opened, Key.Key_Right)
    qtbot.keyClick(opened, Key.Key_Return)
    assert opened.digit.isVisible()
    assert opened.walk.label == batch.labels[1]
    assert opened.walk.snapshot.network is held.network
    assert opened.walk.snapshot.input_image.index == batch.indices[1]


def test_epoch(qtbot: QtBot, opened: BackpropSteps) -> None:
    mode(opened, Mode.EPOCH).click()
    qtbot.waitUntil(lambda: opened.modes.epoch.epoch is not None, timeout=60_000)
    assert opened.modes.epoch.epoch.sizes.shape[0] == 2
    assert "replayed on a copy" in opened.modes.epoch.accessibleDescription()
    opened.grab()


def test_epoch_can_be_cancelled(qtbot: QtBot, opened: BackpropSteps) -> None:
    mode(opened, Mode.EPOCH).click()
    opened.modes.epoch.stop()
    assert opened.modes.epoch.epoch is None
    button = opened.findChild(QAbstractButton, "walk_replay")
    assert button.text() == "Replay the epoch"
    button.click()
    qtbot.waitUntil(lambda: opened.modes.epoch.epoch is not None, timeout=60_000)


def test_without_data_there_is_still_a_walk(panel: BackpropSteps) -> None:
    panel.set_snapshot(make_snapshot(data=None, evaluation=None))
    for wanted in (Mode.MINI_BATCH, Mode.EPOCH, Mode.DIGIT):
        mode(panel, wanted).click()
        panel.grab()
    assert panel.walk is not None


def broken(value: float) -> Snapshot:
    snapshot = make_snapshot(steps=9)
    network = snapshot.network.copy()
    network.weights[0][:, 200:400] = value
    network.weights[1][4] = -value
    return replace(snapshot, network=network)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_broken_networks_are_said_to_be(qtbot: QtBot, panel: BackpropSteps, value: float) -> None:
    panel.set_snapshot(broken(value))
    for index in range(9):
        panel.digit.go(index)
        panel.grab()
        panel.digit.pin(panel.digit.looked_at)
    if not np.isfinite(value):
        assert "no longer finite" in panel.digit.words.text
    panel.does.check.trigger()
    qtbot.waitUntil(lambda: panel.does.check.text() != "Check")
    mode(panel, Mode.MINI_BATCH).click()
    panel.grab()


def test_everything_can_be_heard_and_is_explained(qtbot: QtBot, opened: BackpropSteps) -> None:
    opened.does.check.trigger()
    mode(opened, Mode.MINI_BATCH).click()
    mode(opened, Mode.EPOCH).click()
    mode(opened, Mode.DIGIT).click()
    kinds = (QAbstractButton, QComboBox, QSlider, QTabBar)
    for widget in opened.findChildren(QWidget):
        if isinstance(widget, kinds) and not widget.objectName().startswith("qt_"):
            if isinstance(widget.parentWidget(), QTabBar):
                continue
            assert widget.accessibleName(), widget
            assert widget.toolTip(), widget
    for term in opened.digit.stage_view.findChildren(TermLabel):
        if term.accessibleName():
            assert term.toolTip(), term.accessibleName()
    for view in (opened.digit.cursor_view, opened.digit.parts, opened.digit.activation):
        assert view.accessibleDescription()
    opened.modes.epoch.stop()


def test_actions_have_names(opened: BackpropSteps) -> None:
    names = {action.objectName() for action in opened.actions()}
    assert names == {"walk_previous", "walk_next", "walk_play", "walk_now", "walk_check", "walk_apply"}
    assert all(action.toolTip() for action in opened.actions())


def test_both_schemes_are_drawn(opened: BackpropSteps) -> None:
    before = opened.grab().toImage()
    theme.set_scheme(theme.Scheme.LIGHT)
    opened.apply_theme()
    after = opened.grab().toImage()
    assert before != after


def test_a_mini_batch_takes_the_colours_of_another_scheme(qtbot: QtBot, opened: BackpropSteps) -> None:
    mode(opened, Mode.MINI_BATCH).click()
    qtbot.waitUntil(lambda: opened.modes.batch.batch is not None, timeout=60_000)
    canvas = opened.modes.batch.canvas
    theme.set_scheme(theme.Scheme.LIGHT)
    opened.apply_theme()
    switched = canvas.grab().toImage()
    canvas.show_batch(opened.modes.batch.batch, canvas.unit)
    assert switched == canvas.grab().toImage()


def test_a_selected_neuron_is_lit(opened: BackpropSteps) -> None:
    go_to(opened, Kind.HIDDEN)
    before = opened.digit.stage_view.grab().toImage()
    opened.set_selection(Selection(hovered=Neuron(2, 40)))
    assert opened.digit.stage_view.grab().toImage() != before


def test_another_digit_can_be_walked_at_the_same_moment(opened: BackpropSteps) -> None:
    digit = drawn_input(np.full((28, 28), 0.5, dtype=np.float32))
    opened.set_snapshot(replace(opened.snapshot, input_image=digit))
    assert opened.does.now.text() == "Show the new digit"
    opened.does.now.trigger()
    assert opened.walk.snapshot.input_image is digit
    assert not opened.does.now.isEnabled()


def test_a_walk_nobody_has_used_opens_anew_when_it_is_shown_again(opened: BackpropSteps) -> None:
    opened.hide()
    later = make_snapshot(steps=6_000)
    opened.set_snapshot(later)
    opened.show()
    assert opened.walk.snapshot is later


def test_a_walk_in_use_is_still_there_when_it_is_shown_again(qtbot: QtBot, opened: BackpropSteps) -> None:
    held = opened.walk
    qtbot.keyClick(opened, Key.Key_Right)
    opened.hide()
    opened.set_snapshot(make_snapshot(steps=6_000))
    opened.show()
    assert opened.walk is held
    assert opened.digit.index == 1


def test_another_digit_is_walked_from_the_first_stage(qtbot: QtBot, opened: BackpropSteps) -> None:
    qtbot.keyClick(opened, Key.Key_5)
    digits = opened.snapshot.data.test
    opened.set_snapshot(make_snapshot(input_image=data_input(digits, 8)))
    opened.does.now.trigger()
    assert (opened.walk.label, opened.digit.index) == (8, 0)


@pytest.mark.parametrize("key", [Key.Key_5, Key.Key_End])
def test_shown_again_with_another_digit_it_begins_anew(qtbot: QtBot, opened: BackpropSteps, key: Key) -> None:
    qtbot.keyClick(opened, key)
    opened.hide()
    opened.set_snapshot(make_snapshot(input_image=data_input(opened.snapshot.data.test, 8)))
    opened.show()
    assert (opened.walk.label, opened.digit.index) == (8, 0)


def test_a_walk_that_was_at_its_end_begins_anew(qtbot: QtBot, opened: BackpropSteps) -> None:
    qtbot.keyClick(opened, Key.Key_End)
    opened.hide()
    later = make_snapshot(steps=6_000)
    opened.set_snapshot(later)
    opened.show()
    assert opened.walk.snapshot is later
    assert opened.digit.index == 0


def test_behind_another_tab_nothing_is_done_until_it_is_in_front(qtbot: QtBot) -> None:
    window, panel = QMainWindow(), BackpropSteps()
    qtbot.addWidget(window)
    front, behind = QDockWidget("front"), QDockWidget("behind")
    front.setWidget(QWidget())
    behind.setWidget(panel)
    window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, front)
    window.tabifyDockWidget(front, behind)
    front.raise_()
    window.resize(900, 600)
    window.show()
    qtbot.waitExposed(window)
    panel.set_snapshot(make_snapshot())
    assert panel.walk is None
    behind.raise_()
    qtbot.waitUntil(lambda: panel.walk is not None)
    panel.close()


def test_playing_stops_where_there_are_no_stages(opened: BackpropSteps) -> None:
    opened.does.play.trigger()
    mode(opened, Mode.MINI_BATCH).click()
    assert not opened.player.timer.isActive()


def test_any_layer_can_be_shown_below_the_weights_from_the_pixels(panel: BackpropSteps) -> None:
    panel.set_snapshot(make_snapshot((30, 20, 12)))
    for kind, quantity in ((Kind.GRADIENTS, Q.WEIGHT_GRADIENT), (Kind.STEP, Q.WEIGHT_CHANGE)):
        go_to(panel, kind)
        choice = panel.findChild(QComboBox, "walk_lower_layer")
        assert choice.isVisible()
        assert choice.count() == 3
        for layer in (3, 4, 5):
            choice.setCurrentIndex(layer - 3)
            choice.activated.emit(layer - 3)
            shown = {found.whole for found in panel.digit.stage_view.pictures}
            assert {Entry(quantity, 2), Entry(quantity, layer)} <= shown
    go_to(panel, Kind.COST)
    assert not choice.isVisible()
