"""Which connection is under the cursor: the strongest of those that pass close by."""

from __future__ import annotations

import numpy as np

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_values import Values
from nnviz.panels.network_diagram.layout import DiagramLayout


def connection_at(
    layout: DiagramLayout, gaps: list[Values], x: float, y: float, reach: float
) -> tuple[Neuron, Neuron] | None:
    """The start and end of the strongest connection within `reach` of (x, y); None if none passes there.

    `gaps` are the connections' signed values, those that are 0 not being drawn.
    """
    gap = layout.gap_at(x)
    if gap is None:
        return None
    starts, ends, values = layout.centres[gap], layout.centres[gap + 1], gaps[gap]
    run, rise = ends[:, None, 0] - starts[:, 0], ends[:, None, 1] - starts[:, 1]  # (n, m) each
    # Twice the area of the triangle of line and point, by the line's length, is the point's distance.
    distances = np.abs(run * (y - starts[:, 1]) - rise * (x - starts[:, 0])) / np.hypot(run, rise)
    strengths = np.where(distances <= reach, np.abs(values), 0)
    end, start = np.unravel_index(int(np.argmax(strengths)), strengths.shape)
    if strengths[end, start] == 0:
        return None
    return Neuron(gap + 1, int(start)), Neuron(gap + 2, int(end))
