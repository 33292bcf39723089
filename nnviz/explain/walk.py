"""A walk: one image's way through the network and back, number by number, each found by what it is."""

from __future__ import annotations

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.example import Example
from nnviz.explain.quantity import TABLE


class Walk(Example):
    """The numbers of an example, asked for by quantity, layer and indices."""

    def array(self, quantity: Quantity, layer: int) -> Floats:
        """All numbers of a quantity: (n,), (n, n of the layer before), or () for the cost."""
        with np.errstate(all="ignore"):
            return TABLE[quantity].array(self, layer)

    def value(self, entry: Entry) -> float:
        """One number; `entry.is_number` must hold."""
        numbers = self.array(entry.quantity, entry.layer)
        return float(numbers[tuple(i for i in (entry.j, entry.k) if i is not None)])

    def shape(self, entry: Entry) -> tuple[int, ...]:
        """The shape of the whole array an entry belongs to; a vector is a column, (n, 1)."""
        if entry.quantity.is_scalar:
            return (1, 1)
        n = self.sizes[entry.layer - 1]
        return (n, self.sizes[entry.layer - 2]) if entry.quantity.is_matrix else (n, 1)
