"""Costs: how far the outputs are from the target. To add one, write a class and put it in `COSTS`.

Source of the equations: M. Nielsen, "Neural Networks and Deep Learning", chapters 1 to 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from nnviz.learning.activations import Floats


class Cost:
    """One cost C, a sum over the outputs.

    `z`, `a` and `y` are the outputs' weighted inputs, activations and targets, (…, n) each.
    """

    name: str  # in settings, files and on the command line
    title: str  # on the screen
    cancels_slope: bool = False  # whether the slope of the output drops out of the error, which is a − y then

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """Each output's part of C."""
        raise NotImplementedError

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """∂C/∂a of each output."""
        raise NotImplementedError

    @classmethod
    def error(cls, a: Any, y: Any, slope: Any) -> Any:
        """δ = ∂C/∂z of each output, whose activation has that slope; a − y where the slope cancels."""
        return a - y if cls.cancels_slope else cls.derivative(a, y) * slope

    @classmethod
    def total(cls, z: Floats, a: Floats, y: Floats) -> Any:
        """C of each example: (…, n) -> (…)."""
        return np.sum(cls.of(z, a, y), axis=-1)


class Quadratic(Cost):
    """C = ½ ‖y − a‖², the article's."""

    name, title = "quadratic", "Quadratic"

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """½ (y − a)²."""
        return 0.5 * (y - a) ** 2

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """a − y."""
        return a - y


class CrossEntropy(Cost):
    """C = −Σ (y ln a + (1 − y) ln(1 − a)), for sigmoid outputs, whose slope a (1 − a) it cancels."""

    name, title = "cross-entropy", "Cross-entropy"
    cancels_slope = True

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """Computed from z, as ln(1 + eᶻ) − y z: a itself may be rounded to exactly 0 or 1."""
        return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """(a − y) / (a (1 − a)); infinite or NaN where a is exactly 0 or 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return (a - y) / (a * (1 - a))


class LogLikelihood(Cost):
    """C = −ln a of the right class: what the cross-entropy is with softmax outputs."""

    name, title = "log-likelihood", "Log-likelihood"
    cancels_slope = True

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """Computed from z, as ln Σ eᶻ − z: a itself may be rounded to exactly 0."""
        most = np.max(z, axis=-1, keepdims=True)
        return y * (most + np.log(np.sum(np.exp(z - most), axis=-1, keepdims=True)) - z)

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """−y / a."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return -y / a


COSTS: Mapping[str, Cost] = MappingProxyType({one.name: one for one in (Quadratic(), CrossEntropy())})
_LOG_LIKELIHOOD = LogLikelihood()


def cost_for(name: str, output: str) -> Cost | None:
    """The cost of that name as it is for such outputs, or None if the two do not go together."""
    if output == "softmax":
        return _LOG_LIKELIHOOD if name in ("cross-entropy", "log-likelihood") else None
    return COSTS.get(name)
