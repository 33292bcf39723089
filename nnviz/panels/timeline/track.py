"""The track of the timeline: painted, dragged, and pointed at. What a moment means is not decided here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from nnviz.datasets.subject import MNIST_EXAMPLES
from nnviz.runs.snapshot import Mark
from nnviz.widgets import theme
from nnviz.widgets.axis import TIME_AXIS_MARGINS, Axis
from nnviz.widgets.hover_cells import HoverCells

LEFT, RIGHT = TIME_AXIS_MARGINS
HEIGHT = 32  # px
_LINE = 20.0  # px from the top: the middle of the track
_HANDLE = 6.5  # px, radius
_NEAR = 5.0  # px: so near counts as pointing at a flag
_POINTS_APART = 0.25  # epochs, between points of the curve
_TICK_GAP = 3  # px, at least, between ticks of kept networks


@dataclass(frozen=True)
class TrackState:
    """What the track shows. Moments are counted in examples seen."""

    epoch_size: int = MNIST_EXAMPLES
    epochs: tuple[float, float] = (0.0, 1.0)  # at the left and right end
    newest: int = 0
    shown: int | None = None  # None is live
    marks: tuple[Mark, ...] = ()

    def share(self, examples_seen: float) -> float:
        """How far from the left end to the right end a moment lies; 0 … 1 if in range."""
        return Axis(*self.epochs, 0, 1).share(examples_seen / self.epoch_size)

    @property
    def ends_with_newest(self) -> bool:
        """Whether the right end stands for the newest moment: the curve's next point is only due there."""
        return 0 <= self.newest / self.epoch_size - self.epochs[1] <= _POINTS_APART

    @property
    def handle(self) -> int:
        """Where the handle is."""
        return self.newest if self.shown is None else self.shown


