"""The sums behind the numbers of the 2-2-2 network, written out as one would on paper."""

from __future__ import annotations

from nnviz.explain.figures.two_two_two_numbers import BIASES, INPUTS, TARGETS, TwoTwoTwo
from nnviz.figures.two_two_two.hand_layout import EDGES

DECIMALS = 8


def written(number: float) -> str:
    """To eight decimals."""
    return f"{number:.{DECIMALS}f}".replace("-", "−")


def value_of_neuron(network: TwoTwoTwo, name: str) -> float:
    """What a neuron holds."""
    number = int(name[1]) - 1
    if name[0] == "i":
        return INPUTS[number]
    return (network.hidden if name[0] == "h" else network.outputs)[number].activation


def forward_sums(network: TwoTwoTwo, part: str) -> str:
    """Markup of how a neuron's number comes about; of a weight, that of the neuron it leads to."""
    name = EDGES[part][1] if part in EDGES else part
    number = int(name[1]) - 1
    neuron = (network.hidden if name[0] == "h" else network.outputs)[number]
    letter, first = ("i", 1 + 2 * number) if name[0] == "h" else ("h", 5 + 2 * number)
    terms = [_lit(f"w_{first + k}{letter}_{k + 1}", part == f"w{first + k}") for k in range(2)]
    bias = 1 if name[0] == "h" else 2
    return (
        f"z_{{{name}}} = {terms[0]}+{terms[1]}+b_{bias} = {written(neuron.weighted_input)}"
        rf"\text{{,~~}} {name[0]}_{name[1]} = {written(neuron.activation)}"
    )


def back_sums(network: TwoTwoTwo, part: str) -> str:
    """Markup of how a neuron's error or a weight's gradient comes about."""
    if part not in EDGES:
        return _error(network, part)
    start, end = EDGES[part]
    number = int(end[1]) - 1
    error = (network.hidden_errors if end[0] == "h" else network.output_errors)[number]
    gradient = network.gradients[int(part[1]) - 1]
    return (
        rf"\frac{{\partial C}}{{\partial w_{part[1]}}} = \delta_{{{end}}} {start[0]}_{start[1]} = "
        rf"{_bracketed(error)} \cdot {_plain(value_of_neuron(network, start))} = {written(gradient)}"
    )


def cost_sum(network: TwoTwoTwo) -> str:
    """Markup of the cost, with nine digits as it is always quoted."""
    first, second = (f"{cost:.9f}" for cost in network.costs)
    return f"C = {first}+{second} = {network.cost:.9f}"


def _error(network: TwoTwoTwo, name: str) -> str:
    number = int(name[1])
    if name[0] == "o":
        error, target = network.output_errors[number - 1], TARGETS[number - 1]
        start = f"(o_{number}-{_plain(target)})"
    else:
        error = network.hidden_errors[number - 1]
        start = rf"(w_{4 + number} \delta_{{o1}}+w_{6 + number} \delta_{{o2}})"
    own = f"{name[0]}_{number}"
    return rf"\delta_{{{name}}} = {start}\,{own}(1-{own}) = {written(error)}"


def bias_text(layer: int) -> str:
    """Of the hidden neurons, 0, or of the outputs, 1: "+ b₁ = 0.35"."""
    return f"b_{layer + 1} = {BIASES[layer]:.2f}"


def _lit(markup: str, is_lit: bool) -> str:
    return rf"\c{{selected}}{{{markup}}}" if is_lit else markup


def _plain(number: float) -> str:
    return f"{number:.2f}" if round(number, 2) == number else written(number)


def _bracketed(number: float) -> str:
    return f"({written(number)})" if number < 0 else written(number)
