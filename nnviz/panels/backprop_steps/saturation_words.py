"""How many units of a layer are saturated, and what that does to the errors that pass them."""

from __future__ import annotations

from nnviz.explain.walk import Walk
from nnviz.widgets.formula.markup import plain


def saturation_words(walk: Walk, layer: int) -> str:
    """How many units of a layer are saturated, and why: "3 of 20 units are saturated: …"."""
    function = walk.network.function(layer)
    return (
        f"{saturated_text(walk, layer)}: {function.saturated_words}"
        if flat_units(walk, layer)
        else (f"{saturated_text(walk, layer)}.")
    )


def flat_units(walk: Walk, layer: int) -> int:
    """How many units of a layer are saturated."""
    return int(walk.network.function(layer).is_saturated(walk.slopes[layer - 2]).sum())


def saturated_text(walk: Walk, layer: int) -> str:
    """The beginning of a sentence."""
    flat, count = flat_units(walk, layer), walk.sizes[layer - 1]
    word = walk.network.function(layer).saturated
    if count == 1:
        return f"The unit is {word}" if flat else f"The unit is not {word}"
    if not flat:
        return f"No unit is {word}"
    if flat == count:
        return f"All {count} units are {word}"
    return f"{flat} of {count} units {'is' if flat == 1 else 'are'} {word}"


def let_through_words(walk: Walk, layer: int) -> str:
    """What the slopes do to the errors, as it follows how many units are saturated."""
    slope, flat = plain(walk.network.function(layer).slope_symbol), flat_units(walk, layer)
    if not flat:
        return f": each {slope} lets its part of the error through"
    return f": {'its' if flat == 1 else 'their'} {slope} lets almost none of the error through"
