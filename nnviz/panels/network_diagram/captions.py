"""What lies on top of the diagram and does not move with it: the legend, a remark, tips."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from nnviz.panels.network_diagram.diagram_layout import MARGIN, DiagramLayout
from nnviz.widgets import theme

_TIP_PADDING = 8.0
_TIP_GAP = 6.0  # px between a tip and the outputs
_DOT = 4.0  # the radius of the legend's dots
_BETWEEN = 18.0  # the legend's two entries


def paint_captions(
    painter: QPainter, layout: DiagramLayout, signs: tuple[str, str], remark: str, covered: bool
) -> None:
    """The legend below and a remark above; on cards of their own if what is behind them is `covered`."""
    painter.setFont(theme.font(9))
    _paint_legend(painter, layout.retina.x, layout.title_baseline, signs, covered)
    if remark:
        _paint_remark(painter, layout, remark)


def _paint_remark(painter: QPainter, layout: DiagramLayout, remark: str) -> None:
    """In the upper left corner, but above the words over the pixels."""
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
    width = float(layout.centres[1][:, 0].min()) - layout.retina.x - 3 * MARGIN
    area = QRectF(layout.retina.x, MARGIN, max(width, 120.0), 64)
    height = painter.boundingRect(area, flags, remark).height()
    area.moveTop(max(min(MARGIN, layout.retina_title_top - height), 0.0))
    painter.setPen(theme.colours().text)
    painter.drawText(area, flags, remark)


def _paint_legend(
    painter: QPainter, x: float, baseline: float, signs: tuple[str, str], covered: bool
) -> None:
    """Two dots and what their colours mean."""
    now, widths = theme.colours(), _legend_widths(signs)
    if covered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.translucent(now.card, 0.85))
        card = QRectF(x - 6, baseline - 16, sum(widths) + _BETWEEN + 12, 23)
        painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)
    for colour, words, width in zip((now.positive, now.negative), signs, widths, strict=True):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x + _DOT, baseline - 4), _DOT, _DOT)
        painter.setPen(colour)
        painter.drawText(QPointF(x + 2 * _DOT + 5, baseline), words)
        x += width + _BETWEEN


def legend_end(layout: DiagramLayout, signs: tuple[str, str]) -> float:
    """The x at which the legend ends."""
    return layout.retina.x + sum(_legend_widths(signs)) + _BETWEEN


def _legend_widths(signs: tuple[str, str]) -> list[float]:
    measure = QFontMetricsF(theme.font(9))
    return [2 * _DOT + 5 + measure.horizontalAdvance(words) for words in signs]


def tip_place(size: QSizeF, near: QPointF, area: QRectF, outputs_from: float) -> QRectF:
    """Where a tip stands: beside a point, within `area`, and left of the outputs wherever that is possible.

    Tips tell of a neuron whose effect on the outputs one wants to see.
    """
    right = area.right()
    if area.left() + size.width() + _TIP_GAP <= outputs_from < right:
        right = outputs_from - _TIP_GAP
    width, height = size.width(), size.height()
    x = near.x() + 14 if near.x() + 14 + width <= right else near.x() - 14 - width
    y = near.y() + 12 if near.y() + 12 + height <= area.bottom() else near.y() - 12 - height
    x = max(min(x, right - width), area.left())
    y = max(min(y, area.bottom() - height), area.top())
    return QRectF(x, y, width, height)


def paint_tip(painter: QPainter, near: QPointF, lines: list[str], area: QRectF, outputs_from: float) -> None:
    """A small card with these lines at its `tip_place`; the first line is its title."""
    now = theme.colours()
    fonts = [theme.font(9.5, QFont.Weight.DemiBold)] + [theme.font(9)] * (len(lines) - 1)
    measures = [QFontMetricsF(font) for font in fonts]
    width = max(m.horizontalAdvance(line) for m, line in zip(measures, lines, strict=True)) + 2 * _TIP_PADDING
    height = sum(m.height() + 1 for m in measures) + 2 * _TIP_PADDING - 4
    card = tip_place(QSizeF(width, height), near, area, outputs_from)
    painter.setPen(QPen(now.border, 1))
    painter.setBrush(now.field)
    painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)
    baseline = card.top() + _TIP_PADDING - 2
    for font, measure, line in zip(fonts, measures, lines, strict=True):
        painter.setFont(font)
        painter.setPen(now.text if font is fonts[0] else now.muted)
        painter.drawText(QPointF(card.left() + _TIP_PADDING, baseline + measure.ascent()), line)
        baseline += measure.height() + 1
