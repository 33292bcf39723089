"""How the numbers of a walk are written, as markup, and what they are called in words."""

from __future__ import annotations

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.walk import Walk
from nnviz.learning.neuron import Neuron

DELTA = r"\delta"


def indexed(letter: str, layer: int, *indices: int | str | None) -> str:
    """A letter with its layer above and its indices below: w^{3}_{5,42}; indices that are None left out."""
    given = ",".join(str(index) for index in indices if index is not None)
    return f"{letter}^{{{layer}}}" + (f"_{{{given}}}" if given else "")


def symbol(entry: Entry, layers: int) -> str:
    """Markup of one number's symbol with its layer and indices, or of a whole array without indices."""
    quantity, layer, j, k = entry.quantity, entry.layer, entry.j, entry.k
    a, z = indexed("a", layer, j), indexed("z", layer, j)
    w, b = indexed("w", layer, j, k), indexed("b", layer, j)
    y = "y" if j is None else f"y_{{{j}}}"
    share = rf"\half (y{y[1:]} - {indexed('a', layers, j)})^2"
    return {
        Quantity.ACTIVATION: a,
        Quantity.WEIGHTED_INPUT: z,
        Quantity.WEIGHT: w,
        Quantity.BIAS: b,
        Quantity.TARGET: y,
        Quantity.MISS: f"{a} - {y}",
        Quantity.COST_SHARE: share,
        Quantity.COST: "C",
        Quantity.SLOPE: rf"\sigma'({z})",
        Quantity.RETURNED: _returned(layer + 1, j),
        Quantity.ERROR: indexed(DELTA, layer, j),
        Quantity.BIAS_GRADIENT: rf"\partial C/\partial {b}",
        Quantity.WEIGHT_GRADIENT: rf"\partial C/\partial {w}",
        Quantity.BIAS_CHANGE: rf"-\eta\,\partial C/\partial {b}",
        Quantity.WEIGHT_CHANGE: rf"-\eta\,\partial C/\partial {w}",
        Quantity.NEW_BIAS: rf"{b}\,\text{{after}}",
        Quantity.NEW_WEIGHT: rf"{w}\,\text{{after}}",
        Quantity.NEW_ACTIVATION: rf"{a}\,\text{{after}}",
        Quantity.NEW_COST_SHARE: rf"{share}\,\text{{after}}",
        Quantity.NEW_COST: r"C\,\text{after}",
    }[quantity]


def _returned(after: int, j: int | None) -> str:
    if j is None:
        return rf"w^{{{after}T}} {indexed(DELTA, after)}"
    return rf"\sum_{{i}} {indexed('w', after, 'i', j)} {indexed(DELTA, after, 'i')}"


_NAMES = {
    Quantity.ACTIVATION: "activation a of",
    Quantity.WEIGHTED_INPUT: "weighted input z of",
    Quantity.BIAS: "bias b of",
    Quantity.TARGET: "target y of",
    Quantity.MISS: "how wrong, a − y, at",
    Quantity.COST_SHARE: "share in the cost C of",
    Quantity.SLOPE: "slope σ′(z) of",
    Quantity.RETURNED: "error sent back to",
    Quantity.ERROR: "error δ of",
    Quantity.BIAS_GRADIENT: "gradient of the bias of",
    Quantity.BIAS_CHANGE: "change of the bias of",
    Quantity.NEW_BIAS: "bias after the step of",
    Quantity.NEW_ACTIVATION: "activation after the step of",
    Quantity.NEW_COST_SHARE: "share in the cost after the step of",
}
_PAIR_NAMES = {
    Quantity.WEIGHT: "weight w",
    Quantity.WEIGHT_GRADIENT: "gradient of the weight",
    Quantity.WEIGHT_CHANGE: "change of the weight",
    Quantity.NEW_WEIGHT: "weight after the step",
}


def name(walk: Walk, entry: Entry) -> str:
    """What a number is, in words: "error δ of output 5", "weight w from hidden unit 42 to output 5"."""
    if entry.quantity is Quantity.COST:
        return "the cost C of this digit"
    if entry.quantity is Quantity.NEW_COST:
        return "the cost C after the step"
    unit = Neuron(entry.layer, entry.j or 0).name(walk.layers)
    if entry.quantity.is_matrix:
        before = Neuron(entry.layer - 1, entry.k or 0).name(walk.layers)
        return f"{_PAIR_NAMES[entry.quantity]} from {before} to {unit}"
    return f"{_NAMES[entry.quantity]} {unit}"
