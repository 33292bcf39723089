"""Activation functions: what a neuron makes of its weighted input.

To add one, write a class and put it in `HIDDEN`. Formulas are markup, as read by `widgets/formula/markup.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.learning.maths import exp, tanh

Floats = NDArray[Any]  # float32 in training, float64 in explanations and checks


Write = Callable[[float], str]  # how a number is written in a formula

# A neuron whose slope is below this share of the steepest hardly learns: it is saturated.
SATURATED = 0.04


class Activation:
    """One activation function f of the hidden layers, or of the outputs.

    `value` and `slope` take arrays of any shape and keep their dtype. Training runs them compiled, for which
    they may say what numba understands of one number. What is written of f has defaults that do at first.
    """

    name: str  # in settings, files and on the command line
    title: str  # on the screen
    low: float  # what a can come close to, −∞ and ∞ included
    high: float
    steepest: float = 1.0  # the largest f′(z) there is
    smooth: bool = True  # whether f′ has no jumps
    of_one_z: bool = True  # whether a is of its own z alone, and of no other neuron's
    explanation: str = ""  # one plain sentence
    fill: Any = None  # (z, a): a ← f(z) of one example, with loops; where it is not of its own z alone
    saturated: str = "saturated"  # what a neuron is called whose slope is next to 0
    always_saturated: str = "saturated"  # and one for which that is so whatever comes in
    saturated_words: str = "z lies far out, where the function is flat."  # why it is so

    @staticmethod
    def value(z: Any) -> Any:
        """f(z), element by element."""
        raise NotImplementedError

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """f′(z), element by element, given a = f(z) as well, in whose terms it is often simpler."""
        raise NotImplementedError

    def curve(self, z: Any, zs: Any) -> Any:
        """The a that a neuron would have at z, in a layer whose weighted inputs are `zs`."""
        return self.value(z)

    @property
    def half_way(self) -> float:
        """The a above which a neuron says yes rather than no."""
        return (self.low + self.high) / 2 if np.isfinite(self.low + self.high) else max(self.low, 0.0)

    @property
    def symbol(self) -> str:
        """f itself, as in f(z)."""
        return rf"\text{{{self.name}}}"

    @property
    def slope_symbol(self) -> str:
        """f′, as in f′(z)."""
        return f"{self.symbol}'"

    def formula(self, z: str, each: str = "z_{k}") -> str:
        """What f(z) is; empty if that is not said. `each`: any neuron's z, where f takes them all."""
        return ""

    def slope_formula(self, z: str) -> str:
        """What f′(z) is; empty if that is not said."""
        return ""

    def slope_numbers(self, z: float, a: float, write: Write) -> str:
        """The same with numbers in it; empty if there is nothing to work out."""
        return ""

    def slopes_along_all(self, a: Floats, j: int) -> Floats:
        """∂aⱼ/∂z by the z of every neuron of the layer: a (n,) -> (n,). For functions of all z."""
        raise NotImplementedError

    @classmethod
    def is_saturated(cls, slope: Any) -> Any:
        """Whether neurons with these slopes hardly learn, element by element."""
        return slope < SATURATED * cls.steepest


class Sigmoid(Activation):
    """σ(z) = 1 / (1 + e⁻ᶻ), the article's neuron."""

    name, title = "sigmoid", "Sigmoid"
    low, high, steepest = 0.0, 1.0, 0.25
    symbol = r"\sigma"
    explanation = "It squashes any z to between 0 and 1, and is flat where z lies far from 0."
    saturated_words = "z lies far out, where σ is flat."

    @staticmethod
    def value(z: Any) -> Any:
        """Large |z| gives exactly 0 or 1."""
        return 1 / (1 + exp(-z))

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """σ′(z) = a (1 − a)."""
        return a * (1 - a)

    def formula(self, z: str, each: str = "z_{k}") -> str:
        """1 / (1 + e⁻ᶻ)."""
        return rf"\frac{{1}}{{1 + e^{{-{z}}}}}"

    def slope_formula(self, z: str) -> str:
        """σ(z) (1 − σ(z))."""
        return rf"\sigma({z}) (1 - \sigma({z}))"

    def slope_numbers(self, z: float, a: float, write: Write) -> str:
        """a × (1 − a)."""
        return rf"{write(a)} \times {write(1 - a)}"


