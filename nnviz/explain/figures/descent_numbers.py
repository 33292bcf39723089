"""Gradient descent on one curve: a cost with two valleys, its slope, and where the steps lead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MOST_STEPS = 40
FARTHEST = 3.2  # the curve is looked at from −w to w
_FLAT = 0.01  # a slope that leads nowhere any more


def cost(w: float) -> float:
    """C(w) = 0.05 w⁴ − 0.4 w² + 0.15 w + 1.25: a deep valley to the left, a shallower one to the right."""
    return 0.05 * w**4 - 0.4 * w**2 + 0.15 * w + 1.25


def slope(w: float) -> float:
    """C′(w) = 0.2 w³ − 0.8 w + 0.15."""
    return 0.2 * w**3 - 0.8 * w + 0.15


def cost_points(count: int) -> Sequence[tuple[float, float]]:
    """`count` points (w, C) of the curve, from left to right."""
    places = (FARTHEST * (2 * i / (count - 1) - 1) for i in range(count))
    return [(w, cost(w)) for w in places]


@dataclass(frozen=True)
class Descent:
    """So many steps w ← w − η C′(w) from a start."""

    start: float
    eta: float
    steps: int

    @property
    def path(self) -> tuple[float, ...]:
        """Every place from the start on; it ends with the first that is off the curve."""
        found = [self.start]
        for _ in range(self.steps):
            if abs(found[-1]) > FARTHEST:
                break
            found.append(found[-1] - self.eta * slope(found[-1]))
        return tuple(found)

    @property
    def now(self) -> float:
        """Where it has come to."""
        return self.path[-1]

    @property
    def next(self) -> float:
        """Where one more step leads."""
        return self.now - self.eta * slope(self.now)

    @property
    def has_left(self) -> bool:
        """Whether it has jumped off the curve."""
        return abs(self.now) > FARTHEST

    @property
    def is_at_rest(self) -> bool:
        """Whether it is flat here, so that it stays."""
        return abs(slope(self.now)) < _FLAT

    @property
    def words(self) -> str:
        """What is to be seen, in a sentence."""
        if self.has_left:
            return "The ball has left the picture."
        if self.is_at_rest:
            return "It is flat here: the slope is nearly 0, so the ball hardly moves."
        uphill, downhill = ("right", "left") if slope(self.now) > 0 else ("left", "right")
        if self.eta < 0:
            return f"Uphill is to the {uphill}, and so is the next step: η is below 0."
        if self.eta == 0:
            return "With η = 0 there is no step."
        return f"Uphill is to the {uphill}, so the next step goes to the {downhill}."


def steps_to_rest(start: float, eta: float) -> float:
    """How many steps until it is flat; NaN if that takes more than `MOST_STEPS`."""
    resting = (steps for steps in range(MOST_STEPS + 1) if Descent(start, eta, steps).is_at_rest)
    return next(resting, math.nan)
