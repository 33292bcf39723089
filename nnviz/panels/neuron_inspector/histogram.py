"""How the weights of one layer are distributed now, against the start."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from nnviz.arrays import Floats
from nnviz.explain.unit_statistics import sample, weight_shares
from nnviz.panels.neuron_inspector.cells import Cells
from nnviz.panels.neuron_inspector.text import CAPTION_HEIGHT, draw_caption, number
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis
from nnviz.widgets.bar_chart import BarChart

BINS = 61
_LEAST_HEIGHT = 64  # px of the bars; less where all histograms of a page would not be seen, but not below
_LOWEST = 26  # px
_GAP, _MARGINS = 12, 26  # px between histograms, and above and below all of them, with a line of words
_AXIS = 14


def round_limit(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 5, 7 times a power of ten: the axis must not creep with every frame."""
    if not math.isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in (1, 1.5, 2, 3, 5, 7) if step * power >= value), 10 * power)


class WeightHistogram(Cells):
    """Now filled, blue above 0 and orange below; the start as an outline. Both share their bins."""

    def __init__(self, name: str) -> None:
        explanation = (
            "How the weights w of this layer are distributed: filled now, outlined at the start. "
            "Heights are square roots of the share, so that rare large weights can be seen."
        )
        super().__init__(name, explanation)
        self.caption = name
        self.on_page = 1  # how many histograms share the page
        self.limit = 1.0
        self.now: Floats = np.zeros(BINS)
        self.start: Floats = np.zeros(BINS)
        self.spreads = (0.0, 0.0)  # standard deviations, now and at the start
        self._start_key: object = None
        self._start_of: Floats | None = None  # of which the spread is known
        self._start_spread = math.nan

    def set_weights(self, now: Floats, start: Floats) -> None:
        """Count these weights, of any shape; the start's are counted again only when the axis changes."""
        if start is not self._start_of:
            self._start_of, self._start_spread = start, _spread(start)
        spreads = _spread(now), self._start_spread
        limit = round_limit(3.5 * max((value for value in spreads if math.isfinite(value)), default=1.0))
        if (id(start), limit) != self._start_key:
            self._start_key = (id(start), limit)
            self.start = weight_shares(start, limit, BINS)
        self.now = weight_shares(now, limit, BINS)
        self.limit, self.spreads = limit, spreads
        self.refresh()

    def heightForWidth(self, width: int) -> int:
        wanted = CAPTION_HEIGHT + max(_LEAST_HEIGHT, round(0.3 * width)) + _AXIS
        share = (self.page_height - _MARGINS) // self.on_page - _GAP
        return min(wanted, max(share, CAPTION_HEIGHT + _LOWEST + _AXIS))

    def cell_count(self) -> int:
        return BINS

    def cell_rect(self, cell: int) -> QRectF:
        return self.chart.slot(cell)

    def cell_at(self, point: QPointF) -> int:
        cell = self.chart.index_at(point)
        return -1 if cell is None else cell

    def tip(self, cell: int) -> str:
        bins = Axis(-self.limit, self.limit, 0, BINS)
        low, high = bins.value(cell), bins.value(cell + 1)
        ends = {0: f"w up to {number(high, 3)}", BINS - 1: f"w from {number(low, 3)} up"}
        where = ends.get(cell, f"w from {number(low, 3)} to {number(high, 3)}")
        return f"{where}: {100 * self.now[cell]:.1f} % now, {100 * self.start[cell]:.1f} % at the start"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.colours()
        right = f"spread {number(self.spreads[1])} → {number(self.spreads[0])}"
        draw_caption(painter, QRectF(0, 0, self.width(), CAPTION_HEIGHT), self.caption, right)
        chart = self.chart
        self._paint_now(painter, chart)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.text, 1))
        painter.drawPolyline(self._outline(chart))
        base = chart.area.bottom()
        painter.setPen(now.faint)
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
        axis = QRectF(0, base, self.width(), _AXIS)
        draw_caption(painter, axis, number(-self.limit), f"+{number(self.limit)}")
        draw_caption(painter, axis.translated(self.width() / 2 - 3, 0), "0")
        self.draw_cursor(painter)

    @property
    def chart(self) -> BarChart:
        """Where the bars of the roots of the shares lie, the largest of them as high as the room."""
        area = QRectF(0, CAPTION_HEIGHT, self.width(), self.height() - CAPTION_HEIGHT - _AXIS)
        peak = math.sqrt(max(float(self.now.max()), float(self.start.max()), 1e-9))
        return BarChart(area, BINS, high=peak, gap=0.5)

    def _paint_now(self, painter: QPainter, chart: BarChart) -> None:
        now = theme.colours()
        half = BINS // 2
        colours = [*[now.negative] * half, now.muted, *[now.positive] * half]
        chart.paint(painter, np.sqrt(self.now), colours)

    def _outline(self, chart: BarChart) -> QPolygonF:
        heights = chart.bar(0).axis.places(np.sqrt(self.start)).tolist()
        lefts = [chart.slot(cell).left() for cell in range(BINS + 1)]
        ends = zip(pairwise(lefts), heights, strict=True)
        return QPolygonF([QPointF(x, y) for sides, y in ends for x in sides])


def _spread(weights: Floats) -> float:
    """Standard deviation of the weights that are numbers."""
    values = sample(weights)
    finite = values[np.isfinite(values)]
    return float(np.std(finite, dtype=np.float64)) if finite.size else math.nan  # squares outgrow float32
