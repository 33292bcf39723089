"""Where everything is in the panel: the curve and the classes at the left, the mini-batches at the right."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from nnviz.widgets.axis import Axis
from nnviz.widgets.bar_chart import BarChart
from nnviz.widgets.fitted import fitted

_TITLE, _GAP = 18.0, 16.0  # px
_LEVELS, _BELOW = 52.0, 18.0  # px left of the curve and below it, for the numbers of its axes
_CURVE = 0.58  # share of the height
_ROW = 48.0  # px, at least
_STEP, _WALK = 92.0, 48.0  # px of a row, before and after its pictures
_PICTURE = 30.0  # px, the height of a row's pictures
_SHARE = 7.0  # px, the bar below a picture
_LEFT = 0.46  # share of the width


@dataclass(frozen=True)
class BiographyLayout:
    """Geometry of the panel within `area`, for pictures of `shape` (rows, columns)."""

    area: QRectF
    shape: tuple[int, int]
    classes: int

    @property
    def left(self) -> QRectF:
        """The column of the curve and of the classes."""
        return QRectF(self.area.left(), self.area.top(), _LEFT * self.area.width() - _GAP, self.area.height())

    @property
    def right(self) -> QRectF:
        """The column of mini-batches."""
        begin = self.area.left() + _LEFT * self.area.width()
        return QRectF(begin, self.area.top(), self.area.right() - begin, self.area.height())

    @property
    def plot(self) -> QRectF:
        """Where the curve is drawn."""
        left = self.left
        height = _CURVE * left.height() - _TITLE - _BELOW
        return QRectF(
            left.left() + _LEVELS, left.top() + _TITLE, left.width() - _LEVELS - 6, max(height, 20.0)
        )

    def axes(self, last: float, low: float, high: float) -> tuple[Axis, Axis]:
        """Examples seen from 0 to `last`, to the right; and values from `low` to `high`, upwards."""
        plot = self.plot
        across = Axis(0.0, last, plot.left(), plot.right())
        return across, Axis(low, high, plot.bottom() - 3, plot.top() + 3)

    @property
    def class_title(self) -> QRectF:
        """Above the bars of the classes."""
        left = self.left
        return QRectF(left.left(), left.top() + _CURVE * left.height() + 2, left.width(), _TITLE)

    def class_bars(self, largest: float) -> BarChart:
        """The shares of the classes, upright, side by side; `largest` fills half of the height."""
        left, top = self.left, self.class_title.bottom()
        area = QRectF(self.plot.left(), top + 2, self.plot.width(), max(left.bottom() - top - 20, 10.0))
        return BarChart(area, self.classes, -largest, largest, gap=3, least=1)

    def class_name(self, label: int, chart: BarChart) -> QRectF:
        """Below a bar."""
        x = chart.area.left() + label * chart.pitch
        return QRectF(x - 10, chart.area.bottom() + 2, chart.pitch + 20, 16)

    @property
    def rows(self) -> int:
        """How many mini-batches can be seen."""
        return max(math.floor((self.right.height() - _TITLE) / _ROW), 1)

    def row(self, index: int) -> QRectF:
        """The place of a mini-batch, the first that can be seen being 0."""
        right = self.right
        height = max((right.height() - _TITLE) / self.rows, 1.0)
        return QRectF(right.left(), right.top() + _TITLE + index * height, right.width(), height)

    def row_at(self, point: QPointF) -> int | None:
        """The row at a point."""
        return next((index for index in range(self.rows) if self.row(index).contains(point)), None)

    def step(self, index: int) -> QRectF:
        """Where a row says which step it is, and what it did."""
        row = self.row(index)
        return QRectF(row.left() + 4, row.top(), _STEP - 8, row.height())

    def walk(self, index: int) -> QRectF:
        """The button at the end of a row."""
        row = self.row(index)
        return QRectF(row.right() - _WALK, row.center().y() - 11, _WALK - 2, 22)

    @property
    def pictures(self) -> int:
        """How many pictures a row has room for."""
        return max(math.floor((self.right.width() - _STEP - _WALK) / (self._picture_width + 5)), 1)

    @property
    def _picture_width(self) -> float:
        rows, columns = self.shape
        return min(max(_PICTURE * columns / rows, 12.0), 2 * _PICTURE)

    def picture(self, index: int, place: int) -> QRectF:
        """One of a row's pictures, from the left."""
        row, width = self.row(index), self._picture_width
        top = row.center().y() - (_PICTURE + _SHARE + 3) / 2
        room = QRectF(row.left() + _STEP + place * (width + 5), top, width, _PICTURE)
        return fitted(room, self.shape)

    def share(self, index: int, place: int) -> QRectF:
        """The bar below it."""
        picture = self.picture(index, place)
        row, width = self.row(index), self._picture_width
        left = row.left() + _STEP + place * (width + 5)
        return QRectF(left, picture.bottom() + 3, width, _SHARE)

    def picture_at(self, index: int, point: QPointF) -> int | None:
        """Which of a row's pictures is at a point; their bars belong to them."""
        for place in range(self.pictures):
            if self.picture(index, place).united(self.share(index, place)).contains(point):
                return place
        return None
