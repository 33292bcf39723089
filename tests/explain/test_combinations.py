"""Every kind of network: all numbers of its walk against the mathematics written out in the tests."""

from __future__ import annotations

import re

import numpy as np
import pytest

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.gradient_check import check_gradients
from nnviz.explain.number_markup import set_figure, set_pair
from nnviz.explain.quantity import TABLE
from nnviz.explain.small_sums import small_sum
from nnviz.explain.walk import Walk
from nnviz.learning.rule import Rule
from nnviz.widgets.formula.markup import plain
from tests.explain.combinations import (
    FUNCTIONS,
    KINDS,
    SLOPES,
    Floats,
    cost_derivative,
    network_of,
    output_error,
    shares,
    softmax,
)
from tests.explain.walks import ink, make_walk

Q = Quantity
ETA, LABEL = 0.05, 7


PLAIN = Rule(eta=ETA)
RULES = [PLAIN, Rule(eta=ETA, l2=5_000.0, momentum=0.9), Rule(eta=ETA, l2=5_000.0, frozen=(3,))]


def walk_of(kind: tuple[str, str, str], rule: Rule = PLAIN) -> Walk:
    walk = make_walk(network_of(*kind), ink(), label=LABEL, eta=ETA)
    walk.__dict__["rule"] = rule
    return walk


def forward(kind: tuple[str, str, str], weights: list[Floats], biases: list[Floats], image: Floats) -> tuple:
    """z of layers 2 … L and a of layers 1 … L."""
    zs, activations = [], [image]
    for i, (w, b) in enumerate(zip(weights, biases, strict=True)):
        zs.append(w @ activations[-1] + b)
        activations.append(FUNCTIONS[kind[1] if i == len(weights) - 1 else kind[0]](zs[-1]))
    return zs, activations


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", KINDS)
def test_all_numbers_are_those_of_the_mathematics_written_out(kind: tuple[str, str, str], rule: Rule) -> None:
    hidden, output, cost = kind
    walk = walk_of(kind, rule)
    weights = [w.astype(np.float64) for w in walk.snapshot.network.weights]
    biases = [b.astype(np.float64) for b in walk.snapshot.network.biases]
    y = (np.arange(10) == LABEL).astype(float)
    zs, activations = forward(kind, weights, biases, ink().astype(float))
    deltas = [output_error(output, cost, zs[-1], y)]
    returned: list[Floats] = []
    for w, z in zip(weights[:0:-1], zs[-2::-1], strict=True):
        returned.insert(0, w.T @ deltas[0])
        deltas.insert(0, returned[0] * SLOPES[hidden](z))
    nabla_w = [np.outer(delta, a) for delta, a in zip(deltas, activations[:-1], strict=True)]
    decay = ETA * rule.l2 / 50_000
    new_w = [(1 - decay) * w - ETA * n for w, n in zip(weights, nabla_w, strict=True)]
    new_b = [b - ETA * n for b, n in zip(biases, deltas, strict=True)]
    for layer in rule.frozen:
        new_w[layer - 2], new_b[layer - 2] = weights[layer - 2], biases[layer - 2]
    _, after = forward(kind, new_w, new_b, ink().astype(float))
    a = activations[-1]
    answer_slopes = a[LABEL] * (y - a) if output == "softmax" else y * SLOPES[output](zs[-1])
    expected = {
        Q.WEIGHT: weights,
        Q.BIAS: biases,
        Q.WEIGHTED_INPUT: zs,
        Q.ACTIVATION: activations[1:],
        Q.SLOPE: [*(SLOPES[hidden](z) for z in zs[:-1]), SLOPES[output](zs[-1])],
        Q.ERROR: deltas,
        Q.RETURNED: [*returned, None],
        Q.BIAS_GRADIENT: deltas,
        Q.WEIGHT_GRADIENT: nabla_w,
        Q.BIAS_CHANGE: [-ETA * n for n in deltas],
        Q.WEIGHT_CHANGE: [-ETA * n for n in nabla_w],
        Q.WEIGHT_DECAY: [-decay * w for w in weights],
        Q.NEW_BIAS: new_b,
        Q.NEW_WEIGHT: new_w,
        Q.NEW_ACTIVATION: after[1:],
        Q.TARGET: [None, None, y],
        Q.COST_DERIVATIVE: [None, None, cost_derivative(output, cost, a, y)],
        Q.ANSWER_SLOPE: [None, None, answer_slopes],
        Q.COST_SHARE: [None, None, shares(output, cost, a, y)],
        Q.NEW_COST_SHARE: [None, None, shares(output, cost, after[-1], y)],
        Q.COST: [None, None, shares(output, cost, a, y).sum()],
        Q.NEW_COST: [None, None, shares(output, cost, after[-1], y).sum()],
    }
    assert set(expected) == set(Quantity)
    for quantity, arrays in expected.items():
        for layer, numbers in enumerate(arrays, start=2):
            assert (numbers is not None) == TABLE[quantity].exists(layer, 4), quantity
            if numbers is not None:
                found = walk.array(quantity, layer)
                np.testing.assert_allclose(
                    found, numbers, rtol=1e-9, atol=1e-12, err_msg=f"{quantity} {layer}"
                )


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_agree_with_differences_and_a_wrong_one_does_not(kind: tuple[str, str, str]) -> None:
    walk = walk_of(kind)
    check = check_gradients(walk)
    assert check.passed
    assert check.resolved
    assert check.checked == check.count == 784 * 12 + 12 * 9 + 9 * 10 + 12 + 9 + 10
    at = np.unravel_index(int(np.argmax(np.abs(walk.result.nabla_w[1]))), (9, 12))
    walk.result.nabla_w[1][at] *= 1.01
    assert not check_gradients(walk).passed


