"""The confusion matrix on the screen: where its cells, names and bars lie, and how they are painted."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from nnviz.explain.confusion import Confusion
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import Bar

_NAMES, _FOOT = 16.0, 30.0  # px to the left of the cells, and below
_PER_CENT, _BAR = 46.0, 24.0  # px to the right of them
_NARROW = 340.0  # px: where bars would take the room that the numbers need
_LEAST_FOR_NUMBERS = 20.0, 12.0  # px, of a cell
_STRONG = 0.1  # the share of a class from which a mistake has its full colour


@dataclass(frozen=True)
class MatrixLayout:
    """Rows for the true classes, columns for what is said, one more for no answer if there is any."""

    area: QRectF
    classes: int
    columns: int

    @property
    def cells(self) -> QRectF:
        """Where all cells are."""
        return self.area.adjusted(_NAMES, 0, -self.bar - _PER_CENT, -_FOOT)

    @property
    def bar(self) -> float:
        """How long the bar of an accuracy is, with the gap before it; 0 where there is no room for bars."""
        return _BAR if self.area.width() >= _NARROW else 0.0

    def cell(self, true: int, said: int) -> QRectF:
        """One cell; the last column is for no answer."""
        whole = self.cells
        width, height = whole.width() / self.columns, whole.height() / self.classes
        return QRectF(whole.left() + said * width, whole.top() + true * height, width, height)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """True class and column at a point."""
        whole = self.cells
        if not whole.contains(point) or whole.isEmpty():
            return None
        row = math.floor((point.y() - whole.top()) / whole.height() * self.classes)
        column = math.floor((point.x() - whole.left()) / whole.width() * self.columns)
        return min(row, self.classes - 1), min(column, self.columns - 1)

    def accuracy_bar(self, true: int) -> Bar:
        """The bar of a class's accuracy."""
        cell = self.cell(true, self.columns - 1)
        return Bar(QRectF(cell.right() + 6, cell.center().y() - 1.5, max(self.bar - 6, 0), 3))

    def accuracy_text(self, true: int) -> QRectF:
        """Where it stands as a number."""
        cell = self.cell(true, self.columns - 1)
        return QRectF(cell.right() + self.bar, cell.top(), _PER_CENT, cell.height())

    @property
    def has_room_for_numbers(self) -> bool:
        """Whether numbers can be read in the cells."""
        first, (width, height) = self.cell(0, 0), _LEAST_FOR_NUMBERS
        return first.width() >= width and first.height() >= height


def layout_of(area: QRectF, found: Confusion) -> MatrixLayout:
    """The layout for a matrix: with a column for no answer only if there is one."""
    classes = len(found.counts)
    return MatrixLayout(area, classes, classes + bool(found.counts[:, classes].any()))


def cell_colour(rate: float, right: bool) -> QColor:
    """Green, deeper the more of a class are right; red, deeper the more are taken for that other one."""
    now = theme.colours()
    if not rate > 0:
        return now.field
    share = 0.15 + 0.6 * rate if right else 0.15 + 0.75 * min(math.sqrt(rate / _STRONG), 1.0)
    return theme.mixed(now.field, now.right if right else now.wrong, share)


def cell_text(count: int, rate: float, as_rates: bool) -> str:
    """What stands in a cell: nothing for 0."""
    if not count:
        return ""
    if not as_rates:
        return f"{count}"
    return f"{100 * rate:.0f}" if rate >= 0.0995 else f"{100 * rate:.1f}"


def paint_matrix(
    painter: QPainter,
    layout: MatrixLayout,
    found: Confusion,
    names: tuple[str, ...],
    as_rates: bool,
    framed: tuple[int, int] | None = None,
) -> None:
    """Draw it; `framed` is the cell under the cursor."""
    now, rates = theme.colours(), found.rates
    with_numbers = layout.has_room_for_numbers
    for true in range(layout.classes):
        for said in range(layout.columns):
            rect = layout.cell(true, said)
            inside = rect.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.fillRect(inside, cell_colour(rates[true, said], true == said))
            if with_numbers:
                text = cell_text(int(found.counts[true, said]), float(rates[true, said]), as_rates)
                painter.setPen(now.text)
                painter.setFont(_font_for(text, rect.width() - 1))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.setFont(theme.font(8))
    _paint_names(painter, layout, names)
    _paint_accuracies(painter, layout, found)
    if framed is not None:
        painter.setPen(now.text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(layout.cell(*framed).adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_names(painter: QPainter, layout: MatrixLayout, names: tuple[str, ...]) -> None:
    """The names of the classes beside the rows and below the columns, as far as there is room."""
    painter.setPen(theme.colours().muted)
    metrics = painter.fontMetrics()
    first = layout.cell(0, 0)
    if first.height() >= metrics.height() - 3:
        for true, name in enumerate(names):
            cell = layout.cell(true, 0)
            rect = QRectF(layout.area.left(), cell.top(), _NAMES - 4, cell.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _short(name))
    below = layout.cells.bottom() + 1
    if first.width() >= metrics.horizontalAdvance("0") + 2:
        for said in range(layout.columns):
            cell = layout.cell(layout.classes - 1, said)
            rect = QRectF(cell.left(), below, cell.width(), _FOOT / 2)
            painter.drawText(
                rect, Qt.AlignmentFlag.AlignCenter, _short(names[said]) if said < len(names) else "?"
            )
    foot = QRectF(layout.cells.left(), below + _FOOT / 2, layout.cells.width(), _FOOT / 2)
    painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, "row: what it is · column: what it says")


def _paint_accuracies(painter: QPainter, layout: MatrixLayout, found: Confusion) -> None:
    now, height = theme.colours(), painter.fontMetrics().height()
    for true, accuracy in enumerate(found.class_accuracy):
        if math.isnan(accuracy):
            continue
        if layout.bar:
            layout.accuracy_bar(true).paint(painter, accuracy, now.right, now.field)
        if layout.cell(true, 0).height() >= height - 3:
            painter.setPen(now.text)
            at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(layout.accuracy_text(true), at_right, f"{100 * accuracy:.1f} %")


def _font_for(text: str, width: float) -> QFont:
    """The largest font in which a number fits its cell."""
    for points in (8.0, 7.25, 6.5):
        font = theme.font(points)
        if QFontMetricsF(font).horizontalAdvance(text) <= width:
            break
    return font


def _short(name: str) -> str:
    return name if len(name) <= 2 else name[:1]
