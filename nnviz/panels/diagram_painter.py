"""How the network diagram's neurons, labels and tips are painted. State and events are the panel's."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from nnviz import theme
from nnviz.core.mnist import SIDE
from nnviz.core.neuron import Neuron
from nnviz.core.snapshot import Snapshot
from nnviz.panels.diagram_layout import DiagramLayout

_DIMMED = 0.3
_SEE_THROUGH = 175  # opacity, of 255, of a pixel without ink
_TIP_PADDING = 8.0
_BAR_HEIGHT = 5.0


def retina_image(image: Any, see_through: bool) -> QImage:
    """The probe (784,) as a 28×28 picture; what has no ink lets the connections behind it shine through."""
    shades = theme.activation_pixels(image.reshape(SIDE, SIDE))
    if not see_through:
        return theme.image_of(shades)
    ink = np.clip(image.reshape(SIDE, SIDE), 0, 1)
    opacity = (_SEE_THROUGH + (255 - _SEE_THROUGH) * ink).astype(np.uint32) << 24
    pixels = np.ascontiguousarray((shades & 0xFFFFFF) | opacity)
    return QImage(pixels.data, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_ARGB32).copy()


def signed_image(values: Any) -> QImage:
    """What each pixel gives one unit, (784,), as a picture of 28×28 on a scale of its own."""
    largest = float(np.abs(values).max(initial=0.0)) or 1.0
    return theme.image_of(theme.signed_pixels(values.reshape(SIDE, SIDE) / largest))


def paint_retina(painter: QPainter, layout: DiagramLayout, image: QImage, title: str) -> None:
    """The pixels, their frame and what they show."""
    now, box = theme.colours(), layout.retina
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QRectF(box.x, box.y, box.width, box.height), image)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(now.border, 1))
    painter.drawRect(QRectF(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1))
    painter.setPen(now.muted)
    painter.setFont(theme.font(9))
    painter.drawText(QPointF(box.x, box.y - 8), title)


def paint_hidden(
    painter: QPainter, layout: DiagramLayout, layer: int, activations: Any, only: Neuron | None
) -> None:
    """The circles of one hidden layer; brightness is activation. `only` keeps its brightness, others dim."""
    now, radius = theme.colours(), layout.radii[layer - 1]
    shades = [QColor.fromRgb(int(rgb)) for rgb in theme.activation_pixels(activations)]
    painter.setPen(QPen(now.faint, 0.9))
    painter.setOpacity(1.0 if only is None else _DIMMED)
    for (x, y), shade in zip(layout.centres[layer - 1].tolist(), shades, strict=True):
        painter.setBrush(shade)
        painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.setOpacity(1.0)
    if only is not None:
        x, y = layout.centre(only)
        painter.setBrush(shades[only.index])
        painter.drawEllipse(QPointF(x, y), radius, radius)


def paint_outputs(
    painter: QPainter, layout: DiagramLayout, snapshot: Snapshot, activations: Any, only: Neuron | None
) -> None:
    """Circle, digit and bar of each output: the right answer green, a wrong winner red."""
    now, radius = theme.colours(), layout.radii[-1]
    known = snapshot.probe.source != "blank"
    winner = int(np.argmax(activations)) if known else -1
    bold, light = theme.font(11.5, QFont.Weight.DemiBold), theme.font(11.5)
    for index, (x, y) in enumerate(layout.centres[-1].tolist()):
        painter.setOpacity(1.0 if only is None or only.index == index else _DIMMED)
        accent = _accent(index, winner, snapshot.probe.label)
        painter.setPen(QPen(accent or now.faint, 2.0 if accent else 1.2))
        painter.setBrush(theme.activation_colour(_finite(activations[index])))
        painter.drawEllipse(QPointF(x, y), radius, radius)
        painter.setPen(accent or (now.text if index == winner else now.muted))
        painter.setFont(bold if index == winner or accent else light)
        painter.drawText(
            QRectF(x + radius + 2, y - 12, layout.bars.x - x - radius - 4, 24),
            Qt.AlignmentFlag.AlignCenter,
            str(index),
        )
        _paint_bar(painter, layout, y, _finite(activations[index]), accent or now.muted)
    painter.setOpacity(1.0)


def _accent(index: int, winner: int, label: int | None) -> QColor | None:
    if index == label:
        return theme.colours().right
    if index == winner:
        return theme.colours().wrong if label is not None else theme.colours().text
    return None


def _paint_bar(painter: QPainter, layout: DiagramLayout, y: float, activation: float, colour: QColor) -> None:
    bar = QRectF(layout.bars.x, y - _BAR_HEIGHT / 2, layout.bars.width, _BAR_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours().field)
    painter.drawRoundedRect(bar, 2.5, 2.5)
    bar.setWidth(max(bar.width() * min(max(activation, 0.0), 1.0), 1.5))
    painter.setBrush(colour)
    painter.drawRoundedRect(bar, min(2.5, bar.width() / 2), 2.5)


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


def paint_legend(painter: QPainter, x: float, baseline: float, signs: tuple[str, str]) -> None:
    """Two dots and what their colours mean."""
    now = theme.colours()
    painter.setFont(theme.font(9))
    measure = QFontMetricsF(theme.font(9))
    for colour, words in zip((now.positive, now.negative), signs, strict=True):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x + 4, baseline - 4), 4, 4)
        painter.setPen(colour)
        painter.drawText(QPointF(x + 13, baseline), words)
        x += 13 + measure.horizontalAdvance(words) + 18


def paint_tip(painter: QPainter, near: QPointF, lines: list[str], area: QRectF) -> None:
    """A small card with these lines beside a point, kept within `area`; the first line is its title."""
    now = theme.colours()
    fonts = [theme.font(9.5, QFont.Weight.DemiBold)] + [theme.font(9)] * (len(lines) - 1)
    measures = [QFontMetricsF(font) for font in fonts]
    width = max(m.horizontalAdvance(line) for m, line in zip(measures, lines, strict=True)) + 2 * _TIP_PADDING
    height = sum(m.height() + 1 for m in measures) + 2 * _TIP_PADDING - 4
    x = near.x() + 14 if near.x() + 14 + width <= area.right() else near.x() - 14 - width
    y = near.y() + 12 if near.y() + 12 + height <= area.bottom() else near.y() - 12 - height
    x = min(max(x, area.left()), max(area.right() - width, area.left()))
    y = min(max(y, area.top()), max(area.bottom() - height, area.top()))
    painter.setPen(QPen(now.border, 1))
    painter.setBrush(theme.translucent(now.field, 0.96))
    painter.drawRoundedRect(QRectF(x, y, width, height), theme.RADIUS, theme.RADIUS)
    baseline = y + _TIP_PADDING - 2
    for font, measure, line in zip(fonts, measures, lines, strict=True):
        painter.setFont(font)
        painter.setPen(now.text if font is fonts[0] else now.muted)
        painter.drawText(QPointF(x + _TIP_PADDING, baseline + measure.ascent()), line)
        baseline += measure.height() + 1


def _finite(value: float) -> float:
    return float(value) if np.isfinite(value) else 0.0
