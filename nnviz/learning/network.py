"""The network itself, to be read: forward pass and the four equations of backpropagation, in NumPy.

Training runs the compiled twin of this mathematics, `kernel.py`; a test holds the two equal, and both
equal to finite differences. Layers are counted as in the article: the input is layer 1, the last is L.
Source of the equations: M. Nielsen, "Neural Networks and Deep Learning", chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Floats
from nnviz.errors import BadInput
from nnviz.learning.activations import Sigmoid
from nnviz.learning.costs import Quadratic
from nnviz.learning.initialisers import initialisation_of


def sigmoid(z: Floats) -> Floats:
    """σ(z) = 1 / (1 + e⁻ᶻ), element by element; any shape, same dtype. Large |z| gives exactly 0 or 1."""
    a: Floats = Sigmoid.value(z)
    return a


def sigmoid_prime(z: Floats) -> Floats:
    """σ′(z) = σ(z) (1 − σ(z)), element by element."""
    slope: Floats = Sigmoid.slope(z, sigmoid(z))
    return slope


def cost(output: Floats, target: Floats) -> float:
    """C = ½ ‖y − a‖² of one example; `output` a and `target` y are both (n of the last layer,)."""
    return 0.5 * float(np.sum((target - output) ** 2))


def cost_derivative(output: Floats, target: Floats) -> Floats:
    """∂C/∂a = a − y for the quadratic cost; both (n of the last layer,)."""
    derivative: Floats = Quadratic.derivative(output, target)
    return derivative


def one_hot(label: int, classes: int = 10) -> Floats:
    """The target y of a digit: 1 at the digit, 0 elsewhere. (classes,) float32."""
    target = np.zeros(classes, dtype=np.float32)
    target[label] = 1
    return target


@dataclass(frozen=True)
class ForwardPass:
    """What one image made of every layer."""

    zs: list[Floats]  # weighted inputs of layers 2 … L, each (n,)
    activations: list[Floats]  # of layers 1 … L, each (n,)


@dataclass(frozen=True)
class Backpropagation(ForwardPass):
    """Everything backpropagation computes for one example. Lists of layers 2 … L, but for `activations`."""

    deltas: list[Floats]  # δ = ∂C/∂z, each (n,)
    nabla_b: list[Floats]  # ∂C/∂b, each (n,)
    nabla_w: list[Floats]  # ∂C/∂w, each (n of this layer, n of the layer before)


class Network:
    """A fully connected network of sigmoid neurons.

    `weights[i]` leads from layer i+1 to layer i+2 and has shape (n of the later, n of the earlier): row j,
    column k is w_jk. `biases[i]` has shape (n of the later,). Both are float32 and may be assigned;
    float64 arrays are kept as they are, for gradient checks.

    `sizes` counts the neurons of each layer, input first. `initialisation`, one of `INITIALISATIONS`, is how
    weights and biases begin: "scaled" draws weights from N(0, 1/n), standard deviation 1/√n, with n the
    number of inputs of the neuron, "normal" draws them from N(0, 1), and both draw biases from N(0, 1).
    The same `seed` gives the same network. Raises `BadInput` if a size or the initialisation makes no sense.
    """

    def __init__(self, sizes: Sequence[int], seed: int = 0, initialisation: str = "scaled") -> None:
        if len(sizes) < 2 or any(int(n) != n or n < 1 for n in sizes):
            raise BadInput(f"a network needs at least two layers of one neuron or more, not {list(sizes)}")
        begin = initialisation_of(initialisation)
        self.sizes = tuple(int(n) for n in sizes)
        random = np.random.default_rng(seed)
        self.biases: list[Floats] = [
            (random.standard_normal(n) * begin.bias_deviation).astype(np.float32) for n in self.sizes[1:]
        ]
        self.weights: list[Floats] = []
        for inputs, n in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            deviation = begin.deviation(inputs)
            self.weights.append((random.standard_normal((n, inputs)) * deviation).astype(np.float32))

    @classmethod
    def of(cls, weights: Sequence[Floats], biases: Sequence[Floats]) -> Network:
        """The network made of these very arrays, which are not copied."""
        network = cls.__new__(cls)
        network.sizes = (weights[0].shape[1], *(w.shape[0] for w in weights))
        network.weights, network.biases = list(weights), list(biases)
        return network

    def copy(self) -> Network:
        """An independent network with the same numbers."""
        return Network.of([w.copy() for w in self.weights], [b.copy() for b in self.biases])

    def forward_pass(self, image: Floats) -> ForwardPass:
        """Weighted inputs z = w a + b and activations a = σ(z), layer by layer, for one image (784,)."""
        zs: list[Floats] = []
        activations = [image]
        for w, b in zip(self.weights, self.biases, strict=True):
            zs.append(w @ activations[-1] + b)  # (n, m) @ (m,) + (n,) -> (n,)
            activations.append(sigmoid(zs[-1]))
        return ForwardPass(zs, activations)

    def forward(self, image: Floats) -> list[Floats]:
        """The activations of layers 1 … L for one image (784,), the image itself first."""
        return self.forward_pass(image).activations

    def weighted_inputs(self, images: Floats) -> Floats:
        """z of the outputs for many images at once: (N, 784) -> (N, n of the last layer)."""
        a = images
        for w, b in zip(self.weights[:-1], self.biases[:-1], strict=True):
            a = sigmoid(a @ w.T + b)  # (N, m) @ (m, n) + (n,) -> (N, n)
        return a @ self.weights[-1].T + self.biases[-1]

    def outputs(self, images: Floats) -> Floats:
        """The outputs for many images at once: (N, 784) -> (N, n of the last layer)."""
        return sigmoid(self.weighted_inputs(images))

    def backprop(self, image: Floats, label: int) -> Backpropagation:
        """The gradient of the cost of one example: image (784,) in [0, 1], label 0 … 9."""
        forward = self.forward_pass(image)
        zs, activations = forward.zs, forward.activations
        target = one_hot(label, self.sizes[-1])
        # Equation 1: the error of the output layer, δ = (a − y) ⊙ σ′(z)
        delta = cost_derivative(activations[-1], target) * sigmoid_prime(zs[-1])  # (10,)
        deltas = [delta]
        # Equation 2: the error of the layer before, δ = (wᵀ δ of the layer after) ⊙ σ′(z)
        for w, z in zip(self.weights[:0:-1], zs[-2::-1], strict=True):
            delta = (w.T @ delta) * sigmoid_prime(z)  # (100, 10) @ (10,) -> (100,)
            deltas.insert(0, delta)
        # Equation 3: ∂C/∂b = δ
        nabla_b = [delta.copy() for delta in deltas]
        # Equation 4: ∂C/∂w = δ aᵀ, with a of the layer before
        nabla_w = [np.outer(delta, a) for delta, a in zip(deltas, activations[:-1], strict=True)]
        return Backpropagation(zs, activations, deltas, nabla_b, nabla_w)
