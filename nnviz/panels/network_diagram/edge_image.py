"""Connections as pictures: tens of thousands of translucent lines, added up in a compiled kernel.

A painter that draws one line after the other takes seconds for 79,400 of them. Here each connection adds its
strength to the pixels it passes, positive and negative ones apart; only the two finished densities are turned
into colours. Nothing here knows of layers, input images or widgets, and all of it may run on any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

Array = NDArray[Any]

# How opaque the densest places become. Below 1, so that crossing bundles never turn into flat colour.
_MOST_OPAQUE = 0.92
# The share of lit pixels that may come out brighter than the scale's end.
_BRIGHT_SHARE = 0.02
_SHADES = 256
_CONTRAST = 5.0  # of the hue: in a bundle of thousands, neither sign is ever far ahead
_GAIN = 1.8  # opacity is 1 − e⁻ᵍ of what it may be at the density that counts as bright


def _kernel() -> ModuleType:
    """The compiled loops, imported by whoever draws first: numba would delay the window's opening."""
    return import_module("nnviz.panels.network_diagram.edge_kernel")


@dataclass(frozen=True)
class Box:
    """A rectangle of whole pixels; `right` and `bottom` lie just outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across, never negative."""
        return max(self.right - self.left, 0)

    @property
    def height(self) -> int:
        """Pixels down, never negative."""
        return max(self.bottom - self.top, 0)


@dataclass(frozen=True, eq=False)
class Lines:
    """Where connections run, in pixels: line (j, k) goes from start k to end j.

    Its part within `covered` (left, top, right, bottom), the rectangle it starts in, lies under something
    opaque and is left out.
    """

    starts: Array  # (m, 2) float32, x and y
    ends: Array  # (n, 2) float32
    covered: tuple[float, float, float, float] | None = None


def add_lines(values: Array, lines: Lines, box: Box) -> Array:
    """The densities of all lines within `box`: (2, height, width) float32, positive values' first.

    `values` (n, m) float32 are the lines' signed strengths; a line of 0 is not drawn. A line adds |value| to
    every pixel column it passes (row, where it is steep), shared among the two nearest pixels. Linear, so
    the density of two sets of lines is the sum of both densities.
    """
    density = np.zeros((2, box.height, box.width), dtype=np.float32)
    if box.width > 1 and box.height > 1:
        covered = lines.covered or (0.0, 0.0, 0.0, 0.0)
        offset = np.array([box.left, box.top], dtype=np.float32)
        under = np.array(covered, dtype=np.float32) - np.tile(offset, 2)
        kernel = _kernel()
        kernel.add_lines(
            values, lines.starts - offset, lines.ends - offset, under, lines.covered is not None, density
        )
    return density


def reference_density(density: Array) -> float:
    """The density that counts as bright: exceeded by few of the pixels that have any; 0 if none has."""
    total = density[0, ::3, ::3] + density[1, ::3, ::3]
    lit = total[total > 0]
    if lit.size == 0:
        lit = density[density > 0]
    if lit.size == 0:
        return 0.0
    at = int((1 - _BRIGHT_SHARE) * (lit.size - 1))
    return float(np.partition(lit, at)[at])


def tone_map(density: Array, positive: QColor, negative: QColor, strength: float = 1.0) -> Array:
    """Densities (2, height, width) as premultiplied 0xAARRGGBB pixels (height, width) uint32.

    Opacity rises with the density and levels off, so that bundles glow and never burn out. The hue says which
    sign outweighs the other; where both are equally dense it lies in the middle.
    """
    pixels = np.zeros(density.shape[1:], dtype=np.uint32)
    reference = reference_density(density)
    if reference > 0:
        gain = np.float32(strength * _GAIN / reference)
        _kernel().tone_map(density, gain, np.float32(_MOST_OPAQUE), _hues(positive, negative), pixels)
    return pixels


def _hues(positive: QColor, negative: QColor) -> Array:
    """The colours between all negative and all positive, (256, 3) float32, 0 … 255."""
    share = np.linspace(0, 1, _SHADES, dtype=np.float32)[:, None]
    share = 0.5 + 0.5 * np.tanh(_CONTRAST * (2 * share - 1)) / np.tanh(_CONTRAST)
    low, high = (np.array([c.red(), c.green(), c.blue()], dtype=np.float32) for c in (negative, positive))
    return np.ascontiguousarray(low * (1 - share) + high * share, dtype=np.float32)


def picture(pixels: Array, ratio: float = 1.0) -> QImage:
    """A picture of its own from premultiplied pixels (height, width), for a screen of that pixel ratio."""
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
    image.setDevicePixelRatio(ratio)
    return image


@cache
def prepare() -> None:
    """Compile the loops, or load them from the cache: seconds the first time, so never on the GUI thread."""
    line = Lines(np.zeros((1, 2), dtype=np.float32), np.full((1, 2), 3, dtype=np.float32))
    density = add_lines(np.ones((1, 1), dtype=np.float32), line, Box(0, 0, 4, 4))
    tone_map(density, QColor(0, 0, 255), QColor(255, 128, 0))
