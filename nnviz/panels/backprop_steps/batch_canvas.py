"""The gradients of a mini-batch painted: a column a digit, agreeing and disagreeing, and their average."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.mini_batch import SHOWN, MiniBatchWalk
from nnviz.explain.number_markup import figure
from nnviz.panels.backprop_steps.batch_picture import BatchPictures, batch_pictures
from nnviz.panels.backprop_steps.batch_words import batch_words
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import Bar
from nnviz.widgets.fitted import fitted
from nnviz.widgets.formula.typeset import fitting
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles

_HEAD = 84.0  # px at the left for the rows' names
_ROWS = ("digit", "unit", "block", "agreement")
_BELOW_DIGIT = 34.0  # px for what it is and what it costs


class BatchCanvas(HoverCells, QWidget):
    """Rows of pictures, a column a digit; the last column is what is left when they are averaged."""

    nowhere = hovered_cell = -1
    digit_clicked = Signal(int)  # which of the mini-batch

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk_batch")
        self.setAccessibleName("The gradients of the mini-batch, image by image")
        self.setMinimumSize(300, 220)
        self.unit = 0
        self._batch: MiniBatchWalk | None = None
        self._pictures: BatchPictures | None = None

    def show_batch(self, batch: MiniBatchWalk, unit: int) -> None:
        """Show a mini-batch, and in it the gradients of this hidden unit."""
        self._batch, self.unit = batch, unit
        self._pictures = batch_pictures(batch, unit)
        self.setAccessibleDescription(batch_words(batch))
        self.update()

    def clear(self) -> None:
        """Show nothing, while a mini-batch is being computed."""
        self._batch = self._pictures = None
        self.hovered_cell = self.nowhere
        self.update()

    def apply_theme(self) -> None:
        """Take the colours of the scheme that holds now: the pictures are made of them."""
        if self._batch is not None:
            self.show_batch(self._batch, self.unit)

    @property
    def _columns(self) -> int:
        assert self._batch is not None
        return min(len(self._batch), SHOWN)

    def _cell(self, row: str, column: float, wide: float = 1.0) -> QRectF:
        """A place in the table; the average stands half a column apart from the digits."""
        pitch = (self.width() - _HEAD - 8) / (self._columns + 1.9)
        heights = self._heights(pitch)
        above = sum(heights[name] for name in _ROWS[: _ROWS.index(row)])
        x = _HEAD + (column if column < self._columns else self._columns + 0.4) * pitch
        return QRectF(x, 4 + above, pitch * wide, heights[row])

    def _heights(self, pitch: float) -> dict[str, float]:
        """Squares are as high as wide; the output layer's blocks take what is left."""
        free = self.height() - 8
        digit, unit = min(pitch, free * 0.26) + _BELOW_DIGIT, min(pitch, free * 0.24) + 4
        agreement = max(44.0, min(pitch, free * 0.2))
        block = free - digit - unit - agreement
        return {"digit": digit, "unit": unit, "block": block, "agreement": agreement}

    def cell_at(self, point: QPointF) -> int:
        if self._batch is None:
            return -1
        for column in range(self._columns + 1):
            cell = self._cell("digit", column, 1.5 if column == self._columns else 1.0)
            if cell.left() <= point.x() < cell.right():
                return column
        return -1

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._batch is None or self._pictures is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_hover(painter)
        self._paint_names(painter)
        for x in range(self._columns):
            self._paint_digit(painter, x)
        self._paint_average(painter)

    def _paint_hover(self, painter: QPainter) -> None:
        if not 0 <= self.hovered_cell < self._columns:
            return
        top, bottom = self._cell("digit", self.hovered_cell), self._cell("agreement", self.hovered_cell)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.translucent(theme.colours().selected, 0.14))
        painter.drawRoundedRect(top.united(bottom), theme.RADIUS, theme.RADIUS)

    def _paint_names(self, painter: QPainter) -> None:
        assert self._batch is not None
        assert self._pictures is not None
        last = len(self._batch.network.sizes)
        heads = {
            "digit": (r"a^1", f"the {self._batch.subject.noun}", "cost C"),
            "unit": (
                rf"\partial C/\partial w^2_{{{self.unit}}}",
                f"into unit {self.unit}",
                self._unit_scale(),
            ),
            "block": (
                rf"\partial C/\partial w^{{{last}}}",
                "all outputs",
                f"±{figure(self._pictures.block_full)}",
            ),
            "agreement": (r"\cos", "with the step", "−1 … 1"),
        }
        for row, (markup, first, second) in heads.items():
            self._paint_name(painter, self._cell(row, 0), markup, first, second)

    def _unit_scale(self) -> str:
        assert self._pictures is not None
        return f"±{figure(self._pictures.unit_full)}"

    def _paint_name(self, painter: QPainter, cell: QRectF, markup: str, first: str, second: str) -> None:
        now = theme.colours()
        middle = cell.center().y()
        if markup == r"\cos":
            painter.setPen(now.text)
            painter.setFont(theme.maths_font(16))
            painter.drawText(QPointF(8, middle - 6), "cos")
        else:
            fitting(markup, 16, _HEAD - 14).paint(painter, 8, middle - 8, now.text)
        painter.setFont(theme.font(7.5))
        painter.setPen(now.muted)
        painter.drawText(QRectF(8, middle - 2, _HEAD, 14), first)
        painter.drawText(QRectF(8, middle + 11, _HEAD, 14), second)

    def _paint_digit(self, painter: QPainter, x: int) -> None:
        assert self._batch is not None
        assert self._pictures is not None
        now, batch = theme.colours(), self._batch
        cell = self._cell("digit", x)
        place = _square(cell.adjusted(3, 2, -3, 2 - _BELOW_DIGIT))
        digit = self._pictures.digits[x]
        digit.paint(painter, fitted(place, digit.tiles.shape[1:]))
        right = batch.predictions[x] == batch.labels[x]
        painter.setPen(now.right if right else now.wrong)
        painter.setFont(theme.font(8, QFont.Weight.DemiBold))
        centre = Qt.AlignmentFlag.AlignCenter
        names = batch.subject.class_names
        is_it, says = names[batch.labels[x]], names[batch.predictions[x]]
        text = is_it if right else f"{is_it}, says {says}"
        painter.drawText(QRectF(cell.left() - 6, place.bottom() + 1, cell.width() + 12, 14), centre, text)
        painter.setPen(now.muted)
        painter.setFont(theme.font(7.5))
        cost = figure(float(batch.costs[x]))
        painter.drawText(QRectF(cell.left() - 6, place.bottom() + 14, cell.width() + 12, 13), centre, cost)
        self._paint_image(painter, self._cell("unit", x), self._pictures.unit[x], square=True)
        self._paint_image(painter, self._cell("block", x), self._pictures.block[x], square=False)
        self._paint_cosine(painter, self._cell("agreement", x), float(batch.agreement_with_step[x]))

    def _paint_image(self, painter: QPainter, cell: QRectF, image: ImageTiles, square: bool) -> None:
        inner = cell.adjusted(3, 3, -3, -4)
        place = fitted(inner, image.tiles.shape[1:]) if square else inner
        image.paint(painter, place)
        painter.setPen(QPen(theme.colours().border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)

    def _paint_cosine(self, painter: QPainter, cell: QRectF, cosine: float) -> None:
        now = theme.colours()
        track = QRectF(cell.left() + 4, cell.top() + 6, cell.width() - 8, 9)
        colour = now.right if cosine >= 0 else now.wrong
        Bar(track, low=-1).paint(painter, cosine, colour, now.field, radius=2)
        painter.setPen(now.text)
        painter.setFont(theme.font(8))
        where = QRectF(cell.left() - 6, track.bottom() + 1, cell.width() + 12, 14)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, f"{cosine:+.2f}".replace("-", "−"))

    def _paint_average(self, painter: QPainter) -> None:
        assert self._batch is not None
        assert self._pictures is not None
        now, batch, end = theme.colours(), self._batch, self._columns
        cell = self._cell("digit", end, 1.5)
        painter.setPen(QPen(now.faint, 1))
        x = cell.left() - cell.width() * 0.13
        painter.drawLine(QPointF(x, 8), QPointF(x, self.height() - 8))
        head = fitting(r"\frac{1}{m}\sum_{x} \nabla C_x", 18, cell.width())
        head.paint(painter, cell.left(), cell.top() + 30, now.text)
        painter.setFont(theme.font(7.5))
        painter.setPen(now.muted)
        below = QRectF(cell.left(), cell.top() + 54, cell.width(), cell.height() - 56)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, flags, _fitting_words(painter, below, flags, _kept_words(batch)))
        self._paint_image(painter, self._cell("unit", end, 1.5), self._pictures.unit[-1], square=True)
        self._paint_image(painter, self._cell("block", end, 1.5), self._pictures.block[-1], square=False)
        place = _square(self._cell("agreement", end, 1.5).adjusted(3, 2, -3, -15))
        self._pictures.agreement.paint(painter, place)
        painter.setPen(now.muted)
        below = QRectF(cell.left() - 8, place.bottom() + 1, cell.width() + 16, 13)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "each with each")

    def move_by(self, step: int) -> None:
        """Point at the digit that many columns on, as a key asks."""
        if self._batch is not None:
            self.hovered_cell = (self.hovered_cell + step) % self._columns if self.hovered_cell >= 0 else 0
            self.update()

    def choose(self) -> None:
        """Do what a click on the digit pointed at does."""
        if self._batch is not None and 0 <= self.hovered_cell < self._columns:
            self.digit_clicked.emit(self.hovered_cell)

    def tip_at(self, point: QPointF) -> str:
        column, batch = self.cell_at(point), self._batch
        if batch is None:
            return ""
        if column == self.nowhere:
            return "Each column is one image of the mini-batch; each row one part of its gradient."
        its = batch.subject
        if column == self._columns:
            return (
                f"The average of all {len(batch):,} gradients: times −η it is the one step that the "
                "mini-batch takes."
            )
        return (
            f"Training {its.noun} {batch.indices[column]}, {its.a(int(batch.labels[column]))}: cost C = "
            f"{figure(float(batch.costs[column]))}, cosine between its gradient and the step "
            f"{batch.agreement_with_step[column]:+.2f}. Click to walk through it."
        ).replace("-", "−")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        column = self.cell_at(event.position())
        if self._batch is not None and 0 <= column < self._columns:
            self.digit_clicked.emit(column)
        else:
            super().mousePressEvent(event)


def _kept_words(batch: MiniBatchWalk) -> tuple[str, ...]:
    """How much of the gradients is left in their average, in wordings from the longest to the shortest."""
    whose = "their average" if len(batch) <= SHOWN else f"the average of all {len(batch):,}"
    left = f"{batch.kept:.0%} of the length is left"
    return f"{whose}: {left}", left, f"{batch.kept:.0%} left"


def _fitting_words(painter: QPainter, area: QRectF, flags: int, wordings: Sequence[str]) -> str:
    """The first that has room there, or else the last."""
    fits = (words for words in wordings if area.contains(painter.boundingRect(area, flags, words)))
    return next(fits, wordings[-1])


def _square(area: QRectF) -> QRectF:
    side = max(min(area.width(), area.height()), 1.0)
    return QRectF(area.left() + (area.width() - side) / 2, area.top(), side, side)
