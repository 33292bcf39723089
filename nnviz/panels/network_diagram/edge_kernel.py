"""The compiled loops behind `edge_image`: adding up lines, and colouring the sums. They hold no GIL.

Kept apart so that numba is imported by the thread that draws, not by the window while it opens.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.learning.compiled import compiled

# Lines are walked in whole numbers of this fraction of a pixel: adding integers does not wait for a float.
_FRACTION_BITS = 24
_ONE = 1 << _FRACTION_BITS
# How far lines stay from the border, in pixels: rounding moves their ends by less.
_CLEARANCE = 1 / 64


@compiled(error_model="numpy")
def add_lines(values: Any, starts: Any, ends: Any, covered: Any, is_covered: bool, density: Any) -> None:
    """Add line (j, k) of strength `values[j, k]` from starts[k] to ends[j] to `density` (2, height, width).

    Positive lines go to density[0], negative ones to density[1], without their sign. All are float32.
    """
    height, width = density.shape[1:]
    flat = density.reshape(2, height * width)
    right, bottom = np.float32(width - 1 - _CLEARANCE), np.float32(height - 1 - _CLEARANCE)
    for j in range(values.shape[0]):
        for k in range(values.shape[1]):
            value = values[j, k]
            if value == 0:
                continue
            x, y = starts[k, 0], starts[k, 1]
            dx, dy = ends[j, 0] - x, ends[j, 1] - y
            first, last = np.float32(0), np.float32(1)
            if is_covered:
                first = min(_leaves(x, dx, covered[0], covered[2]), _leaves(y, dy, covered[1], covered[3]))
            enter, leave = _inside(x, dx, right)
            first, last = max(first, enter), min(last, leave)
            enter, leave = _inside(y, dy, bottom)
            first, last = max(first, enter), min(last, leave)
            if first >= last:
                continue
            layer = flat[0] if value > 0 else flat[1]
            if abs(dx) >= abs(dy):
                _walk(layer, x, y, dx, dy, first, last, 1, width, abs(value))
            else:
                _walk(layer, y, x, dy, dx, first, last, width, 1, abs(value))


@compiled(error_model="numpy", inline="always")
def _leaves(at: Any, step: Any, low: Any, high: Any) -> Any:
    """When a line starting between `low` and `high` leaves that range, 0 at its start and 1 at its end."""
    if step > 0:
        return (high - at) / step
    if step < 0:
        return (low - at) / step
    return np.float32(1)


@compiled(error_model="numpy", inline="always")
def _inside(at: Any, step: Any, high: Any) -> Any:
    """From when to when a line lies between the border and `high`, 0 at its start and 1 at its end."""
    low = np.float32(_CLEARANCE)
    if step == 0:
        return (np.float32(0), np.float32(1)) if low <= at <= high else (np.float32(1), np.float32(0))
    one, other = (low - at) / step, (high - at) / step
    return (one, other) if one < other else (other, one)


@compiled(error_model="numpy", inline="always")
def _walk(
    layer: Any,
    x: Any,
    y: Any,
    dx: Any,
    dy: Any,
    first: Any,
    last: Any,
    along: int,
    across: int,
    value: Any,
) -> None:
    """Add one line, pixel by pixel along its longer direction, here called x whichever it is."""
    begin, end = x + first * dx, x + last * dx
    if begin > end:
        begin, end = end, begin
    slope = dy / dx
    column, stop = np.int64(np.ceil(begin)), np.int64(np.floor(end))
    height = np.int64((y + (np.float32(column) - x) * slope) * _ONE)
    climb = np.int64(slope * _ONE)
    part = value / np.float32(_ONE)
    while column <= stop:
        below = part * np.float32(height & (_ONE - 1))
        # Unsigned: testing a signed index for "counted from the end" takes as long as all the rest.
        at = np.uint64((height >> _FRACTION_BITS) * across + column * along)
        layer[at] += value - below
        layer[at + np.uint64(across)] += below
        height += climb
        column += 1


@compiled(error_model="numpy")
def tone_map(density: Any, gain: Any, most_opaque: Any, hues: Any, pixels: Any) -> None:
    """Colour `density` (2, height, width) into premultiplied `pixels` (height, width), which are 0 before."""
    height, width = pixels.shape
    for y in range(height):
        for x in range(width):
            up, down = density[0, y, x], density[1, y, x]
            total = up + down
            if total > 0:
                alpha = most_opaque * (1 - np.exp(-gain * total))
                hue = hues[int(np.float32(hues.shape[0] - 1) * (up / total) + np.float32(0.5))]
                a = np.uint32(alpha * 255 + np.float32(0.5))
                r = np.uint32(alpha * hue[0] + np.float32(0.5))
                g = np.uint32(alpha * hue[1] + np.float32(0.5))
                b = np.uint32(alpha * hue[2] + np.float32(0.5))
                pixels[y, x] = (a << 24) | (r << 16) | (g << 8) | b
