"""Each stage in plain sentences, with this walk's own numbers, and what comes next.

Every claim is made of numbers that are compared here; what they do not show is not said.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import figure, pair, percent
from nnviz.explain.symbols import symbol
from nnviz.explain.walk import Walk
from nnviz.learning.answers import answer
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.stages import Kind, Stage
from nnviz.widgets.formula.markup import plain

_AS_PROMISED = 0.15  # a fall this near to what the slope promised has kept the promise
_COMPARABLE = 0.25  # of the largest error
_HALVES = {0.5: "½", 0.0: "0"}  # as they are said
_ROUNDING = 1e-12  # of √C: falls smaller than that are lost in the rounding of C


def words(walk: Walk, stage: Stage) -> tuple[str, str]:
    """What a stage says about this digit, and what the next stage does."""
    if not walk.is_finite:
        return _not_finite(walk), "Reset the run, or go back on the timeline to before it happened."
    tell: dict[Kind, Callable[[Walk, Stage], tuple[str, str]]] = {
        Kind.PIXELS: _pixels,
        Kind.HIDDEN: _hidden,
        Kind.OUTPUTS: _outputs,
        Kind.COST: _cost,
        Kind.OUTPUT_ERROR: _output_error,
        Kind.HIDDEN_ERROR: _hidden_error,
        Kind.GRADIENTS: _gradients,
        Kind.STEP: _step,
        Kind.AGAIN: _again,
    }
    here, after = tell[stage.kind](walk, stage)
    supposed = not walk.told and stage.kind not in (Kind.PIXELS, Kind.HIDDEN, Kind.OUTPUTS)
    return (f"If it were a {walk.label}: {here}" if supposed else here), after


def _not_finite(walk: Walk) -> str:
    parameters = [*walk.network.weights, *walk.network.biases]
    broken = sum(int((~np.isfinite(array)).sum()) for array in parameters)
    total = sum(array.size for array in parameters)
    if broken:
        return (
            f"{broken:,} of the {total:,} weights and biases are no longer finite numbers, so nothing that "
            "is computed with them is one either."
        )
    return "The weights have grown so large that their products are no longer finite numbers."


def _pixels(walk: Walk, stage: Stage) -> tuple[str, str]:
    ink = int(np.count_nonzero(walk.image))
    here = f"The image is {walk.sizes[0]:,} numbers from 0 (paper) to 1 (full ink), row by row: that is a¹. "
    if ink:
        here += (
            f"{ink} of them {'is' if ink == 1 else 'are'} not 0. Of the weights from the pixels, only those "
            f"from {'that one' if ink == 1 else 'these'} can move with this {walk.subject.noun}."
        )
    else:
        noun = walk.subject.noun
        here += f"All of them are 0, so none of the weights from the pixels can move with this {noun}."
    return (
        here,
        "each unit of layer 2 multiplies every pixel by a weight of its own, adds up, and adds its bias.",
    )


def _hidden(walk: Walk, stage: Stage) -> tuple[str, str]:
    z, a = walk.result.zs[stage.layer - 2], walk.result.activations[stage.layer - 1]
    most = int(np.argmax(z))
    unit, function = Neuron(stage.layer, most).name(walk.layers), walk.network.function(stage.layer)
    half = function.half_way
    here = (
        f"{unit.capitalize()} is the most excited: z = {figure(z[most], True)}, of which "
        f"{plain(function.symbol)} makes {figure(a[most])}. {int((a > half).sum())} of {_units(len(a))} say "
        f"more than {_HALVES.get(half, figure(half))}. {saturation_words(walk, stage.layer)}"
    )
    return here, "the same again with the next layer's weights."


def _units(count: int) -> str:
    return f"{count} unit{'' if count == 1 else 's'}"


def saturation_words(walk: Walk, layer: int) -> str:
    """How many units of a layer are saturated, and why: "3 of 20 units are saturated: …"."""
    function = walk.network.function(layer)
    return (
        f"{_saturated(walk, layer)}: {function.saturated_words}"
        if flat_units(walk, layer)
        else (f"{_saturated(walk, layer)}.")
    )


def flat_units(walk: Walk, layer: int) -> int:
    """How many units of a layer are saturated."""
    return int(walk.network.function(layer).is_saturated(walk.slopes[layer - 2]).sum())


def _saturated(walk: Walk, layer: int) -> str:
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


def _outputs(walk: Walk, stage: Stage) -> tuple[str, str]:
    says = walk.prediction
    alone = int((walk.outputs == walk.outputs[says]).sum()) == 1
    its = walk.subject
    how = "the most" if alone else "as much as any"
    first = f"Output {says} says {figure(walk.outputs[says])}, {how}, so the network takes "
    if not walk.told:
        verdict = (
            f"{walk.snapshot.input_image.description} for {its.a(says)}. Nobody has said what it is; from "
            f"here on it is treated as if it were {its.a(walk.label)}."
        )
    elif says == walk.label:
        verdict = f"the {its.noun} for {its.a(says)}, and it is one."
    else:
        right = figure(walk.outputs[walk.label])
        verdict = f"{its.the(walk.label)} for {its.a(says)}: output {walk.label} says {right}."
    return first + verdict, f"the cost turns these {_count(len(walk.outputs))} answers into one number."


def _count(number: int) -> str:
    return "ten" if number == 10 else str(number)


def _cost(walk: Walk, stage: Stage) -> tuple[str, str]:
    shares = walk.array(Quantity.COST_SHARE, stage.layer)
    worst = int(np.argmax(shares))
    part = percent(shares[worst] / walk.cost) if walk.cost else ""
    after = "which way should each output move, and how readily will it?"
    if walk.cost == 0:
        return "C = 0: every output says exactly what it should.", after
    here = (
        f"C = {figure(walk.cost)}. Output {worst} is the most expensive: it said {_said(walk, worst)}, "
        f"should have said {walk.target[worst]:.0f}, and makes up {part} of the cost."
    )
    return here, after


def _said(walk: Walk, j: int) -> str:
    """What an output said, with as many digits as tell it from what it should have said."""
    return pair(float(walk.outputs[j]), float(walk.target[j]))[0]


def _output_error(walk: Walk, stage: Stage) -> tuple[str, str]:
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
        f"Output {j} said {_said(walk, j)} and should have said {walk.target[j]:.0f}: "
        f"it must {way}, δ = {figure(walk.result.deltas[-1][j], True)}."
    )


def _hidden_error(walk: Walk, stage: Stage) -> tuple[str, str]:
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
    here += f"{_saturated(walk, stage.layer)}{_let_through(walk, stage.layer)}."
    if stage.layer > 2:
        return here, "the same again, one layer further back."
    return here, "an error at one end and an activation at the other make a weight's gradient."


def _let_through(walk: Walk, layer: int) -> str:
    """What the slopes do to the errors, as it follows how many units are saturated."""
    slope, flat = plain(walk.network.function(layer).slope_symbol), flat_units(walk, layer)
    if not flat:
        return f": each {slope} lets its part of the error through"
    return f": {'its' if flat == 1 else 'their'} {slope} lets almost none of the error through"


def _gradients(walk: Walk, stage: Stage) -> tuple[str, str]:
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


def _step(walk: Walk, stage: Stage) -> tuple[str, str]:
    weight, of_weight = _furthest(walk, Quantity.WEIGHT, Quantity.WEIGHT_CHANGE, Quantity.WEIGHT_DECAY)
    bias, of_bias = _furthest(walk, Quantity.BIAS, Quantity.BIAS_CHANGE)
    here = f"Every weight and bias moves against its gradient, by η = {walk.eta:g} times that. {_rule(walk)}"
    if not max(of_weight, of_bias):
        here += "All gradients are 0, so nothing moves." if not walk.rule.frozen else "Nothing moves."
    else:
        moves = _move(walk, bias, Quantity.NEW_BIAS), _move(walk, weight, Quantity.NEW_WEIGHT)
        (first, second), rest = (moves, "weights") if of_bias >= of_weight else (moves[::-1], "biases")
        here += f"{first}: nothing moves further. Of the {rest}, {second}. "
        here += "The change has a colour scale of its own."
    return here, f"does it help? The same {walk.subject.noun} goes through once more."


def _rule(walk: Walk) -> str:
    """What else there is to the step; with a space behind it."""
    rule, said = walk.rule, ""
    if rule.l2:
        share = figure(walk.decay)
        said += f"L2 takes ηλ/n = {share} of itself from each weight; biases do not decay. "
    if rule.momentum:
        before = f"μ = {rule.momentum:g} times the move before it is added"
        said += f"In training, {before}; this step starts from rest. "
    if rule.frozen:
        layers = sorted(rule.frozen)
        which = f"Layer {layers[0]} is" if len(layers) == 1 else f"Layers {', '.join(map(str, layers))} are"
        said += f"{which} frozen and stay{'s' if len(layers) == 1 else ''} as before. "
    return said


def _furthest(walk: Walk, what: Quantity, *changes: Quantity) -> tuple[Entry, float]:
    """The number that moves furthest, of all layers that are not frozen, and how far that is."""
    found: list[tuple[Entry, float]] = [(Entry(what, 2, 0, 0 if what.is_matrix else None), 0.0)]
    for layer in set(range(2, walk.layers + 1)).difference(walk.rule.frozen):
        moves = np.nan_to_num(np.abs(sum(walk.array(change, layer) for change in changes)), posinf=0)
        at = np.unravel_index(int(np.argmax(moves)), moves.shape)
        found.append((Entry(what, layer, *(int(i) for i in at)), float(moves[at])))
    return max(found, key=lambda one: one[1])


def _move(walk: Walk, before: Entry, new: Quantity) -> str:
    """How far a weight or bias moves: "b³₂ goes from −0.576 to −0.132"."""
    after = before.of(new)
    name = plain(symbol(before, walk.architecture))
    if walk.value(before) == walk.value(after):
        return f"{name} = {figure(walk.value(before))} is too large for its step to show"
    was, is_now = pair(walk.value(before), walk.value(after))
    return f"{name} goes from {was} to {is_now}"


def _again(walk: Walk, stage: Stage) -> tuple[str, str]:
    if not math.isfinite(walk.cost_after):
        return f"With η = {walk.eta:g}, the step leads to numbers that are no longer finite.", _shared(walk)
    fall, promised = walk.cost - walk.cost_after, walk.promised_fall
    if abs(promised) <= _ROUNDING * math.sqrt(walk.cost):
        here = (
            f"The cost stays {figure(walk.cost)} to all the precision it is computed with: the gradient "
            f"promises a fall of {figure(promised)}, and no more. "
        )
    else:
        was, is_now = pair(walk.cost, walk.cost_after)
        verb = "falls" if fall > 0 else "rises" if fall < 0 else "stays"
        here = f"The cost {verb} from {was} to {is_now}. {_promise(walk, fall)} "
    return here + _answer(walk) + _warning(walk), _shared(walk)


def _promise(walk: Walk, fall: float) -> str:
    """What the slope promised, for a plain step η times the gradient's squared length, and what came."""
    promised = walk.promised_fall
    how = "η times the gradient's squared length" if walk.moves_by_gradient_alone else "gradient times step"
    if promised <= 0:
        return f"The step does not go down the slope of this cost: it changes it by {figure(-fall, True)}."
    first = f"Its slope promised a fall of {pair(promised, fall)[0]}, {how}; "
    if abs(fall / promised - 1) < _AS_PROMISED:
        return f"{first}it was {pair(promised, fall)[1]}: the step was short enough for the slope to hold."
    came = f"it was {figure(fall)}" if fall >= 0 else f"it was a rise of {figure(-fall)}"
    return f"{first}{came}: the step is so long that the slope changes on the way."


def _answer(walk: Walk) -> str:
    says = answer(walk.after.zs[-1])
    return f"The network {'still' if says == walk.prediction else 'now'} says {says}."


def _warning(walk: Walk) -> str:
    """What it would mean to apply the step."""
    input_image = walk.snapshot.input_image
    if input_image.source != "test":
        return ""
    return (
        f" “Apply” would train on {input_image.description}: from then on, the test accuracy would no longer "
        f"be of unseen {walk.subject.nouns} alone."
    )


def _shared(walk: Walk) -> str:
    m, its = walk.snapshot.settings.mini_batch, walk.subject
    if m == 1:
        return f"in training too, every {its.noun} takes a step of its own, as mini-batches are of one."
    return f"in training, {m:,} {its.nouns} share one step: see the mini-batch."


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
