"""What the stages say, case by case, against numbers computed here from the network's arrays."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from nnviz.explain.walk import Walk
from nnviz.learning.network import Network
from nnviz.panels.backprop_steps.stage_words import words
from nnviz.panels.backprop_steps.stages import Kind, stages
from tests.explain.walks import ink, make_walk

SHAPES = [(784, 20, 10), (784, 1, 10), (784, 15, 12, 10), (784, *[9] * 8, 10)]


def told(walk: Walk, kind: Kind, layer: int | None = None) -> str:
    stage = next(s for s in stages(walk.layers) if s.kind is kind and layer in (None, s.layer))
    return words(walk, stage)[0]


def after(walk: Walk, kind: Kind, layer: int | None = None) -> str:
    stage = next(s for s in stages(walk.layers) if s.kind is kind and layer in (None, s.layer))
    return words(walk, stage)[1]


def with_mini_batch(walk: Walk, size: int) -> Walk:
    return Walk.of(replace(walk.snapshot, settings=replace(walk.snapshot.settings, mini_batch=size)))


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def exactly_right(label: int) -> Walk:
    """A network without a cost: the label's output is 1 and the others are 0, to the last digit."""
    network = Network((784, 12, 10), seed=2)
    network.weights[1][:] = 0
    network.biases[1][:] = np.where(np.arange(10) == label, 800, -800)
    return make_walk(network, ink(), label=label)


@pytest.mark.parametrize("sizes", SHAPES)
def test_pixels_name_the_weights_that_can_move(sizes: tuple[int, ...]) -> None:
    image = ink()
    walk = make_walk(Network(sizes, seed=1), image)
    said = told(walk, Kind.PIXELS)
    assert "150 of them are not 0" in said
    assert "Of the weights from the pixels, only those from these can move" in said
    moved = np.abs(walk.network_after.weights[0] - walk.network.weights[0]).sum(axis=0) > 0
    assert not (moved & (image == 0)).any()
    assert np.abs(walk.network_after.weights[-1] - walk.network.weights[-1]).sum() > 0  # so do others


def test_pixels_of_one_dot_and_of_none() -> None:
    dot = np.zeros(784, dtype=np.float32)
    assert "none of the weights from the pixels can move" in told(
        make_walk(Network((784, 5, 10)), dot), Kind.PIXELS
    )
    dot[300] = 1
    assert "1 of them is not 0" in told(make_walk(Network((784, 5, 10)), dot), Kind.PIXELS)


def counted(flat: int, count: int) -> str:
    """How many units are saturated, in words."""
    if count == 1:
        return "The unit is saturated: z lies far out" if flat else "The unit is not saturated."
    if flat in (0, count):
        return f"All {count} units are saturated: z lies far out" if flat else "No unit is saturated."
    return f"{flat} of {count} units {'is' if flat == 1 else 'are'} saturated: z lies far out"


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("bias", [0, 12])
def test_hidden_units_are_counted(sizes: tuple[int, ...], bias: float) -> None:
    network = Network(sizes, seed=1)
    network.biases[0][::2] += bias
    said = told(make_walk(network, ink()), Kind.HIDDEN, 2)
    z = network.weights[0].astype(float) @ ink().astype(float) + network.biases[0]
    a = sigmoid(z)
    flat = int((a * (1 - a) < 0.01).sum())
    assert f"nit {int(np.argmax(z))} is the most excited" in said
    assert f"{int((a > 0.5).sum())} of {len(a)} unit{'' if len(a) == 1 else 's'} say" in said
    assert counted(flat, len(a)) in said


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("label", [0, 3, 7])
def test_outputs_are_right_only_where_they_are(seed: int, label: int) -> None:
    network = Network((784, 20, 10), seed=seed)
    walk = make_walk(network, ink(seed), label=label)
    answer = int(np.argmax(network.forward(ink(seed))[-1]))
    said = told(walk, Kind.OUTPUTS)
    assert ("and it is one" in said) == (answer == label)
    assert (f"takes the {label} for a {answer}" in said) == (answer != label)


def test_outputs_that_tie_are_not_called_the_most() -> None:
    network = Network((784, 8, 10), seed=2)
    network.weights[1][:] = 0
    network.biases[1][:] = 0
    said = told(make_walk(network, ink()), Kind.OUTPUTS)
    assert "as much as any" in said
    assert "the most" not in said


@pytest.mark.parametrize("kind", list(Kind))
def test_of_an_unnamed_drawing_nothing_is_said_to_be_right_or_wrong(kind: Kind) -> None:
    walk = make_walk(Network((784, 20, 10), seed=1), ink(), label=None)
    assert not walk.told
    said = told(walk, kind)
    assert "and it is one" not in said
    assert not re.search(r"takes the \d for", said)
    if kind is Kind.OUTPUTS:
        assert f"Nobody has said what it is; from here on it is treated as if it were a {walk.label}." in said
    elif kind not in (Kind.PIXELS, Kind.HIDDEN):
        assert said.startswith(f"If it were a {walk.label}: ")


