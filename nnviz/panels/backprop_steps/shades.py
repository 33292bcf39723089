"""The colours of many numbers at once: how a quantity is shaded, and what full colour stands for."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.explain.entry import Quantity
from nnviz.learning.activations import Sigmoid
from nnviz.widgets import theme

_ACTIVATIONS = (Quantity.ACTIVATION, Quantity.NEW_ACTIVATION, Quantity.TARGET)
_ONE_SIDED = {Quantity.SLOPE: "selected", Quantity.COST_SHARE: "wrong", Quantity.NEW_COST_SHARE: "wrong"}
_WEIGHTS = (Quantity.WEIGHT, Quantity.NEW_WEIGHT)


def full_scale(quantity: Quantity, values: Floats) -> float:
    """The size that is drawn in full: 1 for an activation, ¼ for a slope, else about the largest there is.

    A few weights are far larger than the others, so for weights it is the size that 1 in 200 exceeds.
    """
    if quantity in _ACTIVATIONS:
        return 1.0
    if quantity is Quantity.SLOPE:
        return Sigmoid.steepest
    sizes = np.abs(values[np.isfinite(values)])
    if quantity in _WEIGHTS and sizes.size:
        return float(np.percentile(sizes, 99.5)) or 1.0
    return float(sizes.max(initial=0.0)) or 1.0


def is_one_sided(quantity: Quantity) -> bool:
    """Whether a quantity is never negative."""
    return quantity in _ACTIVATIONS or quantity in _ONE_SIDED


def tint(quantity: Quantity) -> str:
    """The theme's colour for a bar of a one-sided quantity."""
    if quantity is Quantity.TARGET:
        return "right"
    return _ONE_SIDED.get(quantity, "ink")


def shaded(quantity: Quantity, values: Floats, full: float) -> theme.Pixels:
    """Numbers as pixels 0xAARRGGBB, the same shape; what is not a number is drawn as zero."""
    with np.errstate(all="ignore"):
        parts = values / full
    if quantity in _ACTIVATIONS:
        return theme.activation_pixels(parts)
    if quantity in _ONE_SIDED:
        steps = np.nan_to_num(np.clip(parts, 0, 1)) * 255
        pixels: theme.Pixels = _table(_ONE_SIDED[quantity], theme.is_dark())[steps.astype(np.uint8)]
        return pixels
    return theme.signed_pixels(parts)


@cache
def _table(role: str, dark: bool) -> NDArray[Any]:
    now = theme.colours()
    colour = getattr(now, role)
    return np.array([theme.mixed(now.paper, colour, step / 255).rgb() for step in range(256)], np.uint32)