class Tanh(Activation):
    """The hyperbolic tangent: a sigmoid stretched to −1 … 1."""

    name, title = "tanh", "Tanh"
    low, high = -1.0, 1.0
    explanation = "A sigmoid stretched to between −1 and 1, so that a neuron can also count against."
    saturated_words = "z lies far out, where tanh is flat."

    @staticmethod
    def value(z: Any) -> Any:
        """tanh z."""
        return tanh(z)

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """tanh′(z) = 1 − a²."""
        return 1 - a * a

    def formula(self, z: str, each: str = "z_{k}") -> str:
        """(eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)."""
        return rf"\frac{{e^{{{z}}} - e^{{-{z}}}}}{{e^{{{z}}} + e^{{-{z}}}}}"

    def slope_formula(self, z: str) -> str:
        """1 − tanh² z."""
        return rf"1 - {self.symbol}^2 ({z})"

    def slope_numbers(self, z: float, a: float, write: Write) -> str:
        """1 − a²."""
        return f"1 - {write(abs(a))}^2"


class ReLU(Activation):
    """The rectified linear unit: z where z is positive, else 0."""

    name, title = "relu", "ReLU"
    low, high = 0.0, np.inf
    symbol = r"\text{ReLU}"
    explanation = "It lets a positive z through as it is, and of any other makes 0: it never saturates above."
    smooth = False
    saturated, always_saturated = "off", "dead"
    saturated_words = "z is not positive, where ReLU is flat: no error gets through."

    @staticmethod
    def value(z: Any) -> Any:
        """max(0, z); NaN stays NaN."""
        return np.maximum(z, 0)

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """1 where z > 0, else 0: at 0 itself, where there is no slope, the usual choice is 0."""
        return (z > 0) * (z * 0 + 1)

    def formula(self, z: str, each: str = "z_{k}") -> str:
        """max(0, z)."""
        return rf"\text{{max}}(0, {z})"

    def slope_formula(self, z: str) -> str:
        """1 where z > 0, else 0."""
        return rf"1\,\text{{where~}} {z} > 0 \text{{,~else~}} 0"


class Softmax(Activation):
    """Outputs that add up to 1: each eᶻ's share of them all. For outputs alone: no function of one z."""

    name, title = "softmax", "Softmax"
    low, high, steepest, of_one_z = 0.0, 1.0, 0.25, False
    explanation = "Each output is the share of its eᶻ in the sum of all, so that the outputs add up to 1."
    saturated_words = "its share is next to all or nothing, where softmax is flat."

    @staticmethod
    def value(z: Any) -> Any:
        """The shares along the last axis."""
        powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
        return powers / np.sum(powers, axis=-1, keepdims=True)

    @staticmethod
    def fill(z: Any, a: Any) -> None:
        """The same with loops, for the kernel: (n,) each."""
        most = z[0]
        for one in z:
            most = max(most, one)
        total = 0.0
        for j in range(len(z)):
            a[j] = exp(z[j] - most)
            total += a[j]
        for j in range(len(z)):
            a[j] /= total

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """∂aⱼ/∂zⱼ = aⱼ (1 − aⱼ): of an output by its own weighted input; the others' move it too."""
        return a * (1 - a)

    def curve(self, z: Any, zs: Any) -> Any:
        """eᶻ / Σ eᶻ with the sum as it is: each neuron lies on it."""
        most = np.max(zs)
        return np.minimum(np.exp(z - most) / np.sum(np.exp(zs - most)), 1)

    def slopes_along_all(self, a: Floats, j: int) -> Floats:
        """∂aⱼ/∂zᵢ = aⱼ (1 − aⱼ) for j itself, −aⱼ aᵢ for the others."""
        slopes: Floats = a[j] * ((np.arange(len(a)) == j) - a)
        return slopes

    def formula(self, z: str, each: str = "z_{k}") -> str:
        """eᶻ / Σ eᶻ."""
        return rf"\frac{{e^{{{z}}}}}{{\sum_{{k}} e^{{{each}}}}}"

    def slope_formula(self, z: str) -> str:
        """softmax(z) (1 − softmax(z))."""
        return rf"{self.symbol}({z}) (1 - {self.symbol}({z}))"

    def slope_numbers(self, z: float, a: float, write: Write) -> str:
        """a × (1 − a)."""
        return rf"{write(a)} \times {write(1 - a)}"


HIDDEN: dict[str, Activation] = {one.name: one for one in (Sigmoid(), Tanh(), ReLU())}
OUTPUT: dict[str, Activation] = {one.name: one for one in (Sigmoid(), Softmax())}
