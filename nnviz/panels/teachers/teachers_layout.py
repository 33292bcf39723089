"""Where everything is in the panel: pictures of teachers and misleaders, bars by class, bars over time."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from nnviz.widgets.bar_chart import BarChart

_TITLE, _GAP, _WORDS = 18.0, 14.0, 16.0  # px
_LEFT = 0.46  # share of the width
_LEAST, _MOST = 34.0, 84.0  # px, the side of a picture
_BETWEEN = 6.0
_CLASS_NAMES, _MOMENTS = 16.0, 16.0


@dataclass(frozen=True)
class Tile:
    """A picture with its words below."""

    picture: QRectF
    words: QRectF

    @property
    def whole(self) -> QRectF:
        """Both."""
        return self.picture.united(self.words)


@dataclass(frozen=True)
class TeachersLayout:
    """Geometry of the panel within `area`."""

    area: QRectF

    def _half(self, below: bool) -> QRectF:
        """The upper or the lower half, its title cut off."""
        height = (self.area.height() - _GAP) / 2
        top = self.area.top() + below * (height + _GAP)
        return QRectF(self.area.left(), top + _TITLE, self.area.width(), height - _TITLE)

    def pictures(self, below: bool) -> QRectF:
        """The room of the teachers' pictures or, `below`, of the misleaders'."""
        half = self._half(below)
        return QRectF(half.left(), half.top(), _LEFT * half.width() - _GAP, half.height())

    def pictures_title(self, below: bool) -> QRectF:
        """Its title."""
        return _above(self.pictures(below))

    def chart(self, below: bool) -> QRectF:
        """The room of the bars by class or, `below`, of those over time, without what stands below them."""
        half = self._half(below)
        left = half.left() + _LEFT * half.width()
        under = _MOMENTS if below else _CLASS_NAMES
        return QRectF(left, half.top(), half.right() - left, half.height() - under)

    def chart_title(self, below: bool) -> QRectF:
        """Its title."""
        return _above(self.chart(below))

    @property
    def count(self) -> int:
        """How many pictures there is room for, of either kind."""
        columns, rows, _ = self._grid
        return columns * rows

    @property
    def _grid(self) -> tuple[int, int, float]:
        """Columns and rows that show most, but pictures no smaller than need be; and their side."""
        room = self.pictures(False)
        rows = max(int((room.height() + _BETWEEN) / (_LEAST + _WORDS + _BETWEEN)), 1)
        rows = min(rows, 2)
        side = min((room.height() + _BETWEEN) / rows - _BETWEEN - _WORDS, _MOST)
        side = max(math.floor(side), 8)
        columns = max(int((room.width() + _BETWEEN) / (max(side, _LEAST + 6) + _BETWEEN)), 1)
        return columns, rows, side

    def tile(self, index: int, below: bool) -> Tile:
        """The place of one picture."""
        columns, _, side = self._grid
        room = self.pictures(below)
        row, column = divmod(index, columns)
        width = (room.width() + _BETWEEN) / columns
        left = room.left() + column * width
        top = room.top() + row * (side + _WORDS + _BETWEEN)
        words = QRectF(left, top + side, width - _BETWEEN, _WORDS)
        return Tile(QRectF(left, top, side, side), words)

    def tile_at(self, point: QPointF) -> tuple[bool, int] | None:
        """Whether a misleader, and which one, is there."""
        for below in (False, True):
            for index in range(self.count):
                if self.tile(index, below).whole.contains(point):
                    return below, index
        return None

    def bars(self, below: bool, count: int, low: float, high: float) -> BarChart:
        """Bars by class or, `below`, over time, which run from `low` to `high`."""
        return BarChart(self.chart(below), count, low, high, gap=4.0 if not below else 2.0, least=1.0)

    def name(self, index: int, count: int) -> QRectF:
        """Where a class's name is, below its bar."""
        chart = self.chart(False)
        width = chart.width() / max(count, 1)
        return QRectF(chart.left() + index * width, chart.bottom(), width, _CLASS_NAMES)

    @property
    def moments(self) -> QRectF:
        """The line below the bars over time."""
        chart = self.chart(True)
        return QRectF(chart.left(), chart.bottom(), chart.width(), _MOMENTS)


def _above(room: QRectF) -> QRectF:
    return QRectF(room.left(), room.top() - _TITLE, room.width(), _TITLE - 2)
