"""Curves of settings: the median of the seeds, the band between the lowest and the highest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.arrays import Floats
from nnviz.experiments.comparison import Band
from nnviz.experiments.measures import Measure
from nnviz.experiments.overview import Overview
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels
from nnviz.widgets.bands import BandAxes
from nnviz.window.experiments.run_plot import RunMark, RunPlot

MOST = 8  # settings that can be told apart by their colours
LEFT, TOP, BOTTOM, GAP = 52.0, 8.0, 22.0, 14.0
_SETTLED = 0.25  # of the epochs: what is before them does not decide the range
_FAR = 6.0  # times as far from the best as the middle one is: from there on a setting is out of range
_REACH = 40.0  # px above or below a line
_ROW = 19.0
LEGEND = 200.0  # px, at most, for the names


@dataclass(frozen=True, eq=False)
class CurveOfSetting:
    """One setting: its band, and the line of each seed. Heights as on the axis, per cent for shares."""

    group: int
    label: str
    text: str  # the median at the end
    band: Band
    seeds: tuple[Floats, ...]  # (points,) of each


@dataclass(frozen=True, eq=False)
class CurvesGeometry(BandAxes):
    """Where everything lies."""

    curves: tuple[CurveOfSetting, ...]
    left_out: int  # settings that there is no colour for

    def legend(self, row: int) -> QRectF:
        """Where a setting is named, to the right of the plot."""
        left = self.area.right() + GAP
        return QRectF(left, self.area.top() + row * _ROW, LEGEND, _ROW)


def curves_geometry(overview: Overview, measure: Measure, whole: QRectF, legend: float) -> CurvesGeometry:
    """The curves of the best settings, as many as there are colours, in the order of the overview."""
    area = whole.adjusted(LEFT, TOP, -legend - GAP, -BOTTOM)
    shown = sorted(overview.ranked(measure)[:MOST]) if measure.row else []
    curves = tuple(_curve(overview, measure, index) for index in shown)
    last = max((float(curve.band.epochs[-1]) for curve in curves), default=1.0)
    low, high = _range(curves, last, measure)
    across = Axis(0.0, last, area.left(), area.right())
    up = Axis(low, high, area.bottom(), area.top())
    return CurvesGeometry(area, across, up, curves, len(overview.groups) - len(shown) if measure.row else 0)


def _curve(overview: Overview, measure: Measure, index: int) -> CurveOfSetting:
    group, scale = overview.groups[index], measure.scale
    band = group.band(measure.row).times(scale)
    seeds = tuple(scale * getattr(result.course, measure.row) for result in group.results)
    text = measure.text(overview.median(group, measure))
    return CurveOfSetting(index, overview.labels[index], text, band, seeds)


def _range(curves: Sequence[CurveOfSetting], last: float, measure: Measure) -> tuple[float, float]:
    """From the lowest to the highest value since the first climb, with a little air.

    Settings far worse than most others are left out of it: they would press all others together.
    """
    heights = [
        line[(curve.band.epochs >= _SETTLED * last) & np.isfinite(line)]
        for curve in curves
        for line in (curve.band.low, curve.band.high)
    ]
    every = np.concatenate(heights) if heights else np.empty(0)
    if not len(every):
        return 0.0, 1.0
    low, high = float(every.min()), float(every.max())
    ends = np.array([curve.band.median[-1] for curve in curves if np.isfinite(curve.band.median[-1])])
    if len(ends) > 2:
        best = float(ends.max() if measure.higher_is_better else ends.min())
        far = _FAR * abs(float(np.median(ends)) - best)
        low, high = (max(low, best - far), high) if measure.higher_is_better else (low, min(high, best + far))
    air = 0.08 * (high - low) or 0.05 * abs(high) or 1.0
    return max(low - air, 0.0), min(high + air, 100.4) if measure.is_share else high + air


class CurvesPlot(RunPlot):
    """A click opens the run whose line is nearest."""

    title = "Curves of the settings"

    def arrange(self) -> None:
        self._legend = min(LEGEND, 0.34 * self.width())
        area = QRectF(self.rect()).adjusted(4, 0, -4, 0)
        self.geometry_of_curves = curves_geometry(self.overview, self.measure, area, self._legend)
        self._marks = [mark for curve in self.geometry_of_curves.curves for mark in self._ends(curve)]

    def marks(self) -> Sequence[RunMark]:
        return self._marks

    @property
    def nothing_yet(self) -> str:
        return super().nothing_yet if self.measure.row else "The time a run takes has no curve; see the dots."

    def mark_at(self, point: QPointF) -> RunMark | None:
        found = self.geometry_of_curves
        for row, curve in enumerate(found.curves):
            if found.legend(row).contains(point):
                typical = self.overview.typical(self.overview.groups[curve.group].results, self.measure)
                return next((mark for mark in self._marks if mark.result is typical), None)
        if not found.area.adjusted(-4, -4, 4, 4).contains(point):
            return None
        return self._nearest(point)

    def _nearest(self, point: QPointF) -> RunMark | None:
        found, best, nearest = self.geometry_of_curves, _REACH, None
        epoch = found.across.value(point.x())
        for curve in found.curves:
            index = int(np.argmin(np.abs(curve.band.epochs - epoch)))
            at = float(np.clip(epoch, curve.band.epochs[0], curve.band.epochs[-1]))
            for seed, heights in enumerate(curve.seeds):
                apart = abs(found.up.at(float(np.interp(at, curve.band.epochs, heights))) - point.y())
                if apart < best:
                    best, nearest = apart, self._mark(curve, seed, index)
        return nearest

    def _ends(self, curve: CurveOfSetting) -> list[RunMark]:
        last = len(curve.band.epochs) - 1
        return [self._mark(curve, seed, last) for seed in range(len(curve.seeds))]

    def _mark(self, curve: CurveOfSetting, seed: int, index: int) -> RunMark:
        result = self.overview.groups[curve.group].results[seed]
        height, epoch = float(curve.seeds[seed][index]), float(curve.band.epochs[index])
        words = (
            f"{self.overview.words(result)}: {self.measure.title} "
            f"{self.measure.text(height / self.measure.scale)} after {epoch:g} epoch{'s' * (epoch != 1)}"
        )
        place = self.geometry_of_curves.point(epoch, height if math.isfinite(height) else 0.0)
        return RunMark(place, result, curve.group, lambda: words)

    def draw(self, painter: QPainter, pointed: RunMark | None) -> None:
        now, found = theme.colours(), self.geometry_of_curves
        area = found.area
        levels = found.up.ticks(area.height() / 32)
        paint_levels(
            painter, found.up, ticks=levels, left=area.left(), right=area.right(), unit=self.measure.unit
        )
        painter.setPen(now.muted)
        paint_below(painter, found.across, found.across.ticks(area.width() / 70), area.bottom() + 2)
        right = QRectF(area.right() + 12, area.bottom() + 4, 60, 16)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, "epoch")
        painter.save()
        painter.setClipRect(area.adjusted(-4, -4, 4, 4))
        for row, curve in enumerate(found.curves):
            self._draw_curve(painter, curve, theme.run_colour(row), pointed)
        painter.restore()
        for row, curve in enumerate(found.curves):
            self._draw_name(painter, row, curve, pointed)
        if found.left_out:
            place = found.legend(len(found.curves))
            painter.setPen(now.muted)
            words = f"the {len(found.curves)} best of {len(self.overview.groups)}"
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_curve(
        self, painter: QPainter, curve: CurveOfSetting, colour: QColor, pointed: RunMark | None
    ) -> None:
        found = self.geometry_of_curves
        is_pointed = pointed is not None and pointed.group == curve.group
        faded = pointed is not None and not is_pointed
        found.paint_range(painter, curve.band, colour, 0.08 if faded else 0.22)
        if is_pointed:
            painter.setPen(QPen(theme.translucent(colour, 0.6), 1))
            for heights in curve.seeds:
                painter.drawPolyline(found.line(curve.band.epochs, heights))
        found.paint_median(painter, curve.band, theme.translucent(colour, 0.35 if faded else 1.0))
        if is_pointed and pointed is not None:
            self._draw_pointed(painter, curve, colour, pointed)

    def _draw_pointed(
        self, painter: QPainter, curve: CurveOfSetting, colour: QColor, pointed: RunMark
    ) -> None:
        results = self.overview.groups[curve.group].results
        seed = next((k for k, result in enumerate(results) if result is pointed.result), None)
        if seed is not None:
            painter.setPen(QPen(theme.colours().text, 1.5))
            painter.drawPolyline(self.geometry_of_curves.line(curve.band.epochs, curve.seeds[seed]))
        painter.setPen(QPen(theme.colours().card, 1.5))
        painter.setBrush(colour)
        if math.isfinite(pointed.place.y()):
            painter.drawEllipse(pointed.place, 4.5, 4.5)

    def _draw_name(self, painter: QPainter, row: int, curve: CurveOfSetting, pointed: RunMark | None) -> None:
        now, place = theme.colours(), self.geometry_of_curves.legend(row)
        place.setWidth(self._legend)
        is_pointed = pointed is not None and pointed.group == curve.group
        painter.setPen(QPen(theme.run_colour(row), 3))
        y = place.center().y()
        painter.drawLine(QLineF(place.left(), y, place.left() + 12, y))
        text = place.adjusted(18, 0, 0, 0)
        width = painter.fontMetrics().horizontalAdvance(curve.text)
        painter.setPen(now.muted)
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, curve.text)
        room = int(text.width() - width - 8)
        label = painter.fontMetrics().elidedText(curve.label, Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(now.selected if is_pointed else now.text)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
