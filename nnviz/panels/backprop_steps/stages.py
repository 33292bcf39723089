"""The stages of the walk, in order; for each hidden layer more, the forward and backward ones repeat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.letters import DELTA, indexed
from nnviz.learning.architecture import Architecture
from nnviz.learning.rule import PLAIN, Rule


class Kind(Enum):
    """What a stage shows."""

    PIXELS = "the pixels"
    HIDDEN = "hidden units"
    OUTPUTS = "outputs"
    COST = "the cost"
    OUTPUT_ERROR = "output error"
    HIDDEN_ERROR = "send it back"
    GRADIENTS = "gradients"
    STEP = "the step"
    AGAIN = "the same again"


@dataclass(frozen=True)
class Stage:
    """One stop of the walk; `layer` is the one it is about, counted as in the article."""

    kind: Kind
    layer: int

    @property
    def title(self) -> str:
        """A few words for the list of stages."""
        return self.kind.value

    @property
    def focus(self) -> Entry:
        """What the stage is there to find: all numbers of that quantity."""
        quantity = {
            Kind.PIXELS: Quantity.ACTIVATION,
            Kind.HIDDEN: Quantity.ACTIVATION,
            Kind.OUTPUTS: Quantity.ACTIVATION,
            Kind.COST: Quantity.COST_SHARE,
            Kind.OUTPUT_ERROR: Quantity.ERROR,
            Kind.HIDDEN_ERROR: Quantity.ERROR,
            Kind.GRADIENTS: Quantity.WEIGHT_GRADIENT,
            Kind.STEP: Quantity.WEIGHT_CHANGE,
            Kind.AGAIN: Quantity.NEW_ACTIVATION,
        }[self.kind]
        return Entry(quantity, self.layer)


def stages(layers: int) -> tuple[Stage, ...]:
    """The stages for a network of that many layers: nine for three layers, two more for each one more."""
    hidden = range(2, layers)
    return (
        Stage(Kind.PIXELS, 1),
        *(Stage(Kind.HIDDEN, layer) for layer in hidden),
        Stage(Kind.OUTPUTS, layers),
        Stage(Kind.COST, layers),
        Stage(Kind.OUTPUT_ERROR, layers),
        *(Stage(Kind.HIDDEN_ERROR, layer) for layer in reversed(hidden)),
        Stage(Kind.GRADIENTS, layers),
        Stage(Kind.STEP, layers),
        Stage(Kind.AGAIN, layers),
    )


def found(stage: Stage) -> str:
    """Markup of the symbols that a stage finds, for the list of stages."""
    layer = stage.layer
    a, z, delta = indexed("a", layer), indexed("z", layer), indexed(DELTA, layer)
    return {
        Kind.PIXELS: a,
        Kind.HIDDEN: f"{z}, {a}",
        Kind.OUTPUTS: f"{z}, {a}",
        Kind.COST: "C",
        Kind.OUTPUT_ERROR: delta,
        Kind.HIDDEN_ERROR: delta,
        Kind.GRADIENTS: r"\partial C/\partial w, \partial C/\partial b",
        Kind.STEP: r"-\eta\nabla C",
        Kind.AGAIN: r"C\,\text{again}",
    }[stage.kind]


def equation(stage: Stage, network: Architecture, rule: Rule = PLAIN) -> str:
    """Markup of the equation a stage is about, as the article writes it."""
    layer = stage.layer
    a, z, delta = indexed("a", layer), indexed("z", layer), indexed(DELTA, layer)
    forward = rf"{z} = {indexed('w', layer)} {indexed('a', layer - 1)} + {indexed('b', layer)}"
    function, after = network.function(max(layer, 2)), layer + 1
    slope = f"{function.slope_symbol}({z})"
    gradients = (
        r"\partial C/\partial b^l = \delta^l \text{,~~~} \partial C/\partial w^l = \delta^l a^{l−1\,T}"
    )
    return {
        Kind.PIXELS: rf"{a} = \text{{the~pixels}}",
        Kind.HIDDEN: rf"{forward} \text{{,~~~}} {a} = {function.symbol}({z})",
        Kind.OUTPUTS: rf"{forward} \text{{,~~~}} {a} = {function.symbol}({z})",
        Kind.COST: f"C = {network.cost_function.formula(a, 'y')}",
        Kind.OUTPUT_ERROR: f"{delta} = {_output_error(layer, network)}",
        Kind.HIDDEN_ERROR: rf"{delta} = (w^{{{after}T}} {indexed(DELTA, after)}) \odot {slope}",
        Kind.GRADIENTS: gradients,
        Kind.STEP: _step(rule),
        Kind.AGAIN: _AGAIN if rule.is_plain and not rule.frozen else _AGAIN_BY_ANY_STEP,
    }[stage.kind]


_AGAIN = r"C(w - \eta\nabla C) \approx C(w) - \eta\,\norm \nabla C\norm^2"
_AGAIN_BY_ANY_STEP = r"C(w + \Delta w) \approx C(w) + \nabla C \cdot \Delta w"


def _step(rule: Rule) -> str:
    """What training does with a weight and a bias."""
    w = r"\partial C/\partial w"
    if rule.momentum:
        decay = r" - \frac{\eta\lambda}{n} w" if rule.l2 else ""
        return rf"v \to \mu v - \eta\,{w}{decay} \text{{,~~~}} w \to w + v"
    bias = r"b \to b - \eta\,\partial C/\partial b"
    if rule.l2:
        return rf"w \to (1 - \frac{{\eta\lambda}}{{n}}) w - \eta\,{w} \text{{,~~~}} {bias}"
    return rf"w \to w - \eta\,{w} \text{{,~~~}} {bias}"


def _output_error(layer: int, network: Architecture) -> str:
    """∂C/∂a times the slope, and what is left where that cancels."""
    function, cost = network.output_function, network.cost_function
    a, z = indexed("a", layer), indexed("z", layer)
    slope = f"{function.slope_symbol}({z})"
    if not cost.cancels_slope:
        derivative = cost.derivative_formula(a, "y") or rf"\partial C/\partial {a}"
        return rf"({derivative}) \odot {slope}"
    if function.of_one_z:
        return rf"\frac{{{a} - y}}{{{slope}}} \odot {slope} = {a} - y"
    c = indexed("a", layer, "c")
    derivative, moves = cost.derivative_formula(c, "1"), rf"\partial {c}/\partial {z}"
    return rf"{derivative} \times {moves} = {derivative} \times {c}\,(y - {a}) = {a} - y"
