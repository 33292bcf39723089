"""Which connection is under the cursor: the strongest of those that pass close by."""

from __future__ import annotations

import numpy as np

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.diagram_layout import DiagramLayout
from nnviz.panels.network_diagram.edge_values import Part, Values


def connection_at(
    layout: DiagramLayout, gaps: list[Values], part: Part, x: float, y: float, reach: float
) -> tuple[Neuron, Neuron] | None:
    """The start and end of the strongest connection of `part` within `reach` of (x, y); None if none is.

    `gaps` are the connections' signed values, those that are 0 not being drawn.
    """
    point = np.array([x, y], dtype=np.float32)
    starts = layout.centres[part.gap][part.starts] - point
    ends = layout.centres[part.gap + 1][part.ends] - point
    # Twice the area of the triangle of line and point is the point's distance times the line's length. So it
    # is at most `reach` times the longest, which rules out nearly all without a root for each of them.
    areas = np.abs(ends[:, :1] * starts[:, 1] - ends[:, 1:] * starts[:, 0])  # (n, m)
    longest = np.hypot(*(np.ptp(np.concatenate([starts, ends]), axis=0)))
    near, far = np.nonzero(areas <= reach * longest)
    lengths = np.hypot(*(ends[near] - starts[far]).T)
    strengths = np.abs(gaps[part.gap][part.ends, part.starts][near, far])
    strengths = np.where(areas[near, far] <= reach * lengths, strengths, 0)
    if not strengths.any():
        return None
    at = int(np.argmax(strengths))
    start, end = int(far[at]) + (part.starts.start or 0), int(near[at]) + (part.ends.start or 0)
    return Neuron(part.gap + 1, start), Neuron(part.gap + 2, end)
