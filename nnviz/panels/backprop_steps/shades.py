"""The colours of many numbers at once: how a quantity is shaded, and what full colour stands for."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry
from nnviz.explain.quantity import TABLE, Shade
from nnviz.explain.walk import Walk
from nnviz.widgets import theme


def shade_of(walk: Walk, whole: Entry) -> tuple[Shade, float]:
    """How the numbers of a column are coloured, and the size that is drawn in full.

    What has moved is drawn on the scale of what it was before, so that the two compare.
    """
    row = TABLE[whole.quantity]
    shade = row.shade(whole, walk.architecture)
    return shade, shade.full(walk.array(row.before or whole.quantity, whole.layer))


def bar_colour(shade: Shade, value: float) -> QColor:
    """The colour of a bar."""
    role = shade.bars or shade.tint
    colour: QColor = getattr(theme.colours(), role) if role else theme.signed_colour(value)
    return colour


def shaded(shade: Shade, values: Floats, full: float) -> theme.Pixels:
    """Numbers as pixels 0xAARRGGBB, the same shape; what is not a number is drawn as zero."""
    with np.errstate(all="ignore"):
        parts = values / full
    if not shade.tint:
        return theme.signed_pixels(parts)
    if shade.tint == "ink":
        return theme.activation_pixels(parts)
    steps = np.nan_to_num(np.clip(parts, 0, 1)) * 255
    pixels: theme.Pixels = _table(shade.tint, theme.is_dark())[steps.astype(np.uint8)]
    return pixels


@cache
def _table(role: str, dark: bool) -> NDArray[Any]:
    now = theme.colours()
    colour = getattr(now, role)
    return np.array([theme.mixed(now.paper, colour, step / 255).rgb() for step in range(256)], np.uint32)
