"""Strokes of the pen and the eraser: what a drawing consists of, and how it is painted at any size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from nnviz.arrays import Floats
from nnviz.sessions.session import MOST_LENGTH, MOST_POINTS
from nnviz.widgets.blank_picture import blank_picture

CANVAS = 280  # units on a side
# MNIST's strokes are about a tenth of the digit's height; so is this for a digit of two thirds of the canvas.
# Test digits redrawn with lines of a tenth are recognised best; a quarter more or less costs 0.2 points.
PEN = 18.0
ERASER = 36.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """One movement of the pen, or of the eraser, through points (x, y) in units of the canvas, y down."""

    points: tuple[Point, ...]
    eraser: bool = False

    def with_point(self, point: Point) -> Stroke:
        """The stroke gone on to a further point."""
        return replace(self, points=(*self.points, point))


@dataclass(frozen=True)
class Room:
    """How many points and how long a line, in units, fit onto a page: as much as a session takes."""

    points: int
    length: float

    @property
    def is_full(self) -> bool:
        """Whether there may be none for a dot, which is a stroke and a point, or for the longest line."""
        return self.points < 2 or self.length < 2 * CANVAS

    def without(self, line: float) -> Room:
        """What is left after one more point, at the end of a line so long."""
        return Room(self.points - 1, self.length - line)


@dataclass(frozen=True, eq=False)
class Page:
    """A drawing: what was there before the first stroke, (H, W) in [0, 1] or nothing, and the strokes.

    `label` is the class that the user says it is of.
    """

    base: Floats | None = None
    strokes: tuple[Stroke, ...] = ()
    label: int | None = None

    @property
    def room(self) -> Room:
        """What can still be drawn on it."""
        lines = (math.dist(*ends) for stroke in self.strokes for ends in pairwise(stroke.points))
        points = sum(1 + len(stroke.points) for stroke in self.strokes)
        return Room(MOST_POINTS - points, MOST_LENGTH * CANVAS - sum(lines))

    def is_like(self, other: Page) -> bool:
        """Whether the two look the same, and are said to be the same."""
        one, two = self.base, other.base
        alike = one is two or (one is not None and two is not None and np.array_equal(one, two))
        return alike and (self.strokes, self.label) == (other.strokes, other.label)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever put on it."""
        return self.base is None and not self.strokes


def smooth_path(points: tuple[Point, ...]) -> QPainterPath:
    """A curve led by the points, through the middle of each two, from the first to the last."""
    at = [QPointF(*point) for point in points]
    path = QPainterPath(at[0])
    for here, there in pairwise(at[1:]):
        path.quadTo(here, (here + there) / 2)
    path.lineTo(at[-1])
    return path


class StrokePicture:
    """A page painted on a square picture, which keeps what is painted and adds what is new."""

    def __init__(self, side: int, ink: QColor, paper: QColor) -> None:
        """`side` in pixels."""
        self._image = blank_picture(QSize(side, side), 1, paper)
        self._ink, self._paper = ink, paper
        self._painted: Page | None = None

    @property
    def side(self) -> int:
        """Pixels on a side."""
        return self._image.width()

    def picture(self, page: Page, live: Stroke | None = None) -> QImage:
        """The page, and over it the stroke being drawn."""
        self._bring_up_to(page)
        if live is None:
            return self._image
        image = self._image.copy()
        self._paint(image, (live,))
        return image

    def _bring_up_to(self, page: Page) -> None:
        done = self._painted
        if done is None or done.base is not page.base or page.strokes[: len(done.strokes)] != done.strokes:
            self._image.fill(self._paper)
            if page.base is not None:
                self._paint_base(page.base)
            done = Page(page.base)
        self._paint(self._image, page.strokes[len(done.strokes) :])
        self._painted = page

    def _paint_base(self, base: Floats) -> None:
        """Put an image of any size on the paper, as large as it can be with its proportions."""
        alpha = np.ascontiguousarray(np.clip(base, 0, 1) * 255 + 0.5, dtype=np.uint8)
        height, width = alpha.shape
        mask = QImage(alpha.data, width, height, width, QImage.Format.Format_Alpha8)
        scale = self.side / max(height, width)
        place = QRectF(0, 0, width * scale, height * scale)
        place.moveCenter(QPointF(self.side / 2, self.side / 2))
        inked = blank_picture(mask.size(), 1)
        inked.fill(self._ink)
        with QPainter(inked) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
            painter.drawImage(0, 0, mask)
        with QPainter(self._image) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, inked)

    def _paint(self, image: QImage, strokes: tuple[Stroke, ...]) -> None:
        if not strokes:
            return
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(self.side / CANVAS, self.side / CANVAS)
            for stroke in strokes:
                self._paint_stroke(painter, stroke)

    def _paint_stroke(self, painter: QPainter, stroke: Stroke) -> None:
        colour, width = (self._paper, ERASER) if stroke.eraser else (self._ink, PEN)
        pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if len(set(stroke.points)) == 1:
            painter.drawPoint(QPointF(*stroke.points[0]))  # an empty path would leave no dot
        else:
            painter.drawPath(smooth_path(stroke.points))


def ink_values(image: QImage) -> Floats:
    """The ink of a picture painted white on black: (side, side) float32 in [0, 1]."""
    values = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return values[..., 0].astype(np.float32) / np.float32(255)
