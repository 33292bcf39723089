"""One mini-batch: its equation, the gradients of its digits side by side, and what they say together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nnviz.explain.mini_batch import MiniBatchWalk
from nnviz.explain.number_markup import set_figure
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.batch_canvas import BatchCanvas
from nnviz.panels.backprop_steps.batch_picture import busiest_unit
from nnviz.panels.backprop_steps.batch_words import batch_words
from nnviz.panels.backprop_steps.card import Card
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.formula.formula_label import FormulaLabel
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.wrapped_label import WrappedLabel


class BatchView(QWidget):
    """The mini-batch with its equation and its words."""

    digit_clicked = Signal(int)  # which of the mini-batch
    size_known = Signal(int)  # how many examples the mini-batch shown has

    def __init__(self) -> None:
        super().__init__()
        self.canvas = BatchCanvas()
        self.batch: MiniBatchWalk | None = None
        self._formula = FormulaLabel(18)
        self._words = WrappedLabel()
        self._words.setContentsMargins(12, 6, 12, 6)
        head = QWidget()
        inner = QVBoxLayout(head)
        inner.setContentsMargins(12, 4, 12, 4)
        inner.addWidget(self._formula)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(head)
        layout.addWidget(Card(self.canvas), 1)
        words = Card(self._words)
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout.addWidget(words)
        self.canvas.digit_clicked.connect(self.digit_clicked)
        self._work = LatestWorker("mini-batch", self)
        self._work.finished.connect(self.show_batch)

    def open(self, snapshot: Snapshot) -> None:
        """Show the mini-batch that is next at this moment; a large one when it is computed."""
        self._work.forget()
        if snapshot.data is None:
            self._words.say("The mini-batch can be shown as soon as the training data is loaded.")
            return
        batch = MiniBatchWalk.of(snapshot)
        if not batch.is_large:
            self.show_batch(batch)
            return
        self.batch = None
        self.canvas.clear()
        self._words.say(
            f"Computing the gradients of all {len(batch):,} {batch.subject.nouns} of the mini-batch…"
        )
        self._work.request(batch.computed)

    def stop(self) -> None:
        """Give up what is being computed, and wait for its thread to end."""
        self._work.stop()

    def show_batch(self, batch: MiniBatchWalk) -> None:
        """Show a mini-batch."""
        self.batch = batch
        self.canvas.show_batch(batch, busiest_unit(batch))
        step = r"w \to w - \frac{\eta}{m} \sum_x \nabla C_x"
        value = rf"\frac{{\eta}}{{m}} = \frac{{{set_figure(batch.eta)}}}{{{len(batch)}}}"
        self._formula.show_formula(
            rf"{step} \text{{,~~~}} {value}",
            "Every weight moves against the m examples' gradients: by η over m times their sum.",
        )
        self._words.say(batch_words(batch))
        self.size_known.emit(len(batch))

    def set_unit(self, unit: Neuron | None) -> None:
        """Show the gradients of the hidden unit that is selected, if it is one of the first hidden layer."""
        if self.batch is None or unit is None or unit.layer != 2 or len(self.batch.network.sizes) < 3:
            return
        if unit.index != self.canvas.unit and unit.index < self.batch.network.sizes[1]:
            self.canvas.show_batch(self.batch, unit.index)
