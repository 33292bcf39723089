"""How an answered image looks: its image, what the network says, what it is instead, how sure it is."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnviz.datasets.subject import Subject
from nnviz.panels.live_predictions.answered_digits import Answer
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import Bar
from nnviz.widgets.tile_grid import TileGrid

_BELOW = 19  # px below the image: the answer and its bar
_BAR = 3
_LEAST = 34  # px of width, so that "0 is 4" does not run into the next answer
_SMALLEST = 24  # px, the side of an image
_GAP = 7  # px between images, and between rows at least


def prediction_grid(area: QRectF, device_pixel: float) -> TileGrid:
    """Places for digits with their answers, as wide as the area, the rows evenly spread.

    Every image begins and ends on a whole pixel of the screen, `device_pixel` being the length of one.
    """
    columns = _best_columns(area.width(), area.height())
    room = _side(area.width(), columns)
    side, rows = _best_rows(room, area.height())
    side = max(math.floor(side / device_pixel), 1) * device_pixel
    height = side + _BELOW
    spread = min((area.height() + _GAP) / rows, 1.3 * height + _GAP)
    pitch = math.floor(spread / device_pixel) * device_pixel
    widest = max(math.floor(room / device_pixel), 1) * device_pixel
    across = math.floor((widest + _GAP) / device_pixel + 1e-6) * device_pixel
    left, top = (math.ceil(start / device_pixel - 1e-6) * device_pixel for start in (area.left(), area.top()))
    return TileGrid(
        left=left,
        top=top,
        columns=columns,
        count=columns * rows,
        width=side,
        height=height,
        pitch_x=across,
        pitch_y=pitch,
    )


def _best_columns(width: float, height: float) -> int:
    """Columns that show the largest area of digits, not counting what is larger than it need be."""
    wanted = min(max(math.sqrt(max(width * height, 0) / 45), 40), 96)

    def merit(columns: int) -> float:
        side, rows = _best_rows(_side(width, columns), height)
        return columns * rows * min(side, wanted) ** 2

    return max(range(1, max(int((width + _GAP) / (_LEAST + _GAP)), 1) + 1), key=merit)


def _side(width: float, columns: int) -> float:
    return (width + _GAP) / columns - _GAP


def _best_rows(room: float, height: float) -> tuple[float, int]:
    """The side of an image, `room` at most, and how many rows: one more if that shows hardly less."""
    rows = _rows(height, room)
    smaller = (height + _GAP) / (rows + 1) - _BELOW - _GAP
    if smaller >= _SMALLEST and (rows + 1) * smaller**2 > 0.75 * rows * room**2:
        return smaller, rows + 1
    return room, rows


def _rows(height: float, side: float) -> int:
    return max(int((height + _GAP) / (side + _BELOW + _GAP)), 1)


def image_rect(tile: QRectF) -> QRectF:
    """Where in a tile the image of the digit is."""
    return QRectF(tile.left(), tile.top(), tile.width(), tile.width())


Look = tuple[int, bool, bool, int]  # of an answer in its tile: two that look alike are equal


def look_of(rect: QRectF, answer: Answer, ratio: float) -> Look:
    """What there is to see of it, with `ratio` pixels for a unit of the screen: a bar ends at a whole one."""
    end = _bar(rect).bar_rect(answer.confidence).right()
    return answer.said, answer.finite, answer.right, math.floor(end * ratio + 0.5)


def _bar(rect: QRectF) -> Bar:
    return Bar(QRectF(rect.left(), rect.bottom() - _BAR, rect.width(), _BAR))


def draw_answer(painter: QPainter, rect: QRectF, answer: Answer, subject: Subject) -> None:
    """What it says, green or red; "is 5" where that is wrong; a bar for how sure it is."""
    now = theme.colours()
    colour = now.right if answer.right else now.wrong
    baseline = rect.bottom() - _BAR - 3
    said = subject.class_names[answer.said] if answer.finite else "?"
    bold = theme.font(10, QFont.Weight.DemiBold)
    beside = QPointF(rect.left() + max(12, _advance(said, bold) + 4), baseline)
    room = rect.right() - beside.x()
    what = f"is {subject.class_names[answer.label]}"
    if answer.right or _advance(what, theme.font(8)) > room:  # a long name has the whole width
        said, what = _short(said, bold, rect.width()), ""
    _write(painter, QPointF(rect.left(), baseline), said, colour, bold)
    _write(painter, beside, what, now.muted, theme.font(8))
    _bar(rect).paint(painter, answer.confidence, colour, now.field)


def draw_frame(painter: QPainter, rect: QRectF, colour: QColor, width: float) -> None:
    """A frame around the image of a tile."""
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    out = width / 2 - 0.5
    painter.drawRect(image_rect(rect).adjusted(-out, -out, out, out))


def _advance(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def _short(text: str, font: QFont, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _write(painter: QPainter, at: QPointF, text: str, colour: QColor, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(at, text)
