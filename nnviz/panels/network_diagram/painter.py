"""How the network diagram's neurons, labels and tips are painted. State and events are the panel's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from nnviz.datasets.subject import Subject
from nnviz.learning.answers import answer
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.diagram_layout import DiagramLayout
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import Bar
from nnviz.widgets.blank_picture import blank_picture
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.names import named

_SEE_THROUGH = 175  # opacity, of 255, of a pixel without ink
_BAR_HEIGHT = 5.0
_BETWEEN_TITLES = 8.0  # px
LARGEST_NAME = 11.5  # of an output, pt
_SMALLEST_NAME = 6.0
_NAME_SHARE = 0.62  # of the pitch of the outputs, pt per px


def retina_image(image: Any, subject: Subject, see_through: bool) -> ImageTiles:
    """The input image (pixels,) as a picture; what has no ink lets the connections behind shine through."""
    shades = theme.activation_pixels(subject.laid_out(image))
    if not see_through:
        return ImageTiles(shades)
    ink = np.clip(subject.laid_out(image), 0, 1)
    opacity = (_SEE_THROUGH + (255 - _SEE_THROUGH) * ink).astype(np.uint32) << 24
    return ImageTiles((shades & 0xFFFFFF) | opacity, see_through=True)


def paint_retina(
    painter: QPainter, layout: DiagramLayout, image: ImageTiles, title: str, legend: str, opacity: float
) -> None:
    """The pixels, their frame, above it what they show and below it what full colour stands for."""
    now, box = theme.colours(), layout.retina
    painter.setOpacity(opacity)
    image.paint(painter, QRectF(box.x, box.y, box.width, box.height))
    painter.setOpacity(1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(now.border, 1))
    painter.drawRect(QRectF(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1))
    painter.setPen(now.muted)
    painter.setFont(theme.font(9))
    painter.drawText(QPointF(box.x, box.y - 8), title)
    below = QRectF(box.x, box.bottom + 2, box.width, 16)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, legend)


def paint_hidden(
    painter: QPainter, layout: DiagramLayout, layer: int, activations: Any, only: Neuron | None
) -> None:
    """The circles of one hidden layer at the painter's opacity, `only` opaque; brightness is activation."""
    if painter.worldTransform().isIdentity():
        ratio = painter.deviceTransform().m11()
        numbers = np.asarray(activations, dtype=np.float32).tobytes()
        painter.drawImage(*_hidden_picture(layout, layer, numbers, ratio, theme.is_dark()))
    else:
        _paint_circles(painter, layout, layer, activations)
    if only is not None:
        alone = slice(only.index, only.index + 1)
        painter.setOpacity(1)
        _paint_circles(painter, layout, layer, activations, alone)


@lru_cache(maxsize=4)
def _hidden_picture(
    layout: DiagramLayout, layer: int, activations: bytes, ratio: float, _dark: bool
) -> tuple[QPointF, QImage]:
    """All circles of a layer and where they go, kept for as long as only something about them changes."""
    points, reach = layout.centres[layer - 1], layout.radii[layer - 1] + 1
    left, top = (np.floor((points.min(axis=0) - reach) * ratio) / ratio).tolist()  # whole pixels
    width, height = (points.max(axis=0) + reach - (left, top)).tolist()
    picture = blank_picture(QSizeF(width, height), ratio)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-left, -top)
        _paint_circles(painter, layout, layer, np.frombuffer(activations, dtype=np.float32))
    return QPointF(left, top), picture


def _paint_circles(
    painter: QPainter, layout: DiagramLayout, layer: int, activations: Any, which: slice = slice(None)
) -> None:
    radius = layout.radii[layer - 1]
    painter.setPen(QPen(theme.colours().faint, 0.9))
    shades = theme.activation_pixels(activations[which]).tolist()
    for (x, y), shade in zip(layout.centres[layer - 1][which].tolist(), shades, strict=True):
        painter.setBrush(QColor.fromRgb(shade))
        painter.drawEllipse(QPointF(x, y), radius, radius)


