"""The rows of terms above the pictures: read from left to right they must be true, and so must the shapes."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.walk import Walk
from nnviz.learning.architecture import Architecture
from nnviz.learning.network import Network
from nnviz.panels.backprop_steps.equations import Column, EquationRow, equation_rows
from nnviz.panels.backprop_steps.explanations import explain_operator, explain_quantity
from nnviz.panels.backprop_steps.stage_words import words
from nnviz.panels.backprop_steps.stages import Kind, equation, stages
from nnviz.widgets.formula.markup import plain
from tests.explain.walks import ink, make_walk

Q = Quantity


def read(row: EquationRow) -> str:
    return " ".join(plain(item.head) for item in row.items if item.head)


def rows_of(kind: Kind, sizes: tuple[int, ...], layer: int | None = None) -> tuple[EquationRow, ...]:
    found = [s for s in stages(len(sizes)) if s.kind is kind and layer in (None, s.layer)]
    return equation_rows(found[0], Architecture(sizes))


@pytest.mark.parametrize(
    ("kind", "layer", "said"),
    [
        (Kind.HIDDEN, 2, "w² a¹ + b² = z² → σ(z²) = a²"),
        (Kind.OUTPUTS, 3, "w³ a² + b³ = z³ → σ(z³) = a³"),
        (Kind.OUTPUT_ERROR, 3, "z³ a³ − y → (a³ − y) ⊙ σ′(z³) = δ³"),
        (Kind.HIDDEN_ERROR, 2, "δ² = σ′(z²) ⊙ (w³ᵀδ³) ← w³ᵀ δ³"),
    ],
)
def test_the_terms_read_as_the_equation(kind: Kind, layer: int, said: str) -> None:
    (row,) = rows_of(kind, (784, 100, 10), layer)
    assert read(row) == said


def test_the_gradients_are_two_equations_and_not_one() -> None:
    upper, lower = rows_of(Kind.GRADIENTS, (784, 100, 10))
    assert read(upper) == "δ² · a¹ᵀ = ∂C/∂w² | ∂C/∂b² = δ² | w²"
    assert read(lower) == "δ³ · a²ᵀ = ∂C/∂w³ | ∂C/∂b³ = δ³ | w³"


def shape_below(walk: Walk, row: EquationRow, head: str) -> tuple[int, ...]:
    column = next(item for item in row.items if isinstance(item, Column) and plain(item.head) == head)
    return column.shape(walk.shape(column.entry))


def test_shapes_multiply_where_the_terms_do() -> None:
    walk = make_walk(Network((784, 30, 12, 10), seed=5), ink(), label=7)
    (back,) = rows_of(Kind.HIDDEN_ERROR, walk.sizes, 3)
    assert shape_below(walk, back, "w⁴ᵀ") == (12, 10)
    assert shape_below(walk, back, "δ⁴") == (10, 1)
    assert shape_below(walk, back, "δ³") == (12, 1)
    upper, lower = rows_of(Kind.GRADIENTS, walk.sizes)
    assert shape_below(walk, upper, "δ²") == (30, 1)
    assert shape_below(walk, upper, "a¹ᵀ") == (1, 784)
    assert shape_below(walk, upper, "∂C/∂w²") == (30, 784)
    assert shape_below(walk, lower, "a³ᵀ") == (1, 12)
    assert shape_below(walk, lower, "∂C/∂w⁴") == (10, 12)
    (forward,) = rows_of(Kind.OUTPUTS, walk.sizes)
    assert shape_below(walk, forward, "w⁴") == (10, 12)
    assert shape_below(walk, forward, "a³") == (12, 1)


def test_as_many_layers_as_are_accepted_are_named_and_explained() -> None:
    walk = make_walk(Network((784, *[9] * 8, 10), seed=5), ink(), label=7)
    assert explain_quantity(walk_entry(walk), walk.architecture).startswith(
        "z¹⁰: the weighted inputs of the output"
    )
    assert len(stages(walk.layers)) == 23
    for stage in stages(walk.layers):
        for row in equation_rows(stage, walk.architecture, 10):
            for item in row.items:
                if isinstance(item, Column):
                    assert explain_quantity(item.entry, walk.architecture)
                    assert (
                        np.prod(item.shape(walk.shape(item.entry)))
                        == walk.array(item.entry.quantity, item.entry.layer).size
                    )
                elif item.head:
                    assert explain_operator(item.head)
        assert words(walk, stage)[0]
        assert plain(equation(stage, walk.architecture))


def walk_entry(walk: Walk) -> Entry:
    return Entry(Q.WEIGHTED_INPUT, walk.layers)
