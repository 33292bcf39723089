"""A line of set mathematics as a widget, with its plain text for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.widgets import theme
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.formula.typeset import fitting


class FormulaLabel(QWidget):
    """Shows one formula, smaller if it would not fit."""

    def __init__(self, size: int = 15, role: str = "text") -> None:
        super().__init__()
        self._markup, self._size, self._role = "", size, role
        self._align = Qt.AlignmentFlag.AlignLeft

    def show_formula(self, markup: str, explanation: str = "") -> None:
        """Set this formula; `explanation` is its hover text."""
        if markup == self._markup:
            return
        self._markup = markup
        self.setAccessibleName(plain(markup))
        self.setAccessibleDescription(explanation)
        self.setToolTip(explanation)
        self.updateGeometry()
        self.update()

    def align_right(self) -> None:
        """Set it at the right end."""
        self._align = Qt.AlignmentFlag.AlignRight

    def sizeHint(self) -> QSize:
        made = fitting(self._markup, self._size, 1e9)
        return QSize(round(made.width) + 2, round(made.height) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._markup:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        made = fitting(self._markup, self._size, self.width() - 2)
        x = self.width() - made.width - 1 if self._align == Qt.AlignmentFlag.AlignRight else 1
        baseline = (self.height() - made.height) / 2 + made.ascent
        made.paint(painter, x, baseline, getattr(theme.colours(), self._role))
