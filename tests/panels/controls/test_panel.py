import math
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.learning.presets import PRESETS
from nnviz.learning.settings import Settings
from nnviz.panels.controls.panel import Controls
from nnviz.runs.snapshot import Phase
from nnviz.widgets import application_style, theme
from nnviz.widgets.fields import ValueField
from tests.panels.snapshots import loading_snapshot, make_snapshot


@pytest.fixture
def controls(qtbot: QtBot) -> Iterator[Controls]:
    """The bar in an active window, beside a paused run."""
    theme.set_scheme(theme.Scheme.DARK)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application_style.style_application(application)
    bar = Controls()
    qtbot.addWidget(bar)
    bar.resize(1440, 60)
    bar.show()
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    bar.set_snapshot(make_snapshot())
    yield bar
    theme.set_scheme(theme.Scheme.SYSTEM)


def enter(qtbot: QtBot, field: ValueField, text: str) -> None:
    """What a person does: click, select everything, type, Enter."""
    go_to(qtbot, field)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def go_to(qtbot: QtBot, field: QWidget) -> None:
    """Click it, once the dialog that it may be in is open."""
    field.window().show()
    field.window().activateWindow()
    qtbot.waitUntil(field.window().isActiveWindow)
    field.setFocus()


def show_settings(controls: Controls, settings: Settings) -> None:
    controls.set_snapshot(make_snapshot(settings=settings))


def spies(controls: Controls) -> dict[str, QSignalSpy]:
    return {
        "start": QSignalSpy(controls.start_requested),
        "pause": QSignalSpy(controls.pause_requested),
        "step": QSignalSpy(controls.step_requested),
    }


def counts(heard: dict[str, QSignalSpy]) -> dict[str, int]:
    return {name: spy.count() for name, spy in heard.items()}


