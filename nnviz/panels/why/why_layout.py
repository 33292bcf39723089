"""Where everything is in the panel: a picture, a list of bars, and two smaller pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from nnviz.widgets.bar_chart import Bar
from nnviz.widgets.fitted import fitted

_TITLE, _CAPTION, _GAP = 18.0, 47.0, 16.0  # px
_ROW = 18.0
_NAME, _NUMBER = 62.0, 58.0  # px of a row, before and after its bar
_EXTRA_ROWS = 3  # the others, the bias, and the sum
_LEFT, _MIDDLE = 0.36, 0.38  # shares of the width


@dataclass(frozen=True)
class WhyLayout:
    """Geometry of the panel within `area`, for pictures of `shape` (rows, columns)."""

    area: QRectF
    shape: tuple[int, int]

    def _column(self, begin: float, share: float) -> QRectF:
        width = self.area.width()
        return QRectF(
            self.area.left() + begin * width, self.area.top(), share * width - _GAP, self.area.height()
        )

    @property
    def left(self) -> QRectF:
        """The column of the input image."""
        return self._column(0, _LEFT)

    @property
    def middle(self) -> QRectF:
        """The column of bars."""
        return self._column(_LEFT, _MIDDLE)

    @property
    def right(self) -> QRectF:
        """The column of the other pictures."""
        return self._column(_LEFT + _MIDDLE, 1 - _LEFT - _MIDDLE)

    @property
    def image(self) -> QRectF:
        """The input image, between its title and the words below it."""
        return fitted(self.left.adjusted(0, _TITLE, 0, -_CAPTION), self.shape)

    @property
    def image_words(self) -> QRectF:
        """The words below the input image."""
        left = self.left
        return QRectF(left.left(), left.bottom() - _CAPTION + 2, left.width(), _CAPTION - 2)

    def small(self, which: int) -> QRectF:
        """One of the two smaller pictures, 0 above and 1 below, each under its title."""
        right = self.right
        half = right.height() / 2
        room = QRectF(right.left(), right.top() + which * half, right.width(), half)
        return fitted(room.adjusted(0, _TITLE, 0, -6), self.shape)

    def small_title(self, which: int) -> QRectF:
        """Its title."""
        right = self.right
        return QRectF(right.left(), right.top() + which * right.height() / 2, right.width(), _TITLE)

    @property
    def rows(self) -> int:
        """How many units have a row of their own."""
        return max(math.floor((self.middle.height() - _TITLE) / _ROW) - _EXTRA_ROWS, 1)

    def row(self, index: int) -> QRectF:
        """A row of the list: first the units, then the others, the bias and the sum."""
        middle = self.middle
        return QRectF(middle.left(), middle.top() + _TITLE + index * _ROW, middle.width(), _ROW)

    def row_at(self, point: QPointF) -> int | None:
        """The unit's row at a point."""
        for index in range(self.rows):
            if self.row(index).contains(point):
                return index
        return None

    def bar(self, index: int, largest: float) -> Bar:
        """The bar of a row, from the middle: `largest` fills either half."""
        row = self.row(index)
        track = row.adjusted(_NAME, 4, -_NUMBER, -4)
        return Bar(track, -largest, largest, least=1)

    def name(self, index: int) -> QRectF:
        """Where a row says what it is of."""
        row = self.row(index)
        return QRectF(row.left(), row.top(), _NAME - 4, row.height())

    def number(self, index: int) -> QRectF:
        """Where a row has its number."""
        row = self.row(index)
        return QRectF(row.right() - _NUMBER + 4, row.top(), _NUMBER - 4, row.height())
