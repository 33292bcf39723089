"""What backpropagation computes with: everything that is shown and said of a quantity, in one table.

To show another one, give it a name in `entry.py` and a row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from nnviz.explain import notes
from nnviz.explain import quantity_cells as cells
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.full_size import full_size
from nnviz.explain.letters import DELTA
from nnviz.explain.quantity_row import Row, Summands

_Q = Quantity

TABLE: Mapping[Quantity, Row] = MappingProxyType(
    {
        _Q.ACTIVATION: Row(
            symbol=cells.letter("a"),
            name="activation a of {unit}",
            sentence="a{up}: the activations of {layer}, what it says{range}.",
            array=lambda example, layer: example.result.activations[layer - 1],
            shade=cells.said,
            formulas=cells.activation,
            further=(_Q.WEIGHTED_INPUT,),
            note=notes.activation,
            layers="all",
        ),
        _Q.WEIGHTED_INPUT: Row(
            symbol=cells.letter("z"),
            name="weighted input z of {unit}",
            sentence="z{up}: the weighted inputs of {layer}: weights times what comes in, plus b.",
            array=lambda example, layer: example.result.zs[layer - 2],
            shade=cells.signed(full_size, "muted"),
            role="muted",
            formulas=cells.weighted_input,
            summands=Summands(
                cells.sum_of_inputs,
                lambda z: (Entry(_Q.WEIGHT, z.layer, z.j), Entry(_Q.ACTIVATION, z.layer - 1)),
            ),
        ),
        _Q.WEIGHT: Row(
            symbol=cells.letter("w"),
            name="weight w from {before} to {unit}",
            sentence="w{up}: the weights into {layer}; row j, column k leads from unit k before.",
            array=lambda example, layer: example.network.weights[layer - 2],
            shade=cells.signed(full_size),
            further=(_Q.WEIGHT_GRADIENT,),
            note=notes.weight,
        ),
        _Q.BIAS: Row(
            symbol=cells.letter("b"),
            name="bias b of {unit}",
            sentence="b{up}: the biases of {layer}, a number added to each unit's sum.",
            array=lambda example, layer: example.network.biases[layer - 2],
            shade=cells.signed(full_size),
            further=(_Q.BIAS_GRADIENT,),
            note=notes.bias,
        ),
        _Q.TARGET: Row(
            symbol=cells.target,
            name="target y of {unit}",
            sentence="y: what the outputs should be: 1 at the class it is of, 0 elsewhere.",
            array=lambda example, layer: example.target,
            shade=cells.tinted("right", cells.one),
            role="right",
            note=notes.target,
            layers="last",
        ),
        _Q.COST_DERIVATIVE: Row(
            symbol=cells.cost_derivative,
            name="slope ∂C/∂a of the cost at {unit}",
            sentence="{derivative}: ∂C/∂a, how the cost moves if an output does.",
            array=lambda example, layer: example.cost_derivative,
            shade=cells.signed(full_size),
            formulas=cells.derivative_of,
            further=(_Q.ACTIVATION,),
            note=notes.cost_derivative,
            layers="last",
        ),
        _Q.ANSWER_SLOPE: Row(
            symbol=cells.answer_slope,
            name="slope ∂a/∂z of the right output along z of {unit}",
            sentence="∂a/∂z: how the output a that is right moves if the z of any output does.",
            array=lambda example, layer: example.answer_slopes,
            shade=cells.signed(full_size),
            role="selected",
            formulas=cells.answer_slope_of,
            further=(_Q.ACTIVATION,),
            layers="last",
        ),
        _Q.COST_SHARE: Row(
            symbol=cells.share,
            name="share in the cost C of {unit}",
            sentence="{share}: what each output adds to the cost C.",
            array=lambda example, layer: example.cost_shares,
            shade=cells.tinted("wrong", full_size),
            role="wrong",
            formulas=cells.share_of(_Q.ACTIVATION),
            further=(_Q.ACTIVATION,),
            layers="last",
        ),
        _Q.COST: Row(
            symbol=lambda entry, architecture: "C",
            name="the cost C of this image",
            sentence="C: the cost, one number for how wrong the network is on this image. {cost}",
            array=lambda example, layer: np.array(example.cost),
            shade=cells.tinted("wrong", full_size),
            role="wrong",
            formulas=cells.added,
            summands=Summands(
                cells.whole_cost, lambda c: (Entry(_Q.COST_SHARE, c.layer),), (_Q.TARGET, _Q.ACTIVATION)
            ),
            layers="last",
        ),
        _Q.SLOPE: Row(
            symbol=cells.slope,
            name="slope ∂a/∂z of {unit}",
            sentence="{slope}, the slope of {f} at each z: how much a unit reacts; near 0 if {saturated}.",
            array=lambda example, layer: example.slopes[layer - 2],
            shade=cells.slopes,
            role="selected",
            formulas=cells.slope_of,
            further=(_Q.WEIGHTED_INPUT,),
            note=notes.slope,
        ),
        _Q.RETURNED: Row(
            symbol=cells.returned,
            name="error sent back to {unit}",
            sentence="wᵀδ: the errors of the layer after, sent back along the weights and added up.",
            array=lambda example, layer: example.returned[layer - 2],
            shade=cells.signed(full_size),
            formulas=cells.added,
            summands=Summands(
                cells.returned,
                lambda at: (Entry(_Q.WEIGHT, at.layer + 1, None, at.j), Entry(_Q.ERROR, at.layer + 1)),
            ),
            note=lambda example, layer, j, k: "It is ∂C/∂a of this unit.",
            layers="hidden",
        ),
        _Q.ERROR: Row(
            symbol=cells.letter(DELTA),
            name="error δ of {unit}",
            sentence="δ{up} = ∂C/∂z{up}: the error of {layer}: how the cost moves if a unit's z does.",
            array=lambda example, layer: example.result.deltas[layer - 2],
            shade=cells.signed(full_size),
            role="positive",
            formulas=cells.error,
            further=(_Q.RETURNED, _Q.WEIGHTED_INPUT),
            note=notes.error,
        ),
        _Q.BIAS_GRADIENT: Row(
            symbol=cells.gradient("b"),
            name="gradient of the bias of {unit}",
            sentence="∂C/∂b{up}: how the cost moves if a bias does; it is the error δ{up} itself.",
            array=lambda example, layer: example.result.nabla_b[layer - 2],
            shade=cells.signed(full_size),
            role="positive",
            formulas=cells.bias_gradient,
            further=(_Q.ERROR,),
            note=lambda example, layer, j, k: (
                "The bias moves z one to one, so its gradient is the error itself."
            ),
        ),
        _Q.WEIGHT_GRADIENT: Row(
            symbol=cells.gradient("w"),
            name="gradient of the weight from {before} to {unit}",
            sentence="∂C/∂w{up}: how the cost moves if a weight does: error times what came in.",
            array=lambda example, layer: example.result.nabla_w[layer - 2],
            shade=cells.signed(full_size),
            role="positive",
            formulas=cells.weight_gradient,
            further=(_Q.ERROR,),
            note=notes.weight_gradient,
        ),
        _Q.BIAS_CHANGE: Row(
            symbol=cells.gradient("b", r"-\eta\,"),
            name="change of the bias of {unit}",
            sentence="−η ∂C/∂b{up}: what the step adds to each bias; η is the learning rate.",
            array=lambda example, layer: -example.eta * example.result.nabla_b[layer - 2],
            shade=cells.signed(full_size),
            formulas=cells.change(_Q.BIAS_GRADIENT),
            further=(_Q.BIAS_GRADIENT,),
        ),
        _Q.WEIGHT_CHANGE: Row(
            symbol=cells.gradient("w", r"-\eta\,"),
            name="change of the weight from {before} to {unit}",
            sentence="−η ∂C/∂w{up}: what the step adds to each weight; η is the learning rate.",
            array=lambda example, layer: -example.eta * example.result.nabla_w[layer - 2],
            shade=cells.signed(full_size),
            formulas=cells.change(_Q.WEIGHT_GRADIENT),
            further=(_Q.WEIGHT_GRADIENT,),
        ),
        _Q.WEIGHT_DECAY: Row(
            symbol=lambda entry, architecture: rf"-\frac{{\eta\lambda}}{{n}}\, {entry.letter('w')}",
            name="what L2 takes from the weight from {before} to {unit}",
            sentence="−(ηλ/n) w{up}: L2 takes this share from each weight; "
            "n is the number of training examples.",
            array=lambda example, layer: -example.decay * example.network.weights[layer - 2],
            shade=cells.signed(full_size),
            formulas=lambda terms: (rf"-{terms.decay} {terms.times} {terms(_Q.WEIGHT, 'f')}",),
            further=(_Q.WEIGHT,),
        ),
        _Q.NEW_BIAS: Row(
            symbol=cells.after("b"),
            name="bias after the step of {unit}",
            sentence="b{up} after the step: b, less what the step takes from it.",
            array=lambda example, layer: example.network_after.biases[layer - 2],
            shade=cells.signed(full_size),
            formulas=cells.new_bias,
            further=(_Q.BIAS_CHANGE,),
            note=notes.moved,
            before=_Q.BIAS,
        ),
        _Q.NEW_WEIGHT: Row(
            symbol=cells.after("w"),
            name="weight after the step from {before} to {unit}",
            sentence="w{up} after the step: w, less what the step takes from it.",
            array=lambda example, layer: example.network_after.weights[layer - 2],
            shade=cells.signed(full_size),
            formulas=cells.new_weight,
            further=(_Q.WEIGHT_CHANGE,),
            note=notes.moved,
            before=_Q.WEIGHT,
        ),
        _Q.NEW_ACTIVATION: Row(
            symbol=cells.after("a"),
            name="activation after the step of {unit}",
            sentence="a{up} after the step: the same image through the moved weights.",
            array=lambda example, layer: example.after.activations[layer - 1],
            shade=cells.said,
            note=notes.new_activation,
            before=_Q.ACTIVATION,
        ),
        _Q.NEW_COST_SHARE: Row(
            symbol=lambda entry, architecture: rf"{cells.share(entry, architecture)}\,\text{{after}}",
            name="share in the cost after the step of {unit}",
            sentence="{share} after the step: what each output still adds to the cost.",
            array=lambda example, layer: example.cost_shares_after,
            shade=cells.tinted("wrong", full_size),
            role="wrong",
            formulas=cells.share_of(_Q.NEW_ACTIVATION),
            further=(_Q.NEW_ACTIVATION,),
            before=_Q.COST_SHARE,
            layers="last",
        ),
        _Q.NEW_COST: Row(
            symbol=lambda entry, architecture: r"C\,\text{after}",
            name="the cost C after the step",
            sentence="C after the step: the cost of the same image through the moved weights.",
            array=lambda example, layer: np.array(example.cost_after),
            shade=cells.tinted("wrong", full_size),
            role="wrong",
            formulas=cells.added,
            summands=Summands(
                cells.whole_cost,
                lambda c: (Entry(_Q.NEW_COST_SHARE, c.layer),),
                (_Q.TARGET, _Q.NEW_ACTIVATION),
            ),
            before=_Q.COST,
            layers="last",
        ),
    }
)
