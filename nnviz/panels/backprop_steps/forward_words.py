"""What the stages of the forward pass say: the pixels, the layers, the answer and its cost."""

from __future__ import annotations

import numpy as np

from nnviz.explain.entry import Quantity
from nnviz.explain.number_markup import figure, pair, percent
from nnviz.explain.walk import Walk
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.saturation_words import (
    saturation_words,
)
from nnviz.panels.backprop_steps.stages import Stage
from nnviz.widgets.formula.markup import plain

_HALVES = {0.5: "½", 0.0: "0"}  # as they are said


def pixels(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of the input image: how much ink there is, and which weights it can move."""
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


def hidden(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of a hidden layer: its most excited unit, and how many are saturated."""
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


def outputs(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of the last layer: what the network takes the image for."""
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


def cost(walk: Walk, stage: Stage) -> tuple[str, str]:
    """Of the cost: the output that makes up most of it."""
    shares = walk.array(Quantity.COST_SHARE, stage.layer)
    worst = int(np.argmax(shares))
    part = percent(shares[worst] / walk.cost) if walk.cost else ""
    after = "which way should each output move, and how readily will it?"
    if walk.cost == 0:
        return "C = 0: every output says exactly what it should.", after
    here = (
        f"C = {figure(walk.cost)}. Output {worst} is the most expensive: it said {output_said(walk, worst)}, "
        f"should have said {walk.target[worst]:.0f}, and makes up {part} of the cost."
    )
    return here, after


def output_said(walk: Walk, j: int) -> str:
    """What an output said, with as many digits as tell it from what it should have said."""
    return pair(float(walk.outputs[j]), float(walk.target[j]))[0]
