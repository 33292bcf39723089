"""What the stages of the way back say: the errors of the layers, and the gradients made of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import figure
from nnviz.explain.symbols import symbol
from nnviz.explain.walk import Walk
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.forward_words import output_said
from nnviz.panels.backprop_steps.saturation_words import (
    let_through_words,
    saturated_text,
)
from nnviz.panels.backprop_steps.stages import Stage
from nnviz.widgets.formula.markup import plain

_COMPARABLE = 0.25  # of the largest error


def output_error(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of the errors of the outputs: which way the worst must go, and what their slope has left of them."""
    error = walk.result.deltas[-1]
    order = np.argsort(-np.abs(error), kind="stable")
    sentences = [_output_sentence(walk, int(j)) for j in order[:2] if error[j] != 0]
    if not sentences:
        sentences.append("The errors of all outputs are 0.")
    if walk.architecture.cost_function.cancels_slope:
        sentences.append(_cancelled(walk))
    elif (lost := _lost_output(walk)) is not None:
        sentences.append(_lost(walk, lost))
    elif len(sentences) == 2:
        sentences.append(_others(error, order))
    after = f"these {len(error)} numbers go back along the connections, to ask which units are to blame."
    return " ".join(sentences), after


def _wrong(walk: Walk) -> Floats:
    """a − y of the outputs."""
    return walk.outputs - walk.target


def _lost_output(walk: Walk) -> int | None:
    """The output that is badly wrong, but saturated; the one that loses most if there are several."""
    wrong = np.abs(_wrong(walk))
    badly = (wrong > 0.5) & walk.architecture.output_function.is_saturated(walk.slopes[-1])
    return int(np.argmax(np.where(badly, wrong, -1))) if badly.any() else None


def _lost(walk: Walk, j: int) -> str:
    function = walk.architecture.output_function
    return (
        f"Output {j} is badly wrong but {function.saturated}: {plain(function.slope_symbol)} leaves little "
        "of its error."
    )


def _cancelled(walk: Walk) -> str:
    """Why the cost is what it is: the slope of the outputs drops out of their errors."""
    function, j = walk.architecture.output_function, _lost_output(walk)
    if function.of_one_z:
        slope = plain(function.slope_symbol)
        said = f"This cost has {slope} in its denominator, and there it cancels: δ is a − y itself."
    else:
        said = f"The cost's −1/a and the slope of {plain(function.symbol)} cancel: δ is a − y itself."
    if j is None:
        return f"{said} A wrong output learns the faster the more wrong it is."
    return (
        f"{said} Output {j} is badly wrong and {function.saturated}, its slope is "
        f"{figure(walk.slopes[-1][j])}: with the quadratic cost it would hardly learn, here all of its error "
        "gets through."
    )


def _others(error: Floats, order: NDArray[np.intp]) -> str:
    """What is to be said of the outputs after the first two."""
    comparable = int((np.abs(error[order[2:]]) > _COMPARABLE * abs(error[order[0]])).sum())
    if not comparable:
        return "The errors of the others are less than a quarter of the first."
    return f"{comparable} more {'has' if comparable == 1 else 'have'} an error of that order."


def _output_sentence(walk: Walk, j: int) -> str:
    way = "rise" if walk.result.deltas[-1][j] < 0 else "fall"
    return (
        f"Output {j} said {output_said(walk, j)} and should have said {walk.target[j]:.0f}: "
        f"it must {way}, δ = {figure(walk.result.deltas[-1][j], True)}."
    )


def hidden_error(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of the errors of a hidden layer: the unit that is most to blame."""
    error = walk.result.deltas[stage.layer - 2]
    most = int(np.argmax(np.abs(error)))
    here = "Read it from right to left, as the error travels. "
    if error[most] == 0:
        here += "No error arrives and is let through: δ is 0 for every unit. "
    else:
        way = "less" if error[most] > 0 else "more"
        unit = Neuron(stage.layer, most).name(walk.layers)
        here += (
            f"{unit.capitalize()} is the most to blame, δ = {figure(error[most], True)}: "
            f"the {walk.subject.noun} would cost less if it had said a little {way}. "
        )
    here += f"{saturated_text(walk, stage.layer)}{let_through_words(walk, stage.layer)}."
    if stage.layer > 2:
        return here, "the same again, one layer further back."
    return here, "an error at one end and an activation at the other make a weight's gradient."


def gradients(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of the gradients: what they are made of, and the largest."""
    entry = strongest_weight(walk)
    here = (
        "A weight's gradient is the error at its end times what came in at its start. Each small image "
        f"is the {walk.subject.noun} itself, times its unit's δ: no ink or no error, no change. "
    )
    if walk.value(entry) == 0:
        here += f"With this {walk.subject.noun}, all of them are 0."
    else:
        here += (
            f"The largest is {plain(symbol(entry, walk.architecture))} = {figure(walk.value(entry), True)}."
        )
    return here, "each weight takes a step against its gradient."


def strongest_weight(walk: Walk, layer: int | None = None) -> Entry:
    """The largest weight gradient, of one layer or of all."""
    layers = range(2, walk.layers + 1) if layer is None else (layer,)
    best, best_size = Entry(Quantity.WEIGHT_GRADIENT, layers[0], 0, 0), -1.0
    for at in layers:
        sizes = np.nan_to_num(np.abs(walk.array(Quantity.WEIGHT_GRADIENT, at)), posinf=0)
        j, k = np.unravel_index(int(np.argmax(sizes)), sizes.shape)
        if sizes[j, k] > best_size:
            best, best_size = Entry(Quantity.WEIGHT_GRADIENT, at, int(j), int(k)), float(sizes[j, k])
    return best
