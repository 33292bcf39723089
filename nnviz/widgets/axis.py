"""An axis of a plot: which pixel a value lies at. Pure geometry; nothing here paints."""

from __future__ import annotations

import math
from dataclasses import dataclass

TIME_AXIS_MARGINS = 46, 46  # px left and right: the curve and the timeline below it agree on where a step is

_LEAST = 1e-300  # what a logarithmic axis takes 0 and less for


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high` over the pixels from `begin` to `end`; upwards, `end` is the smaller."""

    low: float
    high: float
    begin: float
    end: float
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """How far along the axis a value lies: 0 at `low`, 1 at `high`; if `low` is `high`, always 0."""
        low, high = self.low, self.high
        if self.logarithmic:
            value, low, high = (math.log10(max(number, _LEAST)) for number in (value, low, high))
        return (value - low) / (high - low) if high != low else 0.0

    def at(self, value: float) -> float:
        """The pixel at which a value lies, beyond the ends for one out of range."""
        return self.begin + self.share(value) * (self.end - self.begin)
