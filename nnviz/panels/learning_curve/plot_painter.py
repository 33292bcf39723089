"""Painting of what surrounds the learning curve's lines: grid, tick marks, guides, read-out.

All functions paint in pixels on a `PlotArea`; none of them keeps anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from nnviz.panels.learning_curve.curve_words import Guide
from nnviz.panels.learning_curve.scale import Line, PlotArea, Span
from nnviz.widgets import theme
from nnviz.widgets.axis import TIME_AXIS_MARGINS, Axis, paint_below, paint_levels

LEFT, RIGHT = TIME_AXIS_MARGINS
TOP, BOTTOM = 4, 18  # px between the widget's edges and the axes
_ROW = 18.0  # px, at least, between tick marks one above another
_LABEL = 14.0  # px, the height of words in the plot
_COLUMN = 80.0  # px, at least, between tick marks side by side

_RIGHTWARDS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFTWARDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Reading:
    """What the card beside the hair line says, and whether it lies at the top or at the bottom."""

    epoch: float
    place: str
    values: Sequence[tuple[str, QColor]]
    at_top: bool


def colour_of(curve: str) -> QColor:
    """The colour of one of the curves in the scheme in use now."""
    now = theme.colours()
    return {"test": now.right, "train": now.positive, "cost": now.negative, "test cost": now.negative}[curve]


def paint_axes(painter: QPainter, area: PlotArea, span: Span, with_cost: bool) -> None:
    """Faint lines across, and the tick marks of epochs, accuracy and, if it is shown, cost."""
    rect = area.rect
    painter.setFont(theme.font(8))
    percents = [tick for tick in area.up.ticks(rect.height() / _ROW) if tick[0] <= 100]
    paint_levels(painter, area.up, ticks=percents, left=rect.left(), right=rect.right(), unit=" %")
    metrics = QFontMetricsF(painter.font())
    unit = rect.right() + RIGHT - metrics.horizontalAdvance("epoch")  # where the axis's name begins
    epochs = [
        (epoch, text)
        for epoch, text in area.across.ticks(rect.width() / _COLUMN)
        if area.x(epoch) + metrics.horizontalAdvance(text) / 2 + 3 <= unit
    ]
    painter.setPen(theme.colours().muted)
    paint_below(painter, area.across, epochs, rect.bottom())
    painter.drawText(QRectF(rect.right() - 40, rect.bottom() + 2, 40 + RIGHT, 16), _RIGHTWARDS, "epoch")
    if with_cost:
        _paint_cost_axis(painter, area, span)


def _paint_cost_axis(painter: QPainter, area: PlotArea, span: Span) -> None:
    painter.setPen(theme.mixed(colour_of("cost"), theme.colours().muted, 0.25))
    low, high = (span.cost_of_percent(percent) for percent in area.percents)
    axis = Axis(low, high, area.rect.bottom(), area.rect.top())
    for cost, text in axis.ticks(area.rect.height() / _ROW):
        if cost >= 0:
            y = axis.at(cost)
            painter.drawText(QRectF(area.rect.right() + 8, y - 8, RIGHT, 16), _LEFTWARDS, text)


def guide_place(area: PlotArea, percent: float, width: float, lines: Sequence[Line]) -> QRectF | None:
    """Where a guide's words stand: as far to the right as no line crosses them, above the guide or below it.

    Always within the plot, where no tick mark is; None if it has no room for them that is free.
    """
    y = round(area.y(percent)) + 0.5
    tops = [t for t in (y - _LABEL - 1, y + 1) if area.rect.top() <= t <= area.rect.bottom() - _LABEL]
    room = max(area.rect.width() - width - 4, 0)
    lefts = [area.rect.left() + 2 + room * share for share in (1, 0.75, 0.5, 0.25, 0)]
    places = [QRectF(left, top, width, _LABEL) for left in lefts for top in tops]
    free = [place for place in places if not any(_crosses(area, line, place) for line in lines)]
    return next(iter(free), None)


def _crosses(area: PlotArea, line: Line, place: QRectF) -> bool:
    """Whether a curve's line runs through a place, or touches it."""
    epochs, heights = (values[np.isfinite(line[1])] for values in line)
    if not len(epochs):
        return False
    ends = [area.across.value(x) for x in (place.left(), place.right())]
    within = epochs[(epochs > ends[0]) & (epochs < ends[1])]
    at = np.concatenate([ends, within])
    at = at[(at >= epochs[0]) & (at <= epochs[-1])]
    if not len(at):
        return False
    there = np.interp(at, epochs, heights)
    return area.y(there.max()) < place.bottom() + 1 and area.y(there.min()) > place.top() - 1