def test_sizes_too_long_for_their_field_are_read_from_the_first(controls: Controls) -> None:
    show_settings(controls, Settings(hidden=(2_000,) * 8))
    field = controls.findChild(QLineEdit, "hidden")
    assert field.text().startswith("2000,2000")
    field.grab()  # it scrolls when it is painted
    assert field.cursorPositionAt(QPoint(6, field.height() // 2)) <= 1


# Keys


def test_space_starts_a_paused_run_and_pauses_a_running_one(qtbot: QtBot, controls: Controls) -> None:
    heard = spies(controls)
    qtbot.keyClick(controls, Qt.Key.Key_Space)
    assert counts(heard) == {"start": 1, "pause": 0, "step": 0}
    controls.set_snapshot(make_snapshot(phase=Phase.TRAINING))
    qtbot.keyClick(controls, Qt.Key.Key_Space)
    assert counts(heard) == {"start": 1, "pause": 1, "step": 0}


@pytest.mark.parametrize(
    "name",
    [
        *("preset", "speed", "eta", "mini_batch", "hidden"),
        *("start_pause_button", "step_epoch_button", "reset_button", "network_settings_button"),
    ],
)
def test_space_starts_wherever_the_focus_is(qtbot: QtBot, controls: Controls, name: str) -> None:
    focused = controls.findChild(QWidget, name)
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    assert focused.hasFocus()
    heard = spies(controls)
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert counts(heard) == {"start": 1, "pause": 0, "step": 0}
    assert controls.form.wanted == Settings()
    assert QApplication.activePopupWidget() is None


def test_space_belongs_to_a_text_that_is_being_typed(qtbot: QtBot, controls: Controls) -> None:
    field, heard = controls.form.editors["hidden"], spies(controls)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "100, 30")
    assert field.text() == "100, 30"
    assert counts(heard) == {"start": 0, "pause": 0, "step": 0}


def test_enter_leaves_the_field_so_that_space_starts_again(qtbot: QtBot, controls: Controls) -> None:
    field, heard = controls.form.editors["eta"], spies(controls)
    enter(qtbot, field, "0.5")
    assert not field.hasFocus()
    qtbot.keyClick(controls, Qt.Key.Key_Space)
    assert counts(heard) == {"start": 1, "pause": 0, "step": 0}


@pytest.mark.parametrize(
    ("key", "unit"), [("E", "example"), (".", "example"), ("B", "batch"), ("N", "epoch")]
)
def test_keys_step(qtbot: QtBot, controls: Controls, key: str, unit: str) -> None:
    with qtbot.waitSignal(controls.step_requested) as heard:
        qtbot.keyClicks(controls, key)
    assert heard.args == [unit]


def test_letters_typed_into_a_field_do_not_step(qtbot: QtBot, controls: Controls) -> None:
    field, heard = controls.form.editors["eta"], spies(controls)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1e-3.bn")
    assert counts(heard) == {"start": 0, "pause": 0, "step": 0}
    assert field.text() == "1e-3.bn"


def test_a_held_space_is_one_press(controls: Controls) -> None:
    assert not controls.start_pause.autoRepeat()


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, controls: Controls) -> None:
    button = controls.step_buttons["epoch"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(controls.step_requested) as heard:
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert heard.args == ["epoch"]


def test_actions_have_the_promised_names_and_tell_their_keys(controls: Controls) -> None:
    keys = {
        "start_pause": "Space",
        "step_example": "E",
        "step_batch": "B",
        "step_epoch": "N",
        "reset": "Ctrl+R",
    }
    actions = {action.objectName(): action for action in controls.actions()}
    for name, key in keys.items():
        assert actions[name] is getattr(controls, name)
        assert actions[name].shortcut() == QKeySequence(key)
        assert actions[name].toolTip().endswith(f"({key})") or f"({key} or" in actions[name].toolTip()
        assert actions[name].text()


def test_clicks_do_what_keys_do(qtbot: QtBot, controls: Controls) -> None:
    heard = spies(controls)
    qtbot.mouseClick(controls.start_button, Qt.MouseButton.LeftButton)
    for button in controls.step_buttons.values():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert counts(heard) == {"start": 1, "pause": 0, "step": 3}
    assert [heard["step"].at(i)[0] for i in range(3)] == ["example", "batch", "epoch"]


# Phases


def test_while_loading_a_start_is_taken_down_and_the_reason_is_said(controls: Controls) -> None:
    controls.set_snapshot(loading_snapshot())
    heard = spies(controls)
    controls.start_pause.trigger()
    assert counts(heard) == {"start": 1, "pause": 0, "step": 0}
    assert not controls.step_batch.isEnabled()
    assert not controls.reset.isEnabled()
    assert controls.start_button.text() == "Loading"
    assert "Unpacking MNIST…" in controls.start_pause.toolTip()
    assert controls.status.shown_details == "Unpacking MNIST…"


def test_the_button_says_what_it_will_do(controls: Controls) -> None:
    assert (controls.start_pause.text(), controls.start_pause.isEnabled()) == ("Start", True)
    controls.set_snapshot(make_snapshot(phase=Phase.TRAINING))
    assert (controls.start_pause.text(), controls.start_pause.isEnabled()) == ("Pause", True)


def test_after_a_failure_only_reset_is_left(controls: Controls) -> None:
    controls.set_snapshot(make_snapshot(phase=Phase.FAILED, message="t10k-images: the file is cut short."))
    assert not controls.start_pause.isEnabled()
    assert not controls.step_example.isEnabled()
    assert controls.reset.isEnabled()
    assert "cut short" in controls.start_pause.toolTip()
    assert controls.status.warning == "t10k-images: the file is cut short."


def test_the_same_snapshot_again_changes_nothing(controls: Controls) -> None:
    changes = [QSignalSpy(action.changed) for action in controls.actions()]
    pending = QSignalSpy(controls.form.pending_changed)
    for seen in range(5):
        controls.set_snapshot(replace(make_snapshot(), examples_seen=seen))
    assert [spy.count() for spy in changes] == [0] * len(changes)
    assert pending.count() == 0


def test_a_hidden_bar_catches_up_when_it_is_shown(controls: Controls) -> None:
    controls.hide()
    controls.set_snapshot(make_snapshot(phase=Phase.TRAINING, settings=Settings(eta=0.25)))
    assert controls.start_pause.text() == "Start"
    controls.show()
    assert controls.start_pause.text() == "Pause"
    assert controls.form.editors["eta"].text() == "0.25"


def test_space_in_an_open_list_does_not_start(qtbot: QtBot, controls: Controls) -> None:
    heard = spies(controls)
    controls.form.preset.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Space)
    assert counts(heard) == {"start": 0, "pause": 0, "step": 0}
    controls.form.preset.hidePopup()


# What takes effect at once


