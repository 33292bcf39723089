from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from nnviz.datasets.dataset import Examples
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.learning.trainer import Trainer
from nnviz.panels.neuron_inspector.editing import headline
from nnviz.panels.neuron_inspector.flow import BLOCK_GAP, COLUMN, columns_for
from nnviz.panels.neuron_inspector.histogram import round_limit
from nnviz.panels.neuron_inspector.images import grid_shape
from nnviz.panels.neuron_inspector.pixel_page import share_text
from nnviz.panels.neuron_inspector.text import number, signed, term


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
    ("share", "words"),
    [(0.0, "0.0 %"), (1 / 50_000, "under 0.1 %"), (0.0005, "0.1 %"), (0.1234, "12.3 %"), (1.0, "100.0 %")],
)
def test_a_share_that_is_there_is_not_told_as_0(share: float, words: str) -> None:
    assert share_text(share) == words


def test_a_pixel_without_ink_keeps_its_weights_exactly_and_one_with_ink_does_not() -> None:
    images = np.zeros((50, 784), dtype=np.uint8)
    images[:, 400] = 200
    digits = Examples(images, (np.arange(50) % 10).astype(np.uint8))
    network = Network((784, 5, 10), seed=1)
    before = network.weights[0].copy()
    Trainer(network, digits, mini_batch=7, eta=3.0).advance(500)
    moved = (network.weights[0] != before).any(axis=0)
    assert np.flatnonzero(moved).tolist() == [400]


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