@pytest.mark.parametrize("kind", KINDS)
def test_every_sum_of_every_kind_ends_in_its_value(kind: tuple[str, str, str]) -> None:
    walk = walk_of(kind)
    for quantity in Quantity:
        for layer in range(2, 5):
            if TABLE[quantity].exists(layer, 4):
                j, k = (None, None) if quantity.is_scalar else (7, 8 if quantity.is_matrix else None)
                entry = Entry(quantity, layer, j, k)
                spelled, value, before = small_sum(walk, entry), walk.value(entry), TABLE[quantity].before
                ends = {set_figure(value), set_figure(value, True)}
                if before is not None:  # with as many digits as tell the two apart
                    ends = {set_pair(walk.value(entry.of(before)), value)[1]}
                assert spelled.lines[-1].endswith(tuple(ends)), entry
                assert "None" not in "".join(spelled.lines)
                assert not re.search(r"\{\w+\}", spelled.name)


SUMS = [
    (("sigmoid", "sigmoid", "quadratic"), Q.ERROR, "δ⁴₇ = (a⁴₇ − y₇) σ′(z⁴₇)"),
    (("tanh", "sigmoid", "quadratic"), Q.ERROR, "δ⁴₇ = (a⁴₇ − y₇) σ′(z⁴₇)"),
    (("relu", "sigmoid", "cross-entropy"), Q.ERROR, "δ⁴₇ = (a⁴₇ − y₇)/σ′(z⁴₇) σ′(z⁴₇) = a⁴₇ − y₇"),
    (("tanh", "softmax", "cross-entropy"), Q.ERROR, "δ⁴₇ = −1/a⁴_(c) a⁴_(c) (y₇ − a⁴₇) = a⁴₇ − y₇"),
    (("tanh", "softmax", "cross-entropy"), Q.ACTIVATION, "a⁴₇ = e^(z⁴₇)/∑ₖe^(z⁴ₖ)"),
    (("sigmoid", "sigmoid", "cross-entropy"), Q.COST_DERIVATIVE, "(a⁴₇ − y₇)/(a⁴₇(1 − a⁴₇))"),
    (("sigmoid", "softmax", "cross-entropy"), Q.COST_DERIVATIVE, "−y₇/a⁴₇"),
    (("sigmoid", "sigmoid", "quadratic"), Q.COST_SHARE, "½(y₇ − a⁴₇)²"),
    (("sigmoid", "sigmoid", "cross-entropy"), Q.COST_SHARE, "−(y₇ ln a⁴₇ + (1 − y₇) ln(1 − a⁴₇))"),
    (("sigmoid", "softmax", "cross-entropy"), Q.COST_SHARE, "−y₇ ln a⁴₇"),
    (("sigmoid", "sigmoid", "cross-entropy"), Q.COST, "C = −∑ⱼ(yⱼ ln a⁴ⱼ + (1 − yⱼ) ln(1 − a⁴ⱼ))"),
]


