"""Painting of the panel, from what was found and where it lies."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from nnviz.arrays import Floats
from nnviz.datasets.subject import Subject
from nnviz.explain.number_markup import figure
from nnviz.panels.why import why_words
from nnviz.panels.why.question import Found
from nnviz.panels.why.why_layout import WhyLayout
from nnviz.widgets import theme
from nnviz.widgets.image_tiles import ImageTiles

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Pictures:
    """The images of one answer, coloured for the scheme in use."""

    def __init__(self, found: Found, subject: Subject) -> None:
        self._subject = subject
        self.signed = ImageTiles(theme.signed_pixels(self._laid_out(scaled(found.pixels.pixels))))
        self.changes = ImageTiles(
            theme.activation_pixels(self._laid_out(np.stack([change.image for change in found.changes])))
        )
        self.favourite = ImageTiles(theme.activation_pixels(self._laid_out(found.favourite)))

    def _laid_out(self, values: Floats) -> Floats:
        return self._subject.laid_out(values)


def scaled(shares: Floats) -> Floats:
    """Shares in [−1, 1], the largest at an end; (pixels,)."""
    largest = np.abs(shares).max()
    result: Floats = shares / largest if largest else shares
    return result


def rows_of(found: Found, most: int) -> list[tuple[str, float]]:
    """Names and shares from top to bottom: the `most` weightiest units, the others, the bias, the sum."""
    shares, order = found.units.units, found.units.order.tolist()
    rows = [(why_words.unit_name(unit), float(shares[unit])) for unit in order[:most]]
    others = order[most:]
    if others:
        rows.append((f"{len(others)} others", float(shares[others].sum())))
    return [*rows, ("biases", found.units.bias), ("lead", found.units.lead)]


def paint(
    painter: QPainter,
    place: WhyLayout,
    found: Found,
    pictures: Pictures,
    subject: Subject,
    step: int,
    hovered: int | None,
) -> None:
    """Draw everything; `step` is how far the changed picture has come, `hovered` the row under the mouse."""
    painter.setFont(theme.font(8.5))
    _paint_image(painter, place, found, pictures, subject)
    _paint_rows(painter, place, found, hovered)
    titles = why_words.change_title(found, subject), why_words.favourite_title(found, subject)
    for which, (title, tiles, index) in enumerate(
        zip(titles, (pictures.changes, pictures.favourite), (step, 0), strict=True)
    ):
        _title(painter, place.small_title(which), title)
        tiles.paint(painter, place.small(which), index)
        _frame(painter, place.small(which))


def _paint_image(
    painter: QPainter, place: WhyLayout, found: Found, pictures: Pictures, subject: Subject
) -> None:
    _title(painter, place.left, why_words.image_title(found, subject), True)
    pictures.signed.paint(painter, place.image)
    _frame(painter, place.image)
    painter.setPen(theme.colours().muted)
    room = place.image_words
    lines = why_words.pixel_words(found, subject)
    height = room.height() / len(lines)
    for line, text in enumerate(lines):
        rect = QRectF(room.left(), room.top() + line * height, room.width(), height)
        painter.drawText(rect, _LEFT, _elided(painter, text, rect.width()))


def _paint_rows(painter: QPainter, place: WhyLayout, found: Found, hovered: int | None) -> None:
    now = theme.colours()
    _title(painter, place.middle, "hidden units: shares of the lead", True)
    rows = rows_of(found, place.rows)
    largest = max((abs(share) for _, share in rows), default=0.0) or 1.0
    for index, (name, share) in enumerate(rows):
        is_sum = index == len(rows) - 1
        if index == hovered:
            painter.fillRect(place.row(index), now.field)
        if is_sum:
            painter.setPen(now.border)
            painter.drawLine(place.row(index).topLeft(), place.row(index).topRight())
        painter.setFont(theme.font(8.5, QFont.Weight.DemiBold if is_sum else QFont.Weight.Normal))
        painter.setPen(now.text if is_sum or index == hovered else now.muted)
        painter.drawText(place.name(index), _LEFT, name)
        place.bar(index, largest).paint(painter, share, theme.signed_colour(share))
        painter.setPen(now.text)
        painter.drawText(place.number(index), _RIGHT, figure(share, signed=True))


def _title(painter: QPainter, room: QRectF, text: str, on_top: bool = False) -> None:
    painter.setFont(theme.font(8.5))
    painter.setPen(theme.colours().muted)
    rect = QRectF(room.left(), room.top(), room.width(), 16) if on_top else room
    painter.drawText(rect, _LEFT, _elided(painter, text, rect.width()))


def _elided(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))


def _frame(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(theme.colours().border)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
