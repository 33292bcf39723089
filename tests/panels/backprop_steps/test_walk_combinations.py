"""Every kind of network: the walk's equations, terms and sentences are those of the network it shows."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.gradient_check import check_gradients
from nnviz.explain.number_markup import figure
from nnviz.explain.small_sums import small_sum
from nnviz.explain.walk import Walk
from nnviz.learning.activations import HIDDEN
from nnviz.learning.architecture import Architecture
from nnviz.learning.network import Network
from nnviz.learning.rule import Rule
from nnviz.panels.backprop_steps.attention import path_of
from nnviz.panels.backprop_steps.equations import Column, equation_rows
from nnviz.panels.backprop_steps.explanations import explain_function, explain_quantity
from nnviz.panels.backprop_steps.moving_parts import explain_chain, links_of
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.backprop_steps.stage_words import words
from nnviz.panels.backprop_steps.stages import Kind, Stage, equation
from nnviz.widgets.formula.markup import plain
from tests.explain.combinations import KINDS, network_of
from tests.explain.walks import ink, make_walk
from tests.softsign import Softsign

SIZES = (784, 30, 10)
OF_HIDDEN = {"sigmoid": "σ", "tanh": "tanh", "relu": "ReLU"}
FORWARD = "z² = w²a¹ + b², a² = {f}(z²)"
BACK = "δ² = (w³ᵀδ³) ⊙ {f}′(z²)"
OF_OUTPUT = {
    ("sigmoid", "quadratic"): (
        "z³ = w³a² + b³, a³ = σ(z³)",
        "C = ½ ‖y − a³‖²",
        "δ³ = (a³ − y) ⊙ σ′(z³)",
    ),
    ("sigmoid", "cross-entropy"): (
        "z³ = w³a² + b³, a³ = σ(z³)",
        "C = −∑ⱼ(yⱼ ln a³ⱼ + (1 − yⱼ) ln(1 − a³ⱼ))",
        "δ³ = (a³ − y)/σ′(z³) ⊙ σ′(z³) = a³ − y",
    ),
    ("softmax", "cross-entropy"): (
        "z³ = w³a² + b³, a³ = softmax(z³)",
        "C = −∑ⱼyⱼ ln a³ⱼ",
        "δ³ = −1/a³_(c) × ∂a³_(c)/∂z³ = −1/a³_(c) × a³_(c) (y − a³) = a³ − y",
    ),
}


@pytest.mark.parametrize(("hidden", "output", "cost"), KINDS)
def test_the_equations_of_every_kind(hidden: str, output: str, cost: str) -> None:
    network = Architecture(SIZES, hidden, output, cost)
    f = OF_HIDDEN[hidden]
    said = {
        kind: " ".join(plain(equation(Stage(kind, layer), network)).split())
        for kind, layer in (
            (Kind.HIDDEN, 2),
            (Kind.OUTPUTS, 3),
            (Kind.COST, 3),
            (Kind.OUTPUT_ERROR, 3),
            (Kind.HIDDEN_ERROR, 2),
        )
    }
    forward, of_cost, error = OF_OUTPUT[output, cost]
    assert said == {
        Kind.HIDDEN: FORWARD.format(f=f),
        Kind.OUTPUTS: forward,
        Kind.COST: of_cost,
        Kind.OUTPUT_ERROR: error,
        Kind.HIDDEN_ERROR: BACK.format(f=f),
    }


TERMS = {
    ("sigmoid", "quadratic"): ["z³ a³ − y → (a³ − y) ⊙ σ′(z³) = δ³"],
    ("sigmoid", "cross-entropy"): ["(a³ − y)/(a³(1 − a³)) ⊙ σ′(z³) = δ³", "a³ − y = δ³"],
    ("softmax", "cross-entropy"): ["−y/a³ × ∂a³_(c)/∂z³ = δ³", "a³ − y = δ³"],
}


@pytest.mark.parametrize(("output", "cost"), TERMS)
def test_the_slope_is_seen_to_cancel_in_a_row_of_its_own(output: str, cost: str) -> None:
    rows = equation_rows(Stage(Kind.OUTPUT_ERROR, 3), Architecture(SIZES, "tanh", output, cost))
    assert [" ".join(plain(item.head) for item in row.items if item.head) for row in rows] == TERMS[
        output, cost
    ]


def walk_with(hidden: str, output: str, cost: str, outputs: list[float], label: int = 3) -> Walk:
    """A walk whose outputs have these z."""
    network = network_of(hidden, output, cost, SIZES)
    network.weights[1][:] = 0
    network.biases[1][:] = outputs
    return make_walk(network, ink(), label=label)


LOST = [0.0, 0.0, -9.0, 4.0, 0, 0, 0, 0, 9.0, 0]  # output 8 is badly wrong, and saturated
WRONG = [0.1 * j for j in range(10)]
ERRORS = [
    ("sigmoid", "quadratic", LOST, "Output 8 is badly wrong but saturated: σ′ leaves little of its error."),
    (
        "sigmoid",
        "cross-entropy",
        LOST,
        "This cost has σ′ in its denominator, and there it cancels: δ is a − y itself. Output 8 is badly "
        "wrong and saturated, its slope is 1.2·10⁻⁴: with the quadratic cost it would hardly learn, here all "
        "of its error gets through.",
    ),
    (
        "sigmoid",
        "cross-entropy",
        WRONG,
        "This cost has σ′ in its denominator, and there it cancels: δ is a − y itself. A wrong output learns "
        "the faster the more wrong it is.",
    ),
    (
        "softmax",
        "cross-entropy",
        WRONG,
        "The cost's −1/a and the slope of softmax cancel: δ is a − y itself. A wrong output learns the "
        "faster the more wrong it is.",
    ),
]


@pytest.mark.parametrize(("output", "cost", "outputs", "said"), ERRORS)
def test_what_becomes_of_the_slope_is_said(output: str, cost: str, outputs: list[float], said: str) -> None:
    here = words(walk_with("sigmoid", output, cost, outputs), Stage(Kind.OUTPUT_ERROR, 3))[0]
    assert here.endswith(said)


HIDDEN_WORDS = {
    "sigmoid": ("of which σ makes", "say more than ½", "z lies far out, where σ is flat."),
    "tanh": ("of which tanh makes", "say more than 0", "z lies far out, where tanh is flat."),
    "relu": ("of which ReLU makes", "say more than 0", "z is not positive, where ReLU is flat"),
}


@pytest.mark.parametrize("hidden", HIDDEN_WORDS)
def test_hidden_units_are_told_of_in_the_words_of_their_function(hidden: str) -> None:
    network = network_of(hidden, "sigmoid", "quadratic", SIZES)
    network.biases[0][:4] = -30
    here = words(make_walk(network, ink()), Stage(Kind.HIDDEN, 2))[0]
    for part in HIDDEN_WORDS[hidden]:
        assert part in here


@pytest.mark.parametrize(
    ("hidden", "off", "said"),
    [
        ("sigmoid", 0, "No unit is saturated: each σ′ lets its part of the error through."),
        ("tanh", 1, "1 of 30 units is saturated: its tanh′ lets almost none of the error through."),
        ("relu", 4, "4 of 30 units are off: their ReLU′ lets almost none of the error through."),
        ("relu", 30, "All 30 units are off: their ReLU′ lets almost none of the error through."),
    ],
)
def test_units_that_let_no_error_through_are_counted(hidden: str, off: int, said: str) -> None:
    network = network_of(hidden, "sigmoid", "quadratic", SIZES)
    network.weights[0][:] = 0
    network.biases[0][:] = 0.5
    network.biases[0][:off] = -30
    here = words(make_walk(network, ink()), Stage(Kind.HIDDEN_ERROR, 2))[0]
    assert here.endswith(said)


def test_with_activations_beyond_1_a_weight_may_move_furthest() -> None:
    network = network_of("relu", "sigmoid", "quadratic", SIZES)
    network.biases[0][5] = 40
    walk = make_walk(network, ink())
    here = words(walk, Stage(Kind.STEP, 3))[0]
    j = int(np.argmax(np.abs(walk.result.deltas[-1])))
    assert plain(f"w^3_{{{j},5}}") + " goes from" in here.split(": nothing moves further")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_factors_along_a_path_multiply_to_the_gradient(kind: tuple[str, str, str]) -> None:
    walk = make_walk(network_of(*kind), ink(), label=7)
    for layer in (2, 3, 4):
        weight = path_of(walk, Entry(Quantity.ERROR, layer, 7 if layer != 3 else 4))
        links = links_of(walk, weight)
        assert np.prod([link.value for link in links]) == pytest.approx(
            walk.value(weight), rel=1e-9, abs=1e-300
        )
        at_once = kind[1] == "softmax" and layer == 4
        assert [(link.start, link.end) for link in links][-1] == (("z", "C") if at_once else ("a", "C"))


def test_the_chain_rule_is_told_as_the_kind_has_it() -> None:
    weight = Entry(Quantity.WEIGHT_GRADIENT, 4, 1, 2)
    told = {kind: explain_chain(make_walk(network_of(*kind), ink()), weight) for kind in KINDS}
    assert told["tanh", "sigmoid", "quadratic"].endswith("∂a/∂z = σ′(z), ∂C/∂a = a − y.")
    assert told["tanh", "sigmoid", "cross-entropy"].endswith(
        "∂C/∂a = (a − y)/(a(1 − a)). Multiplied, σ′ cancels."
    )
    assert "∂C/∂z = δ = a − y" in told["tanh", "softmax", "cross-entropy"]


def test_functions_explain_themselves() -> None:
    network = Network(SIZES, activation="relu")
    said = explain_function(network.function(2))
    assert said.startswith("It lets a positive z through as it is")
    assert "Its slope ReLU′(z) is at most 1; where it is next to 0 a neuron is off" in said


STEPS = [
    (Rule(), "w → w − η ∂C/∂w, b → b − η ∂C/∂b", "C(w − η∇C) ≈ C(w) − η ‖∇C‖²", 5, ""),
    (
        Rule(l2=5.0),
        "w → (1 − ηλ/n)w − η ∂C/∂w, b → b − η ∂C/∂b",
        "C(w + Δw) ≈ C(w) + ∇C · Δw",
        6,
        "L2 takes ηλ/n = 3.0·10⁻⁴ of itself from each weight; biases do not decay. ",
    ),
    (
        Rule(momentum=0.9, l2=5.0),
        "v → μv − η ∂C/∂w − ηλ/nw, w → w + v",
        "C(w + Δw) ≈ C(w) + ∇C · Δw",
        6,
        "In training, μ = 0.9 times the move before it is added; this step starts from rest. ",
    ),
    (
        Rule(frozen=(2, 3)),
        "w → w − η ∂C/∂w, b → b − η ∂C/∂b",
        "C(w + Δw) ≈ C(w) + ∇C · Δw",
        5,
        "Layers 2, 3 are frozen and stay as before. Nothing moves.",
    ),
]


@pytest.mark.parametrize(("rule", "step", "again", "matrices", "said"), STEPS)
def test_the_step_is_that_of_the_rule(rule: Rule, step: str, again: str, matrices: int, said: str) -> None:
    walk = make_walk(network_of("sigmoid", "sigmoid", "quadratic", SIZES), ink())
    walk.__dict__["rule"] = rule
    found = [plain(equation(Stage(kind, 3), walk.architecture, rule)) for kind in (Kind.STEP, Kind.AGAIN)]
    assert [" ".join(one.split()) for one in found] == [step, again]
    for row in equation_rows(Stage(Kind.STEP, 3), walk.architecture, None, rule):
        columns = [item for item in row.items if isinstance(item, Column)]
        assert len(columns) == matrices
        assert any(column.entry.quantity is Quantity.WEIGHT_DECAY for column in columns) == bool(rule.l2)
    assert said in words(walk, Stage(Kind.STEP, 3))[0]


@pytest.fixture
def softsign(monkeypatch: pytest.MonkeyPatch) -> Walk:
    monkeypatch.setitem(HIDDEN, "softsign", Softsign())
    return make_walk(network_of("softsign", "softmax", "cross-entropy", SIZES), ink(), label=3)


def test_an_activation_nobody_has_heard_of_explains_itself(softsign: Walk) -> None:
    network = softsign.architecture
    assert plain(equation(Stage(Kind.HIDDEN, 2), network)).endswith("a² = softsign(z²)")
    assert plain(equation(Stage(Kind.HIDDEN_ERROR, 2), network)) == "δ² = (w³ᵀδ³) ⊙ softsign′(z²)"
    assert "of which softsign makes" in words(softsign, Stage(Kind.HIDDEN, 2))[0]
    z = softsign.snapshot.network.weights[0].astype(float) @ softsign.image + softsign.network.biases[0]
    spelled = small_sum(softsign, Entry(Quantity.SLOPE, 2, 4))
    assert plain(spelled.lines[0]) == f"softsign′(z²₄) = {figure(1 / (1 + abs(z[4])) ** 2)}"
    assert explain_quantity(Entry(Quantity.ACTIVATION, 2), network).endswith("each from −1 to 1. (Lesson 1)")
    said = explain_function(network.hidden_function)
    assert said.startswith(
        "What a neuron says is softsign(z), each from −1 to 1. Its slope softsign′(z) is at most 1;"
    )
    assert check_gradients(softsign).passed


@pytest.mark.parametrize("kind", [*KINDS, ("softsign", "softmax", "cross-entropy")])
def test_every_kind_can_be_walked_through_in_the_panel(
    qtbot: QtBot, softsign: Walk, kind: tuple[str, str, str]
) -> None:
    walk = make_walk(network_of(*kind, SIZES), ink(), label=3)
    panel = BackpropSteps()
    qtbot.addWidget(panel)
    panel.resize(1400, 800)
    panel.open_walk(walk.snapshot)
    f = plain(walk.network.function(2).symbol)
    for index, stage in enumerate(panel.digit.stages):
        panel.digit.go(index)
        assert not panel.grab().isNull()
        assert panel.digit.words.text == words(walk, stage)[0]
    panel.digit.go(1)
    assert panel.digit.activation.accessibleName() == f"{f} and its slope {f}′, each unit of the layer a dot"
