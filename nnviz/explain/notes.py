"""Sentences on single numbers of an example, such as why one is 0. The number is named by layer, j and k."""

from __future__ import annotations

import numpy as np

from nnviz.explain.example import Example
from nnviz.explain.number_markup import figure, pair


def activation(example: Example, layer: int, j: int, k: int) -> str:
    """Where a pixel is; nothing of units."""
    if layer > 1:
        return ""
    shade = round(float(example.image[j]) * 255)
    row, column = example.subject.place(j)
    return f"Row {row}, column {column} of the image: ink {shade} of 255."


def target(example: Example, layer: int, j: int, k: int) -> str:
    """Why an output should say what it should."""
    its = example.subject
    said = f"output {j} should say {example.target[j]:.0f}."
    if not example.told:
        return f"If it were {its.a(example.label)}, {said}"
    name = its.class_names[j]
    is_it = f"is {its.a(j)}" if j == example.label else f"is no {name}"
    return f"The {its.noun} {is_it}, so {said}"


def weight(example: Example, layer: int, j: int, k: int) -> str:
    """What moving a weight would do to the cost."""
    return _moving(float(example.result.nabla_w[layer - 2][j, k]))


def bias(example: Example, layer: int, j: int, k: int) -> str:
    """What moving a bias would do to the cost."""
    return _moving(float(example.result.nabla_b[layer - 2][j]))


def _moving(gradient: float) -> str:
    if np.isnan(gradient):
        return "Its gradient is not a number."
    if gradient == 0:
        return "Its gradient is 0: moving it a little would not change the cost."
    change = "raises" if gradient > 0 else "lowers"
    return f"Raising it a little {change} the cost: its gradient is {figure(gradient, True)}."


def slope(example: Example, layer: int, j: int, k: int) -> str:
    """Why a unit hardly learns, if so."""
    function = example.architecture.function(layer)
    if not function.is_saturated(example.slopes[layer - 2][j]):
        return ""
    return f"{function.saturated.capitalize()}: {function.saturated_words}"


def weight_gradient(example: Example, layer: int, j: int, k: int) -> str:
    """Why a weight is not to blame, if so."""
    if example.result.activations[layer - 2][k] != 0:
        return ""
    return "Nothing came in on this connection, so it is not to blame."


def new_activation(example: Example, layer: int, j: int, k: int) -> str:
    """What a unit said before the step."""
    old = float(example.result.activations[layer - 1][j])
    new = float(example.after.activations[layer - 1][j])
    if old == new:
        return "It was the same before the step."
    return f"It was {pair(old, new)[0]} before the step: {figure(new - old, True)}."


def cost_derivative(example: Example, layer: int, j: int, k: int) -> str:
    """What a − y is, for the cost that has it."""
    cost = example.architecture.cost_function
    if cost.cancels_slope:
        return "It is ∂C/∂a. Its denominator is the slope, which will cancel."
    return "It is ∂C/∂a, the slope of the cost along this output."


def error(example: Example, layer: int, j: int, k: int) -> str:
    """That the slope does not appear in the error of an output, if so."""
    if layer < example.layers or not example.architecture.cost_function.cancels_slope:
        return ""
    return "The slope has dropped out: what is left is how wrong the output is, saturated or not."


def moved(example: Example, layer: int, j: int, k: int) -> str:
    """What keeps a weight or a bias from moving by its gradient alone."""
    rule = example.rule
    if layer in rule.frozen:
        return f"Layer {layer} is frozen: its weights and biases stay as they are."
    if rule.momentum:
        return f"From rest: in training, μ = {rule.momentum:g} times the move before it is added."
    return ""
