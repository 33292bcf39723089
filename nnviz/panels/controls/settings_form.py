"""The settings of the run as fields: what changes at once, what waits for a reset, and which preset it is.

The form knows two settings: those of the run, and the wanted ones, which its fields show. η and the
mini-batch go out as soon as they are entered; the others wait, marked, for a reset or to be reverted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.learning.initialisers import INITIALISATIONS
from nnviz.learning.settings import PRESETS, Settings, parse_hidden
from nnviz.number_text import eta_text
from nnviz.panels.controls.settings_text import (
    AT_RESET,
    CAPTIONS,
    LIVE,
    hidden_text,
    next_eta,
    parse_eta,
    parse_mini_batch,
    parse_seed,
    preset_of,
    waiting,
)
from nnviz.widgets import theme
from nnviz.widgets.fields import Captioned, Choice, ValueField

AT_ONCE = "Takes effect with the next mini-batch."
LATER = "Takes effect with a reset."


class SettingsForm(QWidget):
    """Preset, learning rate, mini-batch, hidden units, initialisation and seed, in one row."""

    live_changed = Signal(object)  # Settings of the run with the new η and mini-batch
    pending_changed = Signal()
    complained = Signal(str)  # what is wrong with a field, "" once nothing is

    def __init__(self) -> None:
        super().__init__()
        self.run = Settings()
        self.wanted = Settings()
        self.epoch_size = 50_000
        self.preset = self._make_preset()
        self.initialisation = self._make_initialisation()
        self.values = self._make_values()
        self.captioned = self._lay_out()
        self._explain()
        self._show_wanted()

    @property
    def pending(self) -> tuple[str, ...]:
        """Names of the settings that wait for a reset."""
        return waiting(self.run, self.wanted)

    @property
    def editing(self) -> bool:
        """Whether something typed is not taken over yet."""
        return any(field.editing for field in self.values.values())

    @property
    def field_height(self) -> int:
        """How high the fields are without their captions, px."""
        return self.preset.sizeHint().height()

    def show_run(self, run: Settings, epoch_size: int) -> None:
        """The run has these settings: every field follows, but those that are being edited or that wait."""
        self.epoch_size = epoch_size
        if run == self.run:
            return
        waits, before = self.pending, self.wanted
        self.run = run
        self.wanted = replace(run, **{name: getattr(before, name) for name in waits})
        self._show_wanted()

    def set_beside(self, beside: bool) -> None:
        """Captions before the fields instead of above them."""
        for captioned in self.captioned.values():
            captioned.set_beside(beside)

    def commit(self) -> None:
        """Take over whatever has been typed and can be used."""
        for field in self.values.values():
            field.commit()

    def revert(self) -> None:
        """Back to the settings of the run, and away with what was typed."""
        self.cancel_edit()
        self.wanted = self.run
        self._show_wanted()

    def cancel_edit(self) -> bool:
        """Take back what was typed but not entered; False if there is nothing of the kind."""
        edited = [field for field in self.values.values() if field.editing]
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

    def _make_initialisation(self) -> Choice:
        choice = Choice()
        choice.setObjectName("initialisation")
        choice.setAccessibleName("Initialisation")
        for name, one in INITIALISATIONS.items():
            choice.add(one.distribution, name, one.explanation)
        choice.activated.connect(lambda: self._accept("initialisation", choice.currentData()))
        return choice

    def _make_values(self) -> dict[str, ValueField]:
        run = self.run
        fields = {
            "eta": ValueField(run.eta, parse_eta, eta_text, next_eta, "0.001"),
            "mini_batch": ValueField(
                run.mini_batch,
                lambda text: parse_mini_batch(text, self.epoch_size),
                neighbour=_next_whole,
                longest="50000",
            ),
            "hidden": ValueField(run.hidden, parse_hidden, hidden_text, longest="100,30"),
            "seed": ValueField(run.seed, parse_seed, neighbour=_next_whole, longest="1234"),
        }
        for name, field in fields.items():
            field.setObjectName(name)
            field.committed.connect(lambda value, name=name: self._accept(name, value))
            field.complained.connect(self._pass_on_complaint)
        return fields

    def _lay_out(self) -> dict[str, Captioned]:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        widgets: dict[str, QWidget] = {**self.values, "initialisation": self.initialisation}
        captioned = {"preset": Captioned("preset", self.preset)}
        captioned |= {name: Captioned(caption, widgets[name]) for name, caption in CAPTIONS.items()}
        for each in captioned.values():
            row.addWidget(each)
        for name in AT_RESET:
            captioned[name].keep_room_for_mark()
        return captioned

    def _explain(self) -> None:
        sentences = {
            "eta": f"η: how far each step moves the weights against the gradient. {AT_ONCE}",
            "mini_batch": f"m: over how many examples the gradient is averaged before a step. {AT_ONCE}",
            "hidden": f"Units in the hidden layer; 100,30 makes two hidden layers. {LATER}",
            "seed": f"The number that the random start and the order of the examples come from. {LATER}",
        }
        for name, sentence in sentences.items():
            self.values[name].setAccessibleName(CAPTIONS[name].capitalize())
            self.values[name].explain(sentence)
        self.initialisation.setToolTip(f"How the weights w begin, before any training. {LATER}")

    def _choose_preset(self) -> None:
        chosen = PRESETS[self.preset.currentData()].settings
        self.cancel_edit()
        before, self.wanted = self.wanted, replace(chosen, seed=self.wanted.seed)
        self._show_wanted()
        self._send_if_live_differs(before)

    def _accept(self, name: str, value: Any) -> None:
        before, self.wanted = self.wanted, replace(self.wanted, **{name: value})
        self._show_wanted()
        self._send_if_live_differs(before)

    def _send_if_live_differs(self, before: Settings) -> None:
        if any(getattr(before, name) != getattr(self.wanted, name) for name in LIVE):
            live = {name: getattr(self.wanted, name) for name in LIVE}
            self.live_changed.emit(replace(self.run, **live))

    def _show_wanted(self) -> None:
        for name, field in self.values.items():
            field.follow(getattr(self.wanted, name))
        self.initialisation.setCurrentIndex(self.initialisation.findData(self.wanted.initialisation))
        self._show_preset()
        pending = self.pending
        for name in AT_RESET:
            self.captioned[name].set_marked(name in pending)
        self.pending_changed.emit()

    def _show_preset(self) -> None:
        name = preset_of(self.wanted)
        self.preset.setCurrentIndex(self.preset.findData(name))
        about = PRESETS[name].description if name else "These settings match no preset."
        self.preset.setToolTip(f"Named settings to begin with. {about}")

    def _pass_on_complaint(self) -> None:
        complaints = [field.complaint for field in self.values.values() if field.complaint]
        self.complained.emit(complaints[0] if complaints else "")


def _next_whole(value: int, direction: int) -> int:
    return value + direction
