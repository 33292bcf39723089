"""The test accuracy of six settings over the epochs: median and range of five seeds each."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.experiments.comparison import Band
from nnviz.explain.figures.luck_numbers import CLAIMED, EPOCHS, claims
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels
from nnviz.widgets.bands import BandAxes

_LABEL = 12.0  # px between the numbers at the ends of two lines


class LuckPlot(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.bands = [Band.of(claim.epochs, 100 * claim.accuracies) for claim in claims()]
        self._line, self._epoch = 1, EPOCHS
        self.setMinimumHeight(190)
        self.setToolTip("Upwards: the share of test digits read; a line is the middle one of five seeds.")

    def show_place(self, line: int, epoch: int, words: str) -> None:
        """This line, counted from 1, is in front, and this epoch marked."""
        self._line, self._epoch = line, epoch
        self.setAccessibleName(words)
        self.update()

    @property
    def axes(self) -> BandAxes:
        """Epochs to the right, per cent upwards."""
        area = QRectF(40, 8, self.width() - 62.0, self.height() - 34.0)
        across = Axis(0, EPOCHS, area.left(), area.right())
        return BandAxes(area, across, Axis(0, 100, area.bottom(), area.top()))

    @property
    def label_heights(self) -> list[float]:
        """Where the numbers at the ends of the lines stand, px from the top: none upon another."""
        up = self.axes.up
        wanted = [up.at(float(band.median[-1])) for band in self.bands]
        heights, last = [0.0] * len(wanted), np.inf
        for index in sorted(range(len(wanted)), key=lambda index: -wanted[index]):
            heights[index] = last = min(wanted[index], last - _LABEL)
        return heights

    def sizeHint(self) -> QSize:
        return QSize(320, 230)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, axes = theme.colours(), self.axes
        area = axes.area
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            ticks = axes.up.ticks(area.height() / 30)
            paint_levels(painter, axes.up, ticks=ticks, left=area.left(), right=area.right(), unit=" %")
            painter.setPen(now.muted)
            paint_below(painter, axes.across, axes.across.ticks(area.width() / 60), area.bottom())
            claimed = axes.up.at(100 * CLAIMED)
            painter.setPen(QPen(now.text, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(area.left(), claimed, area.right(), claimed))
            marked = axes.across.at(self._epoch)
            painter.setPen(QPen(now.selected, 1))
            painter.drawLine(QLineF(marked, area.top(), marked, area.bottom()))
            order = [index for index in range(len(self.bands)) if index != self._line - 1]
            for index in [*order, self._line - 1]:
                self._paint_line(painter, axes, index)

    def _paint_line(self, painter: QPainter, axes: BandAxes, index: int) -> None:
        in_front, colour = index == self._line - 1, theme.run_colour(index)
        axes.paint_range(painter, self.bands[index], colour, 0.4 if in_front else 0.15)
        axes.paint_median(painter, self.bands[index], colour, 2.5 if in_front else 1.2)
        place = QRectF(axes.area.right() + 4, self.label_heights[index] - 8, 18, 16)
        painter.setPen(theme.colours().text if in_front else theme.colours().muted)
        painter.setFont(theme.font(8, QFont.Weight.DemiBold if in_front else QFont.Weight.Normal))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{index + 1}")
