"""What the network sees and says: the pixels, the answer, and the outputs as bars."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.learning.neuron import Neuron
from nnviz.panels.drawing_pad import pad_words
from nnviz.panels.drawing_pad.pad_layout import SeenPlaces, label_place, output_bars, seen_places
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.fitted import fitted
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.names import named

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Seen(HoverCells, QWidget):
    """Shows a snapshot's input image and outputs; pixels and outputs can be pointed at and clicked."""

    hovered = Signal(object)  # Neuron under the cursor, or None
    clicked = Signal(object)  # Neuron

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._highlighted: Neuron | None = None
        self._image: ImageTiles | None = None
        self._image_of: Floats | None = None
        self._image_is_dark = True
        self.setAccessibleName("What the network sees and says")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def places(self) -> SeenPlaces:
        """Where the parts are."""
        return seen_places(self.width(), self.height())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show its input image and what the network says of it."""
        self._snapshot = snapshot
        spoken = pad_words.spoken(snapshot)
        if spoken != self.accessibleDescription():
            self.setAccessibleDescription(spoken)
        self.update()

    def highlight(self, neuron: Neuron | None) -> None:
        """Mark the pixel or output that is selected, if it is one."""
        self._highlighted = neuron
        self.update()

    def cell_at(self, point: QPointF) -> Neuron | None:
        snapshot, places = self._snapshot, self.places
        if snapshot is None:
            return None
        (rows, columns), image = snapshot.subject.shape, fitted(places.image, snapshot.subject.shape)
        if image.contains(point):
            cell = (point - image.topLeft()) * (columns / image.width())
            row, column = min(int(cell.y()), rows - 1), min(int(cell.x()), columns - 1)
            return Neuron(1, row * columns + column)
        if places.bars.contains(point):
            count = snapshot.subject.classes
            index = int((point.x() - places.bars.left()) / places.bars.width() * count)
            return Neuron(snapshot.layers, min(index, count - 1))
        return None

    def tip_at(self, point: QPointF) -> str:
        snapshot, neuron = self._snapshot, self.cell_at(point)
        if snapshot is None:
            return ""
        if neuron is not None:
            return pad_words.neuron_tip(snapshot, neuron)
        return (
            pad_words.answer_tip(snapshot)
            if self.places.answer.contains(point)
            else pad_words.spoken(snapshot)
        )

    def _paint(self, painter: QPainter, snapshot: Snapshot) -> None:
        places = self.places
        self._paint_image(painter, places, snapshot)
        self._paint_captions(painter, places, snapshot)
        if not snapshot.input_image.is_blank:
            self._paint_answer(painter, places.answer, snapshot)
        self._paint_bars(painter, places.bars, snapshot)

    def _paint_image(self, painter: QPainter, places: SeenPlaces, snapshot: Snapshot) -> None:
        image = fitted(places.image, snapshot.subject.shape)
        self._tile(snapshot).paint(painter, image)
        painter.setPen(theme.colours().border)
        painter.drawRect(image.adjusted(0.5, 0.5, -0.5, -0.5))
        marked = self._highlighted
        if marked is not None and marked.layer == 1:
            row, column = snapshot.subject.place(marked.index)
            pixel = image.width() / snapshot.subject.shape[1]
            corner = image.topLeft() + QPointF(column, row) * pixel
            painter.setPen(QPen(theme.colours().selected, 1.5))
            painter.drawRect(QRectF(corner.x(), corner.y(), pixel, pixel).adjusted(-1, -1, 1, 1))

    def _tile(self, snapshot: Snapshot) -> ImageTiles:
        image = snapshot.input_image.image
        if self._image is None or self._image_of is not image or self._image_is_dark != theme.is_dark():
            self._image = ImageTiles(theme.activation_pixels(snapshot.subject.laid_out(image)))
            self._image_of, self._image_is_dark = image, theme.is_dark()
        return self._image

    def _paint_captions(self, painter: QPainter, places: SeenPlaces, snapshot: Snapshot) -> None:
        now = theme.colours()
        painter.setFont(theme.font(8))
        right = pad_words.is_right(snapshot)
        colour = now.muted if right is None else now.right if right else now.wrong
        sources = pad_words.source_texts(snapshot.input_image)
        for place, texts, shade in (
            (places.title, pad_words.TITLES, now.muted),
            (places.source, sources, colour),
        ):
            painter.setPen(shade)
            painter.drawText(place, _LEFT, _longest_fitting(painter.fontMetrics(), texts, place.width()))

    def _paint_answer(self, painter: QPainter, place: QRectF, snapshot: Snapshot) -> None:
        """The answer, and beside it how sure the network is; where that is too narrow, below it."""
        now = theme.colours()
        right = pad_words.is_right(snapshot)
        said = pad_words.answer_text(snapshot)
        # A digit, "99.1 %" and "then 8, 0" need that much side by side; a longer name has a line of its own.
        narrow = place.width() < 78 or len(said) > 1
        digit = place.adjusted(0, 0, 0, -12) if narrow else place
        beside = place if narrow else place.adjusted(27, 0, 0, 0)
        sure = beside if narrow else beside.adjusted(0, 0, 0, -place.height() / 2)
        size = 11 if len(said) > 1 else 27 if digit.height() > 30 else 18
        painter.setFont(theme.font(size, QFont.Weight.Bold))
        painter.setPen(now.text)
        short = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(digit.width()))
        painter.drawText(digit, _LEFT, short)
        painter.setFont(theme.font(8 if narrow else 10, QFont.Weight.DemiBold))
        painter.setPen(now.text if right is None else now.right if right else now.wrong)
        confidence = (pad_words.confidence_text(snapshot), "")
        fitting = _longest_fitting(painter.fontMetrics(), confidence, sure.width())
        painter.drawText(sure, Qt.AlignmentFlag.AlignBottom, fitting)
        if not narrow:
            painter.setFont(theme.font(8))
            painter.setPen(now.muted)
            others = beside.adjusted(0, place.height() / 2, 0, 0)
            painter.drawText(others, Qt.AlignmentFlag.AlignTop, pad_words.others_text(snapshot))

    def _paint_bars(self, painter: QPainter, place: QRectF, snapshot: Snapshot) -> None:
        now = theme.colours()
        says_something = pad_words.is_finite(snapshot) and not snapshot.input_image.is_blank
        winner = snapshot.prediction if says_something else None
        names = snapshot.subject.class_names
        chart = output_bars(place, len(names))
        painter.setFont(theme.font(8))
        metrics = QFontMetricsF(painter.font())
        longest = max(metrics.horizontalAdvance(name) for name in names)
        strong = {index for index in (winner, snapshot.input_image.label) if index is not None}
        said = named(len(names), min(longest, place.width() / 3), chart.slot(0).width(), strong)
        for index, name in enumerate(names):
            bar = chart.bar(index)
            a = 0.0 if winner is None else min(max(float(snapshot.outputs[index]), 0.0), 1.0)
            bar.paint(painter, a, self._shade(snapshot, index, a), now.field)
            if self._highlighted == Neuron(snapshot.layers, index):
                painter.setPen(QPen(now.selected, 1.5))
                painter.drawRect(bar.track.adjusted(-1, -1, 1, 1))
            painter.setPen(now.text if index == winner else now.muted)
            if index in said:
                room = min(metrics.horizontalAdvance(name), place.width() / 2)
                where = label_place(place, chart.slot(index), room)
                short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, where.width())
                painter.drawText(where, Qt.AlignmentFlag.AlignCenter, short)

    def _shade(self, snapshot: Snapshot, index: int, a: float) -> QColor:
        """Green for the output that should be 1, red for a winner that is wrong, else by its activation."""
        now = theme.colours()
        if index == snapshot.input_image.label:
            return now.right
        if index == snapshot.prediction and pad_words.is_right(snapshot) is False:
            return now.wrong
        return theme.mixed(now.faint, now.ink, a)

    def hover(self, cell: Neuron | None) -> None:
        self.hovered.emit(cell)

    def sizeHint(self) -> QSize:
        return QSize(90, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._snapshot is not None:
            with QPainter(self) as painter:
                self._paint(painter, self._snapshot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        neuron = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and neuron is not None:
            self.clicked.emit(neuron)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from output to output."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self._snapshot is None:
            super().keyPressEvent(event)
            return
        here = self._highlighted
        last = self._snapshot.layers
        index = here.index + step if here is not None and here.layer == last else self._snapshot.prediction
        self.clicked.emit(Neuron(last, min(max(index, 0), self._snapshot.subject.classes - 1)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


def _longest_fitting(metrics: QFontMetrics, texts: tuple[str, ...], width: float) -> str:
    """The first of the texts, longest first, that there is room for; else the last one cut off."""
    for text in texts:
        if metrics.horizontalAdvance(text) <= width:
            return text
    return metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, int(width))
