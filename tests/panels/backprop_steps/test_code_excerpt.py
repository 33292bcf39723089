"""The walk points at real lines; if the source changes out from under it, this fails first."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import nnviz
from nnviz.panels.backprop_steps.code_excerpt import excerpt
from nnviz.panels.backprop_steps.stages import Kind

_MUST_SAY = {
    Kind.PIXELS: ["activations = [images]"],
    Kind.HIDDEN: [
        "zs.append(activations[-1] @ w.T + b)",
        "activations.append(self.function(layer).value(zs[-1]))",
    ],
    Kind.OUTPUTS: [
        "zs.append(activations[-1] @ w.T + b)",
        "activations.append(self.function(layer).value(zs[-1]))",
    ],
    Kind.COST: ["0.5 *", "(target - output) ** 2"],
    Kind.OUTPUT_ERROR: ["cost.error(activations[-1], target, output.slope("],
    Kind.HIDDEN_ERROR: ["(delta @ w) * hidden.slope(z, a)"],
    Kind.GRADIENTS: ["nabla_b = [", "np.outer(delta, a)"],
    Kind.STEP: ["w - eta * nabla", "b - eta * nabla"],
    Kind.AGAIN: ["zs.append(activations[-1] @ w.T + b)"],
}


@pytest.mark.parametrize("kind", list(Kind))
def test_the_lines_pointed_at_compute_the_stage(kind: Kind) -> None:
    found = excerpt(kind)
    text = "\n".join(found.pointed_at)
    for code in _MUST_SAY[kind]:
        assert code in text
    assert 1 <= len(found.pointed_at) <= 6


def test_errors_and_gradients_are_pointed_at_apart() -> None:
    spans = [excerpt(kind) for kind in (Kind.OUTPUT_ERROR, Kind.HIDDEN_ERROR, Kind.GRADIENTS)]
    assert all(one.last < other.first for one, other in pairwise(spans))
    assert [span.file for span in spans] == ["learning/network.py"] * 3
    assert excerpt(Kind.STEP).file == "explain/example.py"


@pytest.mark.parametrize("kind", list(Kind))
def test_the_file_named_has_these_lines(kind: Kind) -> None:
    found = excerpt(kind)
    file = Path(nnviz.__file__).parent / found.file
    assert file.read_text(encoding="utf-8").splitlines() == list(found.lines)


def test_comments_name_the_equations() -> None:
    for kind, number in ((Kind.OUTPUT_ERROR, 1), (Kind.HIDDEN_ERROR, 2), (Kind.GRADIENTS, 3)):
        assert excerpt(kind).pointed_at[0].strip().startswith(f"# Equation {number}")
