"""Activation functions of one z, and their slopes: those that hidden layers may have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Floats
from nnviz.learning.activations import HIDDEN, Activation

FUNCTIONS: tuple[Activation, ...] = tuple(HIDDEN.values())
_NEXT_TO_0 = 1e-9


@dataclass(frozen=True)
class Place:
    """A function at one z."""

    function: Activation
    z: float

    @property
    def activation(self) -> float:
        """f(z)."""
        return float(self.function.value(np.float64(self.z)))

    @property
    def slope(self) -> float:
        """f′(z)."""
        return float(self.function.slope(np.float64(self.z), np.float64(self.activation)))


def function_number(number: float) -> Activation:
    """The function of that number, counted from 1."""
    return FUNCTIONS[min(max(round(number), 1), len(FUNCTIONS)) - 1]


def curve(function: Activation, low: float, high: float, count: int) -> Floats:
    """Points z, f(z), f′(z) from `low` to `high`: (n, 3), float64; a jump of the slope at 0 is upright."""
    z = np.linspace(low, high, count)
    if not function.smooth:
        z = np.union1d(z, [0.0, _NEXT_TO_0])
    a = function.value(z)
    points: Floats = np.column_stack([z, a, function.slope(z, a)])
    return points
