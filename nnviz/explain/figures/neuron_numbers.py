"""One sigmoid neuron by hand: its products, its weighted input, its activation and its slope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nnviz.learning.activations import Sigmoid


@dataclass(frozen=True)
class OneNeuron:
    """What a neuron makes of its inputs: z = w₁x₁ + w₂x₂ + … + b, a = σ(z)."""

    inputs: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    @property
    def products(self) -> tuple[float, ...]:
        """wₖxₖ, one for each input."""
        return tuple(w * x for w, x in zip(self.weights, self.inputs, strict=True))

    @cached_property
    def weighted_input(self) -> float:
        """The weighted input z."""
        return sum(self.products) + self.bias

    @cached_property
    def activation(self) -> float:
        """The activation a, in (0, 1)."""
        return sigmoid(self.weighted_input)

    @cached_property
    def slope(self) -> float:
        """σ′(z): how much a moves when z does, at most ¼."""
        return float(Sigmoid.slope(self.weighted_input, self.activation))


def sigmoid(z: float) -> float:
    """σ(z) = 1 / (1 + e⁻ᶻ)."""
    return float(Sigmoid.value(z))


def sigmoid_points(low: float, high: float, count: int) -> Sequence[tuple[float, float]]:
    """`count` points (z, σ(z)) of the curve, from `low` to `high`."""
    step = (high - low) / (count - 1)
    return [(z, sigmoid(z)) for z in (low + step * i for i in range(count))]
