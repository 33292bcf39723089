"""The rain network drawn: three inputs, two hidden neurons, one output, and what each connection carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.rain_numbers import RAIN, Forecast, forecast
from nnviz.figures.written import written
from nnviz.widgets import theme

_RADIUS = 21.0
_WIDEST = 7.0  # px of a connection
_STRONGEST = 3.0  # what it carries then
_NAMES = ("moisture", "temperature", "wind")


@dataclass(frozen=True)
class Edge:
    """A connection: where it is drawn, its weight, and what it carries, w times the number it comes from."""

    line: QLineF
    weight: float
    carries: float


class RainPlot(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(210)
        self.setToolTip(
            "Beside each connection stands its weight. The wider it is drawn, the more it carries: "
            "blue adds, orange takes away."
        )
        self._now = forecast(RAIN, (0.0, 0.0, 0.0))

    def show_forecast(self, now: Forecast) -> None:
        """Show these numbers going through."""
        self._now = now
        numbers = ", ".join(f"{name} {x:.2f}" for name, x in zip(_NAMES, now.inputs, strict=True))
        hidden = ", ".join(f"{y:.2f}" for y in now.hidden)
        self.setAccessibleName(f"rain network: {numbers}; hidden neurons {hidden}; output {now.output:.2f}")
        self.update()

    @property
    def columns(self) -> tuple[tuple[QPointF, ...], ...]:
        """The middle of each neuron, layer by layer."""
        left, right = 46.0, self.width() - 46.0
        top, high = 16.0, self.height() - 32.0
        return tuple(
            tuple(QPointF(left + (right - left) * at, top + high * (i + 0.5) / count) for i in range(count))
            for at, count in ((0.0, 3), (0.52, 2), (1.0, 1))
        )

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All connections."""
        inputs, hidden, outputs = self.columns
        first = _edges(inputs, hidden, RAIN.hidden_weights, self._now.inputs)
        return (*first, *_edges(hidden, outputs, (RAIN.output_weights,), self._now.hidden))

    def sizeHint(self) -> QSize:
        return QSize(300, 230)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for edge in self.edges:
                _paint_edge(painter, edge)
            painter.setFont(theme.font(8))
            for edge in self.edges:
                _paint_weight(painter, edge)
            self._paint_neurons(painter)

    def _paint_neurons(self, painter: QPainter) -> None:
        now, (inputs, hidden, outputs) = self._now, self.columns
        for place, value, name in zip(inputs, now.inputs, _NAMES, strict=True):
            _paint_neuron(painter, place, value, name)
        _paint_neuron(painter, hidden[0], now.hidden[0], "y₁: condensing", above=True)
        _paint_neuron(painter, hidden[1], now.hidden[1], "y₂: hot, windy")
        _paint_neuron(painter, outputs[0], now.output, "z: rain" if now.is_rain else "z: no rain")


def _edges(
    begin: Sequence[QPointF],
    end: Sequence[QPointF],
    weights: Sequence[Sequence[float]],
    values: Sequence[float],
) -> Iterator[Edge]:
    for to, row in zip(end, weights, strict=True):
        for start, weight, value in zip(begin, row, values, strict=True):
            line = QLineF(start, to)
            gap = _RADIUS / line.length() if line.length() else 0.0
            shown = QLineF(line.pointAt(gap), line.pointAt(1 - gap))
            yield Edge(shown, weight, weight * value)


def _paint_edge(painter: QPainter, edge: Edge) -> None:
    width = max(_WIDEST * min(abs(edge.carries) / _STRONGEST, 1), 0.8)
    painter.setPen(QPen(theme.translucent(theme.signed_colour(edge.carries), 0.75), width))
    painter.drawLine(edge.line)


def _paint_weight(painter: QPainter, edge: Edge) -> None:
    """On its connection, nearer to where it ends, so that no two lie on one another."""
    now, middle = theme.colours(), edge.line.pointAt(0.72)
    place = QRectF(middle.x() - 17, middle.y() - 8, 34, 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.translucent(now.card, 0.85))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(now.text)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, written(edge.weight, 1))


def _paint_neuron(painter: QPainter, place: QPointF, value: float, name: str, above: bool = False) -> None:
    now = theme.colours()
    painter.setPen(QPen(theme.signed_colour(value), 1.8))
    painter.setBrush(now.card)
    painter.drawEllipse(place, _RADIUS, _RADIUS)
    painter.setPen(now.text)
    painter.setFont(theme.font(9))
    box = QRectF(place.x() - _RADIUS, place.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, written(value))
    painter.setPen(now.muted)
    painter.setFont(theme.font(8))
    y = place.y() - _RADIUS - 16 if above else place.y() + _RADIUS + 1
    painter.drawText(QRectF(place.x() - 60, y, 120, 14), Qt.AlignmentFlag.AlignCenter, name)
