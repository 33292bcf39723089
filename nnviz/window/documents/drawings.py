"""The pad's strokes, in units of its canvas, and the session's, in shares of the pad's side."""

from __future__ import annotations

import numpy as np

from nnviz.panels.drawing_pad.strokes import CANVAS, ERASER, PEN, Stroke
from nnviz.sessions.session import Drawing
from nnviz.sessions.session import Stroke as SavedStroke


def saved_drawing(strokes: tuple[Stroke, ...]) -> Drawing:
    """The drawing as it goes into a session."""
    return tuple(
        SavedStroke(
            np.array(stroke.points, dtype=np.float32) / np.float32(CANVAS),
            (ERASER if stroke.eraser else PEN) / CANVAS,
            stroke.eraser,
        )
        for stroke in strokes
    )


def strokes_of(drawing: Drawing) -> tuple[Stroke, ...]:
    """The drawing as the pad has it, all strokes in the pad's own widths; one without points is nothing."""
    return tuple(_stroke(saved) for saved in drawing if len(saved.points))


def _stroke(saved: SavedStroke) -> Stroke:
    """Rounded as the canvas rounds its points, so that float32 leaves no trace."""
    points = ((round(x * CANVAS, 2), round(y * CANVAS, 2)) for x, y in saved.points.tolist())
    return Stroke(tuple(points), saved.erases)
