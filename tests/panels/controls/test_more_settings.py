"""Every setting has its field, in the bar or in the dialog behind its button, which is read by the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings
from nnviz.panels.controls.settings_form import SettingsForm
from nnviz.panels.controls.settings_text import rest_text

REST = [name for name, field in FIELDS.items() if not field.in_bar]


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[SettingsForm]:
    reset = QAction("Reset")
    form = SettingsForm(reset)
    qtbot.addWidget(form)
    form.show()
    form.opening.trigger()
    qtbot.waitUntil(form.more.isActiveWindow)
    return form


def choose(qtbot: QtBot, form: SettingsForm, name: str, value: object) -> None:
    """As a person does it."""
    editor, field = form.editors[name], FIELDS[name]
    editor.window().activateWindow()
    qtbot.waitUntil(editor.window().isActiveWindow)
    editor.setFocus()
    if field.options:
        editor.setCurrentIndex(editor.findData(value))
        editor.activated.emit(editor.currentIndex())
    else:
        editor.selectAll()
        qtbot.keyClicks(editor, field.kind.text(value))
        qtbot.keyClick(editor, Qt.Key.Key_Return)


@pytest.mark.parametrize("name", FIELDS)
def test_a_chosen_value_goes_out_or_waits(qtbot: QtBot, form: SettingsForm, name: str) -> None:
    field = FIELDS[name]
    wanted = Settings().having(name, field.other(getattr(Settings(), name)))
    live = QSignalSpy(form.live_changed)
    choose(qtbot, form, name, getattr(wanted, name))
    assert form.wanted == wanted
    assert [live.at(i)[0] for i in range(live.count())] == ([wanted] if field.live else [])
    assert (name in form.pending) == (not field.live)
    assert form.captioned[name].caption.text().endswith("•") == (not field.live)
    choose(qtbot, form, name, getattr(Settings(), name))
    assert getattr(form.wanted, name) == getattr(Settings(), name)


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_shows_the_run_and_explains_itself(form: SettingsForm, name: str) -> None:
    field, editor = FIELDS[name], form.editors[name]
    value = field.other(getattr(Settings(), name))
    form.show_run(Settings().having(name, value), 50_000)
    shown = editor.currentData() if field.options else field.parse(editor.text())
    assert shown == value
    assert editor.toolTip() == field.explanation
    assert editor.accessibleName() == field.caption.capitalize()
    assert (editor.window() is form.more) == (not field.in_bar)


def test_what_is_chosen_is_said_beside_the_button(qtbot: QtBot, form: SettingsForm) -> None:
    choose(qtbot, form, "seed", 4)
    assert form.more_button.words.text() == "sigmoid, quadratic cost, seed 4 •"
    assert form.more_button.words.property("pending") is True
    form.revert()
    assert form.more_button.words.text() == rest_text(Settings()) == "sigmoid, quadratic cost"
    assert form.more_button.words.property("pending") is False


def test_escape_takes_back_what_is_typed_and_then_closes(qtbot: QtBot, form: SettingsForm) -> None:
    seed = form.editors["seed"]
    seed.setFocus()
    qtbot.keyClicks(seed, "9")
    qtbot.keyClick(seed, Qt.Key.Key_Escape)
    assert (seed.text(), form.more.isVisible()) == ("0", True)
    qtbot.keyClick(seed, Qt.Key.Key_Escape)
    assert not form.more.isVisible()


def test_enter_takes_a_value_and_leaves_the_dialog_open(qtbot: QtBot, form: SettingsForm) -> None:
    choose(qtbot, form, "train_size", 1_000)
    assert (form.wanted.train_size, form.more.isVisible()) == (1_000, True)


def test_what_is_wrong_is_said_in_the_dialog_too(qtbot: QtBot, form: SettingsForm) -> None:
    train_size = form.editors["train_size"]
    train_size.selectAll()
    train_size.setFocus()
    qtbot.keyClicks(train_size, "50001")
    qtbot.keyClick(train_size, Qt.Key.Key_Return)
    assert form.more.complaint.text() == (
        "training examples: there are only 50,000 training examples, not 50001"
    )
    qtbot.keyClick(train_size, Qt.Key.Key_Escape)
    assert form.more.complaint.text() == ""


def test_a_mini_batch_larger_than_the_part_trained_on_is_refused(qtbot: QtBot, form: SettingsForm) -> None:
    choose(qtbot, form, "train_size", 50)
    choose(qtbot, form, "mini_batch", 60)
    assert form.editors["mini_batch"].complaint == ("mini-batch: there are only 50 training examples, not 60")
    assert form.wanted == Settings(train_size=50)


def test_nothing_in_the_dialog_is_clipped_or_overlaps(form: SettingsForm) -> None:
    parts = [w for w in form.more.findChildren(QWidget) if isinstance(w, QLabel) and w.text()]
    parts += [form.editors[name] for name in REST]
    boxes = [part.rect().translated(part.mapTo(form.more, part.rect().topLeft())) for part in parts]
    assert all(form.more.rect().contains(box) for box in boxes)
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.intersects(b)]
    for part in parts:
        assert part.width() >= part.minimumSizeHint().width()


def test_what_does_not_go_together_gives_way(qtbot: QtBot, form: SettingsForm) -> None:
    choose(qtbot, form, "output", "softmax")
    assert form.wanted == Settings(output="softmax", cost="cross-entropy")
    assert form.editors["cost"].currentData() == "cross-entropy"
    choose(qtbot, form, "cost", "quadratic")
    assert form.wanted == Settings()


def test_a_layer_that_there_is_not_cannot_be_frozen(qtbot: QtBot, form: SettingsForm) -> None:
    choose(qtbot, form, "frozen", (4,))
    assert form.editors["frozen"].complaint == "frozen layers: from 2 to 3, not 4"
    assert form.wanted == Settings()


def test_the_eta_that_suits_the_network_is_one_click_away(qtbot: QtBot, form: SettingsForm) -> None:
    assert not form.use_eta.isEnabled()
    choose(qtbot, form, "cost", "cross-entropy")
    assert (form.use_eta.text(), form.use_eta.isEnabled()) == ("Use η = 0.5", True)
    with qtbot.waitSignal(form.live_changed) as heard:
        qtbot.mouseClick(form.more.use_eta_button, Qt.MouseButton.LeftButton)
    assert heard.args == [Settings(eta=0.5)]  # of the run, whose cost waits for a reset
    assert form.wanted == Settings(cost="cross-entropy", eta=0.5)
    assert not form.use_eta.isEnabled()
