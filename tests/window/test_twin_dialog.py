"""The dialog for a twin offers every setting, suggests another value, and says what makes no run."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnviz.learning.setting_fields import FIELDS, Field
from nnviz.learning.settings import Settings
from nnviz.window.twin_dialog import TwinDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> TwinDialog:
    dialog = TwinDialog(Settings(), 50_000)
    qtbot.addWidget(dialog)
    return dialog


@pytest.mark.parametrize("name", FIELDS)
def test_enter_takes_the_suggestion(dialog: TwinDialog, name: str) -> None:
    dialog.setting.setCurrentIndex(dialog.setting.findData(name))
    heard = QSignalSpy(dialog.chosen)
    dialog.accept()
    assert heard.at(0)[0] == Settings().having(name, FIELDS[name].other(getattr(Settings(), name)))


@pytest.mark.parametrize("field", [f for f in FIELDS.values() if f.options], ids=lambda field: field.name)
def test_every_option_is_offered(dialog: TwinDialog, field: Field) -> None:
    dialog.setting.setCurrentIndex(dialog.setting.findData(field.name))
    titles = [dialog.option.itemText(i) for i in range(dialog.option.count())]
    assert titles == [option.title for option in field.options]


@pytest.mark.parametrize(("name", "text"), [("eta", "nonsense"), ("mini_batch", "50001"), ("hidden", "0")])
def test_what_makes_no_run_is_said(dialog: TwinDialog, name: str, text: str) -> None:
    dialog.setting.setCurrentIndex(dialog.setting.findData(name))
    dialog.value.setText(text)
    heard = QSignalSpy(dialog.chosen)
    dialog.accept()
    assert heard.count() == 0
    assert dialog.complaint.text().startswith(f"{FIELDS[name].caption}: ")
    dialog.value.setText("7")
    assert dialog.complaint.text() == ""
