"""Bars of the inspector: signed ones on a zero line, shares from 0 to 1, the list of the largest pushes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent

from nnviz.arrays import Floats
from nnviz.panels.neuron_inspector.cells import Cells
from nnviz.panels.neuron_inspector.text import CAPTION_HEIGHT, TEXT_POINTS, draw_caption, number, signed
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import Bar, BarChart
from nnviz.widgets.colour_scale import ColourScale
from nnviz.widgets.names import named

_LABEL_HEIGHT = 15


class Bars(Cells):
    """One bar for each value, with a label under it. Signed: blue up, orange down. Shares: 0 to 1, ink."""

    def __init__(
        self, name: str, explanation: str, kind: Literal["signed", "share"] = "signed", height: int = 44
    ) -> None:
        """`height`: of the bars alone, at least, px."""
        super().__init__(name, explanation)
        self.caption = name
        self.strong_label = -1  # the cell whose label stands out
        self.faded = False  # painted pale: the unit is switched off
        self.words: Callable[[int], str] = str
        self.kind = kind
        self._least_height = height
        self._values: Floats = np.zeros(0, dtype=np.float32)
        self._labels: Sequence[str] = ()

    def set_values(self, values: Floats, labels: Sequence[str] = ()) -> None:
        """Show these numbers, (n,), with as many labels or none; NaN shows no bar."""
        more = bool(labels) != bool(self._labels)
        self._values, self._labels = values, labels
        if more:
            self.height_changed.emit()
        self.refresh()

    def heightForWidth(self, width: int) -> int:
        return CAPTION_HEIGHT + max(self._least_height, round(0.14 * width)) + self._below()

    def cell_count(self) -> int:
        return len(self._values)

    def cell_rect(self, cell: int) -> QRectF:
        return self._slots.slot(cell)

    def cell_at(self, point: QPointF) -> int:
        cell = self._slots.index_at(point)
        return -1 if cell is None else cell

    def tip(self, cell: int) -> str:
        value = float(self._values[cell])
        shown = signed(value, 4) if self.kind == "signed" else number(value, 3)
        return f"{self.words(cell)}: {shown}"

    def _below(self) -> int:
        return _LABEL_HEIGHT if self._labels else 4

    @property
    def _slots(self) -> BarChart:
        """What stands for each value, bar and label."""
        area = QRectF(0, CAPTION_HEIGHT, self.width(), self.height() - CAPTION_HEIGHT)
        return BarChart(area, len(self._values))

    @property
    def chart(self) -> BarChart:
        """Where the bars lie: up and down share the room."""
        slots = self._slots
        step = slots.pitch
        thick = min(0.64 * step, 40) if step >= 4 else max(step - 0.5, 0.75)
        low, high = (0.0, 1.0) if self.kind == "share" else self._span()
        area = slots.area.adjusted(0, 0, 0, -self._below())
        return BarChart(area, len(self._values), low, high, gap=step - thick)

    def _span(self) -> tuple[float, float]:
        finite = self._values[np.isfinite(self._values)]
        low, high = float(finite.min(initial=0)), float(finite.max(initial=0))
        return (low, high) if low < high else (-1.0, 1.0)

    def _scale_text(self) -> str:
        """What the longest bar stands for; nothing if all are 0."""
        if self.kind == "share":
            return "0 … 1"
        finite = np.abs(self._values[np.isfinite(self._values)])
        return ColourScale(float(finite.max())).legend if finite.any() else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(0, 0, self.width(), CAPTION_HEIGHT)
        draw_caption(painter, line, self.caption, self._scale_text())
        self._paint_bars(painter)
        self._paint_labels(painter)
        self.draw_cursor(painter)

    def _paint_bars(self, painter: QPainter) -> None:
        now, chart = theme.colours(), self.chart
        ground = now.field if self.kind == "share" else None
        for cell, value in enumerate(self._values.tolist()):
            chart.bar(cell).paint(painter, value, self._colour(cell), ground)
        zero = chart.bar(0).at(0)
        painter.setPen(now.faint)
        painter.drawLine(QLineF(0, zero, self.width(), zero))

    def _colour(self, cell: int) -> QColor:
        now = theme.colours()
        colour = theme.mixed(now.ink, now.muted, 0.25)
        if self.kind == "signed":
            colour = theme.signed_colour(float(self._values[cell]))
        return theme.mixed(now.card, colour, 0.3) if self.faded else colour

    def _paint_labels(self, painter: QPainter) -> None:
        if not self._labels:
            return
        now, metrics = theme.colours(), QFontMetricsF(theme.font(8.5, QFont.Weight.DemiBold))
        longest = max(metrics.horizontalAdvance(label) for label in self._labels)
        pitch, strong_ones = self._slots.pitch, [] if self.strong_label < 0 else [self.strong_label]
        shown = named(len(self._labels), min(longest, self.width() / 3), pitch, strong_ones)
        for cell in sorted(shown):
            label = self._labels[cell]
            strong = cell == self.strong_label
            painter.setFont(theme.font(8.5, QFont.Weight.DemiBold if strong else QFont.Weight.Normal))
            painter.setPen(now.text if strong else now.muted)
            rect = self.cell_rect(cell)
            width = max(rect.width(), min(metrics.horizontalAdvance(label) + 2, self.width() / 2))
            left = max(min(rect.center().x() - width / 2, self.width() - width), 0)
            below = QRectF(left, rect.bottom() - _LABEL_HEIGHT, width, _LABEL_HEIGHT)
            short = metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, short)


class PushList(Cells):
    """What pushes up most and what pushes down most, each with its name, its value and a small bar."""

    ROW = 17  # px

    def __init__(self, name: str, explanation: str, rows: int, stacked: bool = False) -> None:
        """`rows` of each direction; `stacked` puts them one above the other, for half of the width."""
        super().__init__(name, explanation)
        self.caption = name
        self.rows = rows
        self._stacked = stacked
        self._names: list[str] = []
        self._values: list[float] = []
        self._ups = 0

    def set_pushes(self, names: list[str], values: list[float], ups: int) -> None:
        """`ups` entries that push up, largest first, then those that push down."""
        self._names, self._values, self._ups = names, values, ups
        self.refresh()

    def heightForWidth(self, width: int) -> int:
        return CAPTION_HEIGHT + self.ROW * self.rows * (2 if self._stacked else 1)

    def cell_count(self) -> int:
        return len(self._values)

    def cell_rect(self, cell: int) -> QRectF:
        down = cell >= self._ups
        row = cell - self._ups if down else cell
        if self._stacked:
            row_height = (self.height() - CAPTION_HEIGHT) / (2 * self.rows)
            return QRectF(0, (row + self.rows * down) * row_height, self.width(), row_height)
        half = (self.width() - 8) / 2
        return QRectF(down * (half + 8), CAPTION_HEIGHT + row * self.ROW, half, self.ROW)

    def tip(self, cell: int) -> str:
        return f"{self._names[cell]}: w a = {signed(self._values[cell], 4)}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.height() - CAPTION_HEIGHT if self._stacked else 0
        words = self.caption if self._values else f"{self.caption}: none"
        draw_caption(painter, QRectF(0, top, self.width(), CAPTION_HEIGHT), words)
        full = max((abs(value) for value in self._values if math.isfinite(value)), default=1.0)
        for cell in range(len(self._values)):
            self._paint_row(painter, cell, full)
        self.draw_cursor(painter)

    def _paint_row(self, painter: QPainter, cell: int, full: float) -> None:
        now, rect = theme.colours(), self.cell_rect(cell)
        painter.setFont(theme.font(TEXT_POINTS - 0.5))
        painter.setPen(now.text)
        value = signed(self._values[cell])
        room = QFontMetricsF(painter.font()).horizontalAdvance(value) + 6
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | middle, value)
        painter.setPen(now.muted)
        painter.drawText(
            rect.adjusted(0, 0, -room, 0), Qt.AlignmentFlag.AlignLeft | middle, self._names[cell]
        )
        pushed = self._values[cell]
        bar = Bar(QRectF(rect.x(), rect.bottom() - 2, rect.width(), 2), high=full)
        bar.paint(painter, abs(pushed), theme.signed_colour(pushed))
