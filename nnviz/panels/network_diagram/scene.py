"""One picture of the network diagram, put together: connections, pixels, circles, labels, highlight, pulse.

Everything that decides how it looks is in a `Scene`; strokes are `painter`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnviz.explain.full_size import activity
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram import diagram_words, pulse
from nnviz.panels.network_diagram import painter as strokes
from nnviz.panels.network_diagram.captions import legend_end
from nnviz.panels.network_diagram.diagram_layout import DiagramLayout
from nnviz.panels.network_diagram.edge_drawing import EdgePicture, GapPicture, Look
from nnviz.panels.network_diagram.edge_values import EdgeMode, Values
from nnviz.panels.network_diagram.zoom import View
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.colour_scale import ColourScale

_DIMMED_EDGES, _DIMMED = 0.10, 0.3
_AHEAD = 0.12  # opacity of connections that the pulse has not reached
_GLOW_STEPS, _GLOW_STRIP, _EDGE_STRIP = 8, 12.0, 4.0  # of the pulse's bright band, and of its soft edge


@dataclass(frozen=True, eq=False)
class Connection:
    """One connection and what it is worth in the mode shown."""

    start: Neuron
    end: Neuron
    value: float


@dataclass(frozen=True, eq=False)
class Scene:
    """What is to be painted."""

    snapshot: Snapshot
    layout: DiagramLayout
    view: View
    size: tuple[int, int]  # of the panel
    mode: EdgeMode
    picture: EdgePicture | None = None  # of all connections; of an older look until the new one is there
    shown: Neuron | None = None  # only its connections are bright
    highlight: tuple[GapPicture, ...] = ()  # which are these
    pixel_values: Values | None = None  # (pixels,), what each pixel gives the shown hidden unit
    connection: Connection | None = None  # the one under the cursor
    progress: float | None = None  # of the forward pulse, 0 … 1


def paint_scene(painter: QPainter, scene: Scene) -> None:
    """Paint it, all but the tips and captions that do not move with the view."""
    _paint_connections(painter, scene)
    _enter(painter, scene)
    _paint_retina(painter, scene)
    painter.restore()
    if scene.shown is not None:
        _paint_gaps(painter, scene.highlight)
    _enter(painter, scene)
    if scene.connection is not None:
        _paint_connection(painter, scene, scene.connection)
    _paint_layers(painter, scene)
    for neuron in _ringed(scene):
        strokes.paint_ring(painter, scene.layout, neuron)
    painter.restore()


def _enter(painter: QPainter, scene: Scene) -> None:
    painter.save()
    painter.translate(scene.view.dx, scene.view.dy)
    painter.scale(scene.view.scale, scene.view.scale)


def _paint_connections(painter: QPainter, scene: Scene) -> None:
    if scene.picture is None:
        return
    painter.save()
    _fit_older_look(painter, scene, scene.picture.request.look)
    if scene.shown is None and scene.progress is not None:
        _paint_pulsing(painter, scene, scene.picture, scene.progress)
    else:
        painter.setOpacity(1 if scene.shown is None else _DIMMED_EDGES)
        _paint_gaps(painter, scene.picture.gaps)
    painter.restore()


def _fit_older_look(painter: QPainter, scene: Scene, look: Look) -> None:
    """While zooming or resizing, move the picture to about where the one under way will be."""
    across, down = scene.size[0] / look.width, scene.size[1] / look.height
    if (across, down) == (1, 1) and look.view == scene.view:
        return
    factor = scene.view.scale / look.view.scale
    painter.translate(scene.view.dx, scene.view.dy)
    painter.scale(factor * across, factor * down)
    painter.translate(-look.view.dx, -look.view.dy)


def _paint_gaps(painter: QPainter, gaps: Sequence[GapPicture]) -> None:
    for gap in gaps:
        painter.drawImage(QPointF(gap.x, gap.y), gap.image)


def _paint_pulsing(painter: QPainter, scene: Scene, picture: EdgePicture, progress: float) -> None:
    """The connections dim ahead of the front, as ever behind it, and brightest just where it has passed."""
    layout, count = picture.request.look.layout, scene.layout.layers - 1
    painter.setOpacity(_AHEAD)
    _paint_gaps(painter, picture.gaps)
    for gap in picture.gaps:
        left = layout.retina.x if gap.gap == 0 else float(layout.centres[gap.gap][:, 0].min())
        right = float(layout.centres[gap.gap + 1][:, 0].max())
        way = pulse.front(progress, gap.gap, count)
        front = left + way * (right - left)
        painter.setOpacity(1)
        _paint_strip(painter, picture, gap, left - 1, front)
        if 0 < way < 1:
            _paint_front(painter, picture, gap=gap, left=left, front=front, right=right)
    painter.setOpacity(1)


def _paint_front(
    painter: QPainter, picture: EdgePicture, gap: GapPicture, left: float, front: float, right: float
) -> None:
    """A bright band behind the front, and a soft edge before it, both in strips."""
    for step in range(_GLOW_STEPS):
        share = (step + 1) / (_GLOW_STEPS + 1)
        begin = front - (_GLOW_STEPS - step) * _GLOW_STRIP
        painter.setOpacity(share)
        _paint_strip(painter, picture, gap, max(begin, left), begin + _GLOW_STRIP)
        begin = front + step * _EDGE_STRIP
        painter.setOpacity(1 - share)
        _paint_strip(painter, picture, gap, begin, min(begin + _EDGE_STRIP, right))


def _paint_strip(painter: QPainter, picture: EdgePicture, gap: GapPicture, left: float, right: float) -> None:
    """The part of a gap's picture between two x of the diagram."""
    view, ratio = picture.request.look.view, gap.image.devicePixelRatio()
    width, height = gap.image.width() / ratio, gap.image.height() / ratio
    begin, end = (min(max(round(view.to_panel(x, 0)[0] - gap.x), 0), width) for x in (left, right))
    if end > begin:
        source = QRectF(begin * ratio, 0, (end - begin) * ratio, gap.image.height())
        painter.drawImage(QRectF(gap.x + begin, gap.y, end - begin, height), gap.image, source)


