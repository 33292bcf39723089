"""Check it: every gradient against central differences, and one weight nudged by hand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.explain.entry import Entry
from nnviz.explain.gradient_check import ArrayCheck, GradientCheck
from nnviz.explain.number_markup import figure
from nnviz.explain.symbols import symbol
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.nudge_view import NudgeView
from nnviz.panels.backprop_steps.scrolled import Scrolled
from nnviz.widgets import theme
from nnviz.widgets.formula.typeset import typeset
from nnviz.widgets.wrapped_label import WrappedLabel

_ROW = 18  # px


class ArraysTable(QWidget):
    """A row for each array of gradients: how many, the largest, the worst error in relation to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Errors array by array")
        self.setToolTip(
            "For each array of gradients: how many were compared, the largest of them, and the worst "
            "difference from (C(w+h) − C(w−h)) / 2h, divided by the largest."
        )
        self._arrays: tuple[ArrayCheck, ...] = ()
        self._heads: list[str] = []

    def show_check(self, check: GradientCheck | None) -> None:
        """Fill the table; empty it for None."""
        self._arrays = check.arrays if check is not None else ()
        self._heads = (
            [symbol(array.where.whole, check.architecture) for array in self._arrays] if check else []
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _ROW * (len(self._arrays) + 1) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setFont(theme.font(8))
        painter.setPen(now.muted)
        self._paint_cells(painter, 0, ("compared", "largest", "worst error"))
        for row, array in enumerate(self._arrays, start=1):
            head = typeset(self._heads[row - 1], 14)
            head.paint(painter, 0, row * _ROW + 13, now.text)
            painter.setFont(theme.font(8.5))
            painter.setPen(now.text)
            self._paint_cells(
                painter, row, (f"{array.checked:,}", figure(array.largest), figure(array.relative))
            )

    def _paint_cells(self, painter: QPainter, row: int, cells: tuple[str, str, str]) -> None:
        left, width = 60.0, (self.width() - 60) / 3
        for column, text in enumerate(cells):
            where = QRectF(left + column * width, row * _ROW, width, _ROW)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


class CheckView(Scrolled):
    """The verdict, array by array; below it the nudge. Scrolls where there is not room for all of it."""

    def __init__(self) -> None:
        inner = QWidget()
        super().__init__(inner)
        self.setObjectName("walk_check_view")
        self.nudge = NudgeView()
        self.table = ArraysTable()
        self.verdict = WrappedLabel(3)
        self.verdict.setFont(theme.font(9, QFont.Weight.Medium))
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(12, 2, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.verdict)
        layout.addWidget(self.table)
        layout.addWidget(self.nudge, 1)

    def show_result(self, check: GradientCheck | None) -> None:
        """Show what the comparison came to; None while it is under way."""
        self.verdict.say("Comparing…" if check is None else verdict(check))
        self.table.show_check(check)

    def show_weight(self, walk: Walk, gradient: Entry) -> None:
        """Let this weight be nudged."""
        self.nudge.show_weight(walk, gradient)


def verdict(check: GradientCheck) -> str:
    """What a check came to, in a sentence."""
    which = (
        f"all {check.count:,}" if check.checked == check.count else f"{check.checked:,} of {check.count:,}"
    )
    worst = check.worst
    if worst.relative != worst.relative:
        return "The gradients are not finite numbers: there is nothing to compare."
    compared = f"{which} gradients compared with central differences of the cost"
    if not check.resolved and check.passed:
        return (
            f"✓ {compared.capitalize()}: equal as far as differences can tell. Some gradients are so small "
            f"(at most {figure(min(array.largest for array in check.arrays))}) that rounding hides them."
        )
    mark, word = ("✓", "agree") if check.passed else ("✗", "do not agree")
    error = f"Worst error: {figure(worst.relative)} of the largest gradient."
    return f"{mark} {compared.capitalize()}: they {word}. {error}"


def short_verdict(check: GradientCheck) -> str:
    """The same in a few characters, for a button."""
    worst = check.worst.relative
    return "Check ✗" if worst != worst else f"Check {'✓' if check.passed else '✗'} {figure(worst)}"
