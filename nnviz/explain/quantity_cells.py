"""Colours, symbols and formulas that the rows of the table in `quantity.py` are filled with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.full_size import full_size
from nnviz.explain.letters import DELTA, indexed
from nnviz.explain.quantity_row import Formulas, Shade, Terms
from nnviz.learning.architecture import Architecture

_Q = Quantity

# --- colours


def one(values: Floats) -> float:
    """What lies between 0 and 1 is full at 1."""
    return 1.0


def signed(full: Callable[[Floats], float], bars: str = "") -> Callable[[Entry, Architecture], Shade]:
    """Colours by sign."""
    shade = Shade(full, bars=bars)
    return lambda entry, architecture: shade


def tinted(tint: str, full: Callable[[Floats], float]) -> Callable[[Entry, Architecture], Shade]:
    """Colours from blank to a tint."""
    shade = Shade(full, tint)
    return lambda entry, architecture: shade


def said(entry: Entry, architecture: Architecture) -> Shade:
    """Ink for what lies between 0 and 1; a function that goes below 0 has a sign, one without end no 1."""
    if entry.layer == 1:
        return Shade(one, "ink")
    function = architecture.function(entry.layer)
    full = one if np.isfinite(function.high) else full_size
    return Shade(full, "" if function.low < 0 else "ink")


def slopes(entry: Entry, architecture: Architecture) -> Shade:
    """Slopes are full at the steepest there is."""
    steepest = architecture.function(entry.layer).steepest
    return Shade(lambda values: steepest, "selected")


# --- symbols


def letter(letter: str) -> Callable[[Entry, Architecture], str]:
    """The letter with its layer and indices."""
    return lambda entry, architecture: entry.letter(letter)


def after(letter: str) -> Callable[[Entry, Architecture], str]:
    """The same, after the step."""
    return lambda entry, architecture: rf"{entry.letter(letter)}\,\text{{after}}"


def gradient(letter: str, step: str = "") -> Callable[[Entry, Architecture], str]:
    """∂C by the letter, times what is in front of it."""
    return lambda entry, architecture: rf"{step}\partial C/\partial {entry.letter(letter)}"


def target(entry: Entry, architecture: Architecture | None = None) -> str:
    """y, or that of one output."""
    return "y" if entry.j is None else f"y_{{{entry.j}}}"


def cost_derivative(entry: Entry, architecture: Architecture) -> str:
    """∂C/∂a as the cost writes it."""
    said = architecture.cost_function.derivative_formula(entry.letter("a"), target(entry))
    return said or rf"\partial C/\partial {entry.letter('a')}"


def share(entry: Entry, architecture: Architecture) -> str:
    """An output's part of the cost, as the cost writes it."""
    return architecture.cost_function.part_formula(entry.letter("a"), target(entry))


def slope(entry: Entry, architecture: Architecture) -> str:
    """f′(z), or ∂a/∂z where a is of every z."""
    function, z = architecture.function(entry.layer), entry.letter("z")
    if function.of_one_z:
        return f"{function.slope_symbol}({z})"
    return rf"\partial {entry.letter('a')}/\partial {z}"


def answer_slope(entry: Entry, architecture: Architecture) -> str:
    """∂a of the right class by each z."""
    return rf"\partial {indexed('a', entry.layer, 'c')}/\partial {entry.letter('z')}"


def returned(entry: Entry, architecture: Architecture) -> str:
    """The error that comes back from the layer after."""
    after, j = entry.layer + 1, entry.j
    if j is None:
        return rf"w^{{{after}T}} {indexed(DELTA, after)}"
    return rf"\sum_{{i}} {indexed('w', after, 'i', j)} {indexed(DELTA, after, 'i')}"


# --- how numbers come about


def activation(terms: Terms) -> tuple[str, ...]:
    """f(z) of a unit; what f is, where it takes the z of all units."""
    entry = terms.entry
    if entry.layer == 1:
        return ()
    function, z = terms.architecture.function(entry.layer), terms(Quantity.WEIGHTED_INPUT, "+")
    if function.of_one_z:
        return (f"{function.symbol}({z})",)
    return (function.formula(z, indexed("z", entry.layer, "k")),)


