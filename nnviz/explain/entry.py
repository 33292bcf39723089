"""Naming every number of backpropagation: which quantity, of which layer, with which indices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Quantity(Enum):
    """What backpropagation computes with; the value is the article's symbol for it, as markup."""

    ACTIVATION = "a"
    WEIGHTED_INPUT = "z"
    WEIGHT = "w"
    BIAS = "b"
    TARGET = "y"
    MISS = "(a - y)"  # ∂C/∂a of the last layer
    COST_SHARE = r"\frac{1}{2}(y - a)^2"  # what one output adds to C
    COST = "C"
    SLOPE = r"\sigma'(z)"
    RETURNED = r"w^T \delta"  # ∂C/∂a of a hidden layer
    ERROR = r"\delta"
    BIAS_GRADIENT = r"\partial C/\partial b"
    WEIGHT_GRADIENT = r"\partial C/\partial w"
    BIAS_CHANGE = r"-\eta \partial C/\partial b"
    WEIGHT_CHANGE = r"-\eta \partial C/\partial w"
    NEW_BIAS = "b after"
    NEW_WEIGHT = "w after"
    NEW_ACTIVATION = "a after"
    NEW_COST_SHARE = "its share after"
    NEW_COST = "C after"

    @property
    def is_matrix(self) -> bool:
        """Whether it has a row for each unit of its layer and a column for each of the layer before."""
        return self in _MATRICES

    @property
    def is_scalar(self) -> bool:
        """Whether there is only one number of it."""
        return self in (Quantity.COST, Quantity.NEW_COST)


_MATRICES = (
    Quantity.WEIGHT,
    Quantity.WEIGHT_GRADIENT,
    Quantity.WEIGHT_CHANGE,
    Quantity.NEW_WEIGHT,
)


@dataclass(frozen=True)
class Entry:
    """One number of a walk, or all of a kind where an index is None: w³₅,₄₂ or row 5 of w³ or all of w³.

    `layer` counts as in the article, input 1. `j` is the unit of that layer; for weights, `k` is the unit of
    the layer before. Both count from 0, so that output 3 is the digit 3.
    """

    quantity: Quantity
    layer: int
    j: int | None = None
    k: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether it names a single number."""
        if self.quantity.is_scalar:
            return True
        return self.j is not None and (self.k is not None or not self.quantity.is_matrix)

    def covers(self, other: Entry) -> bool:
        """Whether `other` is this very entry, or one of those meant by it."""
        return (
            (self.quantity, self.layer) == (other.quantity, other.layer)
            and self.j in (None, other.j)
            and self.k in (None, other.k)
        )
