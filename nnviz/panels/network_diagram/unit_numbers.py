"""The numbers of hidden units in the network diagram: in their circles, or beside these if they are small."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.diagram_layout import DiagramLayout
from nnviz.panels.network_diagram.zoom import View
from nnviz.widgets import theme
from nnviz.widgets.names import named

_LINE = 13.0  # px from one number to the next, where they stand below one another
_ROOMY = 9.0  # px, the radius of a circle that holds its number
_POINTS = 8.0  # of the letters
_BESIDE = 4.0  # px between a column and its numbers
_WIDE = 26.0  # px of a number and what is around it


@dataclass(frozen=True)
class UnitNumber:
    """Where the number of a hidden unit stands, in px of the panel."""

    unit: Neuron
    place: QRectF
    is_inside: bool  # in its circle


def unit_numbers(layout: DiagramLayout, layer: int, view: View, shown: Neuron | None) -> list[UnitNumber]:
    """All numbers of a layer that have room; that of the unit shown in any case."""
    centres, radius = layout.centres[layer - 1], layout.radii[layer - 1] * view.scale
    count = len(centres)
    if radius >= _ROOMY:
        middles = [QPointF(*view.to_panel(x, y)) for x, y in centres.tolist()]
        half = QPointF(radius, radius)
        return [UnitNumber(Neuron(layer, i), QRectF(m - half, m + half), True) for i, m in enumerate(middles)]
    pitch = abs(float(centres[1, 1] - centres[0, 1])) * view.scale if count > 1 else _LINE
    strong = [shown.index] if shown is not None and shown.layer == layer else []
    right = view.to_panel(float(centres[:, 0].min()), 0)[0] - radius - _BESIDE
    made = []
    for index in sorted(named(count, _LINE, pitch, strong)):
        y = view.to_panel(0, float(centres[index, 1]))[1]
        place = QRectF(right - _WIDE, y - _LINE / 2, _WIDE, _LINE)
        made.append(UnitNumber(Neuron(layer, index), place, False))
    return made


def paint_unit_numbers(painter: QPainter, layout: DiagramLayout, view: View, shown: Neuron | None) -> None:
    """Those of all hidden layers, legible on whatever is behind them."""
    now = theme.colours()
    painter.setFont(theme.font(_POINTS))
    for layer in range(2, layout.layers):
        for number in unit_numbers(layout, layer, view, shown):
            words = str(number.unit.index)
            room = QRectF(painter.fontMetrics().boundingRect(words)).adjusted(-2, -1, 2, 1)
            if number.is_inside:
                room.moveCenter(number.place.center())
            else:
                room.moveCenter(QPointF(number.place.right() - room.width() / 2, number.place.center().y()))
            painter.fillRect(room, theme.translucent(now.card, 0.75))
            painter.setPen(now.selected if number.unit == shown else now.text)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
