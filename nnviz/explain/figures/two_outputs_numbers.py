"""The cost of two outputs by hand, and the answer that the larger of them gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.learning.costs import Quadratic


@dataclass(frozen=True)
class TwoOutputs:
    """The output of the right class, which should be 1, and that of another one, which should be 0."""

    right: float
    other: float

    @property
    def differences(self) -> tuple[float, float]:
        """y − a of either."""
        return 1 - self.right, 0 - self.other

    @property
    def cost(self) -> float:
        """C = ½ ((1 − a)² + (0 − a′)²)."""
        return float(Quadratic.of(0, self.right, 1) + Quadratic.of(0, self.other, 0))

    @property
    def accuracy(self) -> float:
        """1 if the right one is the larger, 0 if the other one is, ½ if nobody can tell."""
        return 0.5 if self.right == self.other else float(self.right > self.other)

    def cost_points(self, count: int) -> Sequence[tuple[float, float]]:
        """`count` points (a, C), the right output going from 0 to 1 and the other one staying."""
        steps = (step / (count - 1) for step in range(count))
        return [(a, TwoOutputs(a, self.other).cost) for a in steps]

    def accuracy_points(self) -> Sequence[tuple[float, float]]:
        """The corners of the same for the accuracy: it jumps where both are equal."""
        return [(0, 0), (self.other, 0), (self.other, 1), (1, 1)]
