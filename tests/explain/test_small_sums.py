"""The small sums must come to the numbers they explain."""

from __future__ import annotations

import re

import numpy as np
import pytest

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import figure, set_figure
from nnviz.explain.quantity import TABLE
from nnviz.explain.small_sums import small_sum
from nnviz.explain.symbols import name, symbol
from nnviz.explain.walk import Walk
from nnviz.learning.architecture import Architecture
from nnviz.learning.network import Network
from tests.explain.walks import ink, make_walk

Q = Quantity


@pytest.fixture(scope="module")
def walk() -> Walk:
    return make_walk(Network((784, 30, 12, 10), seed=5), ink(), label=7)


def some_number(walk: Walk, quantity: Quantity, layer: int) -> Entry:
    if quantity.is_scalar:
        return Entry(quantity, walk.layers)
    return Entry(quantity, layer, 3, 8 if quantity.is_matrix else None)


@pytest.mark.parametrize(
    ("quantity", "layer"), [(q, layer) for q in Quantity for layer in (2, 3, 4) if TABLE[q].exists(layer, 4)]
)
def test_every_sum_ends_in_its_value(walk: Walk, quantity: Quantity, layer: int) -> None:
    entry = some_number(walk, quantity, layer)
    spelled = small_sum(walk, entry)
    value = walk.value(entry)
    assert spelled.lines[-1].endswith((set_figure(value), set_figure(value, signed=True)))
    assert spelled.name == name(entry, walk.architecture)
    for source in (*spelled.sources, *([spelled.further] if spelled.further else [])):
        assert walk.array(source.quantity, source.layer) is not None


def test_weighted_input_is_the_sum_of_its_summands_and_the_bias(walk: Walk) -> None:
    spelled = small_sum(walk, Entry(Q.WEIGHTED_INPUT, 3, 5))
    assert spelled.summands is not None
    z = spelled.summands.sum() + walk.array(Q.BIAS, 3)[5]
    assert z == pytest.approx(walk.array(Q.WEIGHTED_INPUT, 3)[5])
    assert spelled.summands_layer == 2
    assert spelled.lines[0] == r"z^{3}_{5} = \sum_{k} w^{3}_{5,k} a^{2}_{k} + b^{3}_{5}"


def test_returned_error_is_the_sum_over_the_layer_after(walk: Walk) -> None:
    spelled = small_sum(walk, Entry(Q.RETURNED, 2, 5))
    assert spelled.summands is not None
    assert spelled.summands.sum() == pytest.approx(walk.array(Q.RETURNED, 2)[5])
    assert spelled.sources == (Entry(Q.WEIGHT, 3, None, 5), Entry(Q.ERROR, 3))


def test_output_error_names_its_factors_with_indices(walk: Walk) -> None:
    spelled = small_sum(walk, Entry(Q.ERROR, 4, 7))
    assert spelled.lines[0] == r"\delta^{4}_{7} = (a^{4}_{7} - y_{7}) \, \sigma'(z^{4}_{7})"
    said, slope = walk.outputs[7], walk.slopes[-1][7]
    assert spelled.lines[1].startswith(
        rf"= ({set_figure(said)} - {set_figure(1)}) \times {set_figure(slope)}"
    )


def test_pixel_says_where_it_is(walk: Walk) -> None:
    inked = int(np.flatnonzero(walk.image)[0])
    row, column = divmod(inked, 28)
    assert f"Row {row}, column {column}" in small_sum(walk, Entry(Q.ACTIVATION, 1, inked)).note


def test_saturated_unit_is_called_so() -> None:
    network = Network((784, 30, 10), seed=5)
    network.biases[1][2] = 40
    assert "Saturated" in small_sum(make_walk(network, ink()), Entry(Q.SLOPE, 3, 2)).note


@pytest.mark.parametrize(("z", "saturated"), [(4.6, True), (-4.6, True), (4.55, False), (0.0, False)])
def test_saturation_begins_where_the_slope_falls_below_a_hundredth(z: float, saturated: bool) -> None:
    """σ′(4.585) = 0.01."""
    network = Network((784, 30, 10), seed=5)
    network.weights[1][2] = 0
    network.biases[1][2] = z
    note = small_sum(make_walk(network, ink()), Entry(Q.SLOPE, 3, 2)).note
    assert ("Saturated" in note) == saturated


def test_weight_without_input_is_not_to_blame(walk: Walk) -> None:
    blank = int(np.flatnonzero(walk.image == 0)[0])
    assert "not to blame" in small_sum(walk, Entry(Q.WEIGHT_GRADIENT, 2, 1, blank)).note


