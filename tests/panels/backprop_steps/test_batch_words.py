"""What is said of mini-batches and epochs, case by case against gradients computed one at a time here."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from nnviz.explain.epoch import EpochWalk
from nnviz.explain.example import in_double
from nnviz.explain.mini_batch import MiniBatchWalk
from nnviz.learning.activations import HIDDEN
from nnviz.learning.network import Network
from nnviz.learning.trainer import Trainer
from nnviz.panels.backprop_steps.batch_words import batch_words
from nnviz.panels.backprop_steps.epoch_view import epoch_words
from tests.digits import make_mnist

DATA = make_mnist(train=5003).train


def network(hidden: tuple[int, ...] = (20,), examples: int = 0, seed: int = 3) -> Network:
    made = Network((784, *hidden, 10), seed=seed)
    if examples:
        Trainer(made, DATA).advance(examples)
    return in_double(made)


def batch_of(net: Network, indices: list[int] | np.ndarray) -> MiniBatchWalk:
    return MiniBatchWalk(net, DATA, np.array(indices, dtype=np.int64), 3.0)


def facts(batch: MiniBatchWalk) -> tuple[np.ndarray, np.ndarray]:
    """Every example's whole gradient, one at a time (m, parameters), and what the network takes it for."""
    results = [batch.network.backprop(DATA.image(x), int(DATA.labels[x])) for x in batch.indices]
    flat = [np.concatenate([*map(np.ravel, r.nabla_w), *r.nabla_b]) for r in results]
    return np.array(flat), np.array([int(np.argmax(r.activations[-1])) for r in results])


@pytest.mark.parametrize("hidden", [(20,), (12, 9), (6,) * 8])
@pytest.mark.parametrize("examples", [0, 400, 2000])
@pytest.mark.parametrize("m", [1, 2, 3, 10, 20, 21, 300])
def test_every_claim_is_true(hidden: tuple[int, ...], examples: int, m: int) -> None:
    batch = batch_of(network(hidden, examples), np.arange(m) + 40)
    gradients, said = facts(batch)
    labels, words = DATA.labels[batch.indices], batch_words(batch)
    lengths = np.linalg.norm(gradients, axis=1)
    wrong = int((said != labels).sum())
    assert ("taken for" in words) == (wrong > 0) or ", taken for a" in words
    assert ("The first 10 of" in words) == (m > 10)
    if m == 1:
        assert "The only digit" in words
        assert ("is recognised" in words) == (wrong == 0)
        assert "against" not in words
        assert "cancel" not in words
        return
    if 0 < wrong < m:
        assert f"{wrong:,} of the {m:,} digits" in words
    mean = gradients.mean(axis=0)
    against = np.flatnonzero(gradients @ mean < 0)
    assert ("No gradient points against" in words) == (len(against) == 0)
    if len(against) and m <= 20:
        assert all(f"{labels[x]}" in words for x in against)
    elif len(against):
        assert f"{len(against):,} of the gradients point" in words
    left = np.linalg.norm(mean) / lengths.mean()
    assert f"{left:.0%} of their length is left" in words
    largest = int(np.argmax(lengths))
    share = lengths[largest] / lengths.sum()
    assert ("alone makes up" in words) == (m >= 3 and share >= 0.3)
    if "alone makes up" in words:
        right = said[largest] == labels[largest]
        assert (", though recognised, alone" in words) == right
        assert (f", taken for a {said[largest]}, alone" in words) == (not right)


def test_a_mistake_is_only_said_where_there_is_one() -> None:
    """Among digits that are known well the longest gradient is one of a digit that is right all the same."""
    net = network(examples=2000)
    outputs = net.outputs(DATA.images[:3000] / 255)
    right = np.flatnonzero(np.argmax(outputs, axis=1) == DATA.labels[:3000])
    costs = 0.5 * ((outputs - np.eye(10)[DATA.labels[:3000]]) ** 2).sum(axis=1)
    unsure, sure = right[np.argmax(costs[right])], right[np.argsort(costs[right])[:4]]
    words = batch_words(batch_of(net, [int(unsure), *map(int, sure)]))
    assert f"The {DATA.labels[unsure]}, though recognised, alone makes up" in words
    assert "All 5 digits are recognised." in words


