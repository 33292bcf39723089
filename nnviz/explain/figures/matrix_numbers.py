"""The weights between two layers as a matrix: forward by its rows, back by the rows of its transpose."""

from __future__ import annotations

from dataclasses import dataclass

Column = tuple[float, ...]
Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class LayerPair:
    """A layer of m neurons, the next one of n, and what goes from one to the other."""

    weights: Rows  # n rows of m: entry j, k leads from neuron k to neuron j
    biases: Column  # n
    activations: Column  # m, of the first of the two layers
    errors: Column  # n, of the second

    @property
    def transposed(self) -> Rows:
        """The weights with rows and columns exchanged: m rows of n."""
        return tuple(zip(*self.weights, strict=True))

    @property
    def weighted_inputs(self) -> Column:
        """z = w a + b, one for each row of the weights: n."""
        sums = (_sum_of_products(row, self.activations) for row in self.weights)
        return tuple(z + b for z, b in zip(sums, self.biases, strict=True))

    @property
    def sent_back(self) -> Column:
        """wᵀδ, one for each row of the transpose: m."""
        return tuple(_sum_of_products(row, self.errors) for row in self.transposed)


SMALL = LayerPair(
    weights=((0.8, -0.5, 0.3), (-0.2, 0.6, 0.9)),
    biases=(0.1, -0.4),
    activations=(1.0, 0.5, 0.2),
    errors=(0.2, -0.1),
)


def _sum_of_products(row: Column, numbers: Column) -> float:
    return sum(a * b for a, b in zip(row, numbers, strict=True))