class TimelineTrack(HoverCells, QWidget):
    """A line from the first to the newest step, with a handle at the moment shown and a flag a mark."""

    moved_to = Signal(float)  # examples seen, where the handle was dragged to; may lie beyond the newest
    mark_pressed = Signal(int)  # number of the mark
    rename_requested = Signal(int)
    menu_requested = Signal(int, object)  # number of the mark, and where on the screen (QPoint)

    def __init__(self, explain: Callable[[float], str]) -> None:
        """`explain` puts the moment after that many examples into words."""
        super().__init__()
        self._explain = explain
        self._state = TrackState()
        self._kept: NDArray[np.int64] = np.zeros(1, dtype=np.int64)
        self._is_dragging = False
        self.setObjectName("timeline_track")
        self.setAccessibleName("Moment shown")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(LEFT + RIGHT + 60)

    @property
    def state(self) -> TrackState:
        """What is shown now."""
        return self._state

    @property
    def is_dragging(self) -> bool:
        """Whether the handle is being dragged."""
        return self._is_dragging

    def set_state(self, state: TrackState) -> None:
        """Show this; repainted only if it looks different."""
        before, self._state = self._state, state
        if self._look(before) != self._look(state):
            self.update()

    def set_kept(self, moments: Sequence[int]) -> None:
        """Show a tick where a network is kept."""
        kept = np.asarray(moments, dtype=np.int64)
        if not np.array_equal(kept, self._kept):
            self._kept = kept
            self.update()

    def place_of(self, examples_seen: float) -> float:
        """Pixels from the left at which a moment lies."""
        return self._axis.at(examples_seen / self._state.epoch_size)

    def examples_at(self, x: float) -> float:
        """The moment at that many pixels from the left, as a fractional number of examples."""
        return self._axis.value(x) * self._state.epoch_size

    def mark_at(self, place: QPointF) -> int | None:
        """The number of the mark whose flag is there."""
        if place.y() > _LINE - 3:
            return None
        distances = [abs(self.place_of(mark.examples_seen) + 2 - place.x()) for mark in self._state.marks]
        near = min(range(len(distances)), key=distances.__getitem__, default=None)
        return near if near is not None and distances[near] <= _NEAR else None

    @property
    def _axis(self) -> Axis:
        """The epochs' axis."""
        return Axis(*self._state.epochs, LEFT, LEFT + self._length)

    @property
    def _length(self) -> float:
        return max(self.width() - LEFT - RIGHT, 1)

    def _look(self, state: TrackState) -> tuple[object, ...]:
        """A state as far as it can be seen: training moves the newest moment by less than a pixel a frame."""
        places = (round(2 * self._length * state.share(at)) for at in (state.newest, state.handle))
        return replace(state, newest=0, shown=None if state.shown is None else 0), *places

    def _paint_line(self, painter: QPainter, newest: float, shown: float) -> None:
        now = theme.colours()
        left, right = float(LEFT), LEFT + self._length
        for begin, end, colour in (
            (left, right, now.border),
            (left, min(newest, right), theme.mixed(now.card, now.selected, 0.45)),
            (left, min(shown, right), now.selected),
        ):
            if end > begin:
                painter.setPen(QPen(colour, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(QLineF(begin, _LINE, end, _LINE))

    def _paint_kept(self, painter: QPainter) -> None:
        first, last = (epoch * self._state.epoch_size for epoch in self._state.epochs)
        begin, end = np.searchsorted(self._kept, (first, last))
        places = LEFT + (self._kept[begin:end] - first) * (self._length / max(last - first, 1e-9))
        if not len(places):
            return
        stride = int(np.ceil(_TICK_GAP * len(places) / max(places[-1] - places[0], 1)))
        columns = (
            np.round(places[-begin % stride :: stride]) + 0.5
        )  # the same ones however far it is scrolled
        painter.setPen(QPen(theme.colours().faint, 1))
        painter.drawLines([QLineF(x, _LINE + 5, x, _LINE + 8) for x in columns.tolist()])

    def _paint_marks(self, painter: QPainter) -> None:
        now = theme.colours()
        hovered = None if self.hovered_cell is None else self.mark_at(QPointF(self.hovered_cell, 0))
        for number, mark in enumerate(self._state.marks):
            x = round(self.place_of(mark.examples_seen)) + 0.5
            if LEFT - 1 <= x <= LEFT + self._length + 1:
                _paint_flag(painter, x, now.selected if number == hovered else now.muted)

    def _paint_handle(self, painter: QPainter, x: float) -> None:
        now, live = theme.colours(), self._state.shown is None
        right = LEFT + self._length
        if live and self._state.ends_with_newest:
            x = min(x, right)
        if not LEFT - 1 <= x <= right + 1:  # zoomed away from it: point to where it is
            self._paint_pointer(painter, LEFT - 6.0 if x < LEFT else right + 6.0, -1 if x < LEFT else 1)
            return
        painter.setPen(QPen(now.card, 2))
        painter.setBrush(now.right if live else now.text)
        painter.drawEllipse(QPointF(x, _LINE), _HANDLE, _HANDLE)
        if self.hasFocus():
            painter.setPen(QPen(now.selected, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, _LINE), _HANDLE + 2, _HANDLE + 2)

    def _paint_pointer(self, painter: QPainter, x: float, direction: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().selected)
        tip, back = QPointF(x + 4 * direction, _LINE), x - 3 * direction
        painter.drawPolygon(QPolygonF([tip, QPointF(back, _LINE - 5), QPointF(back, _LINE + 5)]))

    def _drag(self, place: QPointF) -> None:
        self._is_dragging = True
        if place.x() >= LEFT + self._length and self._state.ends_with_newest:
            self.moved_to.emit(float(self._state.newest))
            return
        self.moved_to.emit(self.examples_at(min(max(place.x(), LEFT), LEFT + self._length)))

    def cell_at(self, point: QPointF) -> float | None:
        """The x of the hair line."""
        return point.x() if LEFT <= point.x() <= LEFT + self._length else None

    def tip_at(self, point: QPointF) -> str:
        mark = self.mark_at(point)
        if mark is not None:
            named = self._state.marks[mark]
            return f"{named.name}: {self._explain(named.examples_seen)}\nClick: go there. Right-click: more."
        return self._explain(self.examples_at(point.x()))

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._state
        newest = self.place_of(state.newest)
        shown = self.place_of(state.handle)
        painter = QPainter(self)
        self._paint_kept(painter)
        if self.hovered_cell is not None and not self._is_dragging and self.hovered_cell <= newest:
            painter.setPen(QPen(theme.colours().faint, 1))
            x = round(self.hovered_cell) + 0.5
            painter.drawLine(QLineF(x, 2, x, HEIGHT - 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line(painter, newest, shown)
        self._paint_marks(painter)
        self._paint_handle(painter, shown)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            mark = self.mark_at(event.position())
            if mark is None:
                self._drag(event.position())
            else:
                self.mark_pressed.emit(mark)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self._drag(event.position())
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_dragging = False
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        mark = self.mark_at(event.position())
        if mark is None:
            self.mousePressEvent(event)
        else:
            self.rename_requested.emit(mark)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        mark = self.mark_at(QPointF(event.pos()))
        if mark is not None:
            self.menu_requested.emit(mark, event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _paint_flag(painter: QPainter, x: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1))
    painter.drawLine(QLineF(x, 2, x, _LINE - 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(x, 2), QPointF(x + 7, 5), QPointF(x, 8)]))
