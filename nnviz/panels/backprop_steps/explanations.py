"""What every symbol and operator means, in one plain sentence each."""

from __future__ import annotations

import math
from collections.abc import Iterable

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.glossary import GLOSSARY
from nnviz.explain.number_markup import superscript
from nnviz.explain.quantity import TABLE
from nnviz.explain.symbols import symbol
from nnviz.learning.activations import Activation
from nnviz.learning.architecture import Architecture
from nnviz.learning.neuron import layer_name
from nnviz.widgets.formula.markup import plain

_TERMS = {  # of the glossary, which says what lesson is about it
    Quantity.ACTIVATION: "activation",
    Quantity.WEIGHTED_INPUT: "z",
    Quantity.WEIGHT: "weight",
    Quantity.BIAS: "bias",
    Quantity.TARGET: "y",
    Quantity.COST: "cost",
    Quantity.SLOPE: "slope",
    Quantity.ERROR: "delta",
    Quantity.RETURNED: "transpose",
    Quantity.BIAS_GRADIENT: "gradient",
    Quantity.WEIGHT_GRADIENT: "gradient",
    Quantity.BIAS_CHANGE: "step",
    Quantity.WEIGHT_CHANGE: "step",
    Quantity.WEIGHT_DECAY: "l2",
}
_OPERATORS = {
    "+": "Plus, entry by entry.",
    "-": "Minus, entry by entry.",
    "=": "Equals, entry by entry.",
    r"\odot": f"⊙, the Hadamard product: entry times entry, row by row. {GLOSSARY['hadamard'].lesson}",
    r"\to": "Becomes: the next column is computed from this one.",
    r"\gets": "Goes back: from the layer after to this one, against the direction of the forward pass.",
    r"\cdot": "Times: a column by a row gives every pair's product, the outer product δ aᵀ.",
    r"\times": "Times: the one number that is not 0, by every entry.",
    "|": "Here one equation ends and another begins.",
    r"\sum": "Σ: added up over all outputs.",
}


def explain_quantity(entry: Entry, architecture: Architecture) -> str:
    """What all the numbers of `entry`'s quantity are, and the lesson about them."""
    function, cost = architecture.function(max(entry.layer, 2)), architecture.cost_function
    low, high = (0.0, 1.0) if entry.layer == 1 else (function.low, function.high)
    sentence = TABLE[entry.quantity].sentence.format(
        up=superscript(entry.layer),
        layer=layer_name(entry.layer, len(architecture.sizes)),
        range=range_text(low, high),
        f=plain(function.symbol),
        saturated=function.saturated,
        slope=plain(symbol(Entry(Quantity.SLOPE, max(entry.layer, 2)), architecture)),
        share=plain(cost.part_formula("a", "y")),
        derivative=plain(cost.derivative_formula("a", "y") or r"\partial C/\partial a"),
        cost=cost.explanation,
    )
    term = _TERMS.get(entry.quantity)
    return sentence if term is None else f"{sentence} {GLOSSARY[term].lesson}"


def explain_all(entries: Iterable[Entry], architecture: Architecture) -> str:
    """What several quantities are, one line each and none twice."""
    return "\n".join(dict.fromkeys(explain_quantity(entry, architecture) for entry in entries))


def explain_operator(sign: str) -> str:
    """What an operator between two columns does; empty for a gap."""
    return _OPERATORS.get(sign, "")


def explain_function(function: Activation) -> str:
    """What an activation function does, and how steep it is."""
    f, slope = plain(function.symbol), f"{plain(function.slope_symbol)}(z)"
    does = function.explanation or f"What a neuron says is {f}(z){range_text(function.low, function.high)}."
    return (
        f"{does} Its slope {slope} is at most {function.steepest:g}; where it is next to 0 a neuron is "
        f"{function.saturated}: no error gets through to its weights."
    )


def range_text(low: float, high: float) -> str:
    """What lies between two bounds, as it follows a comma."""
    if math.isfinite(low) and math.isfinite(high):
        return f", each from {low:g} to {high:g}".replace("-", "−")
    if math.isfinite(low):
        return f", each {low:g} or more".replace("-", "−")
    return f", each {high:g} or less".replace("-", "−") if math.isfinite(high) else ""
