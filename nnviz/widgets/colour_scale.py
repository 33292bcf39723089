"""From numbers to colours: one rule for every picture of numbers, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.explain.full_size import full_size
from nnviz.explain.number_markup import figure
from nnviz.widgets import theme
from nnviz.widgets.image_tiles import ImageTiles


@dataclass(frozen=True)
class ColourScale:
    """What is never negative goes from blank to a tint; else orange is −`full`, dark 0 and blue +`full`."""

    full: float = 1.0  # the size in full colour; larger ones look the same
    tint: str = ""  # the theme's colour for what is never negative; empty for what has a sign

    @classmethod
    def of(cls, values: Floats) -> ColourScale:
        """The scale of numbers that have a sign, symmetric about 0; of any shape."""
        return cls(full_size(values))

    def pixels(self, values: Floats) -> theme.Pixels:
        """Numbers as 0xAARRGGBB, the same shape; what is not a number looks like 0."""
        with np.errstate(all="ignore"):
            parts = values / self.full
        if not self.tint:
            return theme.signed_pixels(parts)
        if self.tint == "ink":
            return theme.activation_pixels(parts)
        steps = np.nan_to_num(np.clip(parts, 0, 1)) * 255
        pixels: theme.Pixels = _table(self.tint, theme.is_dark())[steps.astype(np.uint8)]
        return pixels

    def tiles(self, values: Floats) -> ImageTiles:
        """A picture of (rows, columns), or one for each of (n, rows, columns)."""
        return ImageTiles(self.pixels(values))

    @property
    def legend(self) -> str:
        """What the ends of the scale stand for: "±0.84"."""
        return f"0 … {self.full:g}" if self.tint else f"±{figure(self.full)}"

    @property
    def words(self) -> str:
        """The same in a tip: "full colour: ±0.84"."""
        return f"full colour: {self.legend}"


@cache
def _table(role: str, dark: bool) -> NDArray[Any]:
    now = theme.colours()
    colour = getattr(now, role)
    return np.array([theme.mixed(now.paper, colour, step / 255).rgb() for step in range(256)], np.uint32)
