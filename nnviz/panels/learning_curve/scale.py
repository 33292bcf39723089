"""What the learning curve's axes span: the range that follows the training, and where they lie.

Pure functions and values; nothing here paints.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from nnviz.arrays import Floats
from nnviz.runs.snapshot import Curve
from nnviz.widgets.axis import Axis

Range = tuple[float, float]
Line = tuple[Floats, Floats]  # of a curve's points, (k,) each: epochs, or what else is across, and heights

FLOORS = (0.0, 20.0, 40.0, 60.0, 80.0, 90.0, 95.0, 98.0)  # %, a few fixed steps: the axis moves seldom
SETTLED = 0.05  # the first climb, up to this share of the training, does not decide the range
LEAST_EPOCHS = 0.02  # what the x axis spans at least
WHOLE_CLIMB = 1.0  # until this epoch all accuracies from 0 % on are in range
_AIR = 0.02  # of the newest epoch, to its right


@dataclass(frozen=True, eq=False)
class Points:
    """A `Curve` in the units of the plot; all (k,), NaN where not measured."""

    examples: NDArray[np.int64]
    epochs: Floats
    test: Floats  # %
    train: Floats  # %
    cost: Floats
    test_cost: Floats

    @classmethod
    def of(cls, curve: Curve, epoch_size: int) -> Points:
        """The curve's points, examples turned into epochs and fractions into per cent."""
        return cls(
            examples=curve.examples,
            epochs=curve.examples / epoch_size,
            test=curve.test_accuracy * 100.0,
            train=curve.train_accuracy * 100.0,
            cost=curve.cost.astype(float),
            test_cost=curve.test_cost.astype(float),
        )

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def diverged(self) -> bool:
        """Whether the latest cost is no longer a finite number. The first point may have none."""
        return len(self) > 1 and not math.isfinite(self.cost[-1])

    def nearest(self, epoch: float) -> int:
        """Index of the point nearest to this epoch; there must be one."""
        return int(np.argmin(np.abs(self.epochs - epoch)))


@dataclass(frozen=True)
class Span:
    """What the axes span while the curve is followed. The cost shares the accuracy's axis, rescaled."""

    last: float = 1.0  # epoch at the right end
    floor: float = 0.0  # %; also where cost 0 lies
    ceiling: float = 1.0  # cost that lies at 100 %

    @property
    def epochs(self) -> Range:
        """From the start to the right end."""
        return 0.0, self.last

    @property
    def percents(self) -> Range:
        """From the floor to 100 %, with room for a line's width."""
        height = 100 - self.floor
        return self.floor - 0.03 * height, 100 + 0.04 * height

    def percent_of_cost(self, cost: Floats) -> Floats:
        """Height on the accuracy's axis at which a cost is drawn."""
        return self.floor + cost * ((100 - self.floor) / self.ceiling)

    def cost_of_percent(self, percent: float) -> float:
        """Cost drawn at a height on the accuracy's axis."""
        return (percent - self.floor) * self.ceiling / (100 - self.floor)


def span_of(points: Points, others: Sequence[Line] = ()) -> Span:
    """The range that shows the interesting part: all epochs, and accuracies since the first climb.

    The `others`, test accuracies in per cent, are shown too in those epochs.
    """
    if not len(points) or points.epochs[-1] <= 0:
        return Span()
    newest = float(points.epochs[-1])
    settled = points.epochs >= newest * SETTLED
    last = max(newest * (1 + _AIR), LEAST_EPOCHS)
    lowest = float(np.fmin.reduce(np.fmin(points.test, points.train)[settled]))
    for epochs, heights in others:
        beside = (epochs >= newest * SETTLED) & (epochs <= last)
        lowest = float(np.fmin.reduce(heights[beside], initial=lowest))
    floor = floor_below(lowest) if newest >= WHOLE_CLIMB else 0.0
    cost = np.concatenate([points.cost[settled], points.test_cost[settled]])
    return Span(last, floor, ceiling_above(cost[np.isfinite(cost)]))


def floor_below(lowest: float) -> float:
    """The highest of `FLOORS` that leaves some room below the lowest accuracy (%); 0 for NaN."""
    return max((floor for floor in FLOORS if lowest >= floor + (100 - floor) / 10), default=0.0)


def ceiling_above(cost: Floats) -> float:
    """A round number a little above all these finite costs; 1 if there are none."""
    highest = 1.1 * float(cost.max(initial=0.0))
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(head * power for head in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if head * power >= highest)


@dataclass(frozen=True)
class PlotArea:
    """Where the axes lie in the widget, in px, and what they span now."""

    rect: QRectF
    epochs: Range
    percents: Range

    @property
    def across(self) -> Axis:
        """The epochs' axis."""
        return Axis(*self.epochs, self.rect.left(), self.rect.right())

    @property
    def up(self) -> Axis:
        """The accuracies' axis."""
        return Axis(*self.percents, self.rect.bottom(), self.rect.top())

    def x(self, epoch: float) -> float:
        """Pixels from the left at which an epoch lies."""
        return self.across.at(epoch)

    def y(self, percent: float) -> float:
        """Pixels from the top at which an accuracy lies."""
        return self.up.at(percent)