def test_a_drawing_that_was_named_is_right_or_wrong() -> None:
    snapshot = make_walk(Network((784, 20, 10), seed=1), ink(), label=None).snapshot
    answer = snapshot.prediction
    assert "and it is one" in told(Walk.of(snapshot, answer, told=True), Kind.OUTPUTS)
    other = (answer + 1) % 10
    assert f"takes the {other} for a {answer}" in told(Walk.of(snapshot, other, told=True), Kind.OUTPUTS)
    assert "If it were" not in told(Walk.of(snapshot, other, told=True), Kind.COST)


@pytest.mark.parametrize("sizes", SHAPES)
def test_the_most_expensive_output_and_its_share(sizes: tuple[int, ...]) -> None:
    network = Network(sizes, seed=4)
    walk = make_walk(network, ink(), label=6)
    shares = 0.5 * (np.eye(10)[6] - walk.network.forward(ink().astype(float))[-1]) ** 2
    said = told(walk, Kind.COST)
    worst = int(np.argmax(shares))
    assert f"Output {worst} is the most expensive" in said
    assert f"{shares[worst] / shares.sum():.0%} of the cost" in said


def test_without_a_cost_nothing_is_expensive_wrong_or_moved() -> None:
    walk = exactly_right(3)
    assert told(walk, Kind.COST) == "C = 0: every output says exactly what it should."
    assert told(walk, Kind.OUTPUT_ERROR) == "The errors of all outputs are 0."
    assert "δ is 0 for every unit" in told(walk, Kind.HIDDEN_ERROR)
    assert "all of them are 0" in told(walk, Kind.GRADIENTS)
    assert "nothing moves" in told(walk, Kind.STEP)
    again = told(walk, Kind.AGAIN)
    assert "The cost stays 0" in again
    assert "too long" not in again
    assert "falls" not in again


def test_an_output_that_is_almost_right_is_not_rounded_to_it() -> None:
    network = Network((784, 12, 10), seed=2)
    network.weights[1][:] = 0
    network.biases[1][:] = np.where(np.arange(10) == 3, 12.0, -40.0)  # σ(12) = 0.9999939
    said = told(make_walk(network, ink(), label=3), Kind.OUTPUT_ERROR)
    assert "Output 3 said 0.99999 and should have said 1: it must rise" in said


@pytest.mark.parametrize("seed", range(6))
def test_errors_of_outputs(seed: int) -> None:
    network = Network((784, 20, 10), seed=seed)
    walk = make_walk(network, ink(seed), label=7)
    a = walk.network.forward(ink(seed).astype(float))[-1]
    error = (a - np.eye(10)[7]) * a * (1 - a)
    order = np.argsort(-np.abs(error))
    said = told(walk, Kind.OUTPUT_ERROR)
    for j in order[:2]:
        way = "rise" if error[j] < 0 else "fall"
        assert re.search(rf"Output {j} said \S+ and should have said {int(j == 7)}: it must {way}", said)
    comparable = int((np.abs(error[order[2:]]) > 0.25 * abs(error[order[0]])).sum())
    if "saturated" not in said:
        assert (f"{comparable} more ha" in said) == (comparable > 0)
        assert ("less than a quarter" in said) == (comparable == 0)


@pytest.mark.parametrize("sizes", SHAPES)
def test_the_unit_to_blame_should_have_said_more_or_less(sizes: tuple[int, ...]) -> None:
    walk = make_walk(Network(sizes, seed=3), ink(), label=2)
    said = told(walk, Kind.HIDDEN_ERROR, 2)
    z = walk.network.weights[0] @ ink().astype(float) + walk.network.biases[0]

    def cost_with(z: np.ndarray) -> float:
        a = sigmoid(z)
        for w, b in zip(walk.network.weights[1:], walk.network.biases[1:], strict=True):
            a = sigmoid(w @ a + b)
        return float(0.5 * np.sum((np.eye(10)[2] - a) ** 2))

    h = 1e-4
    nudges = h * np.eye(len(z))
    slopes = np.array([(cost_with(z + nudge) - cost_with(z - nudge)) / (2 * h) for nudge in nudges])
    most = int(np.argmax(np.abs(slopes)))
    way = "less" if slopes[most] > 0 else "more"
    if abs(slopes[most]) > 1e-9:  # else a difference is rounding
        assert f"nit {most} is the most to blame" in said
        assert f"cost less if it had said a little {way}" in said


