"""Naming every number of backpropagation: which quantity, of which layer, with which indices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nnviz.explain.letters import indexed


class Shape(Enum):
    """How many numbers there are of a quantity."""

    SCALAR = "one"
    VECTOR = "one for each unit of a layer"
    MATRIX = "one for each unit of a layer and each of the layer before"


class Quantity(Enum):
    """What backpropagation computes with; what is known of each stands in the table of `quantity.py`."""

    ACTIVATION = "a", Shape.VECTOR
    WEIGHTED_INPUT = "z", Shape.VECTOR
    WEIGHT = "w", Shape.MATRIX
    BIAS = "b", Shape.VECTOR
    TARGET = "y", Shape.VECTOR
    COST_DERIVATIVE = "∂C/∂a of the outputs", Shape.VECTOR
    ANSWER_SLOPE = "∂a/∂z of the right output by every z", Shape.VECTOR
    COST_SHARE = "what an output adds to C", Shape.VECTOR
    COST = "C", Shape.SCALAR
    SLOPE = "∂a/∂z", Shape.VECTOR
    RETURNED = "∂C/∂a of hidden units", Shape.VECTOR
    ERROR = "δ", Shape.VECTOR
    BIAS_GRADIENT = "∂C/∂b", Shape.VECTOR
    WEIGHT_GRADIENT = "∂C/∂w", Shape.MATRIX
    BIAS_CHANGE = "what the step adds to b", Shape.VECTOR
    WEIGHT_CHANGE = "what the step adds to w", Shape.MATRIX
    WEIGHT_DECAY = "what L2 takes from w", Shape.MATRIX
    NEW_BIAS = "b after", Shape.VECTOR
    NEW_WEIGHT = "w after", Shape.MATRIX
    NEW_ACTIVATION = "a after", Shape.VECTOR
    NEW_COST_SHARE = "what an output adds to C after", Shape.VECTOR
    NEW_COST = "C after", Shape.SCALAR

    @property
    def is_matrix(self) -> bool:
        """Whether it has a row for each unit of its layer and a column for each of the layer before."""
        shape: Shape = self.value[1]
        return shape is Shape.MATRIX

    @property
    def is_vector(self) -> bool:
        """Whether there is one for each unit of its layer."""
        shape: Shape = self.value[1]
        return shape is Shape.VECTOR

    @property
    def is_scalar(self) -> bool:
        """Whether there is only one number of it."""
        shape: Shape = self.value[1]
        return shape is Shape.SCALAR


@dataclass(frozen=True)
class Entry:
    """One number of a walk, or all of a kind where an index is None: w³₅,₄₂ or row 5 of w³ or all of w³.

    `layer` counts as in the article, input 1. `j` is the unit of that layer; for weights, `k` is the unit of
    the layer before. Both count from 0, so that output 3 is that of class 3.
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

    @property
    def whole(self) -> Entry:
        """All the numbers of its kind."""
        return Entry(self.quantity, self.layer)

    def of(self, quantity: Quantity) -> Entry:
        """Another quantity of the same unit, or of the same pair of units."""
        return Entry(quantity, self.layer, self.j, self.k if quantity.is_matrix else None)

    def letter(self, letter: str) -> str:
        """Markup of a letter with this layer above and these indices below."""
        return indexed(letter, self.layer, self.j, self.k)
