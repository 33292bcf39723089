"""What the step says, and what has become of the cost after it."""

from __future__ import annotations

import math

import numpy as np

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import figure, pair
from nnviz.explain.symbols import symbol
from nnviz.explain.walk import Walk
from nnviz.learning.answers import answer
from nnviz.panels.backprop_steps.stages import Stage
from nnviz.widgets.formula.markup import plain

_AS_PROMISED = 0.15  # a fall this near to what the slope promised has kept the promise
_ROUNDING = 1e-12  # of √C: falls smaller than that are lost in the rounding of C


def step(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of the step: its rule, and the weight and the bias that move furthest."""
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


def again(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of the cost after the step: whether it kept what the slope had promised."""
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
