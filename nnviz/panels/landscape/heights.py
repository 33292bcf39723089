"""How high a cost is drawn, in which shade, and where the lines of equal cost are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from nnviz.arrays import Floats
from nnviz.widgets import theme

_LINES = 9
_WIDE = 8.0  # from a range this many times as high as its least cost on, heights are logarithms


@dataclass(frozen=True)
class Heights:
    """From the lowest cost, 0, to the highest, 1; logarithmic where they are of very different size."""

    low: float
    high: float

    @classmethod
    def of(cls, costs: Floats) -> Heights:
        """Of all those that are finite."""
        finite = costs[np.isfinite(costs)]
        return cls(float(finite.min()), float(finite.max())) if len(finite) else cls(0, 1)

    @property
    def is_logarithmic(self) -> bool:
        """Whether equal steps up are equal factors of the cost."""
        return self.low > 0 and self.high > _WIDE * self.low

    def share(self, costs: Floats) -> Floats:
        """0 … 1; what is not finite is at the top."""
        low, high, values = self.low, self.high, np.where(np.isfinite(costs), costs, self.high)
        if self.is_logarithmic:
            low, high, values = np.log(low), np.log(high), np.log(np.maximum(values, self.low))
        found: Floats = np.clip((values - low) / (high - low), 0, 1) if high > low else 0 * values
        return found

    @property
    def levels(self) -> list[float]:
        """The costs that have a line."""
        spaced = np.geomspace if self.is_logarithmic else np.linspace
        return [float(level) for level in spaced(self.low, self.high, _LINES + 2)[1:-1]]


def shade(share: float) -> QColor:
    """Low ground is as the card, high ground is light or, in the light scheme, dark."""
    now = theme.colours()
    return theme.mixed(now.field, now.text, 0.8 * float(share))


def shades(shares: Floats) -> theme.Pixels:
    """The same of many, as 0xAARRGGBB."""
    table = np.array([shade(step / 255).rgb() for step in range(256)], dtype=np.uint32)
    found: theme.Pixels = table[(shares * 255 + 0.5).astype(np.uint8)]
    return found