@pytest.mark.parametrize(("kind", "quantity", "said"), SUMS)
def test_sums_of_outputs_are_written_as_the_kind_has_them(
    kind: tuple[str, str, str], quantity: Quantity, said: str
) -> None:
    entry = Entry(quantity, 4, None if quantity.is_scalar else 7)
    lines = [plain(line) for line in small_sum(walk_of(kind), entry).lines[:-1]]
    assert " ".join(lines) == said


HIDDEN_SUMS = [
    ("sigmoid", Q.ACTIVATION, "a²₇ = σ(z²₇)"),
    ("tanh", Q.ACTIVATION, "a²₇ = tanh(z²₇)"),
    ("relu", Q.ACTIVATION, "a²₇ = ReLU(z²₇)"),
    ("sigmoid", Q.SLOPE, "σ′(z²₇) = σ(z²₇)(1 − σ(z²₇))"),
    ("tanh", Q.SLOPE, "tanh′(z²₇) = 1 − tanh²(z²₇)"),
    ("tanh", Q.ERROR, "δ²₇ = (∑ᵢw³ᵢ,₇δ³ᵢ) tanh′(z²₇)"),
    ("relu", Q.ERROR, "δ²₇ = (∑ᵢw³ᵢ,₇δ³ᵢ) ReLU′(z²₇)"),
]


@pytest.mark.parametrize(("hidden", "quantity", "said"), HIDDEN_SUMS)
def test_sums_of_hidden_units_name_their_function(hidden: str, quantity: Quantity, said: str) -> None:
    lines = small_sum(walk_of((hidden, "sigmoid", "quadratic")), Entry(quantity, 2, 7)).lines
    assert plain(lines[0]) == said


def test_the_slope_of_a_relu_is_said_though_there_is_nothing_to_work_out() -> None:
    walk = walk_of(("relu", "sigmoid", "quadratic"))
    z = walk.result.zs[0]
    for j, value, note in (
        (int(np.argmax(z)), "1.00", ""),
        (int(np.argmin(z)), "0", "Off: z is not positive"),
    ):
        spelled = small_sum(walk, Entry(Q.SLOPE, 2, j))
        assert plain(spelled.lines[0]).endswith(f"else 0 = {value}")
        assert spelled.note.startswith(note)
        assert bool(spelled.note) == bool(note)


def test_softmax_shows_where_the_slope_of_the_right_output_comes_from() -> None:
    walk = walk_of(("sigmoid", "softmax", "cross-entropy"))
    a = softmax(walk.result.zs[-1])
    spelled = small_sum(walk, Entry(Q.ANSWER_SLOPE, 4, 2))
    assert plain(spelled.lines[0]) == "∂a⁴_(c)/∂z⁴₂ = a⁴_(c) (y₂ − a⁴₂)"
    assert spelled.lines[1].startswith(rf"= {set_figure(a[LABEL])} \times (0 - {set_figure(a[2])})")


STEPS = [
    (PLAIN, "w³₄,₈ after = w³₄,₈ − η ∂C/∂w³₄,₈", ""),
    (Rule(eta=ETA, l2=100.0), "w³₄,₈ after = w³₄,₈ − η ∂C/∂w³₄,₈ − ηλ/n w³₄,₈", ""),
    (Rule(eta=ETA, l2=100.0, frozen=(3,)), "w³₄,₈ after = w³₄,₈ = −0.422", "Layer 3 is frozen"),
    (
        Rule(eta=ETA, momentum=0.9),
        "w³₄,₈ after = w³₄,₈ − η ∂C/∂w³₄,₈",
        "From rest: in training, μ = 0.9 times",
    ),
]


@pytest.mark.parametrize(("rule", "said", "note"), STEPS)
def test_a_moved_weight_says_what_moved_it(rule: Rule, said: str, note: str) -> None:
    walk = walk_of(("sigmoid", "sigmoid", "quadratic"), rule)
    entry = Entry(Q.NEW_WEIGHT, 3, 4, 8)
    spelled = small_sum(walk, entry)
    assert plain(spelled.lines[0]) == said
    old, new = set_pair(walk.value(Entry(Q.WEIGHT, 3, 4, 8)), walk.value(entry))
    assert spelled.lines[-1].endswith(f"= {new}")
    if 3 not in rule.frozen:
        assert spelled.lines[1].startswith(f"= {old} ")
    assert spelled.note.startswith(note)
    assert bool(spelled.note) == bool(note)


def test_no_quantity_is_explained_with_the_noun_of_one_data_set() -> None:
    words = " ".join(f"{row.name} {row.sentence}" for row in TABLE.values())
    assert "digit" not in words
    assert "image" in words