def test_the_way_back_goes_on_while_there_are_layers() -> None:
    walk = make_walk(Network((784, 15, 12, 10), seed=3), ink())
    assert "one layer further back" in after(walk, Kind.HIDDEN_ERROR, 3)
    assert "make a weight's gradient" in after(walk, Kind.HIDDEN_ERROR, 2)


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("eta", [1e-12, 3.0, 1e6])
def test_nothing_moves_further_than_what_is_said_to(sizes: tuple[int, ...], eta: float) -> None:
    walk = make_walk(Network(sizes, seed=3), ink(), label=2, eta=eta)
    said = told(walk, Kind.STEP)
    biases = [eta * np.abs(nabla) for nabla in walk.result.nabla_b]
    weights = [eta * np.abs(nabla) for nabla in walk.result.nabla_w]
    furthest = max(float(moves.max()) for moves in (*biases, *weights))
    layer = max(range(len(biases)), key=lambda i: float(biases[i].max()))
    assert biases[layer].max() == furthest
    raised = "⁰¹²³⁴⁵⁶⁷⁸⁹"[layer + 2] if layer + 2 < 10 else "¹⁰"
    j = int(np.argmax(biases[layer]))
    lowered = "".join("₀₁₂₃₄₅₆₇₈₉"[int(d)] for d in str(j))
    assert f"b{raised}{lowered} goes from" in said or f"b{raised}{lowered} = " in said
    for was, is_now in re.findall(r"goes from (\S+) to ([^\s:.,]\S*?[0-9⁰-⁹])(?=[:., ])", said):
        assert was != is_now


@pytest.mark.parametrize("eta", [1e-9, 0.01, 3.0, 300.0])
@pytest.mark.parametrize("seed", range(3))
def test_the_cost_after_the_step(eta: float, seed: int) -> None:
    network = Network((784, 20, 10), seed=seed)
    walk = make_walk(network, ink(seed), label=7, eta=eta)
    said = told(walk, Kind.AGAIN)
    gradient = walk.network.backprop(ink(seed).astype(float), 7)
    moved = Network.of(
        [w - eta * n for w, n in zip(walk.network.weights, gradient.nabla_w, strict=True)],
        [b - eta * n for b, n in zip(walk.network.biases, gradient.nabla_b, strict=True)],
    )

    def cost_of(net: Network) -> float:
        return float(0.5 * np.sum((np.eye(10)[7] - net.forward(ink(seed).astype(float))[-1]) ** 2))

    promised = eta * sum(float(np.sum(n**2)) for n in (*gradient.nabla_w, *gradient.nabla_b))
    fall = cost_of(walk.network) - cost_of(moved)
    was, is_now = re.search(r"The cost \w+ from (\S+) to (\S+)\. ", said).groups()
    assert was != is_now
    assert ("The cost falls" in said) == (fall > 0)
    assert ("The cost rises" in said) == (fall < 0)
    assert ("short enough" in said) == (abs(fall / promised - 1) < 0.15)
    answers = [int(np.argmax(net.forward(ink(seed).astype(float))[-1])) for net in (network, moved)]
    assert f"{'still' if answers[0] == answers[1] else 'now'} says {answers[1]}" in said


def test_a_fall_too_small_to_be_computed_is_not_blamed_on_a_long_step() -> None:
    said = told(make_walk(Network((784, 20, 10), seed=1), ink(), label=7, eta=1e-16), Kind.AGAIN)
    assert "too long" not in said
    assert "The cost stays" in said


def test_numbers_that_are_none_are_told_and_nothing_is_blamed() -> None:
    network = Network((784, 20, 10), seed=1)
    network.weights[1][4, :3] = np.nan
    said = told(make_walk(network, ink(), label=7, eta=0.001), Kind.PIXELS)
    assert said.startswith("3 of the 15,910 weights and biases are no longer finite numbers, so nothing ")
    assert "η" not in said


def test_a_step_into_the_infinite_says_so() -> None:
    said = told(make_walk(Network((784, 20, 10), seed=1), ink(), label=7, eta=1e308), Kind.AGAIN)
    assert "no longer finite" in said or re.search(r"The cost (rises|falls)", said)
    assert "not a number" not in said


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "every digit takes a step of its own"),
        (10, "10 digits share one step"),
        (100, "100 digits share one step"),
        (5000, "5,000 digits share one step"),
    ],
)
def test_as_many_digits_share_a_step_as_the_mini_batch_has(size: int, said: str) -> None:
    walk = with_mini_batch(make_walk(Network((784, 20, 10), seed=1), ink()), size)
    assert said in after(walk, Kind.AGAIN)


def test_what_a_step_with_a_test_digit_means_is_said() -> None:
    of_test = make_walk(Network((784, 20, 10), seed=1), ink())
    assert "no longer be of unseen digits alone" in told(of_test, Kind.AGAIN)
    drawing = make_walk(Network((784, 20, 10), seed=1), ink(), label=None)
    assert "unseen" not in told(drawing, Kind.AGAIN)
