"""Other runs beside the one shown: faint lines, and a band where several differ in nothing but their seed.

The lines are pyqtgraph's; bands are painted as part of the plot's background, below all lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from nnviz.experiments.comparison import Band
from nnviz.panels.learning_curve import curve_words
from nnviz.panels.learning_curve.curve_lines import in_view
from nnviz.panels.learning_curve.line_items import new_line, stroke_pen
from nnviz.panels.learning_curve.scale import Line, PlotArea, Points
from nnviz.runs.snapshot import Curve
from nnviz.widgets import theme
from nnviz.widgets.bands import BandAxes

_FILL = 0.16  # of a band's colour
FAINT = 0.3  # of the card in a line's colour


@dataclass(frozen=True, eq=False)
class GhostCurve:
    """The test accuracy of another run, shown faintly for comparison."""

    name: str
    colour: QColor
    curve: Curve
    epoch_size: int


@dataclass(frozen=True, eq=False)
class GhostBand:
    """The test accuracy, in per cent, of runs that differ in nothing but their seed."""

    name: str
    colour: QColor
    band: Band
    runs: int


class OtherRuns:
    """What is shown of them in a plot."""

    def __init__(self, view_box: pg.ViewBox) -> None:
        self.ghosts: list[tuple[GhostCurve, Points]] = []
        self.bands: tuple[GhostBand, ...] = ()
        self._view_box = view_box
        self._lines: list[pg.PlotCurveItem] = []

    def show(self, ghosts: Sequence[GhostCurve], bands: Sequence[GhostBand]) -> None:
        """These from now on, the last on top."""
        for line in self._lines:
            self._view_box.removeItem(line)
        self.bands = tuple(bands)
        self.ghosts = [(ghost, Points.of(ghost.curve, ghost.epoch_size)) for ghost in ghosts]
        self._lines = [new_line(self._view_box, -len(ghosts) + order) for order in range(len(ghosts))]
        for line, (_, points) in zip(self._lines, self.ghosts, strict=True):
            line.setData(*in_view(points.epochs, points.test, (0, float("inf"))))

    def heights(self) -> list[Line]:
        """What should be in range."""
        lows = [(of.band.epochs, of.band.low) for of in self.bands]
        return [*((points.epochs, points.test) for _, points in self.ghosts), *lows]

    def colour_again(self) -> None:
        """The colours of now."""
        card = theme.colours().card
        for line, (ghost, _) in zip(self._lines, self.ghosts, strict=True):
            line.setPen(stroke_pen(theme.mixed(ghost.colour, card, FAINT), 1.0))

    def paint_bands(self, painter: QPainter, area: PlotArea) -> None:
        """The range of the seeds, and their median."""
        if not self.bands:
            return
        axes = BandAxes(area.rect, area.across, area.up)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area.rect)
        for of in self.bands:
            axes.paint_range(painter, of.band, of.colour, _FILL)
            axes.paint_median(painter, of.band, theme.mixed(of.colour, theme.colours().card, FAINT), 1.5)
        painter.restore()

    def sentence_at(self, area: PlotArea, place: QPointF, near: float) -> str:
        """What of them lies there: lines first, which are thinner; empty if nothing does."""
        epoch = area.across.value(place.x())
        for ghost, points in self.ghosts:
            index = points.nearest(epoch) if len(points) else -1
            if index >= 0 and abs(area.y(points.test[index]) - place.y()) <= near:
                return curve_words.ghost_sentence(ghost.name, points, index, ghost.epoch_size)
        for of in self.bands:
            band = of.band
            index = int(np.argmin(np.abs(band.epochs - epoch)))
            inside = area.y(band.high[index]) - near <= place.y() <= area.y(band.low[index]) + near
            if inside and epoch <= band.epochs[-1]:
                return curve_words.band_sentence(of.name, of.runs, band, index)
        return ""
