"""A digit as a hand would draw it, for timing the drawing pad."""

from __future__ import annotations

import math

from nnviz.panels.drawing_pad.strokes import Stroke

_POINTS = 24  # of each bow


def three(turn: int) -> tuple[Stroke, ...]:
    """A 3 of two bows in one stroke, a little different each turn."""
    shift = 140 + 3 * turn
    upper = [(shift + 45 * math.cos(t), 92 + 40 * math.sin(t)) for t in _angles(-0.8, 0.5)]
    lower = [(shift + 53 * math.cos(t), 180 + 48 * math.sin(t)) for t in _angles(-0.5, 0.8)]
    return (Stroke((*upper, *lower)),)


def _angles(first: float, last: float) -> list[float]:
    return [math.pi * (first + (last - first) * k / (_POINTS - 1)) for k in range(_POINTS)]
