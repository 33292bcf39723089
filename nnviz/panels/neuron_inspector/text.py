"""How the inspector writes: numbers, and lines of text in several colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from nnviz.explain.number_markup import figure
from nnviz.widgets import theme

CAPTION_POINTS = 8
TEXT_POINTS = 9
CAPTION_HEIGHT = 16  # px, of a line of caption


@dataclass(frozen=True)
class Run:
    """A piece of a line in one colour."""

    text: str
    colour: QColor
    weight: QFont.Weight = QFont.Weight.Normal


def number(value: float, digits: int = 2) -> str:
    """A number with that many decimals, which does not tremble while it changes; a real minus: "−0.29"."""
    if not abs(value) < 10_000:  # or no number
        return figure(value)
    return f"{value:.{digits}f}".replace("-", "−")


def signed(value: float, digits: int = 2) -> str:
    """A number that always has its sign: "+2.40", "−0.29"."""
    text = number(value, digits)
    return text if text[0] in "−n" else f"+{text}"


def term(value: float, digits: int = 2) -> str:
    """A number as it follows in a sum: "+ 2.40", "− 0.29"."""
    text = signed(value, digits)
    return text if text[0] == "n" else f"{text[0]} {text[1:]}"


def runs_width(runs: Sequence[Run], points: float) -> float:
    """How wide runs are, px."""
    return sum(QFontMetricsF(theme.font(points, run.weight)).horizontalAdvance(run.text) for run in runs)


def draw_runs(painter: QPainter, x: float, baseline: float, runs: Sequence[Run], points: float) -> float:
    """Write runs one after the other; where the next would begin."""
    for run in runs:
        font = theme.font(points, run.weight)
        painter.setFont(font)
        painter.setPen(run.colour)
        painter.drawText(QPointF(x, baseline), run.text)
        x += QFontMetricsF(font).horizontalAdvance(run.text)
    return x


def draw_caption(painter: QPainter, rect: QRectF, left: str, right: str = "") -> None:
    """Small muted text along the width of `rect`; if both do not fit, the right one is left out."""
    font = theme.font(CAPTION_POINTS)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(theme.colours().muted)
    middle = Qt.AlignmentFlag.AlignVCenter
    shown = metrics.elidedText(left, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | middle, shown)
    if metrics.horizontalAdvance(left + right) + 6 <= rect.width():
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | middle, right)
