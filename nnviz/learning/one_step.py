"""A single step of gradient descent with one example, in NumPy, to be read and shown."""

from __future__ import annotations

from nnviz.learning.network import Backpropagation, Network
from nnviz.learning.rule import Rule


def stepped(network: Network, result: Backpropagation, rule: Rule, examples: int) -> Network:
    """The network after one step with the gradients of one example, of `examples` that there are.

    It starts from rest: whatever momentum has built up in training is no part of it.
    """
    eta, decay = rule.eta, rule.l2 / examples
    weights, biases = list(network.weights), list(network.biases)
    for layer, (nabla_w, nabla_b) in enumerate(zip(result.nabla_w, result.nabla_b, strict=True), start=2):
        if layer not in rule.frozen:
            i = layer - 2
            # The step: w → w − η (∂C/∂w + λ/n w) and b → b − η ∂C/∂b
            weights[i] = weights[i] - eta * (nabla_w + decay * weights[i])
            biases[i] = biases[i] - eta * nabla_b
    return network.with_numbers(weights, biases)
