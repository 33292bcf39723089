"""Backpropagation of one image through the network as it was at one moment, every number of it by its name.

The numbers are computed by `network.py` in float64 from the very weights of the run, which are float32:
in float32 a − y and 1 − a lose their digits where a confident output is within 1e-4 of its target, and after
some epochs that costs the gradients of a few images their third place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.subject import Subject
from nnviz.learning.answers import answer
from nnviz.learning.architecture import Architecture
from nnviz.learning.network import (
    Backpropagation,
    ForwardPass,
    Network,
    one_hot,
)
from nnviz.learning.one_step import stepped
from nnviz.learning.rule import Rule
from nnviz.runs.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class AppliedStep:
    """A training step with one example that the user asks for."""

    image: Floats  # (pixels,) float32 in [0, 1]
    label: int
    eta: float
    description: str  # such as "test digit 61 as a 3"


def in_double(network: Network) -> Network:
    """The same network with all numbers as float64."""
    return network.with_numbers(
        [w.astype(np.float64) for w in network.weights], [b.astype(np.float64) for b in network.biases]
    )


@dataclass(frozen=True, eq=False)
class Example:
    """One image's way through `snapshot.network` and back; `label` is the class it should be of.

    `told` says whether that is known: the label of a data set, or what the user says of a drawing. Otherwise
    it is a supposition, and nothing can be said to be right or wrong.

    Arrays are float64. Lists go by layer: `result.zs[0]` belongs to layer 2. Numbers may be NaN or infinite
    if the network's are.
    """

    snapshot: Snapshot
    label: int
    told: bool = True

    @classmethod
    def of(cls, snapshot: Snapshot, label: int | None = None, told: bool = False) -> Self:
        """The walk of the input image as what it is, or as `label`, `told` if the user says it is that.

        Of an image that nobody has named, what the network says is supposed.
        """
        with np.errstate(all="ignore"):
            known = snapshot.input_image.label
            if label is None:
                label = snapshot.prediction if known is None else known
            return cls(snapshot, label, told or label == known)

    @property
    def architecture(self) -> Architecture:
        """What kind of network it is."""
        return self.snapshot.network.architecture

    @property
    def layers(self) -> int:
        """L: how many layers there are, input and output counted."""
        return self.snapshot.layers

    @property
    def subject(self) -> Subject:
        """What the pictures are."""
        return self.snapshot.subject

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of each layer, input first."""
        return self.snapshot.network.sizes

    @cached_property
    def rule(self) -> Rule:
        """How the step is taken."""
        return self.snapshot.settings.rule

    @property
    def eta(self) -> float:
        """The learning rate η of the step."""
        return self.rule.eta

    @cached_property
    def network(self) -> Network:
        """The network as it was when the walk was opened."""
        return in_double(self.snapshot.network)

    @cached_property
    def image(self) -> Floats:
        """The image's pixels, (pixels,)."""
        return self.snapshot.input_image.image.astype(np.float64)

    @cached_property
    def target(self) -> Floats:
        """y: 1 at the label, 0 elsewhere; (classes,)."""
        return one_hot(self.label, self.sizes[-1]).astype(np.float64)

    @cached_property
    def result(self) -> Backpropagation:
        """What `Network.backprop` makes of it."""
        with np.errstate(all="ignore"):
            return self.network.backprop(self.image, self.label)

    @property
    def outputs(self) -> Floats:
        """What the network says, (10,)."""
        return self.result.activations[-1]

    @property
    def prediction(self) -> int:
        """The class with the largest output."""
        return max(answer(self.result.zs[-1]), 0)

    @property
    def is_finite(self) -> bool:
        """Whether all the numbers are numbers, from the weights to the gradients."""
        gradients = [*self.result.nabla_b, *self.result.nabla_w]
        parameters = [*self.network.weights, *self.network.biases]
        return all(bool(np.isfinite(array).all()) for array in (*parameters, *gradients))

    @cached_property
    def slopes(self) -> list[Floats]:
        """f′(z) of layers 2 … L, each (n,)."""
        pairs = zip(self.result.zs, self.result.activations[1:], strict=True)
        with np.errstate(all="ignore"):
            return [self.network.function(layer).slope(z, a) for layer, (z, a) in enumerate(pairs, start=2)]

    @cached_property
    def cost_derivative(self) -> Floats:
        """∂C/∂a of the outputs, (n of the last layer,)."""
        with np.errstate(all="ignore"):
            derivative: Floats = self.architecture.cost_function.derivative(self.outputs, self.target)
            return derivative

    @cached_property
    def answer_slopes(self) -> Floats:
        """∂a/∂z of the right output by the z of every output, (10,)."""
        function = self.architecture.output_function
        with np.errstate(all="ignore"):
            if function.of_one_z:
                return self.slopes[-1] * self.target
            return function.slopes_along_all(self.outputs, self.label)

    @cached_property
    def returned(self) -> list[Floats]:
        """wᵀ δ of the layer after, for layers 2 … L−1, each (n,): ∂C/∂a of a hidden layer."""
        with np.errstate(all="ignore"):
            pairs = zip(self.network.weights[1:], self.result.deltas[1:], strict=True)
            return [w.T @ delta for w, delta in pairs]

    @property
    def cost(self) -> float:
        """C of this image."""
        return float(self.cost_shares.sum())

    @cached_property
    def cost_shares(self) -> Floats:
        """What each output adds to C, (n of the last layer,)."""
        return self._shares(self.result)

    @cached_property
    def cost_shares_after(self) -> Floats:
        """What each output adds to C after the step, (n of the last layer,)."""
        return self._shares(self.after)

    def _shares(self, forward: ForwardPass) -> Floats:
        with np.errstate(all="ignore"):
            shares: Floats = self.architecture.cost_function.of(
                forward.zs[-1], forward.activations[-1], self.target
            )
            return shares

    @cached_property
    def network_after(self) -> Network:
        """The network after the step −η∇ with this one image."""
        with np.errstate(all="ignore"):
            return stepped(self.network, self.result, self.rule, self.snapshot.epoch_size)

    @property
    def decay(self) -> float:
        """ηλ/n: the share of itself that the step takes from each weight."""
        return self.eta * self.rule.l2 / self.snapshot.epoch_size

    @cached_property
    def after(self) -> ForwardPass:
        """The same image through the network after the step."""
        with np.errstate(all="ignore"):
            return self.network_after.forward_pass(self.image)

    @property
    def cost_after(self) -> float:
        """C of the same image after the step."""
        return float(self.cost_shares_after.sum())

    @cached_property
    def promised_fall(self) -> float:
        """−Δ·∇C, for a plain step η ‖∇C‖²: how far the cost would fall if it went on along its slope."""
        now, after = self.network, self.network_after
        pairs = zip((*now.weights, *now.biases), (*after.weights, *after.biases), strict=True)
        gradients = (*self.result.nabla_w, *self.result.nabla_b)
        with np.errstate(all="ignore"):
            if self.moves_by_gradient_alone:  # and that to the last digit, however small the step
                return self.eta * sum(float(np.sum(gradient**2)) for gradient in gradients)
            moves = (new - old for old, new in pairs)
            return -sum(float(np.vdot(move, of)) for move, of in zip(moves, gradients, strict=True))

    @property
    def moves_by_gradient_alone(self) -> bool:
        """Whether the step is −η ∇C, no weight decays and no layer is frozen."""
        return not self.rule.l2 and not self.rule.frozen

    @property
    def applied_step(self) -> AppliedStep:
        """The step as a request to take it in earnest."""
        input_image = self.snapshot.input_image
        return AppliedStep(
            input_image.image, self.label, self.eta, f"{input_image.description} as a {self.label}"
        )
