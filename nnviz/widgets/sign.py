"""The small signs on buttons, drawn by the program so that no font has to have them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from nnviz.widgets.blank_picture import blank_picture

SIGN_SIZE = 12  # px, of the square that each sign is drawn in


def sign(path: QPainterPath, colour: QColor, filled: bool = False, width: float = 1.3) -> QIcon:
    """A path within the square as an icon: filled, or drawn with a pen of that width."""
    icon = QIcon()
    for ratio in (1, 2, 3):
        icon.addPixmap(_drawn(path, colour, filled, width, ratio))
    return icon


def _drawn(path: QPainterPath, colour: QColor, filled: bool, width: float, ratio: int) -> QPixmap:
    picture = blank_picture(QSize(SIGN_SIZE, SIGN_SIZE), ratio)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if filled:
            painter.fillPath(path, colour)
        else:
            pen = QPen(QBrush(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.strokePath(path, pen)
    return QPixmap.fromImage(picture)
