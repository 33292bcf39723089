"""The error of one sigmoid output under two costs: with the slope in the way, and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.learning.activations import Sigmoid
from nnviz.learning.costs import CrossEntropy, Quadratic


@dataclass(frozen=True)
class OutputError:
    """An output whose weighted input is z and which should be 0."""

    weighted_input: float

    @property
    def activation(self) -> float:
        """a = σ(z): all of it is too much."""
        return float(Sigmoid.value(self.weighted_input))

    @property
    def slope(self) -> float:
        """σ′(z)."""
        return float(Sigmoid.slope(self.weighted_input, self.activation))

    @property
    def quadratic(self) -> float:
        """δ = (a − 0) σ′(z)."""
        return float(Quadratic().error(self.activation, 0, self.slope))

    @property
    def cross_entropy(self) -> float:
        """δ = a − 0."""
        return float(CrossEntropy().error(self.activation, 0, self.slope))


def error_points(low: float, high: float, count: int) -> Sequence[tuple[float, float, float]]:
    """`count` points (z, δ of the quadratic cost, δ of cross-entropy) from `low` to `high`."""
    steps = (low + (high - low) * step / (count - 1) for step in range(count))
    return [(z, OutputError(z).quadratic, OutputError(z).cross_entropy) for z in steps]
