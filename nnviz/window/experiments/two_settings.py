"""Two settings to choose, and below them in a sentence how they differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnviz.widgets.fields import Choice


class TwoSettings(QWidget):
    """What was chosen by hand stays chosen for as long as it is offered."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.one, self.other = self._choice("one"), self._choice("other")
        self.sentence = QLabel()
        self.sentence.setObjectName("difference_sentence")
        self.sentence.setWordWrap(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        for widget in (self.one, QLabel("beside"), self.other):
            row.addWidget(widget)
        row.addStretch(1)
        lines.addLayout(row)
        lines.addWidget(self.sentence)

    @property
    def chosen(self) -> tuple[int, int] | None:
        """What is chosen, if there are two to choose from."""
        if self.one.count() < 2:
            return None
        return int(self.one.currentData()), int(self.other.currentData())

    def offer(self, labels: Sequence[str], numbers: Sequence[int]) -> None:
        """These to choose from, and what each stands for; the first two unless others were chosen."""
        for choice, first in ((self.one, 0), (self.other, 1)):
            chosen = choice.currentText() if choice.property("by_hand") else ""
            with QSignalBlocker(choice):
                choice.clear()
                for label, number in zip(labels, numbers, strict=True):
                    choice.add(label, number, "")
                kept = choice.findText(chosen) if chosen else -1
                choice.setCurrentIndex(kept if kept >= 0 else min(first, choice.count() - 1))
        self.setVisible(len(labels) > 1)
        self.changed.emit()

    def _choice(self, name: str) -> Choice:
        choice = Choice()
        choice.setObjectName(f"compared_{name}")
        choice.setAccessibleName("Setting to compare")
        choice.setToolTip("Seed by seed, at the end of the runs: only seeds that both settings have count.")
        choice.setMaximumWidth(240)
        choice.activated.connect(lambda _: self._choose(choice))
        return choice

    def _choose(self, choice: Choice) -> None:
        choice.setProperty("by_hand", True)
        self.changed.emit()
