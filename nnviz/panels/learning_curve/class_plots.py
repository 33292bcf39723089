"""The accuracy of each class as a small curve of its own: where the curves lie, and how they are painted.

Time is logarithmic: nearly all is learned in the first epoch, which would else be a pixel or two wide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from nnviz.arrays import Floats
from nnviz.explain.class_curves import LEARNED
from nnviz.panels.learning_curve.other_runs import FAINT
from nnviz.panels.learning_curve.plot_painter import paint_dot
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis

_HEAD, _FOOT = 17.0, 15.0  # px above a curve, for the class and its accuracy, and below, for when
_GAP = 10.0  # px between two curves
_SHAPE = 1.5  # times as wide as high looks best
_LOW = 46.0  # px: what is lower has no words below


@dataclass(frozen=True)
class ClassGrid:
    """A place for each class, row by row."""

    area: QRectF
    classes: int

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        return min(range(1, self.classes + 1), key=self._unlikeness)

    def _unlikeness(self, columns: int) -> float:
        """How far curves in that many columns are from the shape that looks best."""
        rows = math.ceil(self.classes / columns)
        width, height = self.area.width() / columns, self.area.height() / rows
        empty = rows * columns / self.classes
        return abs(math.log(max(width, 1) / max(height, 1) / _SHAPE)) + math.log(empty)

    def place(self, which: int) -> QRectF:
        """All that is of one class."""
        columns = self.columns
        row, column = divmod(which, columns)
        width, height = self.area.width() / columns, self.area.height() / math.ceil(self.classes / columns)
        left, top = self.area.left() + column * width, self.area.top() + row * height
        return QRectF(left, top, width, height)

    def plot(self, which: int) -> QRectF:
        """Where its curve is."""
        place = self.place(which)
        foot = _FOOT if place.height() >= _LOW else 2.0
        return place.adjusted(_GAP / 2, _HEAD, -_GAP / 2, -foot)

    def class_at(self, point: QPointF) -> int | None:
        """The class at a point."""
        if not self.classes or self.area.isEmpty():
            return None
        return next((k for k in range(self.classes) if self.place(k).contains(point)), None)


@dataclass(frozen=True, eq=False)
class ClassGhost:
    """Another run, faintly beside."""

    colour: QColor
    examples: Floats  # (k,) of its points, as many as the run shown has in the same share of an epoch
    by_class: Floats  # (k, classes)


@dataclass(frozen=True, eq=False)
class ClassCurves:
    """What there is to paint."""

    examples: Floats  # (k,) of the points, rising from 0
    overall: Floats  # (k,) test accuracy, in [0, 1]
    by_class: Floats  # (k, classes) of each class, NaN where not measured
    learned: Sequence[int]  # index of the point at which each was learned, −1 if it was not
    when: Sequence[str]  # the same in words, nothing if it was not

    @property
    def across(self) -> tuple[float, float]:
        """The examples at the left and right end. No example has no logarithm: it lies at the left end."""
        later = self.examples[1:]
        if len(later) < 2:
            return 1.0, max(float(self.examples.max(initial=2)), 2.0)
        return float(later[0]) * float(later[0]) / float(later[1]), float(later[-1])

    def at(self, plot: QRectF, examples: float, share: float) -> QPointF:
        """Where a share of right answers lies after that many examples."""
        first, last = self.across
        across = Axis(first, last, plot.left(), plot.right(), logarithmic=True)
        return QPointF(across.at(max(examples, first)), Axis(0, 1, plot.bottom(), plot.top()).at(share))

    def line(self, plot: QRectF, shares: Floats) -> list[QPointF]:
        """A curve's points on the screen, without those that were not measured."""
        return self._line(plot, self.examples, shares)

    def ghost_line(self, plot: QRectF, ghost: ClassGhost, which: int) -> list[QPointF]:
        """The same of another run, as far as this one's curve goes."""
        return self._line(plot, ghost.examples, ghost.by_class[:, which])

    def _line(self, plot: QRectF, examples: Floats, shares: Floats) -> list[QPointF]:
        known = np.flatnonzero(np.isfinite(shares) & (examples <= self.across[1])).tolist()
        return [self.at(plot, float(examples[k]), float(shares[k])) for k in known]


def paint_class(
    painter: QPainter,
    grid: ClassGrid,
    which: int,
    curves: ClassCurves,
    *,
    ghosts: Sequence[ClassGhost],
    title: tuple[str, str],
    moment: int,
) -> None:
    """One class: its name and what it has now, its curve above that of all, and when it was learned.

    `ghosts` are below. `moment`: the examples after which there is a mark, for the moment shown; −1 for none.
    """
    now, plot = theme.colours(), grid.plot(which)
    painter.setPen(QPen(now.border, 1))
    for share in (0.0, 1.0):
        y = round(curves.at(plot, 1, share).y()) + 0.5
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
    painter.setPen(QPen(now.faint, 1, Qt.PenStyle.DotLine))
    y = round(curves.at(plot, 1, LEARNED).y()) + 0.5
    painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
    if moment >= 0:
        x = curves.at(plot, moment, 0).x()
        painter.setPen(QPen(now.selected, 1.5))
        painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))
    for ghost in ghosts:
        painter.setPen(QPen(theme.mixed(ghost.colour, now.card, FAINT), 1))
        painter.drawPolyline(QPolygonF(curves.ghost_line(plot, ghost, which)))
    for shares, colour, width in (
        (curves.overall, now.muted, 1.0),
        (curves.by_class[:, which], now.right, 2.0),
    ):
        painter.setPen(QPen(colour, width))
        painter.drawPolyline(QPolygonF(curves.line(plot, shares)))
    learned = curves.learned[which]
    if learned >= 0:
        x, y = float(curves.examples[learned]), float(curves.by_class[learned, which])
        paint_dot(painter, curves.at(plot, x, y), now.right)
    _paint_words(painter, grid.place(which), plot, title, curves.when[which])


def _paint_words(painter: QPainter, place: QRectF, plot: QRectF, title: tuple[str, str], when: str) -> None:
    now, (name, accuracy) = theme.colours(), title
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    middle = Qt.AlignmentFlag.AlignVCenter
    head = QRectF(plot.left(), place.top(), plot.width(), _HEAD)
    painter.setFont(theme.font(8.5))
    painter.setPen(now.muted)
    painter.drawText(head, right | middle, accuracy)
    room = head.width() - painter.fontMetrics().horizontalAdvance(accuracy) - 4
    painter.setFont(theme.font(9, QFont.Weight.DemiBold))
    painter.setPen(now.text)
    painter.drawText(head, left | middle, _elided(painter, name, room))
    if place.height() >= _LOW:
        painter.setFont(theme.font(8))
        painter.setPen(now.muted)
        foot = QRectF(plot.left(), plot.bottom() + 1, plot.width() + _GAP / 2, _FOOT - 1)
        if painter.fontMetrics().horizontalAdvance(when) > foot.width():
            when = when.partition(" by ")[2]  # the step alone: at 90 % there is a line
        painter.drawText(foot, left | middle, _elided(painter, when, foot.width()))


def _elided(painter: QPainter, text: str, room: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
