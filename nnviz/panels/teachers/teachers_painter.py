"""Painting of the panel, from what was found and where it lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.datasets.subject import Subject
from nnviz.explain.teachers import Teachers
from nnviz.number_text import epoch_text
from nnviz.panels.teachers import teachers_words as words
from nnviz.panels.teachers.teachers_layout import TeachersLayout
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import BarChart
from nnviz.widgets.fitted import fitted
from nnviz.widgets.image_tiles import ImageTiles

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, eq=False)
class Pupils:
    """Who is shown: as many of the best teachers and of the worst misleaders as there is room for."""

    best: NDArray[np.int64]
    worst: NDArray[np.int64]
    tiles: ImageTiles | None  # of both, one after the other; None if there are none

    def index(self, below: bool, place: int) -> int | None:
        """The training example at a place."""
        which = self.worst if below else self.best
        return int(which[place]) if place < len(which) else None


def pupils_of(teachers: Teachers, train: Examples, count: int) -> Pupils:
    """Those with the largest shares, coloured for the scheme in use."""
    best, worst = teachers.best(count), teachers.worst(count)
    both = np.concatenate([best, worst])
    if not len(both):
        return Pupils(best, worst, None)
    images = train.subject.laid_out(to_unit_range(train.images[both]))
    return Pupils(best, worst, ImageTiles(theme.activation_pixels(images)))


def chart_of(place: TeachersLayout, values: Floats, below: bool) -> BarChart:
    """Bars that all values fit, 0 among them."""
    finite = np.nan_to_num(values)
    low, high = min(float(finite.min(initial=0)), 0.0), max(float(finite.max(initial=0)), 0.0)
    return place.bars(below, len(values), low, high if high > low else low + 1)


def paint(
    painter: QPainter,
    place: TeachersLayout,
    teachers: Teachers,
    pupils: Pupils,
    train: Examples,
    epoch_size: int,
    hovered: object,
) -> None:
    """Draw everything; `hovered` is the cell under the mouse."""
    subject = train.subject
    for below in (False, True):
        _title(painter, place.pictures_title(below), words.pictures_title(below, subject))
        _paint_pictures(painter, place, teachers, pupils, train=train, below=below)
        values = teachers.over_time.sum(axis=1)[:, 0] if below else teachers.by_class[:, 0]
        _title(painter, place.chart_title(below), words.time_title() if below else "by class of the teacher")
        _paint_bars(painter, chart_of(place, values, below), values)
    _paint_names(painter, place, subject)
    _paint_moments(painter, place, teachers, epoch_size)
    _paint_hovered(painter, place, teachers, pupils, hovered)


def _paint_pictures(
    painter: QPainter,
    place: TeachersLayout,
    teachers: Teachers,
    pupils: Pupils,
    *,
    train: Examples,
    below: bool,
) -> None:
    which = pupils.worst if below else pupils.best
    painter.setFont(theme.font(8))
    if not len(which):
        painter.setPen(theme.colours().muted)
        painter.drawText(place.pictures(below).adjusted(0, 2, 0, 0), Qt.AlignmentFlag.AlignTop, "none")
    for number, index in enumerate(which[: place.count].tolist()):
        tile = place.tile(number, below)
        if pupils.tiles is not None:
            shape = train.subject.shape
            pupils.tiles.paint(painter, fitted(tile.picture, shape), number + below * len(pupils.best))
        share = float(teachers.shares[index, 0])
        text = words.tile_words(share, int(train.labels[index]), train.subject)
        painter.setPen(theme.signed_colour(share))
        room = int(tile.words.width())
        painter.drawText(
            tile.words,
            _LEFT,
            painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room),
        )


def _paint_bars(painter: QPainter, chart: BarChart, values: Floats) -> None:
    zero = round(chart.bar(0).at(0.0)) + 0.5
    painter.setPen(QPen(theme.colours().border, 1))
    painter.drawLine(QLineF(chart.area.left(), zero, chart.area.right(), zero))
    colours: list[QColor] = [theme.signed_colour(value) for value in values.tolist()]
    chart.paint(painter, values, colours)


def _paint_names(painter: QPainter, place: TeachersLayout, subject: Subject) -> None:
    painter.setFont(theme.font(8))
    painter.setPen(theme.colours().muted)
    for label, name in enumerate(subject.class_names):
        room = place.name(label, subject.classes)
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _paint_moments(painter: QPainter, place: TeachersLayout, teachers: Teachers, epoch_size: int) -> None:
    painter.setFont(theme.font(8))
    painter.setPen(theme.colours().muted)
    painter.drawText(place.moments, _LEFT, "untrained")
    painter.drawText(place.moments, _RIGHT, f"epoch {epoch_text(teachers.end, epoch_size)}")


def _paint_hovered(
    painter: QPainter, place: TeachersLayout, teachers: Teachers, pupils: Pupils, hovered: object
) -> None:
    if not isinstance(hovered, tuple):
        return
    kind, below, index = hovered
    painter.setPen(QPen(theme.colours().text, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == "picture" and pupils.index(below, index) is not None:
        painter.drawRect(place.tile(index, below).picture)
    elif kind == "bar":
        count = len(teachers.over_time) if below else teachers.over_time.shape[1]
        painter.drawRect(place.bars(below, count, 0, 1).slot(index))


def _title(painter: QPainter, room: QRectF, text: str) -> None:
    painter.setFont(theme.font(8.5, QFont.Weight.Normal))
    painter.setPen(theme.colours().muted)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, _LEFT, shown)
