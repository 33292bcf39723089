"""The cost along the straight line from the start to now, and beyond both."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.explain.landscape_survey import LINE, Landscape
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels


class LineView(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Landscape | None = None
        self.setMinimumSize(120, 100)
        self.setToolTip("All weights moved together, straight from where they began to where they are now.")

    def show_landscape(self, found: Landscape | None) -> None:
        """Show this one, or nothing."""
        self.found = found
        self.update()

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The way to the right, the cost upwards."""
        assert self.found is not None
        finite = self.found.line[np.isfinite(self.found.line)]
        most = float(finite.max()) if len(finite) else 1.0
        return Axis(LINE[0], LINE[-1], 40.0, self.width() - 10.0), Axis(0, most, self.height() - 24.0, 10.0)

    @property
    def curve(self) -> list[QPointF]:
        """Where the costs lie."""
        if self.found is None:
            return []
        across, up = self.axes
        pairs = zip(LINE.tolist(), self.found.line.tolist(), strict=True)
        return [QPointF(across.at(t), up.at(c)) for t, c in pairs if np.isfinite(c)]

    def sizeHint(self) -> QSize:
        return QSize(420, 340)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self.found is None:
                return
            now, (across, up) = theme.colours(), self.axes
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            paint_levels(painter, up, up.ticks(5), across.begin, across.end)
            paint_below(painter, across, [(0, "start"), (1, "now")], up.begin)
            painter.setPen(QPen(now.text, 1.8))
            painter.drawPolyline(QPolygonF(self.curve))
            painter.setPen(QPen(now.selected, 2))
            for t, brush in ((0.0, now.card), (1.0, now.selected)):
                cost = float(np.interp(t, LINE, self.found.line))
                if np.isfinite(cost):
                    painter.setBrush(brush)
                    painter.drawEllipse(QPointF(across.at(t), up.at(cost)), 5, 5)