def _paint_retina(painter: QPainter, scene: Scene) -> None:
    unit = scene.shown if scene.pixel_values is not None else None
    title = diagram_words.retina_title(scene.snapshot, unit, scene.mode)
    legend = ""
    if scene.pixel_values is not None:
        scale = ColourScale.of(scene.pixel_values)
        image, legend = scale.tiles(scene.snapshot.subject.laid_out(scene.pixel_values)), scale.words
    else:
        see_through = scene.mode.needs_input_image and scene.shown is None
        image = strokes.retina_image(scene.snapshot.input_image.image, scene.snapshot.subject, see_through)
    opacity = _opacity(scene, 1)
    if scene.progress is not None:
        opacity *= 0.35 + 0.65 * pulse.lit(scene.progress, 1, scene.layout.layers)
    strokes.paint_retina(painter, scene.layout, image=image, title=title, legend=legend, opacity=opacity)


def _paint_layers(painter: QPainter, scene: Scene) -> None:
    snapshot, layout = scene.snapshot, scene.layout
    begin = legend_end(layout, scene.mode.signs)
    for layer in range(2, layout.layers + 1):
        activations = snapshot.activations[layer - 1]
        if layer < layout.layers:
            activations = activity(activations, snapshot.network.function(layer))
        activations = np.nan_to_num(activations)
        if snapshot.input_image.is_blank:  # what the network makes of no digit means nothing
            activations = np.zeros_like(activations)
        if scene.progress is not None:
            activations = activations * np.float32(pulse.lit(scene.progress, layer, layout.layers))
        only = scene.shown if scene.shown is not None and scene.shown.layer == layer else None
        painter.setOpacity(_opacity(scene, layer))
        if layer < layout.layers:
            strokes.paint_hidden(painter, layout, layer, activations, only)
        else:
            strokes.paint_outputs(painter, layout, snapshot, activations, only)
        painter.setOpacity(1)
        wordings = diagram_words.layer_title(layout.sizes, layer)
        strokes.paint_layer_title(painter, layout, layer, wordings, begin)


def _opacity(scene: Scene, layer: int) -> float:
    """Layers that are not connected to the shown neuron, and its neighbours in its own layer, step back."""
    if scene.shown is None or abs(scene.shown.layer - layer) == 1:
        return 1.0
    return 1.0 if scene.shown.layer == layer == 1 else _DIMMED


def _paint_connection(painter: QPainter, scene: Scene, connection: Connection) -> None:
    painter.setPen(QPen(theme.signed_colour(connection.value), 2.4 / scene.view.scale, Qt.PenStyle.SolidLine))
    start, end = (QPointF(*scene.layout.centre(n)) for n in (connection.start, connection.end))
    painter.drawLine(start, end)


def _ringed(scene: Scene) -> list[Neuron]:
    ringed = [] if scene.shown is None else [scene.shown]
    if scene.connection is not None:
        ringed += [scene.connection.start, scene.connection.end]
    return ringed