def paint_guides(
    painter: QPainter, area: PlotArea, guides: Sequence[Guide], lines: Sequence[Line]
) -> list[QRectF]:
    """Light lines at accuracies to compare with, where in range; where their words stand.

    The words keep off the curves' `lines`.
    """
    taken: list[QRectF] = []
    painter.setFont(theme.font(8))
    metrics = QFontMetricsF(painter.font())
    for percent, text, _ in guides:
        if not area.up.has(percent):
            continue
        y = round(area.y(percent)) + 0.5
        painter.setPen(QPen(theme.colours().faint, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(area.rect.left(), y, area.rect.right(), y))
        place = guide_place(area, percent, metrics.horizontalAdvance(text) + 4, lines)
        if place is not None and not any(place.intersects(other) for other in taken):
            _paint_label(painter, place, text)
            taken.append(place)
    return taken


def paint_changes(
    painter: QPainter, area: PlotArea, changes: Sequence[tuple[float, str]], taken: Sequence[QRectF] = ()
) -> None:
    """A faint line where settings were changed (epoch, what), each labelled if there is room.

    The words keep off those that stand in the places `taken`.
    """
    now = theme.colours()
    painter.setFont(theme.font(8))
    metrics = QFontMetricsF(painter.font())
    free = area.rect.right()
    for epoch, text in reversed([change for change in changes if area.across.has(change[0])]):
        x = round(area.x(epoch)) + 0.5
        painter.setPen(QPen(now.faint, 1))
        painter.drawLine(QLineF(x, area.rect.top(), x, area.rect.bottom()))
        place = QRectF(x + 2, area.rect.bottom() - 17, metrics.horizontalAdvance(text) + 4, _LABEL)
        while any(place.intersects(other) for other in taken):
            place.translate(0, -_LABEL)
        if place.right() <= free and place.top() >= area.rect.top():
            _paint_label(painter, place, text)
            free = x - 4


def paint_marker(painter: QPainter, area: PlotArea, epoch: float) -> None:
    """The line at the moment that all panels show, and the words that say so."""
    now = theme.colours()
    x = area.x(epoch)
    painter.setPen(QPen(now.selected, 1.5))
    painter.drawLine(QLineF(x, area.rect.top(), x, area.rect.bottom()))
    painter.setFont(theme.font(8))
    width = QFontMetricsF(painter.font()).horizontalAdvance("now showing") + 10
    left = x if x + width <= area.rect.right() else x - width
    _paint_card(painter, QRectF(left, area.rect.top(), width, 16), now.selection, now.selection)
    painter.setPen(now.on_selection)
    painter.drawText(QRectF(left, area.rect.top(), width, 16), Qt.AlignmentFlag.AlignCenter, "now showing")


def paint_dot(painter: QPainter, place: QPointF, colour: QColor) -> None:
    """A round mark on a line, set off from it."""
    painter.setPen(QPen(theme.colours().card, 1.5))
    painter.setBrush(colour)
    painter.drawEllipse(place, 3.5, 3.5)


def paint_hair_line(painter: QPainter, area: PlotArea, epoch: float) -> None:
    """The line under the cursor."""
    x = round(area.x(epoch)) + 0.5
    painter.setPen(QPen(theme.colours().faint, 1))
    painter.drawLine(QLineF(x, area.rect.top(), x, area.rect.bottom()))


def paint_reading(painter: QPainter, area: PlotArea, reading: Reading) -> None:
    """The small card with a point's values, beside the hair line."""
    place, values = reading.place, reading.values
    now = theme.colours()
    painter.setFont(theme.font(8.5))
    metrics = QFontMetricsF(painter.font())
    widths = [metrics.horizontalAdvance(text) + 12 for text, _ in values]
    width = max(metrics.horizontalAdvance(place), sum(widths) - 12) + 18
    x = area.x(reading.epoch) + 10
    if x + width > area.rect.right():
        x = max(area.x(reading.epoch) - 10 - width, area.rect.left())
    card = QRectF(x, area.rect.top() + 3 if reading.at_top else area.rect.bottom() - 43, width, 40)
    _paint_card(painter, card, now.card, now.border)
    painter.setPen(now.muted)
    painter.drawText(card.adjusted(9, 4, 0, -20), _LEFTWARDS, place)
    left = 9.0
    for (text, colour), advance in zip(values, widths, strict=True):
        painter.setPen(colour)
        painter.drawText(card.adjusted(left, 20, 0, -4), _LEFTWARDS, text)
        left += advance


def _paint_label(painter: QPainter, place: QRectF, text: str) -> None:
    """A few words in the plot, over the grid lines rather than struck through by them."""
    painter.fillRect(place, theme.colours().card)
    painter.setPen(theme.colours().muted)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _paint_card(painter: QPainter, card: QRectF, fill: QColor, edge: QColor) -> None:
    painter.setPen(QPen(edge, 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(card, theme.RADIUS - 2, theme.RADIUS - 2)
