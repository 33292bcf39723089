"""The outputs for the drawing over the whole run as curves: a line for each class, in its colour."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.number_markup import figure
from nnviz.panels.drawing_pad.lab_words import time_words
from nnviz.runs.outputs_over_time import OutputsOverTime
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below
from nnviz.widgets.class_colours import class_colour
from nnviz.widgets.hover_cells import HoverCells

_LEFT, _RIGHT, _TITLE, _FOOT = 30.0, 22.0, 18.0, 18.0  # px around the plot
_APART = 11.0  # px between two names at the right
_EPOCH = 34.0  # px at the right end for the word
_NAMED_FROM = 0.1  # an output that ends below this is not named


def plot_axes(width: float, height: float, last: int) -> tuple[Axis, Axis]:
    """Of examples seen, from 0 to `last`, and of outputs, from 0 to 1."""
    across = Axis(0, max(last, 1), _LEFT, max(width - _RIGHT, _LEFT + 1))
    return across, Axis(0, 1, max(height - _FOOT, _TITLE + 1), _TITLE + 4)


def lines(over_time: OutputsOverTime, axes: tuple[Axis, Axis]) -> list[QPolygonF]:
    """The line of each output."""
    across, up = axes
    xs = across.places(over_time.examples_seen.astype(np.float64)).tolist()
    heights = up.places(np.clip(np.nan_to_num(over_time.outputs.astype(np.float64)), 0, 1))
    return [QPolygonF(list(map(QPointF, xs, ys.tolist()))) for ys in heights.T]


class TimePlot(HoverCells, QWidget):
    """A moment of it can be pointed at."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("outputs_over_time")
        self.setAccessibleName("What the network said of the drawing, from the start of the run")
        self.over_time: OutputsOverTime | None = None
        self._subject = MNIST
        self._label: int | None = None
        self._epoch_size, self._now = 1, 0

    def show_over_time(self, over_time: OutputsOverTime | None, subject: Subject, epoch_size: int) -> None:
        """Show it; None if there is no drawing."""
        self.over_time, self._subject, self._epoch_size = over_time, subject, max(epoch_size, 1)
        self.hovered_cell = None
        self.setAccessibleDescription(self.words)
        self.update()

    def show_now(self, examples_seen: int, label: int | None) -> None:
        """Which moment all panels show, and what the drawing is, if anybody knows."""
        if (examples_seen, label) != (self._now, self._label):
            self._now, self._label = examples_seen, label
            self.update()

    @property
    def words(self) -> str:
        """The title."""
        return time_words(self.over_time, self._subject, self._epoch_size)

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The plot's."""
        last = int(self.over_time.examples_seen[-1]) if self.over_time is not None else 0
        return plot_axes(self.width(), self.height(), max(last, self._now))

    def cell_at(self, point: QPointF) -> int | None:
        if self.over_time is None or not _TITLE < point.y() < self.height():
            return None
        xs = self.axes[0].places(self.over_time.examples_seen.astype(np.float64))
        return int(np.abs(xs - point.x()).argmin())

    def tip(self, cell: int) -> str:
        assert self.over_time is not None
        outputs, names = self.over_time.outputs[cell], self._subject.class_names
        order = np.argsort(-np.nan_to_num(outputs), kind="stable")[:3].tolist()
        epoch = self.over_time.examples_seen[cell] / self._epoch_size
        said = ", ".join(f"{names[label]}: {figure(float(outputs[label]))}" for label in order)
        return f"Epoch {epoch:.2f}: {said}."

    def paintEvent(self, event: QPaintEvent) -> None:
        now, (across, up) = theme.colours(), self.axes
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8.5))
            painter.setPen(now.text)
            title = painter.fontMetrics().elidedText(
                self.words, Qt.TextElideMode.ElideRight, max(self.width(), 1)
            )
            painter.drawText(QRectF(0, 0, self.width(), _TITLE - 2), title)
            painter.setFont(theme.font(8))
            for value, text in ((0.0, "0"), (0.5, "0.5"), (1.0, "1")):
                painter.setPen(now.border)
                painter.drawLine(QLineF(across.begin, up.at(value), across.end, up.at(value)))
                painter.setPen(now.muted)
                room = QRectF(0, up.at(value) - 8, _LEFT - 5, 16)
                painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            self._paint_epochs(painter, across, up)
            if self.over_time is not None:
                self._paint_lines(painter, self.over_time, (across, up))

    def _paint_epochs(self, painter: QPainter, across: Axis, up: Axis) -> None:
        epochs = Axis(0, across.high / self._epoch_size, across.begin, across.end)
        ticks = [tick for tick in epochs.ticks(5) if epochs.at(tick[0]) < across.end - _EPOCH]
        paint_below(painter, epochs, ticks, up.begin)
        room = QRectF(across.end - 50, up.begin + 2, 72, 16)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "epoch")

    def _paint_lines(self, painter: QPainter, over_time: OutputsOverTime, axes: tuple[Axis, Axis]) -> None:
        now, (across, up) = theme.colours(), axes
        lowest = up.begin
        for label, line in enumerate(lines(over_time, axes)):
            painter.setPen(QPen(class_colour(label), 2.4 if label == self._label else 1.3))
            painter.drawPolyline(line)
        ends = over_time.outputs[-1]
        for label in np.argsort(np.nan_to_num(ends), kind="stable").tolist():
            if ends[label] >= _NAMED_FROM:
                y = min(up.at(min(float(ends[label]), 1.0)), lowest - _APART)
                painter.setPen(class_colour(label))
                room = QRectF(across.end + 4, y - 8, _RIGHT - 4, 16)
                name = self._subject.class_names[label]
                short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
                lowest = y
        painter.setPen(QPen(now.selected, 1))
        painter.drawLine(QLineF(across.at(self._now), up.begin, across.at(self._now), up.end))
        if self.hovered_cell is not None and self.hovered_cell < len(over_time.examples_seen):
            x = across.at(float(over_time.examples_seen[self.hovered_cell]))
            painter.setPen(QPen(now.muted, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(x, up.begin, x, up.end))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 90)
