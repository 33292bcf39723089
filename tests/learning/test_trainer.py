"""Training is a function of seed, settings and examples seen alone."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.learning.rule import Rule
from nnviz.learning.trainer import Position, Trainer, epoch_order
from tests.digits import make_digits

DIGITS = make_digits(503)


def make_trainer(mini_batch: int = 10, eta: float = 3.0, seed: int = 0) -> Trainer:
    return Trainer(Network((784, 12, 10), seed=1), DIGITS, mini_batch=mini_batch, eta=eta, seed=seed)


def numbers(trainer: Trainer) -> bytes:
    return kernel.pack(trainer.network).tobytes()


@pytest.mark.parametrize("mini_batch", [1, 7, 10, 64, 65, 200, 503])
def test_a_thousand_pauses_change_no_bit(mini_batch: int) -> None:
    whole, paused = make_trainer(mini_batch), make_trainer(mini_batch)
    whole.advance(2_345)
    cuts = np.sort(np.random.default_rng(mini_batch).integers(0, 2_345, 1_000))
    for examples in np.diff([0, *cuts, 2_345]):
        paused.advance(int(examples))
    assert numbers(whole) == numbers(paused)
    assert (whole.examples_seen, whole.steps, whole.tally) == (
        paused.examples_seen,
        paused.steps,
        paused.tally,
    )


def test_it_is_the_articles_algorithm() -> None:
    trainer = make_trainer(mini_batch=100, eta=0.5)
    trainer.advance(503)
    network = Network((784, 12, 10), seed=1)
    order = epoch_order(0, 0, 503)
    for begin in range(0, 503, 100):
        batch = order[begin : begin + 100]
        gradients = [network.backprop(DIGITS.image(i), int(DIGITS.labels[i])) for i in batch]
        for layer in range(2):
            network.weights[layer] -= 0.5 / len(batch) * sum(one.nabla_w[layer] for one in gradients)
            network.biases[layer] -= 0.5 / len(batch) * sum(one.nabla_b[layer] for one in gradients)
    for mine, its in zip(network.weights, trainer.network.weights, strict=True):
        np.testing.assert_allclose(mine, its, atol=1e-5)
    assert trainer.steps == 6


RULES = [
    {"momentum": 0.9},
    {"l2": 5.0},
    {"momentum": 0.5, "l2": 20.0},
    {"momentum": 0.5, "l2": 20.0, "frozen": (3,)},
    {"frozen": (2, 4)},
]


@pytest.mark.parametrize("mini_batch", [1, 10, 150])
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_momentum_l2_and_frozen_layers_are_what_they_say(rule: dict[str, Any], mini_batch: int) -> None:
    """By hand in float64: v → μ v − η (∇C + λ/n w), w → w + v; no λ for biases."""
    digits, eta = make_digits(300), 0.2
    network = Network((784, 12, 8, 10), seed=1)
    weights = [w.astype(np.float64) for w in network.weights]
    biases = [b.astype(np.float64) for b in network.biases]
    trainer = Trainer(network, digits, mini_batch, eta, **rule)
    steps = 8 if mini_batch < 150 else 4
    trainer.advance(steps * mini_batch)
    mu, decay, frozen = rule.get("momentum", 0), rule.get("l2", 0) / 300, rule.get("frozen", ())
    v_w, v_b = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in biases]
    for step in range(steps):
        now = Network.of(weights, biases)
        examples = [trainer.example(step * mini_batch + i) for i in range(mini_batch)]
        found = [now.backprop(digits.image(i), int(digits.labels[i])) for i in examples]
        for layer in range(3):
            if layer + 2 in frozen:
                continue
            by_w = sum(one.nabla_w[layer] for one in found) / mini_batch + decay * weights[layer]
            by_b = sum(one.nabla_b[layer] for one in found) / mini_batch
            v_w[layer], v_b[layer] = mu * v_w[layer] - eta * by_w, mu * v_b[layer] - eta * by_b
            weights[layer], biases[layer] = weights[layer] + v_w[layer], biases[layer] + v_b[layer]
    for mine, its in zip(weights + biases, network.weights + network.biases, strict=True):
        np.testing.assert_allclose(mine, its, atol=3e-6)


@pytest.mark.parametrize("mini_batch", [10, 200])
def test_any_rule_is_trained_on_exactly_from_any_position(mini_batch: int) -> None:
    def trainer(network: Network) -> Trainer:
        return Trainer(network, DIGITS, mini_batch, eta=0.1, momentum=0.8, l2=3.0)

    whole = trainer(Network((784, 12, 10), seed=1))
    whole.advance(2_000)
    first = trainer(Network((784, 12, 10), seed=1))
    first.advance(777)
    second = trainer(first.network.copy())
    second.restore(first.position)
    for examples in (3, 150, 1_070):
        second.advance(examples)
    assert numbers(whole) == numbers(second)
    assert first.position.velocity is not None


def test_momentum_l2_and_frozen_layers_hold_from_the_next_mini_batch_on() -> None:
    early, late = make_trainer(eta=0.3), make_trainer(eta=0.3)
    early.advance(13)
    early.momentum, early.l2, early.frozen = 0.9, 2.0, (3,)
    assert early.settings_hold_from == 20
    late.advance(20)
    late.rule = Rule(10, 0.3, 0.9, 2.0, frozenset({3}))
    for trainer in (early, late):
        trainer.advance(1_000 - trainer.examples_seen)
        trainer.frozen = ()
        trainer.momentum = 0.0
        trainer.advance(500)
    assert numbers(early) == numbers(late)
    assert early.rule == Rule(10, 0.3, 0.0, 2.0)
    assert early.position.velocity is None


def test_a_frozen_layer_does_not_move_at_all() -> None:
    for rule in ({}, {"momentum": 0.9, "l2": 3.0}):
        trainer = Trainer(Network((784, 12, 10), seed=1), DIGITS, frozen=[3], eta=0.1, **rule)  # type: ignore[arg-type]
        trainer.advance(600)
        before = Network((784, 12, 10), seed=1)
        np.testing.assert_array_equal(trainer.network.weights[1], before.weights[1])
        np.testing.assert_array_equal(trainer.network.biases[1], before.biases[1])
        assert not np.array_equal(trainer.network.biases[0], before.biases[0])


def test_a_layer_that_is_thawed_starts_from_rest() -> None:
    moving, thawed = (Trainer(Network((784, 12, 10), 1), DIGITS, momentum=0.9, eta=0.1) for _ in range(2))
    for trainer in (moving, thawed):
        trainer.advance(503)
    thawed.frozen = {2, 3}
    thawed.advance(10)
    assert thawed.position.velocity is None


def test_weights_move_when_the_mini_batch_is_full() -> None:
    trainer = make_trainer(mini_batch=10)
    start = numbers(trainer)
    trainer.advance(9)
    assert numbers(trainer) == start
    assert (trainer.in_mini_batch, trainer.mini_batch_left, trainer.steps) == (9, 1, 0)
    trainer.advance(1)
    assert numbers(trainer) != start
    assert (trainer.in_mini_batch, trainer.mini_batch_left, trainer.steps) == (0, 10, 1)


def test_settings_hold_from_the_next_mini_batch_on() -> None:
    early, late = make_trainer(), make_trainer()
    early.advance(13)
    early.eta, early.mini_batch = 0.5, 7
    assert early.settings_hold_from == 20
    late.advance(20)
    late.eta, late.mini_batch = 0.5, 7
    early.advance(987)
    late.advance(980)
    assert numbers(early) == numbers(late)
    assert early.steps == late.steps


@pytest.mark.parametrize(("mini_batch", "seen"), [(10, 1_010), (10, 1_013), (200, 150), (503, 700)])
def test_a_position_is_the_whole_state(mini_batch: int, seen: int) -> None:
    first = make_trainer(mini_batch)
    first.advance(seen)
    position = first.position
    second = Trainer(first.network.copy(), DIGITS, mini_batch=mini_batch, eta=3.0, seed=0)
    second.restore(position)
    first.advance(1_000)
    second.advance(1_000)
    assert numbers(first) == numbers(second)
    assert first.position.steps == second.position.steps


def test_an_epoch_shows_every_example_once() -> None:
    trainer = make_trainer()
    shown = [trainer.example(number) for number in range(503, 1_006)]
    assert sorted(shown) == list(range(503))
    assert shown != [trainer.example(number) for number in range(503)]


def test_it_learns() -> None:
    trainer = make_trainer()
    trainer.advance(5_030)
    said = trainer.network.outputs(DIGITS.images / np.float32(255)).argmax(axis=1)
    assert np.mean(said == DIGITS.labels) > 0.95
    assert trainer.position != Position()


@pytest.mark.parametrize(
    "settings",
    [
        {"mini_batch": 0},
        {"mini_batch": 504},
        {"eta": 0.0},
        {"eta": float("nan")},
        {"momentum": -0.1},
        {"momentum": 1.0},
        {"l2": -1.0},
        {"l2": float("inf")},
        {"frozen": (1,)},
        {"frozen": (4,)},
    ],
)
def test_bad_settings_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Trainer(Network((784, 12, 10)), DIGITS, **settings)


def test_a_huge_learning_rate_breaks_nothing() -> None:
    trainer = make_trainer(eta=1e6)
    trainer.advance(2_000)
    trainer.eta = 1e38
    trainer.advance(2_000)
    assert trainer.examples_seen == 4_000


def test_a_network_in_the_kernels_layout_is_trained_where_it_is() -> None:
    mine = Network((784, 300, 10), seed=5)
    packed = kernel.unpack(kernel.pack(mine), mine.architecture)
    copying, in_place = Trainer(mine, make_digits(40)), Trainer(packed, make_digits(40))
    for trainer in (copying, in_place):
        trainer.advance(20)  # compiles
    tracemalloc.start()
    in_place.advance(10)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    copying.advance(10)
    vector = kernel.vector_of(packed)
    assert vector is not None
    assert peak < vector.nbytes / 2  # no copy, only the place to compute a mini-batch in
    assert kernel.pack(mine).tobytes() == vector.tobytes() == kernel.pack(packed).tobytes()
