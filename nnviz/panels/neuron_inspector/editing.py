"""The edits as the user makes them: three actions, the controls and the banner, and what they say."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from nnviz.datasets.subject import MNIST, Subject
from nnviz.learning.answers import NOTHING, answer
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.network import ForwardPass
from nnviz.learning.neuron import Neuron
from nnviz.number_text import percent_text
from nnviz.panels.neuron_inspector.edit_widgets import EditControls, EditsBanner
from nnviz.panels.neuron_inspector.text import number
from nnviz.panels.neuron_inspector.view import View
from nnviz.runs.snapshot import Snapshot


class Editing(QObject):
    """Holds the edits, and the widgets to make and undo them."""

    edited = Signal(object)  # NetworkEdits
    keep_requested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.edits = NetworkEdits()
        self._neuron: Neuron | None = None
        self.switch_off = _action(
            self,
            "switch_off_unit",
            "Switch off",
            "Let the next layer see this unit's activation a as 0, on trial.",
        )
        self.switch_off.setCheckable(True)
        self.undo = _action(
            self, "undo_edits", "Undo edits", "Show the network again exactly as it was trained."
        )
        self.keep = _action(
            self,
            "keep_edits",
            "Keep edits",
            "Let training go on from the network as edited.",
        )
        self.undo.setIconText("Undo")  # on a button, where the banner says what
        self.keep.setIconText("Keep")
        self.controls = EditControls(self.switch_off)
        self.banner = EditsBanner(self.undo, self.keep)
        self.switch_off.triggered.connect(self._switch)
        self.controls.bias_shifted.connect(self._shift)
        self.undo.triggered.connect(lambda: self._change(NetworkEdits()))
        self.keep.triggered.connect(self.keep_requested)
        self._enable()

    @property
    def actions(self) -> tuple[QAction, ...]:
        """For a menu."""
        return self.switch_off, self.undo, self.keep

    def set_edits(self, edits: NetworkEdits) -> None:
        """Take these edits without announcing them."""
        self.edits = edits
        self._enable()

    def set_neuron(self, neuron: Neuron | None, layers: int) -> None:
        """The neuron the controls are about: hidden units can be switched off, outputs only moved."""
        self._neuron = neuron if neuron is not None and neuron.layer > 1 else None
        hidden = self._neuron is not None and self._neuron.layer < layers
        self.controls.button.setVisible(hidden)
        self.switch_off.setEnabled(hidden)
        self._enable()

    def show_effect(self, view: View, before: ForwardPass) -> None:
        """Say what the edits do to the test accuracy and to the input image, whose way was `before`."""
        if not self.edits:
            return
        lines = [headline(self.edits, view.layers), accuracy_line(view.snapshot)]
        if view.has_image:
            lines.append(input_image_line(before, view.forward, view.subject))
        self.banner.set_lines(lines)

    def _enable(self) -> None:
        off = self._neuron in self.edits.switched_off
        self.switch_off.setChecked(off)
        self.switch_off.setText("Switch back on" if off else "Switch off")
        self.controls.show_shift(self.edits.bias_shift(self._neuron) if self._neuron else 0.0)
        self.undo.setEnabled(bool(self.edits))
        self.keep.setEnabled(bool(self.edits))

    def _switch(self, off: bool) -> None:
        if self._neuron is not None:
            self._change(self.edits.switch(self._neuron, off))

    def _shift(self, shift: float) -> None:
        if self._neuron is not None:
            self._change(self.edits.shift_bias(self._neuron, shift))

    def _change(self, edits: NetworkEdits) -> None:
        self.set_edits(edits)
        self.edited.emit(edits)


def headline(edits: NetworkEdits, layers: int) -> str:
    """The edits in one short line."""
    count = len(edits.switched_off) + len(edits.bias_shifts)
    if count > 1:
        return f"With {count} edits"
    words = edits.words(layers)
    return f"Without {words.removesuffix(' off')}" if edits.switched_off else f"With {words}"


def accuracy_line(snapshot: Snapshot) -> str:
    """Test accuracy before and after, which the status line shows, or that it is being worked out."""
    before, after = snapshot.unedited, snapshot.evaluation
    if before is None or after is None:
        return "test accuracy …"
    return f"test accuracy {percent_text(before.accuracy)} → {percent_text(after.accuracy)}"


def input_image_line(before: ForwardPass, after: ForwardPass, subject: Subject = MNIST) -> str:
    """What the network takes the input image for, before and after."""
    return f"this {subject.noun} {_said(before, subject)} → {_said(after, subject)}"


def _said(way: ForwardPass, subject: Subject) -> str:
    label = answer(way.zs[-1])
    if label == NOTHING:
        return "none"
    return f"{subject.class_names[label]} at {number(float(way.activations[-1][label]))}"


def _action(parent: QObject, name: str, text: str, explanation: str) -> QAction:
    action = QAction(text, parent)
    action.setObjectName(name)
    action.setToolTip(explanation)
    action.setStatusTip(explanation)
    return action
