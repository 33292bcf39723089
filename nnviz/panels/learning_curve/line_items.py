"""The plot's lines: pyqtgraph's items, and the pens that they are drawn with."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen


def new_line(view_box: pg.ViewBox, order: int) -> pg.PlotCurveItem:
    """A line without points; of two, the one with the higher `order` is on top."""
    line = pg.PlotCurveItem(antialias=True, skipFiniteCheck=True)
    line.setSegmentedLineMode("on")
    line.setZValue(order)
    view_box.addItem(line)
    return line


def stroke_pen(colour: QColor, width: float) -> QPen:
    """A pen for separate strokes: flat ends, because overlapping ones show as beads on the line."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
