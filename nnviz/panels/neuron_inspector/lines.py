"""Lines of text on a page: the sum z = Σ w a + b written out, and plain sentences."""

from __future__ import annotations

import math
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent

from nnviz.explain.number_markup import figure
from nnviz.panels.neuron_inspector.cells import Section
from nnviz.panels.neuron_inspector.text import TEXT_POINTS, Run, draw_runs, number, runs_width, signed, term
from nnviz.widgets import theme

_LINE = 18  # px
_WIDEST = "z = Σ w a + b = +00.00 − 00.00 = +00.00"
_NUMBER = "0.0000"


class SumLine(Section):
    """z = Σ w a + b = +2.69 − 0.29 = +2.40 and a = σ(z) = 0.917, on one line if it is wide enough."""

    def __init__(self) -> None:
        explanation = (
            "The weighted input z is the sum of each input a times its weight w, plus the bias b; "
            "the activation a is what the activation function makes of z."
        )
        super().__init__("Weighted input and activation", explanation)
        self._numbers = (0.0, 0.0, 0.0)
        self._switched_off = False
        self._function = "σ"

    def set_function(self, name: str) -> None:
        """What the activation function is called."""
        if name != self._function:
            self._function = name
            self.height_changed.emit()

    def set_numbers(self, z: float, bias: float, activation: float, switched_off: bool = False) -> None:
        """Show this sum; the part from the inputs is z − b."""
        self._numbers, self._switched_off = (z, bias, activation), switched_off
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """The lines as plain text."""
        return "".join(run.text for run in (*self._sum_runs(), *self._activation_runs()))

    def heightForWidth(self, width: int) -> int:
        return _LINE if self._on_one_line(width) else 2 * _LINE - 2

    @property
    def _head(self) -> str:
        return f"a = {self._function}(z) = "

    def _on_one_line(self, width: int) -> bool:
        metrics = QFontMetrics(theme.font(TEXT_POINTS, QFont.Weight.DemiBold))
        return metrics.horizontalAdvance(f"{_WIDEST}  {self._head}{_NUMBER}") <= width

    def _sum_runs(self, formula: str = "z = Σ w a + b = ") -> list[Run]:
        now, (z, bias, _) = theme.colours(), self._numbers
        if not math.isfinite(z):
            return [Run(f"{formula}{number(z)}", now.text)]
        return [
            Run(formula, now.muted),
            Run(signed(z - bias), theme.signed_colour(z - bias)),
            Run(" ", now.muted),
            Run(term(bias), theme.signed_colour(bias)),
            Run(" = ", now.muted),
            Run(signed(z), now.text, QFont.Weight.DemiBold),
        ]

    def _activation_runs(self) -> list[Run]:
        now, activation = theme.colours(), self._numbers[2]
        runs = [
            Run(self._head, now.muted),
            Run(figure(activation), now.text, QFont.Weight.DemiBold),
        ]
        if self._switched_off:
            runs.append(Run("  off: counts as 0", now.wrong))
        return runs

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        runs = self._sum_runs()
        if runs_width(runs, TEXT_POINTS) > self.width():
            runs = self._sum_runs("z = ")
        x = draw_runs(painter, 0, 13, runs, TEXT_POINTS)
        if self._on_one_line(self.width()):
            draw_runs(painter, x + 16, 13, self._activation_runs(), TEXT_POINTS)
        else:
            draw_runs(painter, 0, 13 + _LINE - 2, self._activation_runs(), TEXT_POINTS)


class Sentence(Section):
    """A plain sentence, broken into lines; a warning has a red edge. An empty one takes no room."""

    def __init__(self, name: str, explanation: str, kind: Literal["plain", "warning"] = "plain") -> None:
        super().__init__(name, explanation)
        self.text = ""
        self._kind: Literal["plain", "warning"] = kind

    def set_text(self, text: str, is_warning: bool | None = None) -> None:
        """Say this, as a warning or not; as before if that is not told."""
        kind = self._kind if is_warning is None else "warning" if is_warning else "plain"
        if (text, kind) == (self.text, self._kind):
            return
        before = self.heightForWidth(self.width())
        self.text, self._kind = text, kind
        self.setAccessibleDescription(text)
        if self.heightForWidth(self.width()) != before:
            self.height_changed.emit()
        self.update()

    def heightForWidth(self, width: int) -> int:
        if not self.text:
            return 0
        area = QRectF(0, 0, width - self._indent(), 1000).toRect()
        return QFontMetrics(self._font()).boundingRect(area, Qt.TextFlag.TextWordWrap, self.text).height() + 2

    def _font(self) -> QFont:
        return theme.font(TEXT_POINTS if self._kind == "warning" else TEXT_POINTS - 0.5)

    def _indent(self) -> int:
        return 10 if self._kind == "warning" else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.colours(), QPainter(self)
        if self._kind == "warning" and self.text:
            painter.fillRect(QRectF(0, 1, 3, self.height() - 2), now.wrong)
        painter.setFont(self._font())
        painter.setPen(now.text if self._kind == "warning" else now.muted)
        area = self.rect().adjusted(self._indent(), 0, 0, 0)
        painter.drawText(area, Qt.TextFlag.TextWordWrap, self.text)
