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
            cells.letter("a"),
            "activation a of {unit}",
            "a{up}: the activations of {layer}, what it says{range}.",
            lambda example, layer: example.result.activations[layer - 1],
            cells.said,
            formulas=cells.activation,
            further=(_Q.WEIGHTED_INPUT,),
            note=notes.activation,
            layers="all",
        ),
        _Q.WEIGHTED_INPUT: Row(
            cells.letter("z"),
            "weighted input z of {unit}",
            "z{up}: the weighted inputs of {layer}: weights times what comes in, plus b.",
            lambda example, layer: example.result.zs[layer - 2],
            cells.signed(full_size, "muted"),
            "muted",
            cells.weighted_input,
            Summands(
                cells.sum_of_inputs,
                lambda z: (Entry(_Q.WEIGHT, z.layer, z.j), Entry(_Q.ACTIVATION, z.layer - 1)),
            ),
        ),
        _Q.WEIGHT: Row(
            cells.letter("w"),
            "weight w from {before} to {unit}",
            "w{up}: the weights into {layer}; row j, column k leads from unit k before.",
            lambda example, layer: example.network.weights[layer - 2],
            cells.signed(full_size),
            further=(_Q.WEIGHT_GRADIENT,),
            note=notes.weight,
        ),
        _Q.BIAS: Row(
            cells.letter("b"),
            "bias b of {unit}",
            "b{up}: the biases of {layer}, a number added to each unit's sum.",
            lambda example, layer: example.network.biases[layer - 2],
            cells.signed(full_size),
            further=(_Q.BIAS_GRADIENT,),
            note=notes.bias,
        ),
        _Q.TARGET: Row(
            cells.target,
            "target y of {unit}",
            "y: what the outputs should be: 1 at the digit it is, 0 elsewhere.",
            lambda example, layer: example.target,
            cells.tinted("right", cells.one),
            "right",
            note=notes.target,
            layers="last",
        ),
        _Q.COST_DERIVATIVE: Row(
            cells.cost_derivative,
            "slope ∂C/∂a of the cost at {unit}",
            "{derivative}: ∂C/∂a, how the cost moves if an output does.",
            lambda example, layer: example.cost_derivative,
            cells.signed(full_size),
            formulas=cells.derivative_of,
            further=(_Q.ACTIVATION,),
            note=notes.cost_derivative,
            layers="last",
        ),
        _Q.ANSWER_SLOPE: Row(
            cells.answer_slope,
            "slope ∂a/∂z of the right output along z of {unit}",
            "∂a/∂z: how the output a that is right moves if the z of any output does.",
            lambda example, layer: example.answer_slopes,
            cells.signed(full_size),
            "selected",
            cells.answer_slope_of,
            further=(_Q.ACTIVATION,),
            layers="last",
        ),
        _Q.COST_SHARE: Row(
            cells.share,
            "share in the cost C of {unit}",
            "{share}: what each output adds to the cost C.",
            lambda example, layer: example.cost_shares,
            cells.tinted("wrong", full_size),
            "wrong",
            cells.share_of(_Q.ACTIVATION),
            further=(_Q.ACTIVATION,),
            layers="last",
        ),
        _Q.COST: Row(
            lambda entry, architecture: "C",
            "the cost C of this digit",
            "C: the cost, one number for how wrong the network is on this digit. {cost}",
            lambda example, layer: np.array(example.cost),
            cells.tinted("wrong", full_size),
            "wrong",
            cells.added,
            Summands(
                cells.whole_cost, lambda c: (Entry(_Q.COST_SHARE, c.layer),), (_Q.TARGET, _Q.ACTIVATION)
            ),
            layers="last",
        ),
        _Q.SLOPE: Row(
            cells.slope,
            "slope ∂a/∂z of {unit}",
            "{slope}, the slope of {f} at each z: how much a unit reacts; near 0 if {saturated}.",
            lambda example, layer: example.slopes[layer - 2],
            cells.slopes,
            "selected",
            cells.slope_of,
            further=(_Q.WEIGHTED_INPUT,),
            note=notes.slope,
        ),
        _Q.RETURNED: Row(
            cells.returned,
            "error sent back to {unit}",
            "wᵀδ: the errors of the layer after, sent back along the weights and added up.",
            lambda example, layer: example.returned[layer - 2],
            cells.signed(full_size),
            formulas=cells.added,
            summands=Summands(
                cells.returned,
                lambda at: (Entry(_Q.WEIGHT, at.layer + 1, None, at.j), Entry(_Q.ERROR, at.layer + 1)),
            ),
            note=lambda example, layer, j, k: "It is ∂C/∂a of this unit.",
            layers="hidden",
        ),
        _Q.ERROR: Row(
            cells.letter(DELTA),
            "error δ of {unit}",
            "δ{up} = ∂C/∂z{up}: the error of {layer}: how the cost moves if a unit's z does.",
            lambda example, layer: example.result.deltas[layer - 2],
            cells.signed(full_size),
            "positive",
            cells.error,
            further=(_Q.RETURNED, _Q.WEIGHTED_INPUT),
            note=notes.error,
        ),
        _Q.BIAS_GRADIENT: Row(
            cells.gradient("b"),
            "gradient of the bias of {unit}",
            "∂C/∂b{up}: how the cost moves if a bias does; it is the error δ{up} itself.",
            lambda example, layer: example.result.nabla_b[layer - 2],
            cells.signed(full_size),
            "positive",
            cells.bias_gradient,
            further=(_Q.ERROR,),
            note=lambda example, layer, j, k: (
                "The bias moves z one to one, so its gradient is the error itself."
            ),
        ),
        _Q.WEIGHT_GRADIENT: Row(
            cells.gradient("w"),
            "gradient of the weight from {before} to {unit}",
            "∂C/∂w{up}: how the cost moves if a weight does: error times what came in.",
            lambda example, layer: example.result.nabla_w[layer - 2],
            cells.signed(full_size),
            "positive",
            cells.weight_gradient,
            further=(_Q.ERROR,),
            note=notes.weight_gradient,
        ),
        _Q.BIAS_CHANGE: Row(
            cells.gradient("b", r"-\eta\,"),
            "change of the bias of {unit}",
            "−η ∂C/∂b{up}: what the step adds to each bias; η is the learning rate.",
            lambda example, layer: -example.eta * example.result.nabla_b[layer - 2],
            cells.signed(full_size),
            formulas=cells.change(_Q.BIAS_GRADIENT),
            further=(_Q.BIAS_GRADIENT,),
        ),
        _Q.WEIGHT_CHANGE: Row(
            cells.gradient("w", r"-\eta\,"),
            "change of the weight from {before} to {unit}",
            "−η ∂C/∂w{up}: what the step adds to each weight; η is the learning rate.",
            lambda example, layer: -example.eta * example.result.nabla_w[layer - 2],
            cells.signed(full_size),
            formulas=cells.change(_Q.WEIGHT_GRADIENT),
            further=(_Q.WEIGHT_GRADIENT,),
        ),
        _Q.WEIGHT_DECAY: Row(
            lambda entry, architecture: rf"-\frac{{\eta\lambda}}{{n}}\, {entry.letter('w')}",
            "what L2 takes from the weight from {before} to {unit}",
            "−(ηλ/n) w{up}: L2 takes this share from each weight; n is the number of training examples.",
            lambda example, layer: -example.decay * example.network.weights[layer - 2],
            cells.signed(full_size),
            formulas=lambda terms: (rf"-{terms.decay} {terms.times} {terms(_Q.WEIGHT, 'f')}",),
            further=(_Q.WEIGHT,),
        ),
        _Q.NEW_BIAS: Row(
            cells.after("b"),
            "bias after the step of {unit}",
            "b{up} after the step: b, less what the step takes from it.",
            lambda example, layer: example.network_after.biases[layer - 2],
            cells.signed(full_size),
            formulas=cells.new_bias,
            further=(_Q.BIAS_CHANGE,),
            note=notes.moved,
            before=_Q.BIAS,
        ),
        _Q.NEW_WEIGHT: Row(
            cells.after("w"),
            "weight after the step from {before} to {unit}",
            "w{up} after the step: w, less what the step takes from it.",
            lambda example, layer: example.network_after.weights[layer - 2],
            cells.signed(full_size),
            formulas=cells.new_weight,
            further=(_Q.WEIGHT_CHANGE,),
            note=notes.moved,
            before=_Q.WEIGHT,
        ),
        _Q.NEW_ACTIVATION: Row(
            cells.after("a"),
            "activation after the step of {unit}",
            "a{up} after the step: the same digit through the moved weights.",
            lambda example, layer: example.after.activations[layer - 1],
            cells.said,
            note=notes.new_activation,
            before=_Q.ACTIVATION,
        ),
        _Q.NEW_COST_SHARE: Row(
            lambda entry, architecture: rf"{cells.share(entry, architecture)}\,\text{{after}}",
            "share in the cost after the step of {unit}",
            "{share} after the step: what each output still adds to the cost.",
            lambda example, layer: example.cost_shares_after,
            cells.tinted("wrong", full_size),
            "wrong",
            cells.share_of(_Q.NEW_ACTIVATION),
            further=(_Q.NEW_ACTIVATION,),
            before=_Q.COST_SHARE,
            layers="last",
        ),
        _Q.NEW_COST: Row(
            lambda entry, architecture: r"C\,\text{after}",
            "the cost C after the step",
            "C after the step: the cost of the same digit through the moved weights.",
            lambda example, layer: np.array(example.cost_after),
            cells.tinted("wrong", full_size),
            "wrong",
            cells.added,
            Summands(
                cells.whole_cost,
                lambda c: (Entry(_Q.NEW_COST_SHARE, c.layer),),
                (_Q.TARGET, _Q.NEW_ACTIVATION),
            ),
            before=_Q.COST,
            layers="last",
        ),
    }
)