def paint_outputs(
    painter: QPainter, layout: DiagramLayout, snapshot: Snapshot, activations: Any, only: Neuron | None
) -> None:
    """Circle, name and bar of each output: the right answer green, a wrong winner red. `only` is opaque."""
    known, opacity = not snapshot.input_image.is_blank, painter.opacity()
    winner = answer(snapshot.forward_pass.zs[-1]) if known and activations.any() else -1
    accents = [_accent(index, winner, snapshot.input_image.label) for index in range(len(activations))]
    strong = [index for index, accent in enumerate(accents) if accent]
    said = named(len(accents), _SMALLEST_NAME / _NAME_SHARE, layout.output_pitch, strong)
    for index, accent in enumerate(accents):
        painter.setOpacity(1 if only is not None and only.index == index else opacity)
        name = snapshot.subject.class_names[index] if index in said else ""
        _paint_output(
            painter, layout, index=index, name=name, activation=float(activations[index]), accent=accent
        )


def _paint_output(
    painter: QPainter, layout: DiagramLayout, index: int, name: str, activation: float, accent: QColor | None
) -> None:
    now, radius = theme.colours(), layout.radii[-1]
    x, y = layout.centre(Neuron(layout.layers, index))
    painter.setPen(QPen(accent or now.faint, 2.0 if accent else 1.2))
    painter.setBrush(theme.activation_colour(activation))
    painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.setPen(accent or now.muted)
    size = min(max(_NAME_SHARE * layout.output_pitch, _SMALLEST_NAME), LARGEST_NAME)
    painter.setFont(theme.font(size, QFont.Weight.DemiBold if accent else QFont.Weight.Normal))
    label = QRectF(x + radius, y - 12, layout.bars.x - x - radius, 24)
    short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(label.width()) - 4)
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, short)
    _paint_bar(painter, layout, y, activation, accent or now.muted)


def paint_layer_title(
    painter: QPainter, layout: DiagramLayout, layer: int, wordings: Sequence[str], begin: float
) -> None:
    """What a column is, below it: the longest of these wordings that keeps clear of the columns beside it.

    What would begin left of `begin`, where the legend is, is left out.
    """
    x, y = _title_middle(layout, layer), layout.title_baseline
    beside = [_title_middle(layout, other) for other in (layer - 1, layer + 1) if 1 < other <= layout.layers]
    from_legend = 2 * (x - begin)
    room = min((abs(x - other) for other in beside), default=math.inf) - _BETWEEN_TITLES
    room = min(room, from_legend - _BETWEEN_TITLES)
    painter.setPen(theme.colours().muted)
    painter.setFont(theme.font(9))
    measure = QFontMetricsF(painter.font())
    title = next((words for words in wordings if measure.horizontalAdvance(words) <= room), wordings[-1])
    if measure.horizontalAdvance(title) <= from_legend:
        painter.drawText(QRectF(x - 80, y - 14, 160, 18), Qt.AlignmentFlag.AlignCenter, title)


def _title_middle(layout: DiagramLayout, layer: int) -> float:
    """The x about which a layer's title stands: the outputs' is below their bars too."""
    x = float(layout.centres[layer - 1][:, 0].mean())
    return (x - layout.radii[-1] + layout.bars.right) / 2 if layer == layout.layers else x


def _accent(index: int, winner: int, label: int | None) -> QColor | None:
    if index == label:
        return theme.colours().right
    if index == winner:
        return theme.colours().wrong if label is not None else theme.colours().text
    return None


def _paint_bar(painter: QPainter, layout: DiagramLayout, y: float, activation: float, colour: QColor) -> None:
    height = min(_BAR_HEIGHT, 0.7 * layout.output_pitch)
    track = QRectF(layout.bars.x, y - height / 2, layout.bars.width, height)
    Bar(track, least=1.5).paint(painter, activation, colour, theme.colours().field, radius=2.5)


def paint_ring(painter: QPainter, layout: DiagramLayout, neuron: Neuron) -> None:
    """Violet about the selected neuron."""
    painter.setPen(QPen(theme.colours().selected, 2.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = layout.centre(neuron)
    if neuron.layer == 1:
        half = layout.pixel_side / 2 + 1
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
    else:
        radius = layout.radii[neuron.layer - 1] + 2.5
        painter.drawEllipse(QPointF(x, y), radius, radius)
