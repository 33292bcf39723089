"""What is remembered from one start to the next: the layout, the look, and the settings of the run."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from nnviz.learning.settings import Settings
from nnviz.runs.history import MEMORY
from nnviz.sessions.panel_layout import PanelLayout, layout_object, layout_of
from nnviz.sessions.settings_json import settings_object, values_of
from nnviz.widgets import theme

# Raised when the docks change so much that an old layout would not fit the new window.
_LAYOUT_VERSION = 3


class SettingsStore:
    """A thin layer over Qt's own settings file. What cannot be read back is forgotten without a word."""

    def __init__(self) -> None:
        self._file = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "nnviz", "nnviz")

    def zoom(self) -> int:
        """How large everything is to be, in per cent of what the screen asks for."""
        found = self._file.value("zoom", 100)
        return int(str(found)) if str(found).isdecimal() and 80 <= int(str(found)) <= 250 else 100

    def set_zoom(self, zoom: int) -> None:
        """Remember it, for the next start."""
        self._file.setValue("zoom", zoom)

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever remembered: the program has not been used yet."""
        return not self._file.allKeys()

    def forget_all(self) -> None:
        """As before the first start."""
        self._file.clear()

    def set_welcomed(self) -> None:
        """The first start is over."""
        self._file.setValue("welcomed", True)

    @property
    def file(self) -> Path:
        """Where all of it lies."""
        return Path(self._file.fileName())

    def layout(self) -> tuple[QByteArray, PanelLayout] | None:
        """Geometry of the main window and its panels', if there is a layout that fits this version."""
        if self._file.value("layout/version", 0, int) != _LAYOUT_VERSION:
            return None
        geometry = self._file.value("layout/geometry")
        try:
            panels = layout_of(json.loads(str(self._file.value("layout/panels"))))
        except (ValueError, RecursionError):  # `BadInput` is a ValueError
            return None
        return (geometry, panels) if isinstance(geometry, QByteArray) else None

    def set_layout(self, geometry: QByteArray, panels: PanelLayout | None) -> None:
        """Remember where the main window is, and where its panels are."""
        self._file.setValue("layout/version", _LAYOUT_VERSION)
        self._file.setValue("layout/geometry", geometry)
        self._file.setValue("layout/panels", json.dumps(layout_object(panels) if panels else None))
        self._file.remove("layout/state")

    def recent_files(self) -> list[Path]:
        """The session files used last, the latest first."""
        try:
            files = json.loads(str(self._file.value("recent", "[]")))
        except ValueError:
            return []
        return [Path(file) for file in files if isinstance(file, str)] if isinstance(files, list) else []

    def set_recent_files(self, files: list[Path]) -> None:
        """Remember them."""
        self._file.setValue("recent", json.dumps([str(file) for file in files]))

    def scheme(self) -> theme.Scheme:
        """Dark, light, or as the system has it."""
        try:
            return theme.Scheme(self._file.value("scheme", theme.Scheme.SYSTEM.value, str))
        except ValueError:
            return theme.Scheme.SYSTEM

    def set_scheme(self, scheme: theme.Scheme) -> None:
        """Remember the scheme."""
        self._file.setValue("scheme", scheme.value)

    def history_memory(self) -> int:
        """Bytes for the past of all runs together."""
        megabytes = self._file.value("history_megabytes", MEMORY >> 20, int)
        return min(max(int(str(megabytes)), 1), 64 << 10) << 20

    def set_history_memory(self, memory: int) -> None:
        """Remember how many bytes the past may take."""
        self._file.setValue("history_megabytes", memory >> 20)

    def settings(self) -> Settings:
        """The settings of the last run, or the default ones."""
        try:
            remembered = json.loads(str(self._file.value("settings", "{}")))
            return Settings(**values_of(remembered, missing=True))
        except (ValueError, RecursionError):  # `BadInput` is a ValueError
            return Settings()

    def set_settings(self, settings: Settings) -> None:
        """Remember the settings of the run."""
        self._file.setValue("settings", json.dumps(settings_object(settings)))