@pytest.mark.parametrize(
    ("name", "text", "changed"),
    [
        ("eta", "0.001", Settings(eta=0.001)),
        ("eta", "1e6", Settings(eta=1e6)),
        ("eta", " 2.5 ", Settings(eta=2.5)),
        ("mini_batch", "32", Settings(mini_batch=32)),
    ],
)
@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.TRAINING])
def test_eta_and_mini_batch_go_out_at_once(
    qtbot: QtBot, controls: Controls, name: str, text: str, changed: Settings, phase: Phase
) -> None:
    controls.set_snapshot(make_snapshot(phase=phase))
    with qtbot.waitSignal(controls.live_settings_changed) as heard:
        enter(qtbot, controls.form.editors[name], text)
    assert heard.args == [changed]
    assert controls.form.pending == ()
    assert controls.reset.text() == "Reset"


def test_leaving_a_field_enters_what_was_typed(qtbot: QtBot, controls: Controls) -> None:
    eta = controls.form.editors["eta"]
    eta.setFocus()
    eta.selectAll()
    qtbot.keyClicks(eta, "0.5")
    with qtbot.waitSignal(controls.live_settings_changed) as heard:
        qtbot.keyClick(eta, Qt.Key.Key_Tab)
    assert heard.args == [Settings(eta=0.5)]


@pytest.mark.parametrize("action", ["start_pause", "step_batch", "reset"])
def test_what_was_typed_counts_when_an_action_comes(qtbot: QtBot, controls: Controls, action: str) -> None:
    eta, heard = controls.form.editors["eta"], QSignalSpy(controls.live_settings_changed)
    eta.setFocus()
    eta.selectAll()
    qtbot.keyClicks(eta, "0.5")
    getattr(controls, action).trigger()
    assert heard.count() == 1
    assert heard.at(0)[0] == Settings(eta=0.5)


def test_the_same_value_again_is_no_change(qtbot: QtBot, controls: Controls) -> None:
    heard = QSignalSpy(controls.live_settings_changed)
    enter(qtbot, controls.form.editors["eta"], "3.0")
    assert heard.count() == 0
    assert controls.form.editors["eta"].text() == "3"


def test_live_changes_carry_no_pending_ones(qtbot: QtBot, controls: Controls) -> None:
    enter(qtbot, controls.form.editors["hidden"], "30")
    with qtbot.waitSignal(controls.live_settings_changed) as heard:
        enter(qtbot, controls.form.editors["eta"], "1")
    assert heard.args == [Settings(eta=1)]
    assert controls.form.pending == ("hidden",)


def test_arrow_keys_change_numbers(qtbot: QtBot, controls: Controls) -> None:
    heard = QSignalSpy(controls.live_settings_changed)
    eta, mini_batch = controls.form.editors["eta"], controls.form.editors["mini_batch"]
    qtbot.keyClick(eta, Qt.Key.Key_Up)
    qtbot.keyClick(eta, Qt.Key.Key_Up)
    qtbot.keyClick(mini_batch, Qt.Key.Key_Down)
    sent = [heard.at(i)[0] for i in range(heard.count())]
    assert sent == [Settings(eta=5), Settings(eta=10), Settings(eta=10, mini_batch=9)]


def test_arrow_keys_stop_at_the_end_of_the_range(qtbot: QtBot, controls: Controls) -> None:
    seed = controls.form.editors["seed"]
    qtbot.keyClick(seed, Qt.Key.Key_Down)
    assert (seed.value, seed.text(), seed.complaint) == (0, "0", "")


# What cannot be used


@pytest.mark.parametrize(
    ("name", "text", "about"),
    [
        ("eta", "abc", "learning rate η"),
        ("eta", "0", "learning rate η"),
        ("eta", "-1", "learning rate η"),
        ("eta", "nan", "learning rate η"),
        ("eta", "1e999", "learning rate η"),
        ("eta", "", "learning rate η"),
        ("mini_batch", "0", "mini-batch"),
        ("mini_batch", "2.5", "mini-batch"),
        ("mini_batch", "50001", "mini-batch"),
        ("hidden", "100,", "hidden units"),
        ("hidden", "0", "hidden units"),
        ("seed", "-1", "seed"),
        ("seed", "x", "seed"),
    ],
)
def test_wrong_text_turns_red_says_why_and_changes_nothing(
    qtbot: QtBot, controls: Controls, name: str, text: str, about: str
) -> None:
    field = controls.form.editors[name]
    go_to(qtbot, field)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    heard = QSignalSpy(controls.live_settings_changed)
    enter(qtbot, field, text)
    assert field.property("wrong") is True
    assert field.toolTip().startswith(about)
    assert controls.status.warning == field.toolTip()
    assert controls.form.wanted == Settings()
    assert heard.count() == 0
    assert field.hasFocus()


