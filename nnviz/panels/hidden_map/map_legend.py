"""Which colour is which class; a click shows that class alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.datasets.subject import MNIST, Subject
from nnviz.widgets import theme
from nnviz.widgets.class_colours import class_colour
from nnviz.widgets.hover_cells import HoverCells

_ROW = 15.0  # px, of an entry, if there is room
_DOT, _GAP = 8.0, 5.0  # px, across a dot, and beside it
_LONGEST = 76.0  # px, of a name


@dataclass(frozen=True)
class LegendLayout:
    """Entries from top to bottom, in as many columns as they need."""

    area: QRectF
    count: int
    name_width: float

    @property
    def _per_column(self) -> int:
        return max(math.floor(self.area.height() / _ROW), 1)

    @property
    def columns(self) -> int:
        """How many there are."""
        return math.ceil(self.count / self._per_column)

    @property
    def width(self) -> float:
        """What they all need, px."""
        return self.columns * self._pitch

    @property
    def _pitch(self) -> float:
        return _DOT + _GAP + self.name_width + 2 * _GAP

    def entry(self, label: int) -> QRectF:
        """The place of a class."""
        column, row = divmod(label, self._per_column)
        return QRectF(
            self.area.left() + column * self._pitch, self.area.top() + row * _ROW, self._pitch, _ROW
        )

    def label_at(self, point: QPointF) -> int | None:
        """The class at a point."""
        return next((label for label in range(self.count) if self.entry(label).contains(point)), None)


class Legend(HoverCells, QWidget):
    """The classes of a subject."""

    clicked = Signal(int)  # the label of the class

    def __init__(self) -> None:
        super().__init__()
        self.subject: Subject = MNIST
        self.only: int | None = None  # the class that is shown alone
        self.setAccessibleName("Colours of the classes")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_classes(self, subject: Subject, only: int | None) -> None:
        """Show these classes, one of them perhaps as the only one that is on the map."""
        self.subject, self.only = subject, only
        self._take_width()
        self.update()

    @property
    def legend_layout(self) -> LegendLayout:
        """Where the classes stand."""
        metrics = QFontMetricsF(theme.font(8))
        names = [metrics.horizontalAdvance(name) for name in self.subject.class_names]
        area = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        return LegendLayout(area, self.subject.classes, min(max(names) + 1, _LONGEST))

    def _take_width(self) -> None:
        self.setFixedWidth(math.ceil(self.legend_layout.width))

    def cell_at(self, point: QPointF) -> int | None:
        return self.legend_layout.label_at(point)

    def tip(self, cell: int) -> str:
        if cell == self.only:
            return "Click to show all classes again."
        return f"{self.subject.class_names[cell]}: click to show this class alone."

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 60)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        label = self.cell_at(event.position())
        if label is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(label)

    def paintEvent(self, event: QPaintEvent) -> None:
        place, now = self.legend_layout, theme.colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            for label, name in enumerate(self.subject.class_names):
                entry = place.entry(label)
                is_on = self.only in (None, label)
                dot = QRectF(entry.left() + _GAP, entry.center().y() - _DOT / 2, _DOT, _DOT)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(class_colour(label) if is_on else now.faint)
                painter.drawEllipse(dot)
                painter.setPen(now.text if label == self.hovered_cell else now.muted if is_on else now.faint)
                words = QRectF(dot.right() + _GAP, entry.top(), place.name_width, entry.height())
                short = painter.fontMetrics().elidedText(
                    name, Qt.TextElideMode.ElideRight, round(words.width())
                )
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, short)
