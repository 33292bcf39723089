"""What the walk can be of: one digit, a mini-batch, an epoch; the last two are made when first asked for."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.batch_view import BatchView
from nnviz.panels.backprop_steps.digit_view import DigitView
from nnviz.panels.backprop_steps.epoch_view import EpochView
from nnviz.panels.backprop_steps.walk_bar import Mode
from nnviz.runs.snapshot import Snapshot


class WalkModes(QStackedWidget):
    """The three views, of which one is shown."""

    digit_clicked = Signal(int)  # which of the mini-batch
    batch_size_known = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.digit = DigitView()
        self.addWidget(self.digit)

    @cached_property
    def batch(self) -> BatchView:
        """The mini-batch's view."""
        made = BatchView()
        made.digit_clicked.connect(self.digit_clicked)
        made.size_known.connect(self.batch_size_known)
        self.addWidget(made)
        return made

    @cached_property
    def epoch(self) -> EpochView:
        """The epoch's view."""
        made = EpochView()
        self.addWidget(made)
        return made

    @property
    def mode(self) -> Mode:
        """Which view is shown."""
        shown = self.currentWidget()
        if isinstance(shown, BatchView):
            return Mode.MINI_BATCH
        return Mode.EPOCH if isinstance(shown, EpochView) else Mode.DIGIT

    def show_mode(self, mode: Mode, held: Snapshot, unit: Neuron | None) -> None:
        """Show one of them; mini-batch and epoch are those that come after the moment held."""
        if mode is Mode.DIGIT:
            self.setCurrentWidget(self.digit)
        elif mode is Mode.MINI_BATCH:
            self.setCurrentWidget(self.batch)
            self.batch.open(held)
            self.batch.set_unit(unit)
        else:
            self.setCurrentWidget(self.epoch)
            self.epoch.open(held)

    def set_unit(self, unit: Neuron | None) -> None:
        """Follow the unit that is selected."""
        self.digit.set_unit(unit)
        if self.mode is Mode.MINI_BATCH:
            self.batch.set_unit(unit)

    def apply_theme(self) -> None:
        """Take the colours of the scheme."""
        self.digit.apply_theme()
        if "batch" in self.__dict__:
            self.batch.canvas.apply_theme()

    def stop(self) -> None:
        """Give up what the mini-batch's and the epoch's views compute."""
        for name in {"batch", "epoch"} & self.__dict__.keys():
            getattr(self, name).stop()
