"""A page as far as it has been answered: what stands below a question is not told before there is a guess."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from nnviz.lessons.document import Block, Hint, Predict
from nnviz.panels.lesson.lesson_blocks import BlockMaker
from nnviz.panels.lesson.prediction_view import PredictionView
from nnviz.widgets import theme

_GO_ON = "▾ Go on without a guess"


def stretches(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks down to each question, and hints that help with it; then the rest."""
    found: list[list[Block]] = [[]]
    is_asked = False
    for block in blocks:
        if is_asked and not isinstance(block, Hint):
            found.append([])
            is_asked = False
        found[-1].append(block)
        is_asked = is_asked or isinstance(block, Predict)
    return found


class PageView(QWidget):
    """Stretches of a page below one another; those after a question that is open are hidden."""

    def __init__(self, blocks: Sequence[Block], maker: BlockMaker, asked: list[PredictionView]) -> None:
        """`asked`: to which the maker adds the views of the questions it makes."""
        super().__init__()
        self._parts: list[tuple[QWidget, list[PredictionView]]] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, theme.SPACING, theme.SPACING)
        rows.setSpacing(10)
        for stretch in stretches(blocks):
            before = len(asked)
            part = maker.column(stretch)
            self._parts.append((part, asked[before:]))
            rows.addWidget(part)
        self.go_on = _go_on_button()
        self.go_on.clicked.connect(self._pass_over)
        rows.addWidget(self.go_on)
        rows.addStretch()
        for view in asked:
            view.told.connect(self._show_parts)
        self._show_parts()

    @property
    def _open(self) -> int:
        """The first part that asks something still open; the number of parts if there is none."""
        waits = (n for n, (_, asked) in enumerate(self._parts) if not all(view.is_told for view in asked))
        return next(waits, len(self._parts))

    def _show_parts(self) -> None:
        for number, (part, _) in enumerate(self._parts):
            part.setVisible(number <= self._open)
        self.go_on.setVisible(self._open < len(self._parts) - 1)

    def _pass_over(self) -> None:
        for view in self._parts[self._open][1]:
            view.pass_over()


def _go_on_button() -> QToolButton:
    made = QToolButton()
    made.setText(_GO_ON)
    made.setObjectName("go_on_without_a_guess")
    made.setAccessibleName("Go on without a guess")
    made.setToolTip("Show what stands below. It may tell what happens.")
    made.setProperty("flat", True)
    return made
