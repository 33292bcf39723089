"""All connections of one moment as pictures, one a gap between layers: from a request to what is painted.

Pure functions of frozen requests, run by `edge_worker` for the whole network and at once for a single neuron.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QImage

from nnviz.core.network import Network
from nnviz.core.neuron import Neuron
from nnviz.core.snapshot import Snapshot
from nnviz.panels.diagram_layout import DiagramLayout
from nnviz.panels.edge_image import Box, Lines, add_lines, picture, tone_map
from nnviz.panels.edge_values import EdgeMode, Values, above_threshold, edge_values, only_of

_LARGEST_SIDE = 2600  # pixels of a picture's side; beyond it a sharper one is not worth its time


@dataclass(frozen=True)
class View:
    """What part of the diagram is on screen: a point lies at `scale` · point + (dx, dy) in the panel."""

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0


@dataclass(frozen=True, eq=False)
class EdgeRequest:
    """Everything a picture of the connections depends on."""

    snapshot: Snapshot
    since: Network  # what changes are counted from
    mode: EdgeMode
    layout: DiagramLayout
    view: View
    width: int  # of the panel
    height: int
    ratio: float  # device pixels per pixel
    strength: float
    threshold: float  # share of a gap's largest value below which a connection is left out
    positive: QColor
    negative: QColor
    generation: int = 0  # rises whenever the earlier pictures no longer fit


@dataclass(frozen=True, eq=False)
class GapPicture:
    """The picture of one gap, and where its corner lies in the panel."""

    image: QImage
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class EdgePicture:
    """The finished pictures, and what there is to say about them."""

    request: EdgeRequest
    gaps: list[GapPicture]
    drawn: int  # connections that are in the picture
    total: int  # connections there are
    finite: bool  # whether all values were finite numbers


def draw_edges(request: EdgeRequest, stopped: Callable[[], bool] = lambda: False) -> EdgePicture | None:
    """All connections; None if `stopped` said so on the way."""
    values = edge_values(request.snapshot, request.mode, request.since)
    pictures, drawn = [], 0
    for gap, all_values in enumerate(values.gaps):
        kept, count = above_threshold(all_values, request.threshold)
        drawn += count
        if stopped():
            return None
        if count:
            pictures.append(_draw_gap(request, gap, kept))
    total = sum(v.size for v in values.gaps)
    return EdgePicture(request, pictures, drawn, total, values.finite)


def draw_edges_of(request: EdgeRequest, neuron: Neuron) -> list[GapPicture]:
    """The connections into and out of one neuron alone."""
    values = edge_values(request.snapshot, request.mode, request.since)
    gaps = only_of(values.gaps, neuron.layer, neuron.index)
    return [_draw_gap(request, gap, kept) for gap, kept in enumerate(gaps) if kept.any()]


def _draw_gap(request: EdgeRequest, gap: int, values: Values) -> GapPicture:
    ratio = min(request.ratio, _LARGEST_SIDE / max(request.width, request.height, 1))
    scale = request.view.scale * ratio
    offset = np.array([request.view.dx, request.view.dy], dtype=np.float32) * np.float32(ratio)
    starts = request.layout.centres[gap] * np.float32(scale) + offset
    ends = request.layout.centres[gap + 1] * np.float32(scale) + offset
    rows, columns = values.any(axis=1), values.any(axis=0)
    box = _box(request, np.concatenate([starts[columns], ends[rows]]), ratio)
    covered = None
    if gap == 0 and not request.mode.needs_probe:
        retina = request.layout.retina
        corners = np.array([[retina.x, retina.y], [retina.right, retina.bottom]]) * scale + offset
        covered = (*corners[0], *corners[1])
    density = add_lines(values, Lines(starts, ends, covered), box)
    pixels = tone_map(density, request.positive, request.negative, request.strength)
    return GapPicture(picture(pixels, ratio), box.left / ratio, box.top / ratio)


def _box(request: EdgeRequest, points: Values, ratio: float) -> Box:
    """The whole pixels that the lines between these points may touch, as far as they are on screen."""
    left, top = np.floor(points.min(axis=0)) - 1
    right, bottom = np.ceil(points.max(axis=0)) + 2
    return Box(
        int(max(left, 0)),
        int(max(top, 0)),
        int(min(right, np.ceil(request.width * ratio))),
        int(min(bottom, np.ceil(request.height * ratio))),
    )