def test_the_same_digit_ten_times_cancels_nothing() -> None:
    words = batch_words(batch_of(network(), [7] * 10))
    assert "nothing of their length cancels" in words
    assert "in part" not in words


def test_without_any_gradient_nothing_is_said_to_point_anywhere() -> None:
    net = network()
    net.weights[-1][:] = 0
    net.biases[-1][:] = np.where(np.arange(10) == DATA.labels[7], 800, -800)  # exactly right: a − y is 0
    for indices in ([7], [7, 7, 7]):
        words = batch_words(batch_of(net, indices))
        assert "moves nothing" in words
        assert "point" not in words


def test_broken_networks_have_no_step() -> None:
    net = network()
    net.weights[0][0, 100:700] = np.nan
    assert "no longer finite" in batch_words(batch_of(net, [1, 2, 3]))


def test_digits_of_one_kind_are_all_named() -> None:
    net = network(examples=400)
    indices = np.arange(20)
    gradients, _ = facts(batch_of(net, indices))
    against = np.flatnonzero(gradients @ gradients.mean(axis=0) < 0)
    named = Counter(str(label) for label in DATA.labels[against])
    words = batch_words(batch_of(net, indices))
    if against.size > 1:
        listed = words.split("The gradients of the ")[1].split(" point against")[0]
        assert Counter(listed.replace(" and ", ", ").split(", ")) == named


def epoch(sizes: list[list[float]], angles: list[float], total: int = 5000, every: int = 20) -> EpochWalk:
    return EpochWalk(np.arange(len(angles)) * every, np.array(sizes), np.array(angles), every, total)


@pytest.mark.parametrize(
    ("angle", "said"),
    [
        (2.6, "nearly the same way (2.6°"),
        (33.6, "in part the same way (33.6°"),
        (57.0, "in part the same way (57.0°"),
        (89.9, "almost at right angles to each other (89.9°"),
        (120.0, "in part against each other (120.0°"),
        (179.0, "almost opposite ways (179.0°"),
    ],
)
def test_the_angle_is_said_and_nothing_else_about_it(angle: float, said: str) -> None:
    words = epoch_words(epoch([[1, 1, 1], [4, 4, 4]], [angle] * 3))
    assert said in words
    assert "noise" not in words
    assert "too long" not in words


@pytest.mark.parametrize(
    ("first", "last", "said", "explained"),
    [(1.0, 4.0, "4.00 times", True), (1.0, 1.2, "1.20 times", False), (2.0, 1.0, "0.500 times", False)],
)
def test_layers_are_compared_whichever_is_larger(
    first: float, last: float, said: str, explained: bool
) -> None:
    words = epoch_words(epoch([[first] * 3, [last] * 3], [90.0] * 3))
    assert said in words
    assert ("¼" in words) == explained


def test_the_slope_on_the_way_back_is_that_of_the_networks_function() -> None:
    found = replace(epoch([[1.0] * 3, [4.0] * 3], [90.0] * 3), hidden=HIDDEN["tanh"])
    assert "the error is multiplied by tanh′, at most 1, at every hidden layer" in epoch_words(found)


def test_what_cannot_be_said_is_not() -> None:
    nothing = epoch_words(epoch([[0.0] * 3, [0.0] * 3], [np.nan] * 3))
    assert "times" not in nothing
    assert "nan" not in nothing
    assert "point" not in nothing.split("; the lines")[1]
    assert "stops being a finite number" in epoch_words(epoch([[1, np.nan], [1, 1]], [90.0, np.nan]))


def test_how_many_steps_were_looked_at() -> None:
    assert "5,000 steps. The gradient was computed at 3 of them" in epoch_words(
        epoch([[1] * 3] * 2, [90.0] * 3)
    )
    alone = epoch_words(epoch([[1], [2]], [3.0], total=1, every=2))
    assert "one step. The gradient was computed at every one" in alone