def test_red_goes_as_soon_as_the_text_is_mended(qtbot: QtBot, controls: Controls) -> None:
    field = controls.form.editors["eta"]
    enter(qtbot, field, "2,5")
    assert field.property("wrong") is True
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field.property("wrong") is False
    assert controls.status.warning == ""
    assert field.toolTip().startswith("η")


def test_a_red_field_shows_in_red(qtbot: QtBot, controls: Controls) -> None:
    field = controls.form.editors["eta"]
    enter(qtbot, field, "abc")
    edge = field.grab().toImage().pixelColor(field.width() // 2, 0)
    wrong = theme.colours().wrong
    assert abs(edge.red() - wrong.red()) + abs(edge.green() - wrong.green()) < 40


def test_one_wrong_field_does_not_hide_another(qtbot: QtBot, controls: Controls) -> None:
    enter(qtbot, controls.form.editors["eta"], "abc")
    enter(qtbot, controls.form.editors["seed"], "x")
    controls.form.editors["eta"].cancel()
    assert controls.status.warning.startswith("seed")


# What waits for a reset


@pytest.mark.parametrize(
    ("name", "text", "settings", "sentence"),
    [
        ("hidden", "30", Settings(hidden=(30,)), "hidden units 100 → 30"),
        ("hidden", "100,30", Settings(hidden=(100, 30)), "hidden units 100 → 100,30"),
        ("seed", "7", Settings(seed=7), "seed 0 → 7"),
    ],
)
def test_what_needs_a_reset_waits_for_it_and_says_so(
    qtbot: QtBot, controls: Controls, name: str, text: str, settings: Settings, sentence: str
) -> None:
    live = QSignalSpy(controls.live_settings_changed)
    enter(qtbot, controls.form.editors[name], text)
    assert live.count() == 0
    assert controls.form.pending == (name,)
    assert controls.reset_button.text() == "Reset to apply"
    assert controls.reset_button.property("pending") is True
    assert sentence in controls.reset.toolTip()
    assert controls.form.captioned[name].caption.text().endswith("•")
    with qtbot.waitSignal(controls.reset_requested) as heard:
        controls.reset.trigger()
    assert heard.args == [settings]
    show_settings(controls, settings)
    assert controls.form.pending == ()
    assert controls.reset_button.text() == "Reset"
    assert controls.reset_button.property("pending") is False
    assert not controls.form.captioned[name].caption.text().endswith("•")


def test_the_start_of_the_weights_waits_too(qtbot: QtBot, controls: Controls) -> None:
    qtbot.keyClick(controls.form.editors["initialisation"], Qt.Key.Key_Down)
    assert controls.form.pending == ("initialisation",)
    assert "initialisation N(0, 1/n) → N(0, 1)" in controls.reset.toolTip()
    assert controls.form.preset.currentText() == "Normal weights, η = 3"


def test_a_reset_with_nothing_pending_starts_the_same_run_again(qtbot: QtBot, controls: Controls) -> None:
    show_settings(controls, Settings(eta=0.5, seed=4))
    with qtbot.waitSignal(controls.reset_requested) as heard:
        qtbot.keyClick(controls, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == [Settings(eta=0.5, seed=4)]


def test_back_by_hand_is_no_longer_pending(qtbot: QtBot, controls: Controls) -> None:
    enter(qtbot, controls.form.editors["hidden"], "30")
    enter(qtbot, controls.form.editors["hidden"], "100")
    assert controls.form.pending == ()
    assert controls.reset.text() == "Reset"


def test_escape_first_takes_back_the_typing_then_what_is_pending(qtbot: QtBot, controls: Controls) -> None:
    enter(qtbot, controls.form.editors["hidden"], "30")
    mini_batch = controls.form.editors["mini_batch"]
    go_to(qtbot, mini_batch)
    mini_batch.selectAll()
    qtbot.keyClicks(mini_batch, "9")
    qtbot.keyClick(mini_batch, Qt.Key.Key_Escape)
    assert (mini_batch.text(), controls.form.pending) == ("10", ("hidden",))
    qtbot.keyClick(mini_batch, Qt.Key.Key_Escape)
    assert controls.form.pending == ()
    assert controls.form.editors["hidden"].text() == "100"


def test_revert_is_offered_only_when_there_is_something_to_revert(qtbot: QtBot, controls: Controls) -> None:
    assert not controls.revert_button.isEnabled()
    enter(qtbot, controls.form.editors["seed"], "9")
    assert controls.revert_button.isEnabled()
    qtbot.mouseClick(controls.revert_button, Qt.MouseButton.LeftButton)
    assert controls.form.wanted == Settings()
    assert not controls.revert_button.isEnabled()


# Presets


@pytest.mark.parametrize("name", PRESETS)
def test_settings_of_a_preset_show_its_name_whatever_the_seed(controls: Controls, name: str) -> None:
    show_settings(controls, replace(PRESETS[name].settings, seed=5))
    assert controls.form.preset.currentText() == PRESETS[name].title
    assert PRESETS[name].description in controls.form.preset.toolTip()


def test_other_settings_are_custom(controls: Controls) -> None:
    show_settings(controls, Settings(eta=1.5))
    assert controls.form.preset.currentText() == "Custom"


def test_custom_cannot_be_chosen(qtbot: QtBot, controls: Controls) -> None:
    for _ in range(len(PRESETS) + 3):
        qtbot.keyClick(controls.form.preset, Qt.Key.Key_Down)
    assert controls.form.preset.currentText() == list(PRESETS.values())[-1].title


def test_a_preset_fills_the_fields_eta_goes_out_and_the_start_waits(qtbot: QtBot, controls: Controls) -> None:
    show_settings(controls, Settings(seed=3))
    preset = controls.form.preset
    with qtbot.waitSignal(controls.live_settings_changed) as heard:
        preset.setFocus()
        preset.setCurrentIndex(list(PRESETS).index("normal"))
        qtbot.keyClick(preset, Qt.Key.Key_Down)
    assert heard.args == [Settings(eta=0.001, seed=3)]
    assert controls.form.editors["eta"].text() == "0.001"
    assert controls.form.editors["initialisation"].currentText() == "N(0, 1)"
    assert controls.form.pending == ("initialisation",)
    assert preset.currentText() == "Article, η = 0.001"
    with qtbot.waitSignal(controls.reset_requested) as reset:
        controls.reset.trigger()
    assert reset.args == [Settings(eta=0.001, initialisation="normal", seed=3)]


def test_presets_are_explained_in_the_list(controls: Controls) -> None:
    preset = controls.form.preset
    about = [preset.itemData(i, Qt.ItemDataRole.ToolTipRole) for i in range(preset.count())]
    assert about[: len(PRESETS)] == [each.description for each in PRESETS.values()]


# Following the run


def test_fields_follow_the_run(controls: Controls) -> None:
    show_settings(
        controls, Settings(hidden=(30, 20), initialisation="normal", eta=1e6, mini_batch=64, seed=8)
    )
    texts = {name: controls.form.editors[name].text() for name in ("eta", "mini_batch", "hidden", "seed")}
    assert texts == {"eta": "1e6", "mini_batch": "64", "hidden": "30,20", "seed": "8"}
    assert controls.form.editors["initialisation"].currentText() == "N(0, 1)"


def test_a_field_that_is_being_edited_is_left_alone(qtbot: QtBot, controls: Controls) -> None:
    eta = controls.form.editors["eta"]
    eta.setFocus()
    eta.selectAll()
    qtbot.keyClicks(eta, "0.0")
    show_settings(controls, Settings(eta=2, mini_batch=20))
    assert eta.text() == "0.0"
    assert controls.form.editors["mini_batch"].text() == "20"
    qtbot.keyClick(eta, Qt.Key.Key_Escape)
    assert eta.text() == "2"


def test_the_value_before_the_run_moved_on_is_a_change_again(qtbot: QtBot, controls: Controls) -> None:
    eta = controls.form.editors["eta"]
    eta.setFocus()
    eta.selectAll()
    qtbot.keyClicks(eta, "3")
    show_settings(controls, Settings(eta=2))
    with qtbot.waitSignal(controls.live_settings_changed) as heard:
        qtbot.keyClick(eta, Qt.Key.Key_Return)
    assert heard.args == [Settings(eta=3)]


def test_pending_fields_wait_while_the_others_follow(qtbot: QtBot, controls: Controls) -> None:
    enter(qtbot, controls.form.editors["hidden"], "30")
    show_settings(controls, Settings(eta=2))
    assert controls.form.editors["hidden"].text() == "30"
    assert controls.form.editors["eta"].text() == "2"
    assert controls.form.pending == ("hidden",)


def test_a_new_eta_is_not_overwritten_by_the_moment_before_it(qtbot: QtBot, controls: Controls) -> None:
    enter(qtbot, controls.form.editors["eta"], "0.5")
    show_settings(controls, Settings())
    assert controls.form.editors["eta"].text() == "0.5"
    show_settings(controls, Settings(eta=0.5))
    assert controls.form.editors["eta"].text() == "0.5"


# Speed


def test_speed_goes_from_one_a_second_to_everything(qtbot: QtBot, controls: Controls) -> None:
    assert controls.speed == math.inf
    heard = QSignalSpy(controls.speed_changed)
    qtbot.keyClick(controls.slider, Qt.Key.Key_Home)
    assert (controls.speed, heard.at(0)[0]) == (1.0, 1.0)
    qtbot.keyClick(controls.slider, Qt.Key.Key_End)
    assert (controls.speed, heard.at(1)[0]) == (math.inf, math.inf)


@pytest.mark.parametrize(
    ("speed", "text"),
    [(1, "1/s"), (10, "10/s"), (1000, "1,000/s"), (math.inf, "max"), (1e9, "max"), (9, "10/s")],
)
def test_the_speed_is_written_out(controls: Controls, speed: float, text: str) -> None:
    controls.set_speed(speed)
    assert controls.captioned_speed.note.text() == text
    assert text.replace("max", "everything") in controls.slider.toolTip()


# Layout and looks


def visible_children(controls: Controls) -> list[QWidget]:
    kinds = (QLabel, QLineEdit, QComboBox, QToolButton, QSlider)
    return [w for w in controls.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()] + [
        controls.status
    ]


def needed_width(widget: QWidget) -> int:
    """For text and what is around it. What Qt wishes for a tool button is more than its text needs."""
    if isinstance(widget, QToolButton):
        icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
        only_icon = icon and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        return icon + (4 if only_icon else widget.fontMetrics().horizontalAdvance(widget.text()) + 16)
    if isinstance(widget, QLineEdit):
        return widget.fontMetrics().horizontalAdvance(widget.text()) + 12
    return widget.minimumSizeHint().width()


@pytest.mark.parametrize(
    ("width", "highest"), [(776, 115), (999, 115), (1000, 90), (1100, 90), (1350, 60), (1440, 60), (1920, 60)]
)
@pytest.mark.parametrize("phase", list(Phase))
def test_nothing_is_clipped_or_overlaps(
    qtbot: QtBot, controls: Controls, width: int, highest: int, phase: Phase
) -> None:
    controls.set_snapshot(make_snapshot(phase=phase, message="", settings=Settings(hidden=(100, 30))))
    enter(qtbot, controls.form.editors["hidden"], "100,31")
    controls.resize(width, controls.height())
    qtbot.waitUntil(lambda: controls.minimumSizeHint().height() <= highest)
    controls.resize(width, controls.minimumSizeHint().height())
    qtbot.waitUntil(lambda: controls.status.geometry().right() > width - 20)
    boxes = []
    for child in visible_children(controls):
        assert child.height() >= child.minimumSizeHint().height(), child.objectName()
        assert child.width() >= needed_width(child), child.objectName()
        boxes.append(child.rect().translated(child.mapTo(controls, child.rect().topLeft())))
    assert all(controls.rect().contains(box) for box in boxes)
    overlapping = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.intersects(b)]
    assert overlapping == []


def test_nothing_moves_when_settings_become_pending(qtbot: QtBot, controls: Controls) -> None:
    before = [child.geometry() for child in visible_children(controls)]
    enter(qtbot, controls.form.editors["hidden"], "30")
    controls.set_speed(1)
    controls.set_snapshot(make_snapshot(phase=Phase.TRAINING))
    QApplication.processEvents()
    assert [child.geometry() for child in visible_children(controls)] == before


def test_everything_interactive_has_a_name_and_explains_itself(controls: Controls) -> None:
    for child in visible_children(controls):
        if not isinstance(child, QLabel) and child is not controls.status:
            assert child.accessibleName(), child.objectName()
            assert child.toolTip().endswith((".", ")")), child.objectName()


def test_the_wheel_does_not_change_a_choice_in_passing(controls: Controls) -> None:
    middle = QPointF(controls.form.preset.rect().center())
    turn = QWheelEvent(
        middle,
        controls.form.preset.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(controls.form.preset, turn)
    assert controls.form.wanted == Settings()


def test_the_bar_takes_the_colours_of_the_other_scheme(controls: Controls) -> None:
    dark = controls.styleSheet()
    theme.set_scheme(theme.Scheme.LIGHT)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application_style.style_application(application)
    assert controls.styleSheet() != dark
    assert theme.colours().selected.name() in controls.styleSheet()
