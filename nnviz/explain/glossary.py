"""The glossary: every symbol and word of the field that the screen uses, once, with the chapter about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Term:
    """One entry."""

    name: str  # in lessons: [the learning rate](term:eta)
    symbol: str  # as it is written: "η"; empty for a word alone
    title: str
    meaning: str  # one or two plain sentences
    chapter: int  # the lesson that explains it

    @property
    def lesson(self) -> str:
        """Where it is explained, as it stands behind a sentence."""
        return f"(Lesson {self.chapter})"

    @property
    def tip(self) -> str:
        """What hovering says."""
        head = f"{self.symbol}, {self.title}" if self.symbol else self.title
        return f"{head}: {self.meaning} {self.lesson}"


_ALL = (
    Term(
        "x", "x", "the input", "The numbers that go in: for a picture, the ink of each pixel, from 0 to 1.", 1
    ),
    Term("weight", "w", "weight", "How much one neuron's activation counts for another, and which way.", 1),
    Term("bias", "b", "bias", "What a neuron adds to its sum whatever comes in.", 1),
    Term(
        "z",
        "z",
        "weighted input",
        "A neuron's sum: every activation that comes in times its weight, plus b.",
        1,
    ),
    Term("activation", "a", "activation", "The number that a neuron holds and hands on: σ of its z.", 1),
    Term("neuron", "", "neuron", "It holds one number, and makes it from those of the layer before.", 1),
    Term("layer", "l", "layer", "Neurons side by side; layer 1 is the input, layer L the output.", 1),
    Term(
        "linear",
        "",
        "linear",
        "Sums of multiples, and nothing else; layers that are linear fold into one.",
        2,
    ),
    Term(
        "sigma", "σ", "sigmoid", "It squashes any z to between 0 and 1; it is steep at 0 and flat far out.", 3
    ),
    Term("slope", "σ′", "slope of the sigmoid", "How much a moves when z does: a (1 − a), at most ¼.", 3),
    Term("relu", "", "ReLU", "z where z is positive, otherwise 0.", 3),
    Term("tanh", "", "tanh", "Like the sigmoid, but between −1 and 1.", 3),
    Term("feedforward", "", "feedforward", "From the input through each layer to the output, never back.", 4),
    Term("output", "aᴸ", "output", "The activations of the last layer, one for each class.", 4),
    Term("answer", "", "answer", "The class whose output is largest.", 4),
    Term("accuracy", "", "accuracy", "The share of examples whose answer is right.", 5),
    Term(
        "cost", "C", "cost", "How far the outputs are from what they should be; learning makes it small.", 5
    ),
    Term("y", "y", "the right outputs", "1 for the right class, 0 for every other.", 5),
    Term("mse", "", "quadratic cost", "Half the sum of the squared differences between a and y.", 5),
    Term(
        "gradient", "∇C", "gradient", "How the cost changes with each weight and bias; it points uphill.", 6
    ),
    Term("eta", "η", "learning rate", "How far each step goes against the gradient.", 6),
    Term("minimum", "", "minimum", "A valley of the cost: every small step from there leads up.", 6),
    Term("epoch", "", "epoch", "Once through all training examples.", 7),
    Term("mini_batch", "m", "mini-batch", "The examples whose gradients are averaged for one step.", 7),
    Term("n", "n", "number of examples", "How many there are in all; C is the average of their costs Cₓ.", 7),
    Term("step", "Δ", "change", "What a step adds: Δw = −η ∂C/∂w.", 6),
    Term(
        "sgd", "", "stochastic gradient descent", "Steps by the gradient of a few examples instead of all.", 7
    ),
    Term("wjk", "wˡⱼₖ", "one weight", "From neuron k of layer l − 1 to neuron j of layer l.", 8),
    Term("bj", "bˡⱼ", "one bias", "That of neuron j of layer l.", 8),
    Term(
        "zj", "zˡⱼ", "one weighted input", "That of neuron j of layer l: Σ wˡⱼₖ aˡ⁻¹ₖ + bˡⱼ, over all k.", 8
    ),
    Term("aj", "aˡⱼ", "one activation", "That of neuron j of layer l: σ(zˡⱼ).", 8),
    Term("sum", "Σ", "sum", "Everything behind it is added up, over what stands below it.", 8),
    Term("transpose", "wᵀ", "transpose", "The matrix with rows and columns exchanged: the way back.", 8),
    Term("delta", "δˡ", "error", "∂C/∂z: how the cost changes with a neuron's weighted input.", 9),
    Term(
        "hadamard",
        "⊙",
        "product entry by entry",
        "Each number of one vector times the same one of the other.",
        9,
    ),
    Term("chain_rule", "", "chain rule", "Along a chain, the rates of change are multiplied.", 9),
    Term(
        "partial",
        "∂",
        "partial derivative",
        "How much one thing changes when another does, all else held.",
        9,
    ),
    Term(
        "backpropagation",
        "",
        "backpropagation",
        "The errors of a layer from those of the next, and so back.",
        10,
    ),
    Term(
        "saturated", "", "saturated", "A neuron whose z lies so far out that σ is flat: it hardly learns.", 12
    ),
    Term("cross_entropy", "", "cross-entropy", "A cost whose gradient has no σ′ in the way.", 12),
    Term("softmax", "", "softmax", "It makes outputs that are positive and add up to 1.", 12),
    Term(
        "overfitting", "", "overfitting", "Learning the training examples by heart, and others no better.", 12
    ),
    Term("initialisation", "", "initialisation", "How the weights begin, before any training.", 12),
    Term("momentum", "μ", "momentum", "How much of each step goes on in the next one.", 12),
    Term("l2", "λ", "L2", "How much large weights cost, which keeps them small.", 12),
)
GLOSSARY: Mapping[str, Term] = MappingProxyType({term.name: term for term in _ALL})
