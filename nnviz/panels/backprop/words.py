"""Each stage in plain sentences, with this walk's own numbers, and what comes next."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnviz.core.answers import answer
from nnviz.core.entry import Entry, Quantity
from nnviz.core.figures import figure
from nnviz.core.network import Floats
from nnviz.core.neuron import Neuron
from nnviz.core.symbols import symbol
from nnviz.core.walk import Walk
from nnviz.panels.backprop.markup import plain
from nnviz.panels.backprop.stages import Kind, Stage

_FLAT = 0.01  # σ′ below which a unit counts as saturated


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
    return tell[stage.kind](walk, stage)


def _not_finite(walk: Walk) -> str:
    parameters = [*walk.network.weights, *walk.network.biases]
    broken = sum(int((~np.isfinite(array)).sum()) for array in parameters)
    total = sum(array.size for array in parameters)
    if broken:
        return (
            f"{broken:,} of the {total:,} weights and biases are no longer finite numbers, so nothing "
            f"that is computed with them is one either. η = {walk.eta:g} makes steps that are too long."
        )
    return "The weights have grown so large that their products are no longer finite numbers."


def _pixels(walk: Walk, stage: Stage) -> tuple[str, str]:
    ink = int(np.count_nonzero(walk.image))
    here = (
        f"The image is {walk.sizes[0]:,} numbers from 0 (paper) to 1 (full ink), row by row: that is a¹. "
        f"{ink} of them are not 0; only weights that lead from those pixels can move."
    )
    return here, "each hidden unit multiplies every pixel by a weight of its own and adds up."


def _hidden(walk: Walk, stage: Stage) -> tuple[str, str]:
    i = stage.layer - 2
    a, slopes = walk.result.activations[stage.layer - 1], walk.slopes[i]
    most, flat = int(np.argmax(a)), int((slopes < _FLAT).sum())
    unit = Neuron(stage.layer, most).name(walk.layers)
    here = (
        f"{unit.capitalize()} is the most excited: z = {figure(walk.result.zs[i][most], True)}, which σ "
        f"squeezes to {figure(a[most])}. {int((a > 0.5).sum())} of {len(a)} units say more than ½; "
        f"{flat} {'is' if flat == 1 else 'are'} saturated, too far out on σ to react."
    )
    return here, "the same again with the next layer's weights."


def _outputs(walk: Walk, stage: Stage) -> tuple[str, str]:
    first = (
        f"Output {walk.prediction} says {figure(walk.outputs[walk.prediction])}, the most, so the network "
    )
    verdict = (
        f"takes the digit for a {walk.prediction}, and it is one."
        if walk.prediction == walk.label
        else f"takes the {walk.label} for a {walk.prediction}: output {walk.label} says only "
        f"{figure(walk.outputs[walk.label])}."
    )
    return first + verdict, "the cost turns these ten answers into one number: how wrong."


def _cost(walk: Walk, stage: Stage) -> tuple[str, str]:
    shares = walk.array(Quantity.COST_SHARE, stage.layer)
    worst = int(np.argmax(shares))
    part = shares[worst] / walk.cost if walk.cost else 0.0
    here = (
        f"C = {figure(walk.cost)}. Output {worst} is the most expensive: "
        f"it said {figure(walk.outputs[worst])}, should have said {walk.target[worst]:.0f}, "
        f"and makes up {part:.0%} of the cost."
    )
    return here, "which way should each output move, and how readily will it?"


def _output_error(walk: Walk, stage: Stage) -> tuple[str, str]:
    error, miss, slopes = walk.result.deltas[-1], walk.miss, walk.slopes[-1]
    order = np.argsort(-np.abs(error), kind="stable")
    sentences = [_output_sentence(walk, int(j)) for j in order[:2]]
    lost = int(np.argmax(np.abs(miss) - 4 * np.abs(error)))
    if abs(miss[lost]) > 0.5 and slopes[lost] < 0.02:
        sentences.append(f"Output {lost} is badly wrong but saturated: σ′ kills its error.")
    else:
        sentences.append(_others(error, order))
    after = f"these {len(error)} numbers go back along the connections, to ask which units are to blame."
    return " ".join(sentences), after


def _others(error: Floats, order: Floats) -> str:
    """What is to be said of the outputs after the first two."""
    comparable = int((np.abs(error[order[2:]]) > 0.25 * abs(error[order[0]])).sum())
    if not comparable:
        return "The others are nearly right, or on the flat of σ: almost no error."
    return f"{comparable} more {'has' if comparable == 1 else 'have'} an error of that order."


def _output_sentence(walk: Walk, j: int) -> str:
    way = "rise" if walk.result.deltas[-1][j] < 0 else "fall"
    return (
        f"Output {j} said {figure(walk.outputs[j])} and should have said {walk.target[j]:.0f}: "
        f"it must {way}, δ = {figure(walk.result.deltas[-1][j], True)}."
    )


def _hidden_error(walk: Walk, stage: Stage) -> tuple[str, str]:
    i = stage.layer - 2
    error, slopes = walk.result.deltas[i], walk.slopes[i]
    most = int(np.argmax(np.abs(error)))
    way = "less" if error[most] > 0 else "more"
    unit = Neuron(stage.layer, most).name(walk.layers)
    here = (
        f"Read it from right to left, as the error travels. {unit.capitalize()} is the most to blame, "
        f"δ = {figure(error[most], True)}: the digit would cost less if it had said {way}. "
        f"{int((slopes < _FLAT).sum())} of {len(error)} units are saturated and let almost no error through."
    )
    return here, "an error at one end and an activation at the other make a weight's gradient."


def _gradients(walk: Walk, stage: Stage) -> tuple[str, str]:
    entry = strongest_weight(walk)
    here = (
        f"A weight's gradient is the error at its end times what came in at its start. Each small image "
        f"is the digit itself, times its unit's δ: no ink or no error, no change. The largest is "
        f"{plain(symbol(entry, walk.layers))} = {figure(walk.value(entry), True)}."
    )
    return here, "each weight takes a step against its gradient."


def _step(walk: Walk, stage: Stage) -> tuple[str, str]:
    gradient = strongest_weight(walk)
    before = Entry(Quantity.WEIGHT, gradient.layer, gradient.j, gradient.k)
    after = Entry(Quantity.NEW_WEIGHT, gradient.layer, gradient.j, gradient.k)
    here = (
        f"Every weight and bias moves against its gradient, η = {walk.eta:g} times as far. "
        f"{plain(symbol(before, walk.layers))} moves the most: from {figure(walk.value(before))} to "
        f"{figure(walk.value(after))}. The change has a colour scale of its own."
    )
    return here, "does it help? The same digit goes through once more."


def _again(walk: Walk, stage: Stage) -> tuple[str, str]:
    says = answer(walk.after.zs[-1])
    verb = "falls" if walk.cost_after < walk.cost else "rises" if walk.cost_after > walk.cost else "stays"
    fall = walk.cost - walk.cost_after
    here = (
        f"The cost {verb} from {figure(walk.cost)} to {figure(walk.cost_after)}, and the network now "
        f"says {says}. Its slope promised a fall of {figure(walk.promised_fall)}, η times the gradient's "
        f"squared length; it was {figure(fall)}{_why_not(walk.promised_fall, fall)}"
    )
    return here, "in training, ten digits share one step: see the mini-batch."


def _why_not(promised: float, fall: float) -> str:
    if promised and abs(fall / promised - 1) < 0.15:
        return ": the step was short enough for the slope to hold."
    return ": the step is so long that the slope changes on the way."


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
