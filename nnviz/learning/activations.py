"""Activation functions: what a neuron makes of its weighted input.

To add one, write a class and put it in `HIDDEN`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]  # float32 in training, float64 in explanations and checks


class Activation:
    """One activation function f of the hidden layers, or of the outputs.

    `value` and `slope` take arrays of any shape and keep their dtype.
    """

    name: str  # in settings, files and on the command line
    title: str  # on the screen
    low: float  # what a can come close to, −∞ and ∞ included
    high: float

    @staticmethod
    def value(z: Any) -> Any:
        """f(z), element by element."""
        raise NotImplementedError

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """f′(z), element by element, given a = f(z) as well, in whose terms it is often simpler."""
        raise NotImplementedError


class Sigmoid(Activation):
    """σ(z) = 1 / (1 + e⁻ᶻ), the article's neuron."""

    name, title = "sigmoid", "Sigmoid"
    low, high = 0.0, 1.0

    @staticmethod
    def value(z: Any) -> Any:
        """Large |z| gives exactly 0 or 1."""
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-z))

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """σ′(z) = a (1 − a)."""
        return a * (1 - a)


class Tanh(Activation):
    """The hyperbolic tangent: a sigmoid stretched to −1 … 1."""

    name, title = "tanh", "Tanh"
    low, high = -1.0, 1.0

    @staticmethod
    def value(z: Any) -> Any:
        """tanh z."""
        return np.tanh(z)

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """tanh′(z) = 1 − a²."""
        return 1 - a * a


class ReLU(Activation):
    """The rectified linear unit: z where z is positive, else 0."""

    name, title = "relu", "ReLU"
    low, high = 0.0, np.inf

    @staticmethod
    def value(z: Any) -> Any:
        """max(0, z); NaN stays NaN."""
        return np.maximum(z, 0)

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """1 where z > 0, else 0: at 0 itself, where there is no slope, the usual choice is 0."""
        return (z > 0) * (z * 0 + 1)


class Softmax(Activation):
    """Outputs that add up to 1: each eᶻ's share of them all. For outputs alone: no function of one z."""

    name, title = "softmax", "Softmax"
    low, high = 0.0, 1.0

    @staticmethod
    def value(z: Any) -> Any:
        """The shares along the last axis."""
        powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
        return powers / np.sum(powers, axis=-1, keepdims=True)

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """∂aⱼ/∂zⱼ = aⱼ (1 − aⱼ): of an output by its own weighted input; the others' move it too."""
        return a * (1 - a)


HIDDEN = MappingProxyType({one.name: one for one in (Sigmoid(), Tanh(), ReLU())})
OUTPUT = MappingProxyType({one.name: one for one in (Sigmoid(), Softmax())})
