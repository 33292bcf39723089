"""The settings of the run as fields: what changes at once, what waits for a reset, and which preset it is.

The form knows two settings: those of the run, and the wanted ones, which its fields show. η and the
mini-batch go out as soon as they are entered; the others wait, marked, for a reset or to be reverted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.datasets.subject import MNIST_EXAMPLES
from nnviz.learning.presets import PRESETS, preset_of
from nnviz.learning.setting_fields import FIELDS, Field
from nnviz.learning.settings import Settings, suggested_eta
from nnviz.number_text import eta_text
from nnviz.panels.controls.more_settings import MoreButton, MoreSettings
from nnviz.panels.controls.settings_text import rest_text, waiting
from nnviz.widgets import theme
from nnviz.widgets.action import explain, make_action
from nnviz.widgets.fields import Captioned, Choice, OptionField, ValueField


class SettingsForm(QWidget):
    """The preset and the settings changed most often, in one row."""

    live_changed = Signal(object)  # Settings of the run with the new η and mini-batch
    pending_changed = Signal()
    complained = Signal(str)  # what is wrong with a field, "" once nothing is

    def __init__(self, reset: QAction) -> None:
        """`reset` brings the settings that wait for it."""
        super().__init__()
        self.run = Settings()
        self.wanted = Settings()
        self.training_examples = MNIST_EXAMPLES
        self.preset = self._make_preset()
        self.editors = {name: self._make_editor(field) for name, field in FIELDS.items()}
        self.captioned = self._make_captions()
        self.use_eta = self._make_use_eta()
        self.more = self._make_more(reset)
        self.opening = self._make_opening()
        self.more_button = MoreButton(self.opening)
        self._lay_out()
        self._show_wanted()

    @property
    def pending(self) -> tuple[str, ...]:
        """Names of the settings that wait for a reset."""
        return waiting(self.run, self.wanted)

    @property
    def editing(self) -> bool:
        """Whether something typed is not taken over yet."""
        return any(field.editing for field in self.editors.values())

    @property
    def field_height(self) -> int:
        """How high the fields are without their captions, px."""
        return self.preset.sizeHint().height()

    def show_run(self, run: Settings, training_examples: int) -> None:
        """The run has these settings: every field follows, but those that are being edited or that wait."""
        self.training_examples = training_examples
        if run == self.run:
            return
        waits, before = self.pending, self.wanted
        self.run = run
        self.wanted = replace(run, **{name: getattr(before, name) for name in waits})
        self._show_wanted()

    def set_beside(self, beside: bool) -> None:
        """Captions before the fields instead of above them."""
        for captioned in self._in_bar:
            captioned.set_beside(beside)
        self.more_button.set_beside(beside)

    def commit(self) -> None:
        """Take over whatever has been typed and can be used."""
        for field in self.editors.values():
            field.commit()

    def revert(self) -> None:
        """Back to the settings of the run, and away with what was typed."""
        self.cancel_edit()
        self.wanted = self.run
        self._show_wanted()

    def cancel_edit(self) -> bool:
        """Take back what was typed but not entered; False if there is nothing of the kind."""
        edited = [field for field in self.editors.values() if field.editing]
        for field in edited:
            field.cancel()
        return bool(edited)

    def _make_preset(self) -> Choice:
        choice = Choice()
        choice.setObjectName("preset")
        choice.setAccessibleName("Preset")
        for name, preset in PRESETS.items():
            choice.add(preset.title, name, preset.description)
        choice.add("Custom", None, "Settings of your own: they match no preset.")
        choice.forbid_last()
        choice.activated.connect(self._choose_preset)
        return choice

    def _make_editor(self, field: Field) -> ValueField | OptionField:
        if field.options:
            editor: ValueField | OptionField = OptionField(field.options)
        else:
            value = getattr(self.run, field.name)
            kind = field.kind
            editor = ValueField(
                value, lambda text: self._parse(field, text), kind.text, kind.neighbour, field.longest
            )
            editor.complained.connect(self._pass_on_complaint)
        editor.setObjectName(field.name)
        editor.setAccessibleName(field.caption.capitalize())
        editor.explain(field.explanation)
        editor.committed.connect(lambda value: self._accept(field.name, value))
        return editor

    def _parse(self, field: Field, text: str) -> Any:
        """The value, if the wanted settings can have it and the data is enough; raises `BadInput`."""
        value = field.parse(text)
        wanted = replace(self.wanted, **{field.name: value})
        for settings in (wanted, self.run.going_on_as(wanted)):
            settings.check_for(self.training_examples)
        return value

    def _make_captions(self) -> dict[str, Captioned]:
        captioned = {name: Captioned(FIELDS[name].caption, each) for name, each in self.editors.items()}
        for name, each in captioned.items():
            if not FIELDS[name].live:
                each.keep_room_for_mark()
        return captioned

    def _make_more(self, reset: QAction) -> MoreSettings:
        rest = {name: each for name, each in self.captioned.items() if not FIELDS[name].in_bar}
        return MoreSettings(rest, self.use_eta, reset, self.cancel_edit, self)

    def _make_use_eta(self) -> QAction:
        use_eta = make_action(self, "use_eta", "Use η")
        use_eta.setToolTip("A learning rate that such a network learns well with.")
        use_eta.triggered.connect(lambda: self._accept("eta", suggested_eta(self.wanted)))
        return use_eta

    def _make_opening(self) -> QAction:
        opening = make_action(self, "network_settings", "Network settings…")
        opening.setIconText("Network…")
        explain(opening, "Everything else that decides how the network is made and trained.")
        opening.triggered.connect(lambda: self.more.show_below(self.more_button.button))
        return opening

    @property
    def _in_bar(self) -> list[Captioned]:
        fields = [each for name, each in self.captioned.items() if FIELDS[name].in_bar]
        return [self._captioned_preset, *fields]

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        self._captioned_preset = Captioned("preset", self.preset)
        for each in (*self._in_bar, self.more_button):
            row.addWidget(each)

    def _choose_preset(self) -> None:
        chosen = PRESETS[self.preset.currentData()].settings
        self.cancel_edit()
        before, self.wanted = self.wanted, replace(chosen, seed=self.wanted.seed)
        self._show_wanted()
        self._send_if_live_differs(before)

    def _accept(self, name: str, value: Any) -> None:
        before, self.wanted = self.wanted, self.wanted.having(name, value)
        self._show_wanted()
        self._send_if_live_differs(before)

    def _send_if_live_differs(self, before: Settings) -> None:
        if before.live != self.wanted.live:
            self.live_changed.emit(self.run.going_on_as(self.wanted))

    def _show_wanted(self) -> None:
        for name, editor in self.editors.items():
            editor.follow(getattr(self.wanted, name))
        self._show_preset()
        pending = self.pending
        rest_waits = any(not FIELDS[name].in_bar for name in pending)
        self.more_button.set_words(rest_text(self.wanted), rest_waits)
        eta = suggested_eta(self.wanted)
        self.use_eta.setText(f"Use η = {eta_text(eta)}")
        self.use_eta.setEnabled(self.wanted.eta != eta)
        for name in self.editors:
            self.captioned[name].set_marked(name in pending)
        self.pending_changed.emit()

    def _show_preset(self) -> None:
        name = preset_of(self.wanted)
        self.preset.setCurrentIndex(self.preset.findData(name))
        about = PRESETS[name].description if name else "These settings match no preset."
        self.preset.setToolTip(f"Named settings to begin with. {about}")

    def _pass_on_complaint(self) -> None:
        complaints = [field.complaint for field in self.editors.values() if field.complaint]
        complaint = complaints[0] if complaints else ""
        self.more.complaint.setText(complaint)
        self.complained.emit(complaint)
