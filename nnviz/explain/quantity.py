"""What backpropagation computes with: everything that is shown and said of a quantity, in one table.

To show another one, give it a name in `entry.py` and a row in the table at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain import notes
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.example import Example
from nnviz.explain.full_size import full_size
from nnviz.explain.letters import DELTA, indexed
from nnviz.learning.architecture import Architecture
from nnviz.learning.rule import Rule

Text = Callable[[Entry, Architecture], str]


@dataclass(frozen=True)
class Shade:
    """How numbers are coloured: from blank to a tint, or by their sign; and what is drawn in full."""

    full: Callable[[Floats], float]  # the size that is, given all the numbers
    tint: str = ""  # the theme's colour for what is never negative; empty for what has a sign
    bars: str = ""  # the theme's colour of its bars, where that is another


class Terms(Protocol):
    """How a formula names the numbers in it: by their symbols, or worked out."""

    entry: Entry  # what the formula is of
    architecture: Architecture
    times: str  # what stands between two factors
    rule: Rule  # of the step
    eta: str
    decay: str  # ηλ/n

    def __call__(self, quantity: Quantity, style: str = "") -> str:
        """That quantity of the same unit. Style: "+" signed, "f" as a factor, "n" as it follows in a sum."""

    def came_in(self) -> str:
        """a of the unit before, of a weight."""

    def slope(self) -> str:
        """What f′(z) is made of; its symbol if that is not said."""

    def share(self, activation: Quantity) -> str:
        """What an output that says this adds to the cost."""

    def answer(self) -> str:
        """a of the output that is right."""

    def added(self) -> str:
        """What the units of a layer add, summed."""


Formulas = Callable[[Terms], tuple[str, ...]]


@dataclass(frozen=True)
class Summands:
    """A sum over the units of a layer."""

    written: Text  # with a Σ
    factors: Callable[[Entry], tuple[Entry, ...]]  # of what a unit adds, for all the units
    also: tuple[Quantity, ...] = ()  # what else it is made of


@dataclass(frozen=True, eq=False)
class Row:
    """What is known of a quantity. Symbols and formulas are markup.

    `name` and `sentence` have words in braces, such as {unit}, {layer}, {f}, for which see `symbols.py` and
    the panel's `explanations.py`.
    """

    symbol: Text
    name: str  # of one number, in words
    sentence: str  # on all the numbers of it, plain
    array: Callable[[Example, int], Floats]  # by layer
    shade: Callable[[Entry, Architecture], Shade]
    role: str = "text"  # the theme's colour of its symbol
    formulas: Formulas = lambda terms: ()  # which are equal; the last is also worked out; none if it is given
    summands: Summands | None = None
    further: tuple[Quantity, ...] = ()  # what to ask about next: the first that the layer has
    note: Callable[[Example, int, int, int], str] = lambda example, layer, j, k: ""
    before: Quantity | None = None  # of what has moved: what it was, on whose scale it is drawn
    layers: Literal["all", "beyond the input", "hidden", "last"] = "beyond the input"

    def exists(self, layer: int, layers: int) -> bool:
        """Whether a layer of that many has it."""
        has = {"all": True, "beyond the input": layer > 1, "hidden": 1 < layer < layers}
        return has.get(self.layers, layer == layers)


_Q = Quantity

# --- colours


def _one(values: Floats) -> float:
    return 1.0


def _signed(full: Callable[[Floats], float], bars: str = "") -> Callable[[Entry, Architecture], Shade]:
    shade = Shade(full, bars=bars)
    return lambda entry, architecture: shade


def _tinted(tint: str, full: Callable[[Floats], float]) -> Callable[[Entry, Architecture], Shade]:
    shade = Shade(full, tint)
    return lambda entry, architecture: shade


def _said(entry: Entry, architecture: Architecture) -> Shade:
    """Ink for what lies between 0 and 1; a function that goes below 0 has a sign, one without end no 1."""
    if entry.layer == 1:
        return Shade(_one, "ink")
    function = architecture.function(entry.layer)
    full = _one if np.isfinite(function.high) else full_size
    return Shade(full, "" if function.low < 0 else "ink")


def _slopes(entry: Entry, architecture: Architecture) -> Shade:
    steepest = architecture.function(entry.layer).steepest
    return Shade(lambda values: steepest, "selected")


# --- symbols


def _letter(letter: str) -> Callable[[Entry, Architecture], str]:
    return lambda entry, architecture: entry.letter(letter)


def _after(letter: str) -> Callable[[Entry, Architecture], str]:
    return lambda entry, architecture: rf"{entry.letter(letter)}\,\text{{after}}"


def _gradient(letter: str, step: str = "") -> Callable[[Entry, Architecture], str]:
    return lambda entry, architecture: rf"{step}\partial C/\partial {entry.letter(letter)}"


def _target(entry: Entry, architecture: Architecture | None = None) -> str:
    return "y" if entry.j is None else f"y_{{{entry.j}}}"


def _cost_derivative(entry: Entry, architecture: Architecture) -> str:
    said = architecture.cost_function.derivative_formula(entry.letter("a"), _target(entry))
    return said or rf"\partial C/\partial {entry.letter('a')}"


def _share(entry: Entry, architecture: Architecture) -> str:
    return architecture.cost_function.part_formula(entry.letter("a"), _target(entry))


def _slope(entry: Entry, architecture: Architecture) -> str:
    function, z = architecture.function(entry.layer), entry.letter("z")
    if function.of_one_z:
        return f"{function.slope_symbol}({z})"
    return rf"\partial {entry.letter('a')}/\partial {z}"


def _answer_slope(entry: Entry, architecture: Architecture) -> str:
    return rf"\partial {indexed('a', entry.layer, 'c')}/\partial {entry.letter('z')}"


def _returned(entry: Entry, architecture: Architecture) -> str:
    after, j = entry.layer + 1, entry.j
    if j is None:
        return rf"w^{{{after}T}} {indexed(DELTA, after)}"
    return rf"\sum_{{i}} {indexed('w', after, 'i', j)} {indexed(DELTA, after, 'i')}"


# --- how numbers come about


def _activation(terms: Terms) -> tuple[str, ...]:
    """f(z) of a unit; what f is, where it takes the z of all units."""
    entry = terms.entry
    if entry.layer == 1:
        return ()
    function, z = terms.architecture.function(entry.layer), terms(Quantity.WEIGHTED_INPUT, "+")
    if function.of_one_z:
        return (f"{function.symbol}({z})",)
    return (function.formula(z, indexed("z", entry.layer, "k")),)


def _slope_of(terms: Terms) -> tuple[str, ...]:
    return (terms.slope(),)


def _derivative_of(terms: Terms) -> tuple[str, ...]:
    cost = terms.architecture.cost_function
    said = cost.derivative_formula(terms(Quantity.ACTIVATION), terms(Quantity.TARGET))
    return (said,) if said else ()


def _answer_slope_of(terms: Terms) -> tuple[str, ...]:
    return (f"{terms.answer()} {terms.times} ({terms(Quantity.TARGET)} - {terms(Quantity.ACTIVATION)})",)


def _share_of(activation: Quantity) -> Formulas:
    return lambda terms: (terms.share(activation),)


def _added(terms: Terms) -> tuple[str, ...]:
    return (terms.added(),)


def _weighted_input(terms: Terms) -> tuple[str, ...]:
    return (f"{terms.added()} {terms(Quantity.BIAS, 'n')}",)


def _error(terms: Terms) -> tuple[str, ...]:
    """δ: what comes back, from the cost or from the layer after, times the slope."""
    q, times = Quantity, terms.times
    if terms.entry.layer < len(terms.architecture.sizes):
        return (f"({terms(q.RETURNED, '+')}) {times} {terms(q.SLOPE, 'f')}",)
    if not terms.architecture.cost_function.cancels_slope:
        derivative = "".join(_derivative_of(terms)) or terms(q.COST_DERIVATIVE)
        return (f"({derivative}) {times} {terms(q.SLOPE, 'f')}",)
    wrong = f"{terms(q.ACTIVATION)} - {terms(q.TARGET)}"
    if terms.architecture.output_function.of_one_z:  # then what the slope cancels is the slope itself
        slope = terms(q.SLOPE)
        return rf"\frac{{{wrong}}}{{{slope}}} {times} {slope}", wrong
    derivative = terms.architecture.cost_function.derivative_formula(terms.answer(), "1")
    return f"{derivative} {times} {_answer_slope_of(terms)[0]}", wrong


def _bias_gradient(terms: Terms) -> tuple[str, ...]:
    return (terms(Quantity.ERROR, "+"),)


def _weight_gradient(terms: Terms) -> tuple[str, ...]:
    return (f"{terms(Quantity.ERROR, '+')} {terms.times} {terms.came_in()}",)


def _change(gradient: Quantity) -> Formulas:
    return lambda terms: (rf"-{terms.eta} {terms.times} {terms(gradient, 'f')}",)


def _new_bias(terms: Terms) -> tuple[str, ...]:
    stays = terms.entry.layer in terms.rule.frozen
    return (terms(_Q.BIAS) if stays else f"{terms(_Q.BIAS)} {terms(_Q.BIAS_CHANGE, 'n')}",)


def _new_weight(terms: Terms) -> tuple[str, ...]:
    if terms.entry.layer in terms.rule.frozen:
        return (terms(_Q.WEIGHT),)
    moved = f"{terms(_Q.WEIGHT)} {terms(_Q.WEIGHT_CHANGE, 'n')}"
    return (f"{moved} {terms(_Q.WEIGHT_DECAY, 'n')}" if terms.rule.l2 else moved,)


def _sum_of_inputs(entry: Entry, architecture: Architecture) -> str:
    w, a = indexed("w", entry.layer, entry.j, "k"), indexed("a", entry.layer - 1, "k")
    return rf"\sum_{{k}} {w} {a}"


def _whole_cost(entry: Entry, architecture: Architecture) -> str:
    return architecture.cost_function.formula(indexed("a", len(architecture.sizes)), "y")


# --- the table

TABLE: Mapping[Quantity, Row] = MappingProxyType(
    {
        _Q.ACTIVATION: Row(
            _letter("a"),
            "activation a of {unit}",
            "a{up}: the activations of {layer}, what it says{range}.",
            lambda example, layer: example.result.activations[layer - 1],
            _said,
            formulas=_activation,
            further=(_Q.WEIGHTED_INPUT,),
            note=notes.activation,
            layers="all",
        ),
        _Q.WEIGHTED_INPUT: Row(
            _letter("z"),
            "weighted input z of {unit}",
            "z{up}: the weighted inputs of {layer}: weights times what comes in, plus b.",
            lambda example, layer: example.result.zs[layer - 2],
            _signed(full_size, "muted"),
            "muted",
            _weighted_input,
            Summands(
                _sum_of_inputs,
                lambda z: (Entry(_Q.WEIGHT, z.layer, z.j), Entry(_Q.ACTIVATION, z.layer - 1)),
            ),
        ),
        _Q.WEIGHT: Row(
            _letter("w"),
            "weight w from {before} to {unit}",
            "w{up}: the weights into {layer}; row j, column k leads from unit k before.",
            lambda example, layer: example.network.weights[layer - 2],
            _signed(full_size),
            further=(_Q.WEIGHT_GRADIENT,),
            note=notes.weight,
        ),
        _Q.BIAS: Row(
            _letter("b"),
            "bias b of {unit}",
            "b{up}: the biases of {layer}, a number added to each unit's sum.",
            lambda example, layer: example.network.biases[layer - 2],
            _signed(full_size),
            further=(_Q.BIAS_GRADIENT,),
            note=notes.bias,
        ),
        _Q.TARGET: Row(
            _target,
            "target y of {unit}",
            "y: what the outputs should be: 1 at the digit it is, 0 elsewhere.",
            lambda example, layer: example.target,
            _tinted("right", _one),
            "right",
            note=notes.target,
            layers="last",
        ),
        _Q.COST_DERIVATIVE: Row(
            _cost_derivative,
            "slope ∂C/∂a of the cost at {unit}",
            "{derivative}: ∂C/∂a, how the cost moves if an output does.",
            lambda example, layer: example.cost_derivative,
            _signed(full_size),
            formulas=_derivative_of,
            further=(_Q.ACTIVATION,),
            note=notes.cost_derivative,
            layers="last",
        ),
        _Q.ANSWER_SLOPE: Row(
            _answer_slope,
            "slope ∂a/∂z of the right output along z of {unit}",
            "∂a/∂z: how the output a that is right moves if the z of any output does.",
            lambda example, layer: example.answer_slopes,
            _signed(full_size),
            "selected",
            _answer_slope_of,
            further=(_Q.ACTIVATION,),
            layers="last",
        ),
        _Q.COST_SHARE: Row(
            _share,
            "share in the cost C of {unit}",
            "{share}: what each output adds to the cost C.",
            lambda example, layer: example.cost_shares,
            _tinted("wrong", full_size),
            "wrong",
            _share_of(_Q.ACTIVATION),
            further=(_Q.ACTIVATION,),
            layers="last",
        ),
        _Q.COST: Row(
            lambda entry, architecture: "C",
            "the cost C of this digit",
            "C: the cost, one number for how wrong the network is on this digit. {cost}",
            lambda example, layer: np.array(example.cost),
            _tinted("wrong", full_size),
            "wrong",
            _added,
            Summands(_whole_cost, lambda c: (Entry(_Q.COST_SHARE, c.layer),), (_Q.TARGET, _Q.ACTIVATION)),
            layers="last",
        ),
        _Q.SLOPE: Row(
            _slope,
            "slope ∂a/∂z of {unit}",
            "{slope}, the slope of {f} at each z: how much a unit reacts; near 0 if {saturated}.",
            lambda example, layer: example.slopes[layer - 2],
            _slopes,
            "selected",
            _slope_of,
            further=(_Q.WEIGHTED_INPUT,),
            note=notes.slope,
        ),
        _Q.RETURNED: Row(
            _returned,
            "error sent back to {unit}",
            "wᵀδ: the errors of the layer after, sent back along the weights and added up.",
            lambda example, layer: example.returned[layer - 2],
            _signed(full_size),
            formulas=_added,
            summands=Summands(
                _returned,
                lambda at: (Entry(_Q.WEIGHT, at.layer + 1, None, at.j), Entry(_Q.ERROR, at.layer + 1)),
            ),
            note=lambda example, layer, j, k: "It is ∂C/∂a of this unit.",
            layers="hidden",
        ),
        _Q.ERROR: Row(
            _letter(DELTA),
            "error δ of {unit}",
            "δ{up} = ∂C/∂z{up}: the error of {layer}: how the cost moves if a unit's z does.",
            lambda example, layer: example.result.deltas[layer - 2],
            _signed(full_size),
            "positive",
            _error,
            further=(_Q.RETURNED, _Q.WEIGHTED_INPUT),
            note=notes.error,
        ),
        _Q.BIAS_GRADIENT: Row(
            _gradient("b"),
            "gradient of the bias of {unit}",
            "∂C/∂b{up}: how the cost moves if a bias does; it is the error δ{up} itself.",
            lambda example, layer: example.result.nabla_b[layer - 2],
            _signed(full_size),
            "positive",
            _bias_gradient,
            further=(_Q.ERROR,),
            note=lambda example, layer, j, k: (
                "The bias moves z one to one, so its gradient is the error itself."
            ),
        ),
        _Q.WEIGHT_GRADIENT: Row(
            _gradient("w"),
            "gradient of the weight from {before} to {unit}",
            "∂C/∂w{up}: how the cost moves if a weight does: error times what came in.",
            lambda example, layer: example.result.nabla_w[layer - 2],
            _signed(full_size),
            "positive",
            _weight_gradient,
            further=(_Q.ERROR,),
            note=notes.weight_gradient,
        ),
        _Q.BIAS_CHANGE: Row(
            _gradient("b", r"-\eta\,"),
            "change of the bias of {unit}",
            "−η ∂C/∂b{up}: what the step adds to each bias; η is the learning rate.",
            lambda example, layer: -example.eta * example.result.nabla_b[layer - 2],
            _signed(full_size),
            formulas=_change(_Q.BIAS_GRADIENT),
            further=(_Q.BIAS_GRADIENT,),
        ),
        _Q.WEIGHT_CHANGE: Row(
            _gradient("w", r"-\eta\,"),
            "change of the weight from {before} to {unit}",
            "−η ∂C/∂w{up}: what the step adds to each weight; η is the learning rate.",
            lambda example, layer: -example.eta * example.result.nabla_w[layer - 2],
            _signed(full_size),
            formulas=_change(_Q.WEIGHT_GRADIENT),
            further=(_Q.WEIGHT_GRADIENT,),
        ),
        _Q.WEIGHT_DECAY: Row(
            lambda entry, architecture: rf"-\frac{{\eta\lambda}}{{n}}\, {entry.letter('w')}",
            "what L2 takes from the weight from {before} to {unit}",
            "−(ηλ/n) w{up}: L2 takes this share from each weight; n is the number of training examples.",
            lambda example, layer: -example.decay * example.network.weights[layer - 2],
            _signed(full_size),
            formulas=lambda terms: (rf"-{terms.decay} {terms.times} {terms(_Q.WEIGHT, 'f')}",),
            further=(_Q.WEIGHT,),
        ),
        _Q.NEW_BIAS: Row(
            _after("b"),
            "bias after the step of {unit}",
            "b{up} after the step: b, less what the step takes from it.",
            lambda example, layer: example.network_after.biases[layer - 2],
            _signed(full_size),
            formulas=_new_bias,
            further=(_Q.BIAS_CHANGE,),
            note=notes.moved,
            before=_Q.BIAS,
        ),
        _Q.NEW_WEIGHT: Row(
            _after("w"),
            "weight after the step from {before} to {unit}",
            "w{up} after the step: w, less what the step takes from it.",
            lambda example, layer: example.network_after.weights[layer - 2],
            _signed(full_size),
            formulas=_new_weight,
            further=(_Q.WEIGHT_CHANGE,),
            note=notes.moved,
            before=_Q.WEIGHT,
        ),
        _Q.NEW_ACTIVATION: Row(
            _after("a"),
            "activation after the step of {unit}",
            "a{up} after the step: the same digit through the moved weights.",
            lambda example, layer: example.after.activations[layer - 1],
            _said,
            note=notes.new_activation,
            before=_Q.ACTIVATION,
        ),
        _Q.NEW_COST_SHARE: Row(
            lambda entry, architecture: rf"{_share(entry, architecture)}\,\text{{after}}",
            "share in the cost after the step of {unit}",
            "{share} after the step: what each output still adds to the cost.",
            lambda example, layer: example.cost_shares_after,
            _tinted("wrong", full_size),
            "wrong",
            _share_of(_Q.NEW_ACTIVATION),
            further=(_Q.NEW_ACTIVATION,),
            before=_Q.COST_SHARE,
            layers="last",
        ),
        _Q.NEW_COST: Row(
            lambda entry, architecture: r"C\,\text{after}",
            "the cost C after the step",
            "C after the step: the cost of the same digit through the moved weights.",
            lambda example, layer: np.array(example.cost_after),
            _tinted("wrong", full_size),
            "wrong",
            _added,
            Summands(
                _whole_cost,
                lambda c: (Entry(_Q.NEW_COST_SHARE, c.layer),),
                (_Q.TARGET, _Q.NEW_ACTIVATION),
            ),
            before=_Q.COST,
            layers="last",
        ),
    }
)
