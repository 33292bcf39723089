"""Parallel dots: a line for each setting, the best on top, and on it a dot for each seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnviz.experiments.measures import Measure
from nnviz.experiments.overview import Overview
from nnviz.experiments.result import Result
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below
from nnviz.window.experiments.run_plot import REACH, RunMark, RunPlot

LEAST, MOST = 18.0, 40.0  # px, of a line
TOP, RIGHT = 24.0, 90.0
MOST_LINES = 300  # settings, the best: nobody looks at more, and laying out takes time
_MOST_LABEL = 0.4  # of the width
_AIR = 0.06


@dataclass(frozen=True, eq=False)
class DotLine:
    """One setting."""

    label: str
    y: float
    marks: tuple[RunMark, ...]
    median: float  # px from the left; NaN if nothing is known
    text: str


@dataclass(frozen=True, eq=False)
class DotsGeometry:
    """Where everything lies."""

    axis: Axis
    lines: tuple[DotLine, ...]
    bottom: float


def dots_geometry(overview: Overview, measure: Measure, area: QRectF, label_width: float) -> DotsGeometry:
    """Lay the lines out from the top of the area; they may go on below it."""
    shown = overview.ranked(measure)[:MOST_LINES]
    known = [
        measure.scale * value
        for index in shown
        for value in overview.values(overview.groups[index], measure).tolist()
        if math.isfinite(value)
    ]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    air = _AIR * (high - low) or abs(high) * _AIR or 1.0
    left = area.left() + min(label_width + 12, area.width() * _MOST_LABEL)
    axis = Axis(low - air, high + air, left, max(area.right() - RIGHT, left + 1))
    count = max(len(shown), 1)
    pitch = min(max((area.height() - TOP) / count, LEAST), MOST)
    lines = tuple(
        _line(overview, measure, index, axis, area.top() + TOP + (row + 0.5) * pitch)
        for row, index in enumerate(shown)
    )
    return DotsGeometry(axis, lines, area.top() + TOP + count * pitch)


def _line(overview: Overview, measure: Measure, index: int, axis: Axis, y: float) -> DotLine:
    group = overview.groups[index]
    median = overview.median(group, measure)
    marks = []
    for result, value in zip(group.results, overview.values(group, measure).tolist(), strict=True):
        if math.isfinite(value):
            tell = partial(_words, overview, measure, result)
            marks.append(RunMark(QPointF(axis.at(measure.scale * value), y), result, index, tell))
    x = axis.at(measure.scale * median) if math.isfinite(median) else math.nan
    return DotLine(overview.labels[index], y, tuple(marks), x, measure.text(median))


def _words(overview: Overview, measure: Measure, result: Result) -> str:
    return f"{overview.words(result)}: {measure.title} {measure.text(overview.value(result, measure))}"


class DotsPlot(RunPlot):
    """Stands in a scroll area: it is as high as its lines need."""

    title = "Dots for the seeds of each setting"

    def arrange(self) -> None:
        metrics = QFontMetricsF(theme.font(8.5))
        names = self.overview.labels[:MOST_LINES]
        width = max((metrics.horizontalAdvance(label) for label in names), default=0.0)
        area = QRectF(self.rect()).adjusted(8, 0, -8, -4)
        self.geometry_of_dots = dots_geometry(self.overview, self.measure, area, width)
        self._marks = [mark for line in self.geometry_of_dots.lines for mark in line.marks]
        self.setMinimumHeight(math.ceil(TOP + LEAST * len(self.geometry_of_dots.lines) + 4))

    def marks(self) -> Sequence[RunMark]:
        return self._marks

    def mark_at(self, point: QPointF) -> RunMark | None:
        lines = self.geometry_of_dots.lines
        line = min(lines, key=lambda line: abs(line.y - point.y()), default=None)
        if line is None or not line.marks:
            return None
        nearest = min(line.marks, key=lambda mark: abs(mark.place.x() - point.x()))
        return nearest if (nearest.place - point).manhattanLength() <= REACH else None

    def draw(self, painter: QPainter, pointed: RunMark | None) -> None:
        now, found = theme.colours(), self.geometry_of_dots
        painter.setPen(now.muted)
        ticks = [(value, text + self.measure.unit) for value, text in found.axis.ticks(6)]
        paint_below(painter, found.axis, ticks, 2)
        painter.setPen(QPen(now.border, 1))
        for value, _text in ticks:
            x = round(found.axis.at(value)) + 0.5
            painter.drawLine(QLineF(x, TOP - 2, x, found.bottom))
        for line in found.lines:
            if self.exposed.top() - MOST <= line.y <= self.exposed.bottom() + MOST:
                self._draw_line(painter, line, pointed)

    def _draw_line(self, painter: QPainter, line: DotLine, pointed: RunMark | None) -> None:
        now, axis = theme.colours(), self.geometry_of_dots.axis
        painter.setPen(QPen(now.border, 1))
        painter.drawLine(QLineF(axis.begin, line.y, axis.end, line.y))
        label = painter.fontMetrics().elidedText(
            line.label, Qt.TextElideMode.ElideMiddle, int(axis.begin - 16)
        )
        painter.setPen(now.text)
        beside = QRectF(8, line.y - 9, axis.begin - 16, 18)
        painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)
        median = QRectF(axis.end + 10, line.y - 9, RIGHT, 18)
        painter.drawText(median, Qt.AlignmentFlag.AlignVCenter, line.text)
        if math.isfinite(line.median):
            painter.setPen(QPen(now.text, 2))
            painter.drawLine(QLineF(line.median, line.y - 7, line.median, line.y + 7))
        seed = pointed.result.settings.seed if pointed is not None else None
        for mark in line.marks:
            is_same = mark.result.settings.seed == seed
            painter.setPen(QPen(now.card, 1))
            painter.setBrush(now.selected if is_same else theme.translucent(now.positive, 0.75))
            size = 5.5 if pointed is not None and mark.result is pointed.result else 4.0
            painter.drawEllipse(mark.place, size, size)
