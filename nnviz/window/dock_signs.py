"""The signs on a panel's title bar: fill the window, back, a window of its own, hide."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QIcon, QPainterPath

from nnviz.widgets.sign import sign


def enlarge_sign(colour: QColor) -> QIcon:
    """The outline of a window."""
    path = QPainterPath()
    path.addRect(QRectF(1.5, 1.5, 9, 9))
    return sign(path, colour)


def back_sign(colour: QColor) -> QIcon:
    """One window before another."""
    path = QPainterPath()
    path.addRect(QRectF(1.5, 4.5, 6, 6))
    _add_line(
        path, QPointF(4.5, 2), QPointF(4.5, 1.5), QPointF(10.5, 1.5), QPointF(10.5, 7.5), QPointF(10, 7.5)
    )
    return sign(path, colour)


def float_sign(colour: QColor) -> QIcon:
    """An arrow out of a window."""
    path = QPainterPath()
    _add_line(
        path, QPointF(5, 2.5), QPointF(1.5, 2.5), QPointF(1.5, 10.5), QPointF(9.5, 10.5), QPointF(9.5, 7)
    )
    _add_line(path, QPointF(5.5, 6.5), QPointF(10.5, 1.5))
    _add_line(path, QPointF(7.3, 1.5), QPointF(10.5, 1.5), QPointF(10.5, 4.7))
    return sign(path, colour)


def hide_sign(colour: QColor) -> QIcon:
    """A cross."""
    path = QPainterPath()
    _add_line(path, QPointF(2.5, 2.5), QPointF(9.5, 9.5))
    _add_line(path, QPointF(9.5, 2.5), QPointF(2.5, 9.5))
    return sign(path, colour)


def _add_line(path: QPainterPath, start: QPointF, *corners: QPointF) -> None:
    path.moveTo(start)
    for corner in corners:
        path.lineTo(corner)
