"""Settings of the last run are remembered, also as earlier versions wrote them."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSettings

from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings
from nnviz.window.settings_store import SettingsStore


def test_what_an_earlier_version_remembered_is_read() -> None:
    file = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "nnviz", "nnviz")
    earlier = {"hidden": [30, 20], "start": "normal", "eta": 0.5, "mini_batch": 20, "seed": 4}
    file.setValue("settings", json.dumps(earlier))
    file.sync()
    expected = Settings(hidden=(30, 20), initialisation="normal", eta=0.5, mini_batch=20, seed=4)
    assert SettingsStore().settings() == expected


def test_every_setting_is_remembered() -> None:
    default = Settings()
    other = Settings(**{f.name: f.other(getattr(default, f.name)) for f in FIELDS.values()})
    SettingsStore().set_settings(other)
    assert SettingsStore().settings() == other


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"eta": "3"}', '{"hidden": [0]}', "[" * 100_000])
def test_what_cannot_be_read_is_forgotten(text: str) -> None:
    file = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "nnviz", "nnviz")
    file.setValue("settings", text)
    file.sync()
    assert SettingsStore().settings() == Settings()