def slope_of(terms: Terms) -> tuple[str, ...]:
    """As the activation works it out."""
    return (terms.slope(),)


def derivative_of(terms: Terms) -> tuple[str, ...]:
    """As the cost works it out."""
    cost = terms.architecture.cost_function
    said = cost.derivative_formula(terms(Quantity.ACTIVATION), terms(Quantity.TARGET))
    return (said,) if said else ()


def answer_slope_of(terms: Terms) -> tuple[str, ...]:
    """a of the right class times (y − a)."""
    return (f"{terms.answer()} {terms.times} ({terms(Quantity.TARGET)} - {terms(Quantity.ACTIVATION)})",)


def share_of(activation: Quantity) -> Formulas:
    """As the cost works it out, of that activation."""
    return lambda terms: (terms.share(activation),)


def added(terms: Terms) -> tuple[str, ...]:
    """A sum over the units."""
    return (terms.added(),)


def weighted_input(terms: Terms) -> tuple[str, ...]:
    """The sum and the bias."""
    return (f"{terms.added()} {terms(Quantity.BIAS, 'n')}",)


def error(terms: Terms) -> tuple[str, ...]:
    """δ: what comes back, from the cost or from the layer after, times the slope."""
    q, times = Quantity, terms.times
    if terms.entry.layer < len(terms.architecture.sizes):
        return (f"({terms(q.RETURNED, '+')}) {times} {terms(q.SLOPE, 'f')}",)
    if not terms.architecture.cost_function.cancels_slope:
        derivative = "".join(derivative_of(terms)) or terms(q.COST_DERIVATIVE)
        return (f"({derivative}) {times} {terms(q.SLOPE, 'f')}",)
    wrong = f"{terms(q.ACTIVATION)} - {terms(q.TARGET)}"
    if terms.architecture.output_function.of_one_z:  # then what the slope cancels is the slope itself
        slope = terms(q.SLOPE)
        return rf"\frac{{{wrong}}}{{{slope}}} {times} {slope}", wrong
    derivative = terms.architecture.cost_function.derivative_formula(terms.answer(), "1")
    return f"{derivative} {times} {answer_slope_of(terms)[0]}", wrong


def bias_gradient(terms: Terms) -> tuple[str, ...]:
    """δ."""
    return (terms(Quantity.ERROR, "+"),)


def weight_gradient(terms: Terms) -> tuple[str, ...]:
    """δ times what came in."""
    return (f"{terms(Quantity.ERROR, '+')} {terms.times} {terms.came_in()}",)


def change(gradient: Quantity) -> Formulas:
    """−η times that gradient."""
    return lambda terms: (rf"-{terms.eta} {terms.times} {terms(gradient, 'f')}",)


def new_bias(terms: Terms) -> tuple[str, ...]:
    """b and its change, unless the layer is frozen."""
    stays = terms.entry.layer in terms.rule.frozen
    return (terms(_Q.BIAS) if stays else f"{terms(_Q.BIAS)} {terms(_Q.BIAS_CHANGE, 'n')}",)


def new_weight(terms: Terms) -> tuple[str, ...]:
    """w and its changes, unless the layer is frozen."""
    if terms.entry.layer in terms.rule.frozen:
        return (terms(_Q.WEIGHT),)
    moved = f"{terms(_Q.WEIGHT)} {terms(_Q.WEIGHT_CHANGE, 'n')}"
    return (f"{moved} {terms(_Q.WEIGHT_DECAY, 'n')}" if terms.rule.l2 else moved,)


def sum_of_inputs(entry: Entry, architecture: Architecture) -> str:
    """Σ w a over the units before."""
    w, a = indexed("w", entry.layer, entry.j, "k"), indexed("a", entry.layer - 1, "k")
    return rf"\sum_{{k}} {w} {a}"


def whole_cost(entry: Entry, architecture: Architecture) -> str:
    """C of all outputs."""
    return architecture.cost_function.formula(indexed("a", len(architecture.sizes)), "y")
