"""The formula of three neurons folded together, step by step: with linear neurons, and with sigmoids."""

from __future__ import annotations

from nnviz.explain.figures.collapse_numbers import SmallNetwork
from nnviz.figures.written import in_sum, written

STEPS = ("as built", "put in", "sorted", "folded")

_LINEAR = (
    "z = w_3 y_1 + w_4 y_2 + b_3",
    "z = w_3 (w_1 x + b_1) + w_4 (w_2 x + b_2) + b_3",
    "z = (w_3 w_1 + w_4 w_2) x + (w_3 b_1 + w_4 b_2 + b_3)",
    "z = w x + b",
)
_SIGMOID = (
    "z = w_3 a_1 + w_4 a_2 + b_3",
    r"z = w_3 \sigma(w_1 x + b_1) + w_4 \sigma(w_2 x + b_2) + b_3",
)
_WORDS = (
    "Both add up what their hidden neurons say. Two of the six are written.",
    "In place of each hidden neuron, what it is made of.",
    "Linear: what belongs to x goes together, and the rest. Sigmoid: σ keeps its bracket shut.",
    "Linear: one neuron is left, whatever was before. Sigmoid: it stays as it was.",
)


def linear_formula(step: int) -> str:
    """The linear network's formula after so many steps of folding."""
    return _LINEAR[step]


def sigmoid_formula(step: int) -> str:
    """The sigmoid network's, which does not fold."""
    return _SIGMOID[min(step, len(_SIGMOID) - 1)]


def words(step: int) -> str:
    """What that step does."""
    return _WORDS[step]


def folded_formula(network: SmallNetwork) -> str:
    """The one neuron that a linear network is worth, with its numbers."""
    (first, second), bias = network.folded
    return rf"z = {written(first)} x_1 + {in_sum(second)} x_2 + {in_sum(bias)}"
