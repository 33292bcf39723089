"""An axis of a plot: which pixel a value lies at, where it has ticks, and how those are painted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnviz.arrays import Floats
from nnviz.explain.number_markup import figure
from nnviz.widgets import theme

TIME_AXIS_MARGINS = 46, 46  # px left and right: the curve and the timeline below it agree on where a step is

Tick = tuple[float, str]  # a value and its text

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

    def places(self, values: Floats) -> Floats:
        """What `at` says of many values; the axis must not be logarithmic."""
        shares = (values - self.low) / (self.high - self.low) if self.high != self.low else 0 * values
        pixels: Floats = self.begin + shares * (self.end - self.begin)
        return pixels

    def value(self, pixel: float) -> float:
        """The value that lies at a pixel; the axis must not be logarithmic."""
        return self.low + (pixel - self.begin) / (self.end - self.begin) * (self.high - self.low)

    def has(self, value: float) -> bool:
        """Whether a value is in range."""
        return self.low <= value <= self.high

    def ticks(self, most: float) -> list[Tick]:
        """At most about `most` round values in range: … 1, 2, 5, 10 … steps, or powers of ten.

        None where the range has no length, or 0 in it while the axis is logarithmic.
        """
        if not self.low < self.high or (self.logarithmic and self.low <= 0):
            return []
        if self.logarithmic:
            return [(value, figure(value)) for value in _round_powers(self.low, self.high, most)]
        step = _round_step(self.high - self.low, most)
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        first = math.ceil(self.low / step - 1e-9)
        count = math.floor(self.high / step + 1e-9) - first + 1
        values = [(first + n) * step for n in range(count)]
        return [(value, f"{value:.{decimals}f}".replace("-", "−") if value else "0") for value in values]


def paint_levels(
    painter: QPainter, axis: Axis, ticks: Sequence[Tick], left: float, right: float, unit: str = ""
) -> None:
    """A faint line across a plot for each tick of its upright axis, with the text to its left."""
    now = theme.colours()
    for value, text in ticks:
        y = round(axis.at(value)) + 0.5
        painter.setPen(QPen(now.border, 1))
        painter.drawLine(QLineF(left, y, right, y))
        painter.setPen(now.muted)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left - 88, y - 8, 80, 16), side, text + unit)


def paint_below(painter: QPainter, axis: Axis, ticks: Sequence[Tick], y: float) -> None:
    """The text of each tick of a level axis, below the height y."""
    for value, text in ticks:
        place = QRectF(axis.at(value) - 60, y + 2, 120, 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _round_step(span: float, most: float) -> float:
    """The smallest of … 1, 2, 5, 10 … of which at most `most` fit into `span`."""
    least = span / max(most, 1.0)
    power = 10.0 ** math.floor(math.log10(least))
    return next(head * power for head in (1, 2, 5, 10) if head * power >= least)


def _round_powers(low: float, high: float, most: float) -> list[float]:
    """Powers of ten, and 2 and 5 times each if there are few of them."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    heads = (1, 2, 5) if 3 * math.log10(high / low) <= most else (1,)
    every = [head * 10.0**power for power in powers for head in heads]
    return [value for value in every if low <= value <= high]
