"""The reliability curve on the screen: how right the answers are against how sure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnviz.explain.calibration import Calibration
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis

_LEFT, _BELOW = 34.0, 30.0  # px, for numbers and words


@dataclass(frozen=True)
class ReliabilityPlot:
    """Confidence from left to right, accuracy upwards, both from 0 to 1."""

    area: QRectF

    @property
    def plot(self) -> QRectF:
        """Within the numbers."""
        return self.area.adjusted(_LEFT, 6, -8, -_BELOW)

    def point(self, confidence: float, accuracy: float) -> QPointF:
        """Where a bin with this mean confidence and this accuracy lies."""
        plot = self.plot
        across = Axis(0, 1, plot.left(), plot.right())
        up = Axis(0, 1, plot.bottom(), plot.top())
        return QPointF(across.at(confidence), up.at(accuracy))

    def radius(self, count: int, total: int) -> float:
        """The dot of a bin: its area in proportion to the pictures in it, but never too small to be seen."""
        return 2.0 + 8.0 * float(np.sqrt(count / total))


def paint_reliability(painter: QPainter, layout: ReliabilityPlot, found: Calibration) -> None:
    """The diagonal, where the network is exactly as right as it is sure, and a dot for each bin."""
    now = theme.colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(8))
    plot = layout.plot
    painter.setPen(now.faint)
    painter.drawRect(plot)
    painter.setPen(QPen(now.muted, 1, Qt.PenStyle.DashLine))
    painter.drawLine(layout.point(0, 0), layout.point(1, 1))
    painter.setPen(now.muted)
    for share in (0.0, 0.5, 1.0):
        at, text = layout.point(share, share), f"{100 * share:.0f} %"
        painter.drawText(
            QRectF(layout.area.left(), at.y() - 8, _LEFT - 4, 16),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            text,
        )
        painter.drawText(QRectF(at.x() - 20, plot.bottom() + 2, 40, 14), Qt.AlignmentFlag.AlignCenter, text)
    foot = QRectF(plot.left(), plot.bottom() + 15, plot.width(), 14)
    painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, "how sure · upwards: how right")
    total = int(found.counts.sum())
    dots = [
        (layout.point(sure, right), layout.radius(int(count), total))
        for count, sure, right in zip(found.counts, found.confidence, found.accuracy, strict=True)
        if count
    ]
    painter.setPen(QPen(now.positive, 1.5))
    for (first, _), (second, _) in pairwise(dots):
        painter.drawLine(first, second)
    painter.setBrush(theme.translucent(now.positive, 0.6))
    for centre, radius in dots:
        painter.drawEllipse(centre, radius, radius)
