"""The walk points at real lines; if the source changes out from under it, this fails first."""

from __future__ import annotations

import pytest

from nnviz.learning.architecture import Architecture
from nnviz.panels.backprop_steps.code_excerpt import excerpt
from nnviz.panels.backprop_steps.stages import Kind
from tests.explain.combinations import KINDS

SIZES = (784, 30, 10)
ARTICLE = Architecture(SIZES)
FORWARD = ["zs.append(activations[-1] @ w.T + b)", "activations.append(self.function(layer).value(zs[-1]))"]
_MUST_SAY = {
    Kind.PIXELS: ["activations = [images]"],
    Kind.HIDDEN: FORWARD,
    Kind.OUTPUTS: FORWARD,
    Kind.COST: ["np.sum(self.of(z, a, y), axis=-1)"],
    Kind.OUTPUT_ERROR: [
        "cost.error(activations[-1], target, output.slope(",
        "a - y if self.cancels_slope else",
    ],
    Kind.HIDDEN_ERROR: ["(delta @ w) * hidden.slope(z, a)"],
    Kind.GRADIENTS: ["nabla_b = [", "np.outer(delta, a)"],
    Kind.STEP: ["- eta * (nabla_w + decay * weights[i])", "- eta * nabla_b"],
    Kind.AGAIN: FORWARD,
}
_OF_HIDDEN = {
    "sigmoid": ("1 / (1 + exp(-z))", "a * (1 - a)"),
    "tanh": ("tanh(z)", "1 - a * a"),
    "relu": ("np.maximum(z, 0)", "(z > 0)"),
}
_OF_OUTPUT = {"sigmoid": "1 / (1 + exp(-z))", "softmax": "powers / np.sum(powers"}
_OF_COST = {
    ("sigmoid", "quadratic"): "0.5 * (y - a) ** 2",
    ("sigmoid", "cross-entropy"): "np.maximum(z, 0) - y * z",
    ("softmax", "cross-entropy"): "np.log(np.sum(np.exp(z - most)",
}


def said(kind: Kind, network: Architecture) -> str:
    return "\n".join(excerpt(kind, network).pointed_at)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_lines_pointed_at_compute_the_stage(kind: Kind) -> None:
    for code in _MUST_SAY[kind]:
        assert code in said(kind, ARTICLE)
    assert 1 <= len(excerpt(kind, ARTICLE).pointed_at) <= 10


@pytest.mark.parametrize(("hidden", "output", "cost"), KINDS)
def test_the_lines_are_those_of_the_networks_own_functions(hidden: str, output: str, cost: str) -> None:
    network = Architecture(SIZES, hidden, output, cost)
    value, slope = _OF_HIDDEN[hidden]
    assert value in said(Kind.HIDDEN, network)
    assert slope in said(Kind.HIDDEN_ERROR, network)
    assert _OF_OUTPUT[output] in said(Kind.OUTPUTS, network)
    assert _OF_COST[output, cost] in said(Kind.COST, network)
    assert ("return a * (1 - a)" in said(Kind.OUTPUT_ERROR, network)) == (cost == "quadratic")


def test_no_docstring_is_pointed_at() -> None:
    assert not any('"""' in said(kind, ARTICLE) for kind in Kind)


def test_the_files_are_named() -> None:
    assert excerpt(Kind.STEP, ARTICLE).files == ("learning/one_step.py",)
    files = excerpt(Kind.HIDDEN_ERROR, Architecture(SIZES, "tanh")).files
    assert files == ("learning/network.py, class Network", "learning/activations.py, class Tanh")
    assert excerpt(Kind.HIDDEN, ARTICLE).lines[0] == "# learning/network.py, class Network"


def test_comments_name_the_equations() -> None:
    for kind, number in ((Kind.OUTPUT_ERROR, 1), (Kind.HIDDEN_ERROR, 2), (Kind.GRADIENTS, 3)):
        assert excerpt(kind, ARTICLE).pointed_at[0].strip().startswith(f"# Equation {number}")
