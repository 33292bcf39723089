"""Under the cursor: one number, its small sum spelled out with the indices, and who added most to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.datasets.subject import Subject
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.full_size import full_size
from nnviz.explain.number_markup import figure
from nnviz.explain.small_sums import SmallSum, small_sum
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.explanations import explain_all
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import BarChart
from nnviz.widgets.colour_scale import ColourScale
from nnviz.widgets.fitted import fitted
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.formula.typeset import fitting

_MARGIN = 12
_FORMULA, _NUMBERS = 16, 14  # px
_TILES = 6
_DEPTH = 4  # sums spelled out one below the other, as far as there is room


class CursorView(QWidget):
    """Paints the spelled-out sum of one number; its plain text is the widget's accessible description."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk_cursor")
        self.setAccessibleName("Under the cursor")
        self.setMinimumHeight(120)
        self._walk: Walk | None = None
        self._sum: SmallSum | None = None

    @property
    def spelled(self) -> SmallSum | None:
        """The sum shown."""
        return self._sum

    def show_entry(self, walk: Walk, entry: Entry) -> SmallSum:
        """Spell out a number; returns the sum, whose sources are to be lit."""
        self._walk, self._sum = walk, small_sum(walk, entry)
        spoken = " ".join(plain(line) for line in self._sum.lines)
        self.setAccessibleDescription(f"{self._sum.name}: {spoken}. {self._sum.note}")
        self.setToolTip(explain_all((entry, *self._sum.sources), walk.architecture))
        self.update()
        return self._sum

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sum is None or self._walk is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom, found = 4.0, self._sum
        for _ in range(_DEPTH):
            bottom = self._paint_lines(painter, found.lines, bottom)
            if found.note:
                bottom = self._paint_note(painter, found.note, bottom)
            if found.further is None or bottom > self.height() - 40:
                break
            found = small_sum(self._walk, found.further)
        if found.summands is not None:
            self._paint_summands(painter, found, bottom)

    def _paint_lines(self, painter: QPainter, lines: Sequence[str], y: float) -> float:
        now = theme.colours()
        for line in lines:
            is_numbers = line.startswith("=")
            made = fitting(line, _NUMBERS if is_numbers else _FORMULA, self.width() - 2 * _MARGIN)
            ascent, descent = max(made.ascent, 12), max(made.descent, 3)
            if y + ascent + descent > self.height():
                break
            indent = 10 if is_numbers and made.width < self.width() - 2 * _MARGIN - 10 else 0
            made.paint(painter, _MARGIN + indent, y + ascent, now.muted if is_numbers else now.text)
            y += ascent + descent + 6
        return y

    def _paint_note(self, painter: QPainter, note: str, top: float) -> float:
        painter.setPen(theme.colours().muted)
        painter.setFont(theme.font(8.5))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        room = QRectF(_MARGIN, top, self.width() - 2 * _MARGIN, max(self.height() - top, 0))
        needed = painter.boundingRect(room, wrap, note)
        if needed.height() > room.height() + 2:
            return top
        painter.drawText(room, wrap, note)
        return top + needed.height() + 4

    def _paint_summands(self, painter: QPainter, found: SmallSum, top: float) -> None:
        room = self.height() - top - 4
        if room < 44 or found.summands is None or self._walk is None:
            return
        painter.setFont(theme.font(8.5))
        painter.setPen(theme.colours().muted)
        titles = {1: "what each pixel adds", self._walk.layers: "what each output adds"}
        painter.drawText(
            QRectF(_MARGIN, top, self.width(), 14), titles.get(found.summands_layer, "who pushed it there")
        )
        area = QRectF(_MARGIN, top + 16, self.width() - 2 * _MARGIN, room - 18)
        if found.summands_layer == 1:
            self._paint_image(painter, found, self._walk.subject, area)
        elif found.summands_layer == self._walk.layers:
            self._paint_columns(painter, found, area)
        else:
            self._paint_tiles(painter, found, area)

    def _paint_image(self, painter: QPainter, found: SmallSum, subject: Subject, area: QRectF) -> None:
        assert found.summands is not None
        side = min(area.height(), area.width(), 150.0)
        scale = ColourScale.of(found.summands)
        place = fitted(QRectF(area.left(), area.top(), side, side), subject.shape)
        scale.tiles(subject.laid_out(found.summands)).paint(painter, place)
        painter.setPen(theme.colours().muted)
        text = f"{scale.words}\npixels together: {figure(float(found.summands.sum()), True)}"
        painter.drawText(QRectF(area.left() + side + 10, area.top(), area.width() - side - 10, 40), text)

    def _paint_columns(self, painter: QPainter, found: SmallSum, area: QRectF) -> None:
        assert found.summands is not None
        full = full_size(found.summands)
        columns = QRectF(area.left(), area.top(), area.width(), min(area.height() - 14, 60.0))
        chart = BarChart(columns, len(found.summands), -full, full, gap=4, least=1)
        for j, value in enumerate(found.summands.tolist()):
            chart.bar(j).paint(painter, value, theme.signed_colour(value))
            painter.setPen(theme.colours().muted)
            slot = chart.slot(j)
            below = QRectF(slot.left(), slot.bottom(), slot.width(), 14)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(j))

    def _paint_tiles(self, painter: QPainter, found: SmallSum, area: QRectF) -> None:
        """The units that add most, by the images of their weights if they have any."""
        assert found.summands is not None
        assert self._walk is not None
        now, its = theme.colours(), self._walk.subject
        strongest = np.argsort(-np.abs(np.nan_to_num(found.summands)), kind="stable")[:_TILES]
        pitch = area.width() / _TILES
        first = found.summands_layer == 2
        side = min(pitch - 6, area.height() - 30, 56.0) if first else 0.0
        side = max(side, 0.0)
        for at, unit in enumerate(strongest):
            left = area.left() + at * pitch
            if side > 14:
                weights = self._walk.array(Quantity.WEIGHT, 2)[unit]
                if first:
                    place = fitted(QRectF(left + (pitch - side) / 2, area.top(), side, side), its.shape)
                    ColourScale.of(weights).tiles(its.laid_out(weights)).paint(painter, place)
            centre = Qt.AlignmentFlag.AlignCenter
            painter.setFont(theme.font(8.5, QFont.Weight.DemiBold))
            painter.setPen(theme.signed_colour(found.summands[unit]))
            figures = figure(float(found.summands[unit]), True)
            painter.drawText(QRectF(left, area.top() + side + 1, pitch, 14), centre, figures)
            painter.setFont(theme.font(7.5))
            painter.setPen(now.muted)
            painter.drawText(QRectF(left, area.top() + side + 14, pitch, 14), centre, f"unit {unit}")
