"""A digit as a hand would draw it, for timing the drawing pad."""

from __future__ import annotations

import numpy as np

from nnviz.core.session import Drawing, Stroke

_PEN = 0.07  # of the pad's side


def three(turn: int) -> Drawing:
    """A 3 of two bows, a little different each turn."""
    angles = np.linspace(-0.8 * np.pi, 0.5 * np.pi, 24)
    shift = 0.01 * turn
    upper = np.stack([0.5 + shift + 0.16 * np.cos(angles), 0.33 + 0.14 * np.sin(angles)], axis=1)
    angles = np.linspace(-0.5 * np.pi, 0.8 * np.pi, 24)
    lower = np.stack([0.5 + shift + 0.19 * np.cos(angles), 0.64 + 0.17 * np.sin(angles)], axis=1)
    return (Stroke(np.concatenate([upper, lower]).astype(np.float32), _PEN),)
