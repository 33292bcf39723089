from __future__ import annotations

import math
from itertools import pairwise

import pytest

from nnviz.core.edits import NetworkEdits
from nnviz.core.neuron import Neuron
from nnviz.panels.inspector.common import saturation
from nnviz.panels.inspector.editing import headline
from nnviz.panels.inspector.flow import BLOCK_GAP, COLUMN, columns_for
from nnviz.panels.inspector.histogram import round_limit
from nnviz.panels.inspector.images import grid_shape
from nnviz.panels.inspector.text import number, signed, term


@pytest.mark.parametrize(
    ("value", "plain", "with_sign", "as_term"),
    [
        (2.4, "2.40", "+2.40", "+ 2.40"),
        (-0.294, "−0.29", "−0.29", "− 0.29"),
        (0, "0.00", "+0.00", "+ 0.00"),
        (-1e30, "−1.0·10³⁰", "−1.0·10³⁰", "− 1.0·10³⁰"),
        (math.inf, "∞", "+∞", "+ ∞"),
        (-math.inf, "−∞", "−∞", "− ∞"),
        (math.nan, "not a number", "not a number", "not a number"),
    ],
)
def test_numbers(value: float, plain: str, with_sign: str, as_term: str) -> None:
    assert (number(value), signed(value), term(value)) == (plain, with_sign, as_term)


@pytest.mark.parametrize(
    ("mean", "words"),
    [
        (0.003, "saturated: σ′(z) is about 0.003 on average, so it hardly learns"),
        (0.021, "partly saturated: σ′(z) averages 0.021, so it learns slowly"),
        (0.12, "not saturated: σ′(z) averages 0.12 of at most 0.25, so it can learn"),
        (math.nan, ""),
    ],
)
def test_saturation_is_a_plain_sentence(mean: float, words: str) -> None:
    assert saturation(mean) == words


def test_headlines() -> None:
    off = NetworkEdits().switch(Neuron(2, 56), True)
    assert headline(off, 3) == "Without hidden unit 56"
    assert headline(NetworkEdits().shift_bias(Neuron(3, 3), 0.5), 3) == "With bias of output 3 +0.50"
    assert headline(off.shift_bias(Neuron(2, 56), 0.5), 3) == "With 2 edits"


def test_columns_fill_the_width_without_overlap() -> None:
    for width in range(120, 1_500, 7):
        columns = columns_for(width)
        assert columns[0][0] == 0
        assert columns[-1][0] + columns[-1][1] == width
        for (x, wide), (after, _) in pairwise(columns):
            assert after == x + wide + BLOCK_GAP
        assert len(columns) == 1 or columns[0][1] >= COLUMN


@pytest.mark.parametrize("count", [1, 2, 10, 30, 99, 100, 200, 784])
def test_a_grid_holds_all_and_is_nearly_square(count: int) -> None:
    rows, columns = grid_shape(count)
    assert rows * columns >= count > rows * (columns - 1) - columns
    assert abs(rows - columns) <= 1


@pytest.mark.parametrize(("value", "limit"), [(0.11, 0.15), (1, 1), (4.2, 5), (8, 10), (0, 1), (math.nan, 1)])
def test_the_axis_ends_at_a_round_number(value: float, limit: float) -> None:
    assert round_limit(value) == pytest.approx(limit)
