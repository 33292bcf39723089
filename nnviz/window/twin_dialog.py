"""The small dialog that asks what a twin run does differently: one setting, and its other value."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from nnviz.errors import BadInput
from nnviz.learning.settings import Settings, parse_hidden
from nnviz.panels.controls.settings_text import CAPTIONS, hidden_text, parse_eta, parse_mini_batch, parse_seed
from nnviz.runs.twins import shared_words
from nnviz.widgets import theme
from nnviz.widgets.fields import Choice


class TwinDialog(QDialog):
    """Emits `chosen` with the twin's settings. A suggestion stands there, so that Enter is enough."""

    chosen = Signal(object)  # Settings

    def __init__(self, settings: Settings, epoch_size: int, parent: QWidget | None = None) -> None:
        """`settings`: with which the first run began."""
        super().__init__(parent)
        self.setObjectName("twin_dialog")
        self.setWindowTitle("Start a twin")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self._read: dict[str, Callable[[str], Any]] = {
            "eta": parse_eta,
            "mini_batch": lambda text: parse_mini_batch(text, epoch_size),
            "hidden": parse_hidden,
            "initialisation": str.strip,
            "seed": parse_seed,
        }
        self.setting = self._make_setting()
        self.value = QLineEdit()
        self.value.setObjectName("twin_value")
        self.value.setAccessibleName("Its value in the twin")
        self.value.setToolTip("The value of that setting in the second run.")
        self.complaint = QLabel()
        self.complaint.setObjectName("twin_complaint")
        self.complaint.setWordWrap(True)
        self._lay_out()
        self.setting.currentIndexChanged.connect(self._suggest)
        self.value.textChanged.connect(self.complaint.clear)
        self.value.textChanged.connect(self._tell)
        self._suggest()

    def accept(self) -> None:
        """Begin the twin, or say what is wrong with the value."""
        try:
            twin = self._twin()
        except (BadInput, ValueError) as error:
            self.complaint.setText(str(error))
            return
        self.chosen.emit(twin)
        super().accept()

    def _make_setting(self) -> Choice:
        setting = Choice()
        setting.setObjectName("twin_setting")
        setting.setAccessibleName("Setting that is different")
        setting.setToolTip("The one setting in which the two runs differ.")
        for name, text in CAPTIONS.items():
            setting.addItem(text, name)
        return setting

    def _lay_out(self) -> None:
        about = self.about = QLabel()
        about.setObjectName("twin_about")
        about.setWordWrap(True)
        about.setProperty("muted", True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        start = buttons.addButton("Start the twin", QDialogButtonBox.ButtonRole.AcceptRole)
        start.setToolTip("Begin the second run and train it until it is as far as this one.")
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setIcon(QIcon())
        cancel.setAutoDefault(False)  # Enter starts the twin
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(*[2 * theme.SPACING] * 4)
        form.setSpacing(theme.SPACING)
        form.addRow(about)
        form.addRow("different:", self.setting)
        form.addRow("its value there:", self.value)
        form.addRow(self.complaint)
        form.addRow(buttons)
        start.setDefault(True)
        self.setMinimumWidth(360)

    def _suggest(self) -> None:
        now = self._settings
        self.value.setText(
            {
                "eta": f"{now.eta / 10:g}",
                "mini_batch": "10" if now.mini_batch != 10 else "100",
                "hidden": hidden_text((30,) if now.hidden != (30,) else (100,)),
                "initialisation": "normal" if now.initialisation != "normal" else "scaled",
                "seed": str(now.seed + 1),
            }[self.setting.currentData()]
        )
        self.value.selectAll()
        self.complaint.clear()
        self._tell()

    def _twin(self) -> Settings:
        """The settings as they stand here. Raises `BadInput` or `ValueError`."""
        name = self.setting.currentData()
        return replace(self._settings, **{name: self._read[name](self.value.text())})

    def _tell(self) -> None:
        """What the two runs will share, as far as the value can be read."""
        with suppress(BadInput, ValueError):
            self.about.setText(
                f"A second run. {shared_words(self._settings, self._twin())} It makes the same changes of η "
                "and mini-batch after as many examples, but for what is different here. Edits by hand and "
                "steps applied on their own are not followed. It trains until it is as far as this one; then "
                "both go on together."
            )
