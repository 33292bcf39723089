"""Drawings go into a session and come back as they were."""

from __future__ import annotations

import numpy as np

from nnviz.panels.drawing_pad.strokes import CANVAS, Stroke
from nnviz.sessions.session import Stroke as SavedStroke
from nnviz.window.documents.drawings import saved_drawing, strokes_of

STROKES = (Stroke(((60.25, 200.01), (140.0, -29.99), (309.98, 0.0))), Stroke(((1.0, 2.0),), eraser=True))


def test_every_point_comes_back() -> None:
    saved = saved_drawing(STROKES)
    assert strokes_of(saved) == STROKES
    assert [stroke.erases for stroke in saved] == [False, True]
    np.testing.assert_allclose(saved[0].points[0], (60.25 / CANVAS, 200.01 / CANVAS), rtol=1e-6)
    assert 0 < saved[0].width < saved[1].width < 1


def test_a_stroke_without_points_is_nothing() -> None:
    assert strokes_of((SavedStroke(np.empty((0, 2), np.float32), 0.1),)) == ()