def test_sums_of_broken_networks_are_spelled_in_words() -> None:
    network = Network((784, 30, 10), seed=5)
    network.weights[1][:] = np.nan
    walk = make_walk(network, ink())
    for quantity in (Q.ERROR, Q.WEIGHT_GRADIENT, Q.NEW_WEIGHT, Q.COST, Q.WEIGHTED_INPUT):
        spelled = small_sum(walk, some_number(walk, quantity, 3))
        assert "not~a~number" in spelled.lines[-1]


def test_symbols_carry_layer_and_indices() -> None:
    network = Architecture((784, 30, 10))
    assert symbol(Entry(Q.WEIGHT, 3, 5, 42), network) == "w^{3}_{5,42}"
    assert symbol(Entry(Q.WEIGHT, 3), network) == "w^{3}"
    assert symbol(Entry(Q.SLOPE, 2, 7), network) == r"\sigma'(z^{2}_{7})"


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [
        (0.7431, False, "0.743"),
        (-1.661, False, "−1.66"),
        (0.142, True, "+0.142"),
        (0.0, True, "0"),
        (4.8e-5, True, "+4.8·10⁻⁵"),
        (-3e-12, False, "−3.0·10⁻¹²"),
        (12.34, False, "12.3"),
        (12345.6, False, "12346"),
        (2.5e7, False, "2.5·10⁷"),
        (float("nan"), True, "not a number"),
        (float("inf"), True, "+∞"),
        (float("-inf"), False, "−∞"),
    ],
)
def test_figures(value: float, signed: bool, text: str) -> None:
    assert figure(value, signed) == text


def test_set_figures_are_markup() -> None:
    assert set_figure(4.8e-5) == r"4.8\cdot 10^{−5}"
    assert set_figure(0.5, signed=True) == "+0.500"


def forward(walk: Walk) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Activations and errors of all layers, [a¹ … aᴸ] and [δ¹ (empty), δ² … δᴸ], written out."""
    weights, biases = (
        [p.astype(float) for p in params] for params in (walk.network.weights, walk.network.biases)
    )
    activations = [walk.image.astype(float)]
    for w, b in zip(weights, biases, strict=True):
        activations.append(1 / (1 + np.exp(-(w @ activations[-1] + b))))
    slopes = [a * (1 - a) for a in activations]
    errors = [(activations[-1] - np.eye(10)[walk.label]) * slopes[-1]]
    for layer in (2, 1):
        errors.insert(0, (weights[layer].T @ errors[0]) * slopes[layer])
    return activations, [np.empty(0), *errors]


def named_products(walk: Walk, line: str) -> list[float]:
    """What the products of symbols in a line come to, looked up by the indices that are written there."""
    activations, errors = forward(walk)
    tables = {"a": activations, r"\delta": errors}
    pattern = r"w\^\{(\d)\}_\{(\d+),(\d+)\} (a|\\delta)\^\{(\d)\}_\{(\d+)\}"
    return [
        float(walk.network.weights[int(layer) - 2][int(j), int(k)] * tables[kind][int(of) - 1][int(index)])
        for layer, j, k, kind, of, index in re.findall(pattern, line)
    ]


def numbers_in(line: str) -> list[float]:
    """The first two numbers of a line, each with the sign before it."""
    found = re.findall(r"([-−+] )?([-−]?\d+\.?\d*(?:\\cdot 10\^\{[-−]?\d+\})?)", line)[:2]
    plain = [(sign + text).replace("−", "-").replace(" ", "") for sign, text in found]
    return [float(re.sub(r"\\cdot10\^\{(-?\d+)\}", r"e\1", text)) for text in plain]


@pytest.mark.parametrize(
    "entry",
    [Entry(Q.WEIGHTED_INPUT, layer, 5) for layer in (2, 3, 4)]
    + [Entry(Q.RETURNED, layer, 5) for layer in (2, 3)],
)
def test_the_summands_that_are_spelled_are_the_largest_and_come_to_their_numbers(
    walk: Walk, entry: Entry
) -> None:
    activations, errors = forward(walk)
    weights = [w.astype(float) for w in walk.network.weights]
    if entry.quantity is Q.RETURNED:
        every = weights[entry.layer - 1][:, 5] * errors[entry.layer]
    else:
        every = weights[entry.layer - 2][5] * activations[entry.layer - 2]
    largest = every[np.argsort(-np.abs(every))[:2]]
    _, symbols, numbers = small_sum(walk, entry).lines
    np.testing.assert_allclose(named_products(walk, symbols), largest, rtol=1e-5)
    np.testing.assert_allclose(numbers_in(numbers), largest, rtol=6e-3, atol=5.1e-4)  # three figures
