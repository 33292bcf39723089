"""What lies above the dots: the star of the input image, the lasso, the card of the picture pointed at."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from nnviz.arrays import Floats
from nnviz.widgets import theme
from nnviz.widgets.fitted import fitted
from nnviz.widgets.image_tiles import ImageTiles

_STAR = 12.0  # px from its middle to its points
_PICTURE, _PADDING, _LINE = 64.0, 6.0, 15.0  # px, of the card
_AWAY = 14.0  # px from the dot to its card


def star_at(middle: QPointF) -> QPolygonF:
    """A star of five points, one of them upwards."""
    points = []
    for turn in range(10):
        radius, angle = _STAR * (0.45 if turn % 2 else 1.0), math.pi * turn / 5
        points.append(middle + QPointF(radius * math.sin(angle), -radius * math.cos(angle)))
    return QPolygonF(points)


def paint_star(painter: QPainter, middle: QPointF) -> None:
    """Where the input image lies."""
    now = theme.colours()
    painter.setBrush(now.selected)
    for colour, width in ((now.card, 6.0), (now.text, 2.5)):
        pen = QPen(colour, width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolygon(star_at(middle))


def paint_ring(painter: QPainter, middle: QPointF) -> None:
    """Around the dot that is pointed at."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.colours().card, 4.0), (theme.colours().text, 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(middle, 8.0, 8.0)


def paint_lasso(painter: QPainter, points: Sequence[QPointF]) -> None:
    """The line drawn so far, closed."""
    now = theme.colours()
    painter.setPen(QPen(now.selected, 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(theme.translucent(now.selected, 0.12))
    painter.drawPolygon(QPolygonF(list(points)))


def card_rect(area: QRectF, at: QPointF, width: float) -> QRectF:
    """The card beside a dot: to its right and below, but within the area as far as it fits."""
    height = _PICTURE + 2 * _PADDING
    left = at.x() + _AWAY if at.x() + _AWAY + width <= area.right() else at.x() - _AWAY - width
    top = at.y() + _AWAY if at.y() + _AWAY + height <= area.bottom() else at.y() - _AWAY - height
    return QRectF(max(left, area.left()), max(top, area.top()), width, height)


def paint_card(painter: QPainter, area: QRectF, at: QPointF, image: Floats, lines: Sequence[str]) -> None:
    """The picture pointed at, (rows, columns) in [0, 1], and what is said of it."""
    now = theme.colours()
    painter.setFont(theme.font(8))
    metrics = QFontMetricsF(painter.font())
    words = max(metrics.horizontalAdvance(line) for line in lines) + 1
    rect = card_rect(area, at, _PICTURE + words + 3 * _PADDING)
    painter.setPen(QPen(now.border, 1))
    painter.setBrush(now.field)
    painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
    place = QRectF(rect.left() + _PADDING, rect.top() + _PADDING, _PICTURE, _PICTURE)
    shape = image.shape[0], image.shape[1]
    ImageTiles(theme.activation_pixels(image)).paint(painter, fitted(place, shape))
    top = rect.center().y() - _LINE * len(lines) / 2
    for number, line in enumerate(lines):
        painter.setPen(now.text if number else now.muted)
        at_left = QRectF(place.right() + _PADDING, top + number * _LINE, words, _LINE)
        painter.drawText(at_left, Qt.AlignmentFlag.AlignVCenter, line)


def paint_words(painter: QPainter, area: QRectF, words: str) -> None:
    """Why there is no map."""
    painter.setFont(theme.font(9))
    painter.setPen(theme.colours().muted)
    room = area.adjusted(theme.SPACING, 0, -theme.SPACING, 0)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
