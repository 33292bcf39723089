"""The network itself, to be read: forward pass and the four equations of backpropagation, in NumPy.

Training runs the compiled twin of this mathematics, `kernel.py`; a test holds the two equal, and both
equal to finite differences. Layers are counted as in the article: the input is layer 1, the last is L.
Source of the equations: M. Nielsen, "Neural Networks and Deep Learning", chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.subject import MNIST
from nnviz.learning.activations import Activation
from nnviz.learning.architecture import Architecture
from nnviz.learning.initialisers import initialisation_of


def one_hot(labels: int | NDArray[Any], classes: int = MNIST.classes) -> Floats:
    """The target y of a class: 1 there, 0 elsewhere. (classes,) float32; for N labels (N, classes)."""
    targets: Floats = np.eye(classes, dtype=np.float32)[labels]
    return targets


@dataclass(frozen=True)
class ForwardPass:
    """What one image made of every layer, or what N images did: then each array has N rows."""

    zs: list[Floats]  # weighted inputs of layers 2 … L, each (n,)
    activations: list[Floats]  # of layers 1 … L, each (n,)


@dataclass(frozen=True)
class BackwardPass(ForwardPass):
    """And the errors on the way back."""

    target: Floats  # y: 1 at the right class, 0 elsewhere
    deltas: list[Floats]  # δ = ∂C/∂z of layers 2 … L, each (n,)


@dataclass(frozen=True)
class Backpropagation(BackwardPass):
    """Everything backpropagation computes for one example. Lists of layers 2 … L, but for `activations`."""

    nabla_b: list[Floats]  # ∂C/∂b, each (n,)
    nabla_w: list[Floats]  # ∂C/∂w, each (n of this layer, n of the layer before)


class Network:
    """A fully connected network.

    `weights[i]` leads from layer i+1 to layer i+2 and has shape (n of the later, n of the earlier): row j,
    column k is w_jk. `biases[i]` has shape (n of the later,). Both are float32 and may be assigned;
    float64 arrays are kept as they are, for gradient checks.

    `sizes` counts the neurons of each layer, input first. `initialisation` is how weights begin, one of
    `INITIALISATIONS`; `activation` is that of the hidden layers, `output` that of the outputs, and `cost` is
    what training makes small. The same `seed` gives the same network. Raises `BadInput` for sizes that make
    no network, for names that there are not, and for a cost and an output that do not go together.
    """

    weights: list[Floats]
    biases: list[Floats]

    def __init__(
        self,
        sizes: Sequence[int],
        seed: int = 0,
        initialisation: str = "scaled",
        activation: str = "sigmoid",
        output: str = "sigmoid",
        cost: str = "quadratic",
    ) -> None:
        self.architecture = Architecture(tuple(sizes), activation, output, cost)
        begin, random = initialisation_of(initialisation), np.random.default_rng(seed)
        self.biases = [
            (random.standard_normal(n) * begin.bias_deviation).astype(np.float32) for n in self.sizes[1:]
        ]
        self.weights = [
            (random.standard_normal((n, inputs)) * begin.deviation(inputs)).astype(np.float32)
            for inputs, n in pairwise(self.sizes)
        ]

    @classmethod
    def of(
        cls, weights: Sequence[Floats], biases: Sequence[Floats], architecture: Architecture | None = None
    ) -> Self:
        """The network made of these very arrays, not copied; the article's kind if none is given."""
        network = cls.__new__(cls)
        network.architecture = architecture or Architecture(
            (weights[0].shape[1], *(w.shape[0] for w in weights))
        )
        network.weights, network.biases = list(weights), list(biases)
        return network

    def with_numbers(self, weights: Sequence[Floats], biases: Sequence[Floats]) -> Network:
        """A network of the same kind, made of these very arrays."""
        return Network.of(weights, biases, self.architecture)

    def copy(self) -> Network:
        """An independent network with the same numbers."""
        return self.with_numbers([w.copy() for w in self.weights], [b.copy() for b in self.biases])

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of each layer, input first."""
        return self.architecture.sizes

    def function(self, layer: int) -> Activation:
        """The activation of a layer, from 2 to L."""
        return self.architecture.function(layer)

    def forward_pass(self, images: Floats) -> ForwardPass:
        """Weighted inputs z = w a + b and activations a = f(z), layer by layer.

        For one image (pixels,), or for N of them, (N, pixels).
        """
        zs: list[Floats] = []
        activations = [images]
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True), start=2):
            zs.append(activations[-1] @ w.T + b)  # (…, m) @ (m, n) + (n,) -> (…, n)
            activations.append(self.function(layer).value(zs[-1]))
        return ForwardPass(zs, activations)

    def forward(self, image: Floats) -> list[Floats]:
        """The activations of layers 1 … L for one image (pixels,), the image itself first."""
        return self.forward_pass(image).activations

    def weighted_inputs(self, images: Floats) -> Floats:
        """z of the outputs for many images at once: (N, pixels) -> (N, n of the last layer)."""
        return self.forward_pass(images).zs[-1]

    def outputs(self, images: Floats) -> Floats:
        """The outputs for many images at once: (N, pixels) -> (N, n of the last layer)."""
        return self.forward_pass(images).activations[-1]

    def backward_pass(self, images: Floats, labels: int | NDArray[Any]) -> BackwardPass:
        """The errors δ of every layer: for one image (pixels,) in [0, 1] and its label, or for N of each."""
        forward = self.forward_pass(images)
        zs, activations = forward.zs, forward.activations
        target = one_hot(labels, self.sizes[-1])
        output, cost = self.architecture.output_function, self.architecture.cost_function
        # Equation 1: the error of the output layer, δ = ∂C/∂a ⊙ f′(z)
        delta = cost.error(activations[-1], target, output.slope(zs[-1], activations[-1]))
        return BackwardPass(zs, activations, target, self.send_back(forward, delta))

    def send_back(self, forward: ForwardPass, delta: Floats) -> list[Floats]:
        """The errors δ of layers 2 … L from that of the outputs, (n of the last layer,) or N rows of it."""
        hidden, zs, activations = self.architecture.hidden_function, forward.zs, forward.activations
        deltas = [delta]
        # Equation 2: the error of the layer before, δ = (wᵀ δ of the layer after) ⊙ f′(z)
        for w, z, a in zip(self.weights[:0:-1], zs[-2::-1], activations[-2:0:-1], strict=True):
            delta = (delta @ w) * hidden.slope(z, a)  # (…, n) @ (n, m) -> (…, m)
            deltas.insert(0, delta)
        return deltas

    def backprop(self, image: Floats, label: int) -> Backpropagation:
        """The gradient of the cost of one example: image (pixels,) in [0, 1], label from 0 on."""
        back = self.backward_pass(image, label)
        # Equation 3: ∂C/∂b = δ
        nabla_b = [delta.copy() for delta in back.deltas]
        # Equation 4: ∂C/∂w = δ aᵀ, with a of the layer before
        nabla_w = [np.outer(delta, a) for delta, a in zip(back.deltas, back.activations[:-1], strict=True)]
        return Backpropagation(
            zs=back.zs,
            activations=back.activations,
            target=back.target,
            deltas=back.deltas,
            nabla_b=nabla_b,
            nabla_w=nabla_w,
        )
