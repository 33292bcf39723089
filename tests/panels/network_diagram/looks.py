"""Looks and requests for tests of the connections' pictures."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QColor

from nnviz.panels.network_diagram.diagram_layout import lay_out
from nnviz.panels.network_diagram.edge_drawing import EdgeRequest, Look
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.zoom import View
from nnviz.runs.snapshot import Snapshot

BLUE, ORANGE = QColor(0, 100, 255), QColor(255, 120, 0)


def make_request(snapshot: Snapshot, generation: int = 0, **fields: Any) -> EdgeRequest:
    """A request for signals at 400×300; `fields` replace any of the look's."""
    look: dict[str, Any] = {
        "mode": EdgeMode.SIGNAL,
        "since": snapshot.start,
        "layout": lay_out(400, 300, snapshot.network.sizes),
        "view": View(),
        "width": 400,
        "height": 300,
        "ratio": 1.0,
        "strength": 1.0,
        "threshold": 0.0,
        "positive": BLUE,
        "negative": ORANGE,
    }
    return EdgeRequest(snapshot, Look(**look | fields), generation)
