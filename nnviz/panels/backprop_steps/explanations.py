"""What every symbol and operator means, in one plain sentence each."""

from __future__ import annotations

from collections.abc import Iterable

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import superscript

_OF_A_LAYER = {
    Quantity.ACTIVATION: "a{up}: the activations of {layer}, what it says, each from 0 to 1.",
    Quantity.WEIGHTED_INPUT: "z{up}: the weighted inputs of {layer}: weights times what comes in, plus b.",
    Quantity.WEIGHT: "w{up}: the weights into {layer}; row j, column k leads from unit k before.",
    Quantity.BIAS: "b{up}: the biases of {layer}, a number added to each unit's sum.",
    Quantity.TARGET: "y: what the outputs should be: 1 at the digit it is, 0 elsewhere.",
    Quantity.MISS: "a − y: by how much each output is too high; it is ∂C/∂a, the slope of the cost.",
    Quantity.COST_SHARE: "½(y − a)²: what each output adds to the cost C.",
    Quantity.COST: "C: the cost, one number for how wrong the network is on this digit.",
    Quantity.SLOPE: "σ′(z{up}): the slope of σ at each z: how much a unit reacts; near 0 if saturated.",
    Quantity.RETURNED: "wᵀδ: the errors of the layer after, sent back along the weights and added up.",
    Quantity.ERROR: "δ{up} = ∂C/∂z{up}: the error of {layer}: how the cost moves if a unit's z does.",
    Quantity.BIAS_GRADIENT: "∂C/∂b{up}: how the cost moves if a bias does; it is the error δ{up} itself.",
    Quantity.WEIGHT_GRADIENT: "∂C/∂w{up}: how the cost moves if a weight does: error times what came in.",
    Quantity.BIAS_CHANGE: "−η ∂C/∂b{up}: what the step adds to each bias; η is the learning rate.",
    Quantity.WEIGHT_CHANGE: "−η ∂C/∂w{up}: what the step adds to each weight; η is the learning rate.",
    Quantity.NEW_BIAS: "b{up} after the step: b − η ∂C/∂b.",
    Quantity.NEW_WEIGHT: "w{up} after the step: w − η ∂C/∂w.",
    Quantity.NEW_ACTIVATION: "a{up} after the step: the same digit through the moved weights.",
    Quantity.NEW_COST_SHARE: "½(y − a)² after the step: what each output still adds to the cost.",
    Quantity.NEW_COST: "C after the step: the cost of the same digit through the moved weights.",
}
_OPERATORS = {
    "+": "Plus, entry by entry.",
    "-": "Minus, entry by entry.",
    "=": "Equals, entry by entry.",
    r"\odot": "⊙, the Hadamard product: entry times entry, row by row.",
    r"\to": "Becomes: the next column is computed from this one.",
    r"\gets": "Goes back: from the layer after to this one, against the direction of the forward pass.",
    r"\cdot": "Times: a column by a row gives every pair's product, the outer product δ aᵀ.",
    "|": "Here one equation ends and another begins.",
    r"\sum": "Σ: added up over all outputs.",
}


def explain_quantity(entry: Entry, layers: int) -> str:
    """What all the numbers of `entry`'s quantity are."""
    raised = superscript(entry.layer)
    return _OF_A_LAYER[entry.quantity].format(up=raised, layer=layer_name(entry.layer, layers))


def explain_all(entries: Iterable[Entry], layers: int) -> str:
    """What several quantities are, one line each and none twice."""
    return "\n".join(dict.fromkeys(explain_quantity(entry, layers) for entry in entries))


def explain_operator(sign: str) -> str:
    """What an operator between two columns does; empty for a gap."""
    return _OPERATORS.get(sign, "")


def layer_name(layer: int, layers: int) -> str:
    """ "the input", "hidden layer 2", "the output layer"."""
    if layer == 1:
        return "the input"
    return "the output layer" if layer == layers else f"hidden layer {layer}"
