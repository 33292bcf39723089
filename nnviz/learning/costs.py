"""Costs: how far the outputs are from the target. To add one, write a class and put it in `COSTS`.

Formulas are markup, as `widgets/formula/markup.py` reads it.
Source of the equations: M. Nielsen, "Neural Networks and Deep Learning", chapters 1 to 3.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.learning.activations import Floats, Write
from nnviz.learning.maths import exp


class Cost:
    """One cost C, a sum over the outputs.

    `z`, `a` and `y` are the outputs' weighted inputs, activations and targets, (…, n) each; in formulas, the
    markup of a and y. What is written of C has defaults that do for a first try.
    """

    name: str  # in settings, files and on the command line
    title: str  # on the screen
    cancels_slope: bool = False  # whether the slope of the output drops out of the error, which is a − y then
    of_one: Any = None  # (z, a, label): C of one example, with loops; where `of` takes all of z together
    explanation: str = ""  # one plain sentence
    part_words: str = "its part"  # of an output's part of C, in a caption
    derivative_words: str = "∂C/∂a"  # of the derivative

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """Each output's part of C."""
        raise NotImplementedError

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """∂C/∂a of each output."""
        raise NotImplementedError

    def with_output(self, output: str) -> Cost | None:
        """The form it has for outputs of that name; None if the two do not go together."""
        return None if output == "softmax" else self

    def error(self, a: Any, y: Any, slope: Any) -> Any:
        """δ = ∂C/∂z of each output, whose activation has that slope; a − y where the slope cancels."""
        return a - y if self.cancels_slope else self.derivative(a, y) * slope

    def total(self, z: Floats, a: Floats, y: Floats) -> Any:
        """C of each example: (…, n) -> (…)."""
        return np.sum(self.of(z, a, y), axis=-1)

    def formula(self, a: str, y: str) -> str:
        """What C is, of vectors a and y."""
        return rf"\sum_{{j}} {self.part_formula(f'{a}_{{j}}', f'{y}_{{j}}')}"

    def part_formula(self, a: str, y: str) -> str:
        """What one output's part of C is; its name where that is not said."""
        return rf"\text{{{self.name}}}({a}, {y})"

    def part_numbers(self, a: float, y: float, write: Write) -> str:
        """The same with numbers in it, where y is 0 or 1."""
        return self.part_formula(write(a), write(y))

    def derivative_formula(self, a: str, y: str) -> str:
        """What ∂C/∂a of one output is, or of all; empty where that is not said."""
        return ""


class Quadratic(Cost):
    """C = ½ ‖y − a‖², the article's."""

    name, title = "quadratic", "Quadratic"
    explanation = "Half the squared distance between what the outputs say and what they should say."
    part_words, derivative_words = "half the square", "how wrong"

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """½ (y − a)²."""
        return 0.5 * (y - a) ** 2

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """a − y."""
        return a - y

    def formula(self, a: str, y: str) -> str:
        """½ ‖y − a‖²."""
        return rf"\half\, \norm {y} - {a}\norm^2"

    def part_formula(self, a: str, y: str) -> str:
        """½ (y − a)²."""
        return rf"\half ({y} - {a})^2"

    def derivative_formula(self, a: str, y: str) -> str:
        """a − y."""
        return f"{a} - {y}"


class CrossEntropy(Cost):
    """C = −Σ (y ln a + (1 − y) ln(1 − a)), for sigmoid outputs, whose slope a (1 − a) it cancels."""

    name, title = "cross-entropy", "Cross-entropy"
    cancels_slope = True
    explanation = (
        "How surprised the outputs are by the target: a confident mistake costs much, and the slope of the "
        "sigmoid drops out of the output's error, so that even a saturated output learns."
    )
    part_words, derivative_words = "its surprise", "how wrong, over the slope"

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """Computed from z, as ln(1 + eᶻ) − y z: a itself may be rounded to exactly 0 or 1."""
        return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """(a − y) / (a (1 − a)); infinite or NaN where a is exactly 0 or 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return (a - y) / (a * (1 - a))

    def with_output(self, output: str) -> Cost | None:
        """With softmax it is the log-likelihood."""
        return _LOG_LIKELIHOOD if output == "softmax" else self

    def formula(self, a: str, y: str) -> str:
        """−Σ (y ln a + (1 − y) ln(1 − a))."""
        part = self.part_formula(f"{a}_{{j}}", f"{y}_{{j}}")
        return rf"-\sum_{{j}} {part.removeprefix('-')}"

    def part_formula(self, a: str, y: str) -> str:
        """−(y ln a + (1 − y) ln(1 − a))."""
        return rf"-({y}\,\text{{ln}}\,{a} + (1 - {y})\,\text{{ln}}(1 - {a}))"

    def part_numbers(self, a: float, y: float, write: Write) -> str:
        """−ln a, or −ln(1 − a)."""
        return rf"-\text{{ln}}\,{write(a)}" if y else rf"-\text{{ln}}(1 - {write(a)})"

    def derivative_formula(self, a: str, y: str) -> str:
        """(a − y) / (a (1 − a))."""
        return rf"\frac{{{a} - {y}}}{{{a} (1 - {a})}}"


class LogLikelihood(Cost):
    """C = −ln a of the right class: what the cross-entropy is with softmax outputs."""

    name, title = "log-likelihood", "Log-likelihood"
    cancels_slope = True
    explanation = (
        "How surprised the network is by the right class, whose share of the outputs is taken: 0 if it was "
        "sure of it. The slope of softmax drops out of the output's error."
    )
    part_words, derivative_words = "the surprise", "∂C/∂a"

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """Computed from z, as ln Σ eᶻ − z: a itself may be rounded to exactly 0."""
        most = np.max(z, axis=-1, keepdims=True)
        return y * (most + np.log(np.sum(np.exp(z - most), axis=-1, keepdims=True)) - z)

    @staticmethod
    def of_one(z: Any, a: Any, label: int) -> float:
        """C with loops, for the kernel: z and a (n,)."""
        most, total = z[0], 0.0
        for one in z:
            most = max(most, one)
        for one in z:
            total += exp(one - most)
        return float(np.log(total) + (most - z[label]))

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """−y / a."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return -y / a

    def with_output(self, output: str) -> Cost | None:
        """Outputs that do not add up to 1 are no shares."""
        return self if output == "softmax" else None

    def formula(self, a: str, y: str) -> str:
        """−Σ y ln a."""
        return rf"-\sum_{{j}} {y}_{{j}}\,\text{{ln}}\,{a}_{{j}}"

    def part_formula(self, a: str, y: str) -> str:
        """−y ln a."""
        return rf"-{y}\,\text{{ln}}\,{a}"

    def part_numbers(self, a: float, y: float, write: Write) -> str:
        """−ln a of the right class; the others have no part."""
        return rf"-\text{{ln}}\,{write(a)}" if y else "0"

    def derivative_formula(self, a: str, y: str) -> str:
        """−y / a."""
        return rf"-\frac{{{y}}}{{{a}}}"


_LOG_LIKELIHOOD = LogLikelihood()  # the only one: what is compiled for it is kept by who it is
COSTS: dict[str, Cost] = {one.name: one for one in (Quadratic(), CrossEntropy())}


def cost_for(name: str, output: str) -> Cost | None:
    """The cost of that name as it is for such outputs, or None if the two do not go together."""
    cost = {**COSTS, LogLikelihood.name: _LOG_LIKELIHOOD}.get(name)
    return cost.with_output(output) if cost is not None else None
