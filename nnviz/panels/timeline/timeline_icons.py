"""The signs on the timeline's buttons."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QIcon, QPainterPath, QPolygonF, QTransform

from nnviz.widgets.sign import SIGN_SIZE, sign

_MIRRORED = QTransform(-1, 0, 0, 1, SIGN_SIZE, 0)


def step_icon(unit: str, direction: int, colour: QColor) -> QIcon:
    """One angle for a mini-batch, two for a point of the curve, two and a bar for an epoch."""
    path = QPainterPath()
    tips = {"batch": (8.0,), "point": (6.5, 10.5), "epoch": (5.0, 8.5)}[unit]
    for x in tips:
        path.addPolygon(QPolygonF([QPointF(x - 3.5, 2.5), QPointF(x, 6), QPointF(x - 3.5, 9.5)]))
    if unit == "epoch":
        path.moveTo(11, 2.5)
        path.lineTo(11, 9.5)
    return _icon(path, direction, colour, filled=False)


def play_icon(direction: int, colour: QColor) -> QIcon:
    """A triangle that points where time goes."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(2.5, 1), QPointF(11, 6), QPointF(2.5, 11), QPointF(2.5, 1)]))
    return _icon(path, direction, colour, filled=True)


def pause_icon(colour: QColor) -> QIcon:
    """Two upright bars."""
    path = QPainterPath()
    path.addRect(2.5, 1, 2.5, 10)
    path.addRect(7, 1, 2.5, 10)
    return _icon(path, 1, colour, filled=True)


def flag_icon(colour: QColor) -> QIcon:
    """A pennant on a pole."""
    path = QPainterPath(QPointF(3, 11.5))
    path.lineTo(3, 1)
    path.lineTo(10, 3.75)
    path.lineTo(3, 6.5)
    return _icon(path, 1, colour, filled=False)


def _icon(path: QPainterPath, direction: int, colour: QColor, filled: bool) -> QIcon:
    return sign(path if direction > 0 else _MIRRORED.map(path), colour, filled)
