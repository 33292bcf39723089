"""All connections of one moment as pictures, one a gap between layers: from a request to what is painted.

Pure functions of frozen requests, run on a thread for the whole network and at once for a single neuron.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtGui import QColor, QImage

from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.diagram_layout import DiagramLayout
from nnviz.panels.network_diagram.edge_image import Box, Lines, add_lines, picture, tone_map
from nnviz.panels.network_diagram.edge_values import (
    EdgeMode,
    EdgeValues,
    Part,
    Values,
    above_threshold,
    edge_values,
    parts_of,
)
from nnviz.panels.network_diagram.zoom import View
from nnviz.runs.snapshot import Snapshot

_LARGEST_SIDE = 2600  # pixels of a picture's side; beyond it a sharper one is not worth its time


@dataclass(frozen=True)
class Look:
    """How the connections are to be drawn, whatever the moment. Pictures of equal looks fit each other."""

    mode: EdgeMode
    since: Network  # what changes are counted from
    layout: DiagramLayout
    view: View
    width: int  # of the panel
    height: int
    ratio: float  # device pixels per pixel
    strength: float
    threshold: float  # share of a gap's largest value below which a connection is left out
    positive: QColor
    negative: QColor


@dataclass(frozen=True, eq=False)
class EdgeRequest:
    """Everything a picture of the connections depends on."""

    snapshot: Snapshot
    look: Look
    generation: int = 0  # rises with every change of the look, so that pictures of earlier ones are known

    @property
    def sources(self) -> tuple[object, ...]:
        """What of the moment the values come from: the same objects give the same picture."""
        input_image = self.snapshot.input_image if self.look.mode.needs_input_image else None
        return (self.snapshot.network, input_image)

    @cached_property
    def values(self) -> EdgeValues:
        """What the connections are worth; worked out once, by whoever asks first."""
        return edge_values(self.snapshot, self.look.mode, self.look.since)

    @cached_property
    def shown(self) -> list[Values]:
        """The same, 0 where a connection is not drawn."""
        return [above_threshold(gap, self.look.threshold) for gap in self.values.gaps]


@dataclass(frozen=True, eq=False)
class GapPicture:
    """The picture of one gap, and where its corner lies in the panel."""

    gap: int  # from 0, which leads from layer 1 to layer 2
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
    pictures, drawn = [], 0
    for gap, kept in enumerate(request.shown):
        if stopped():
            return None
        count = int(np.count_nonzero(kept))
        drawn += count
        if count:
            pictures.append(_draw(request.look, Part(gap), kept))
    total = sum(kept.size for kept in request.shown)
    return EdgePicture(request, pictures, drawn, total, request.values.finite)


def draw_edges_of(request: EdgeRequest, neuron: Neuron) -> list[GapPicture]:
    """The connections into and out of one neuron alone."""
    parts = [
        (part, request.shown[part.gap][part.ends, part.starts])
        for part in parts_of(neuron, len(request.shown))
    ]
    return [_draw(request.look, part, kept) for part, kept in parts if kept.any()]


def _draw(look: Look, part: Part, values: Values) -> GapPicture:
    """These connections of a gap, (ends, starts)."""
    gap = part.gap
    ratio = min(look.ratio, _LARGEST_SIDE / max(look.width, look.height, 1))
    scale = look.view.scale * ratio
    offset = np.array([look.view.dx, look.view.dy], dtype=np.float32) * np.float32(ratio)
    starts = look.layout.centres[gap][part.starts] * np.float32(scale) + offset
    ends = look.layout.centres[gap + 1][part.ends] * np.float32(scale) + offset
    rows, columns = values.any(axis=1), values.any(axis=0)
    box = _box(look, np.concatenate([starts[columns], ends[rows]]), ratio)
    covered = None
    if gap == 0 and not look.mode.needs_input_image:
        retina = look.layout.retina
        corners = np.array([[retina.x, retina.y], [retina.right, retina.bottom]]) * scale + offset
        covered = (*corners[0], *corners[1])
    largest = np.abs(values).max()  # divided by, so that no sum overflows however large the weights are
    density = add_lines(np.ascontiguousarray(values / largest), Lines(starts, ends, covered), box)
    pixels = tone_map(density, look.positive, look.negative, look.strength)
    return GapPicture(gap, picture(pixels, ratio), box.left / ratio, box.top / ratio)


def _box(look: Look, points: Values, ratio: float) -> Box:
    """The whole pixels that the lines between these points may touch, as far as they are on screen."""
    left, top = np.floor(points.min(axis=0)) - 1
    right, bottom = np.ceil(points.max(axis=0)) + 2
    return Box(
        int(max(left, 0)),
        int(max(top, 0)),
        int(min(right, np.ceil(look.width * ratio))),
        int(min(bottom, np.ceil(look.height * ratio))),
    )
