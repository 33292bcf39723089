"""How near the mouse is to a line."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF


def line_distance(line: QLineF, point: QPointF) -> float:
    """Of a point from a line between its two ends, px."""
    along = QPointF.dotProduct(point - line.p1(), line.p2() - line.p1()) / line.length() ** 2
    return QLineF(line.pointAt(min(max(along, 0.0), 1.0)), point).length()
