"""Painting of the panel, from what was told and where it lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF

from nnviz.datasets.dataset import Examples
from nnviz.explain.biography import Biography, Move
from nnviz.panels.biography import biography_words as words
from nnviz.panels.biography.biography_layout import BiographyLayout
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, Tick, paint_below, paint_levels
from nnviz.widgets.bar_chart import Bar
from nnviz.widgets.image_tiles import ImageTiles

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MOST_PICTURES = 16  # of a mini-batch
_TICK = 70  # px from one number below the curve to the next, at least


@dataclass(frozen=True, eq=False)
class Scene:
    """What is painted: a biography, the data it is of, and what is pointed at."""

    life: Biography
    train: Examples
    epoch_size: int
    first: int = 0  # which mini-batch is at the top of the list
    chosen: int = 0  # which one is chosen
    hovered: int | None = None

    @property
    def moves(self) -> tuple[Move, ...]:
        """The mini-batches from the top of the list on."""
        return self.life.moves[self.first :]


class MovePictures:
    """The pictures of all mini-batches, coloured for the scheme in use."""

    def __init__(self, life: Biography, train: Examples) -> None:
        indices = [move.indices[:_MOST_PICTURES] for move in life.moves]
        self._begins = np.cumsum([0, *map(len, indices)]).tolist()
        flat = np.concatenate(indices) if indices else np.zeros(0, np.int64)
        shades = train.images[flat].astype(np.float32) / np.float32(255)
        self._tiles = ImageTiles(theme.activation_pixels(train.subject.laid_out(shades))) if indices else None

    def paint(self, painter: QPainter, move: int, places: list[QRectF]) -> None:
        """The first pictures of a mini-batch, at these places."""
        if self._tiles is not None:
            begin, end = self._begins[move : move + 2]
            self._tiles.paint_some(painter, list(zip(range(begin, end), places, strict=False)))


def axes_of(place: BiographyLayout, life: Biography) -> tuple[Axis, Axis]:
    """The axes of the curve: all examples, and all values with 0 where it is near."""
    values = life.values[np.isfinite(life.values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    low, high = min(low, life.now, 0.0), max(high, life.now, 0.0)
    return place.axes(max(float(life.end), 1.0), low, high if high > low else low + 1.0)


def curve_of(place: BiographyLayout, life: Biography) -> list[QPointF]:
    """The points of the curve."""
    across, upwards = axes_of(place, life)
    x, y = life.curve(max(int(place.plot.width()), 2))
    points = [QPointF(across.at(a), upwards.at(b)) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    return [*points, QPointF(across.at(float(life.end)), upwards.at(life.now))]


def paint(painter: QPainter, place: BiographyLayout, scene: Scene, pictures: MovePictures) -> None:
    """Draw everything."""
    _paint_curve(painter, place, scene)
    _paint_classes(painter, place, scene)
    _title(painter, place.right, "mini-batches whose examples moved it most")
    for row, move in enumerate(scene.moves[: place.rows]):
        _paint_row(painter, place, scene, row)
        shown = [place.picture(row, i) for i in range(min(place.pictures, len(move.shares), _MOST_PICTURES))]
        pictures.paint(painter, scene.first + row, shown)


def _paint_curve(painter: QPainter, place: BiographyLayout, scene: Scene) -> None:
    now, plot, life = theme.colours(), place.plot, scene.life
    _title(painter, place.left, words.curve_title(life))
    across, upwards = axes_of(place, life)
    painter.setFont(theme.font(8))
    paint_levels(painter, upwards, upwards.ticks(plot.height() / 26), plot.left(), plot.right())
    epochs = Axis(0.0, across.high / scene.epoch_size, plot.left(), plot.right())
    ticks: list[Tick] = epochs.ticks(plot.width() / _TICK)
    painter.setPen(now.muted)
    paint_below(painter, epochs, ticks, plot.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if life.moves:
        move = life.moves[scene.chosen]
        x = across.at(float(move.end))
        painter.setPen(QPen(now.selected, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
    painter.setPen(QPen(now.text, 1.4))
    painter.drawPolyline(QPolygonF(curve_of(place, life)))
    if life.moves:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.selected)
        painter.drawEllipse(QPointF(across.at(float(move.end)), upwards.at(move.after)), 3.5, 3.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_classes(painter: QPainter, place: BiographyLayout, scene: Scene) -> None:
    now, shares, names = theme.colours(), scene.life.by_class, scene.train.subject.class_names
    _title(painter, place.class_title, "which classes raised it, and which lowered it")
    largest = float(np.abs(shares).max()) or 1.0
    chart = place.class_bars(largest)
    chart.paint(painter, shares, [theme.signed_colour(share) for share in shares.tolist()])
    painter.setPen(now.border)
    zero = chart.bar_rects(np.zeros(len(shares)))[0].bottom()
    painter.drawLine(QPointF(chart.area.left(), zero), QPointF(chart.area.right(), zero))
    painter.setPen(now.muted)
    painter.setFont(theme.font(8))
    for label, name in enumerate(names):
        room = place.class_name(label, chart)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, _elided(painter, name, chart.pitch))


def _paint_row(painter: QPainter, place: BiographyLayout, scene: Scene, row: int) -> None:
    now, move = theme.colours(), scene.moves[row]
    which = scene.first + row
    if which == scene.chosen:
        painter.fillRect(place.row(row).adjusted(0, 1, 0, -1), theme.translucent(now.selected, 0.14))
    elif which == scene.hovered:
        painter.fillRect(place.row(row).adjusted(0, 1, 0, -1), now.field)
    step, push = words.row_words(move)
    room = place.step(row)
    upper = QRectF(room.left(), room.center().y() - 17, room.width(), 16)
    painter.setFont(theme.font(8.5))
    painter.setPen(now.muted)
    painter.drawText(upper, _LEFT, step)
    painter.setFont(theme.font(9.5, QFont.Weight.DemiBold))
    painter.setPen(theme.signed_colour(move.push))
    painter.drawText(upper.translated(0, 17), _LEFT, push)
    largest = float(np.abs(move.shares[0])) or 1.0
    for i in range(min(place.pictures, len(move.shares), _MOST_PICTURES)):
        share = float(move.shares[i])
        Bar(place.share(row, i), -largest, largest).paint(
            painter, share, theme.signed_colour(share), now.field
        )
    painter.setFont(theme.font(8.5))
    painter.setPen(now.border)
    painter.setBrush(now.card)
    button = place.walk(row)
    painter.drawRoundedRect(button, 4, 4)
    painter.setPen(now.text)
    painter.drawText(button, Qt.AlignmentFlag.AlignCenter, "Walk")


def _title(painter: QPainter, room: QRectF, text: str) -> None:
    painter.setFont(theme.font(8.5))
    painter.setPen(theme.colours().muted)
    rect = QRectF(room.left(), room.top(), room.width(), 16)
    painter.drawText(rect, _LEFT, _elided(painter, text, rect.width()))


def _elided(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
