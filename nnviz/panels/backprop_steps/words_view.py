"""A stage in words: its equation as the article writes it, what it says of this digit, what comes next."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.widgets import theme
from nnviz.widgets.formula.formula_label import FormulaLabel
from nnviz.widgets.wrapped_label import WrappedLabel

_LINES = 3  # that there is always room for, so that the stage above does not jump


class WordsView(QWidget):
    """Takes the height that its sentences need at its width."""

    def __init__(self) -> None:
        super().__init__()
        self._formula = FormulaLabel(16)
        self._label = WrappedLabel(_LINES)
        self._label.setObjectName("walk_words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(3)
        layout.addWidget(self._formula)
        layout.addWidget(self._label)
        layout.addStretch(1)
        self._said = "", ""

    @property
    def text(self) -> str:
        """What is said, without what comes next."""
        return self._said[0]

    def say(self, equation: str, symbols: str, here: str, after: str) -> None:
        """Show these words; `symbols` explains those of the equation."""
        self._said = here, after
        self._formula.show_formula(equation, f"The equation as the article writes it.\n{symbols}")
        self._label.setAccessibleName(f"{here} Next: {after}")
        self.apply_theme()

    def apply_theme(self) -> None:
        """Take the new colours."""
        here, after = self._said
        quiet = theme.colours().muted.name()
        self._label.say(f"{here} <span style='color: {quiet}'>Next: {after}</span>")
