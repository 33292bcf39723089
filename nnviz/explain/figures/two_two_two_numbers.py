"""A network small enough for pencil and paper: 2-2-2, its cost, its gradients, and gradient descent.

The numbers are those of a well-known worked example by Matt Mazur. As there, the biases stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from nnviz.explain.figures.neuron_numbers import OneNeuron

Pair = tuple[float, float]
Weights = tuple[float, ...]  # w₁ … w₈

INPUTS: Pair = (0.05, 0.10)
TARGETS: Pair = (0.01, 0.99)
BIASES: Pair = (0.35, 0.60)  # of both hidden neurons, of both outputs
FIRST: Weights = (0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55)
ETA = 0.5
MOST_STEPS = 10_000
_BLOCK = 100  # steps that are taken together


@dataclass(frozen=True)
class TwoTwoTwo:
    """The network with eight weights: w₁ w₂ into h₁, w₃ w₄ into h₂, w₅ w₆ into o₁, w₇ w₈ into o₂."""

    weights: Weights = FIRST

    @cached_property
    def hidden(self) -> tuple[OneNeuron, OneNeuron]:
        """h₁ and h₂."""
        w = self.weights
        return OneNeuron(INPUTS, w[0:2], BIASES[0]), OneNeuron(INPUTS, w[2:4], BIASES[0])

    @cached_property
    def outputs(self) -> tuple[OneNeuron, OneNeuron]:
        """o₁ and o₂."""
        w, h = self.weights, (self.hidden[0].activation, self.hidden[1].activation)
        return OneNeuron(h, w[4:6], BIASES[1]), OneNeuron(h, w[6:8], BIASES[1])

    @property
    def costs(self) -> Pair:
        """What each output adds to the cost: ½ (a − y)²."""
        first, second = ((o.activation - y) ** 2 / 2 for o, y in zip(self.outputs, TARGETS, strict=True))
        return first, second

    @property
    def cost(self) -> float:
        """C, half the sum of the squared differences."""
        return sum(self.costs)

    @cached_property
    def output_errors(self) -> Pair:
        """δ of o₁ and o₂: (a − y) σ′(z)."""
        first, second = ((o.activation - y) * o.slope for o, y in zip(self.outputs, TARGETS, strict=True))
        return first, second

    @cached_property
    def hidden_errors(self) -> Pair:
        """δ of h₁ and h₂: what comes back along the weights of both outputs, times σ′(z)."""
        w, (d1, d2), (h1, h2) = self.weights, self.output_errors, self.hidden
        return (w[4] * d1 + w[6] * d2) * h1.slope, (w[5] * d1 + w[7] * d2) * h2.slope

    @property
    def gradients(self) -> Weights:
        """∂C/∂w₁ … ∂C/∂w₈: δ of the neuron a weight leads to, times the activation it comes from."""
        h = (self.hidden[0].activation, self.hidden[1].activation)
        before = tuple(d * i for d in self.hidden_errors for i in INPUTS)
        return before + tuple(d * a for d in self.output_errors for a in h)

    @property
    def stepped(self) -> TwoTwoTwo:
        """The network after one step: every weight less η times its gradient."""
        moved = zip(self.weights, self.gradients, strict=True)
        return TwoTwoTwo(tuple(w - ETA * g for w, g in moved))


@lru_cache(maxsize=16)  # a figure asks for many numbers of one moment
def after(steps: int) -> TwoTwoTwo:
    """The network after so many steps."""
    network = _after_blocks(steps // _BLOCK)
    for _ in range(steps % _BLOCK):
        network = network.stepped
    return network


@lru_cache(maxsize=MOST_STEPS // _BLOCK + 1)
def _after_blocks(blocks: int) -> TwoTwoTwo:
    if not blocks:
        return TwoTwoTwo()
    network = _after_blocks(blocks - 1)
    for _ in range(_BLOCK):
        network = network.stepped
    return network


def value_of(name: str, steps: int) -> float:
    """What the figure shows under a name after so many steps: w5, gradient5, h1, z_o1, error_h2, cost."""
    network, number = after(steps), int(name[-1]) - 1 if name[-1].isdigit() else 0
    neurons = {"h": network.hidden, "o": network.outputs}
    match name.rstrip("12345678"):
        case "w":
            return network.weights[number]
        case "gradient":
            return network.gradients[number]
        case "h" | "o" as layer:
            return neurons[layer][number].activation
        case "z_h" | "z_o" as z:
            return neurons[z[-1]][number].weighted_input
        case "error_h":
            return network.hidden_errors[number]
        case "error_o":
            return network.output_errors[number]
    return network.costs[number] if name[-1].isdigit() else network.cost


NAMES = (
    "cost",
    *(f"{kind}{n}" for kind in ("cost", "h", "o", "z_h", "z_o", "error_h", "error_o") for n in (1, 2)),
    *(f"{kind}{n}" for kind in ("w", "gradient") for n in range(1, 9)),
)
