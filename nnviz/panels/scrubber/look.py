"""The signs on the timeline's buttons, drawn here so that no font has to have them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

SIZE = 12  # px, of the square that each sign is drawn in

_MIRRORED = QTransform(-1, 0, 0, 1, SIZE, 0)


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
    icon = QIcon()
    shown = path if direction > 0 else _MIRRORED.map(path)
    for ratio in (1, 2, 3):
        icon.addPixmap(_pixmap(shown, colour, filled, ratio))
    return icon


def _pixmap(path: QPainterPath, colour: QColor, filled: bool, ratio: int) -> QPixmap:
    pixmap = QPixmap(SIZE * ratio, SIZE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if filled:
        painter.fillPath(path, colour)
    else:
        painter.strokePath(path, QPen(QBrush(colour), 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.end()
    return pixmap
