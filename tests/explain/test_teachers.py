"""Shares of teachers add up to the real fall of the cost, and are what a slow computation says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnviz.arrays import Floats
from nnviz.errors import Stopped
from nnviz.explain.teachers import Lessons, Teachers, costs, who_taught
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.network import Network
from nnviz.learning.presets import PRESETS
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import epoch_order
from nnviz.runs.recording import Past
from nnviz.runs.run import Run
from tests.digits import make_mnist

DATA = make_mnist(230, 60)
IMAGES, LABELS = DATA.test.images[:3] / np.float32(255), DATA.test.labels[:3]
SETTINGS = Settings(hidden=(12,), seed=4)


def make_run(settings: Settings = SETTINGS) -> Run:
    return Run(settings, DATA, Evaluator(DATA.test))


def taught(run: Run, begin: int = 0, digits: slice = slice(None), **options: Any) -> Teachers:
    images = kernel.sparse_images(DATA.train.images)
    stretch = begin, run.examples_seen
    past = Past(run.history, DATA.train, images)
    return who_taught(past, IMAGES[digits], LABELS[digits], stretch, **options)


def in_float64(network: Network) -> Network:
    arrays = [[x.astype(np.float64) for x in xs] for xs in (network.weights, network.biases)]
    return network.with_numbers(*arrays)


def gradient(network: Network, image: Floats, label: int) -> Floats:
    back = network.backprop(image.astype(np.float64), label)
    return np.concatenate([x.ravel() for x in back.nabla_w + back.nabla_b])


def between(before: Network, after: Network, s: float) -> Network:
    pairs = [(before.weights, after.weights), (before.biases, after.biases)]
    return before.with_numbers(*([x + s * (y - x) for x, y in zip(*pair, strict=True)] for pair in pairs))


def slow_shares(run: Run, at: Floats, weights: Floats) -> Floats:
    """The shares by whole gradients, the integral by `weights` at the points `at`."""
    shares = np.zeros((len(DATA.train), len(LABELS)))
    kind, size = run.settings.architecture(DATA.train.subject), run.settings.mini_batch
    order = epoch_order(run.settings.seed, 0, len(DATA.train))
    for begin in range(0, run.examples_seen, size):
        before, after = (
            in_float64(kernel.unpack(run.history.at(moment).parameters, kind))
            for moment in (begin, begin + size)
        )
        for d, (image, label) in enumerate(zip(IMAGES, LABELS, strict=True)):
            points = [gradient(between(before, after, s), image, int(label)) for s in at]
            average = weights @ np.array(points)
            for i in order[begin : begin + size]:
                its = gradient(before, DATA.train.image(int(i)), int(DATA.train.labels[i]))
                shares[i, d] += run.settings.eta / size * (its @ average)
    return shares


@pytest.mark.parametrize("hidden", [(12,), (9, 7)])
def test_shares_are_those_of_whole_gradients(hidden: tuple[int, ...]) -> None:
    run = make_run(replace(SETTINGS, hidden=hidden))
    run.advance(50)
    shares = taught(run).shares
    at, weights = np.polynomial.legendre.leggauss(9)
    np.testing.assert_allclose(shares, slow_shares(run, (at + 1) / 2, weights / 2), rtol=1e-4, atol=1e-6)
    trapezoid = np.full(201, 1 / 200)
    trapezoid[[0, -1]] /= 2
    slow = slow_shares(run, np.linspace(0, 1, 201), trapezoid)
    np.testing.assert_allclose(shares, slow, rtol=1e-2, atol=1e-4)


def plain_cost(parts: list[Floats], image: Floats, y: Floats) -> float:
    """The quadratic cost of one image in a network of sigmoid neurons, weights and biases in turns."""
    a = image
    for w, b in zip(parts[::2], parts[1::2], strict=True):
        a = 1 / (1 + np.exp(-(w @ a + b)))
    return 0.5 * float((y - a) @ (y - a))


def plain_gradient(parts: list[Floats], image: Floats, y: Floats) -> list[Floats]:
    """Its gradient, with one hidden layer, written out."""
    w1, b1, w2, b2 = parts
    a1 = 1 / (1 + np.exp(-(w1 @ image + b1)))
    a2 = 1 / (1 + np.exp(-(w2 @ a1 + b2)))
    d2 = (a2 - y) * a2 * (1 - a2)
    d1 = (w2.T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, image), d1, np.outer(d2, a1), d2]


def test_shares_of_one_mini_batch_are_what_each_example_moves() -> None:
    """By finite differences: how fast the cost falls along what one example gives, all along the step."""
    run = make_run()
    first = in_float64(run.trainer.network)
    start = [x for pair in zip(first.weights, first.biases, strict=True) for x in pair]
    run.advance(10)
    shares, eye, tiny, points = taught(run).shares, np.eye(10), 1e-5, 200
    order = epoch_order(SETTINGS.seed, 0, 230)[:10]
    gradients = [
        plain_gradient(start, DATA.train.images[i] / 255.0, eye[DATA.train.labels[i]]) for i in order
    ]
    moves = [[-SETTINGS.eta / 10 * g for g in gradient] for gradient in gradients]
    step = [sum(parts) for parts in zip(*moves, strict=True)]
    for i, move in zip(order, moves, strict=True):
        fall = 0.0
        for s in (np.arange(points) + 0.5) / points:
            ends = [
                plain_cost(
                    [x + s * dx + sign * tiny * u for x, dx, u in zip(start, step, move, strict=True)],
                    IMAGES[0].astype(np.float64),
                    eye[LABELS[0]],
                )
                for sign in (-1, 1)
            ]
            fall += (ends[0] - ends[1]) / (2 * tiny) / points
        np.testing.assert_allclose(shares[i, 0], fall, rtol=1e-3, atol=1e-7)
    assert np.count_nonzero(shares[:, 0]) == 10


@pytest.mark.parametrize("preset", ["scaled", "cross-entropy", "relu"])
def test_the_cost_whose_fall_is_shared_out_is_the_one_on_paper(preset: str) -> None:
    settings = PRESETS[preset].settings
    network = settings.new_network()
    (w2, w3), (b2, b3) = (
        [part.astype(float) for part in parts] for parts in (network.weights, network.biases)
    )
    z2 = IMAGES.astype(float) @ w2.T + b2
    a2 = np.maximum(z2, 0) if settings.activation == "relu" else 1 / (1 + np.exp(-z2))
    z3, y = a2 @ w3.T + b3, np.eye(10)[LABELS]
    a3 = 1 / (1 + np.exp(-z3))
    if preset == "scaled":
        expected = 0.5 * ((a3 - y) ** 2).sum(axis=1)
    elif preset == "relu":  # with softmax
        expected = -np.log((np.exp(z3) * y).sum(axis=1) / np.exp(z3).sum(axis=1))
    else:
        expected = -(y * np.log(a3) + (1 - y) * np.log(1 - a3)).sum(axis=1)
    np.testing.assert_allclose(costs(network, IMAGES, LABELS), expected, rtol=1e-6)


@pytest.mark.parametrize("preset", ["scaled", "cross-entropy", "relu"])
def test_shares_add_up_to_the_real_fall(preset: str) -> None:
    check_sum(make_run(PRESETS[preset].settings))


@pytest.mark.parametrize(
    "changes",
    [
        {"momentum": 0.5, "eta": 1.0},
        {"l2": 5.0},
        {"momentum": 0.5, "eta": 1.0, "l2": 5.0},
        {"momentum": 0.5, "eta": 1.0, "l2": 5.0, "hidden": (9, 7), "mini_batch": 70},
        {"frozen": (2,)},
        {"frozen": (3,), "momentum": 0.3},
        {"mini_batch": 130},
        {"hidden": (9, 7)},
    ],
)
def test_the_sum_closes_with_every_rule(changes: dict[str, Any]) -> None:
    check_sum(make_run(replace(SETTINGS, **changes)))


def check_sum(run: Run) -> None:
    first = run.trainer.network.copy()
    run.advance(4 * 230)
    found = taught(run)
    real = costs(first, IMAGES, LABELS) - costs(run.trainer.network, IMAGES, LABELS)
    np.testing.assert_allclose(found.real, real, rtol=1e-9, atol=0)
    np.testing.assert_allclose(found.total, real, rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(found.by_class.sum(axis=0), found.shares.sum(axis=0), rtol=1e-9)
    assert (found.momentum != 0).all() == bool(run.settings.momentum)
    assert (found.l2 != 0).all() == bool(run.settings.l2)


@pytest.mark.parametrize(("size", "moment"), [(10, 117), (10, 120), (130, 64), (130, 70), (130, 100)])
def test_an_edit_has_a_line_of_its_own(size: int, moment: int) -> None:
    run = make_run(replace(SETTINGS, mini_batch=size))
    run.advance(moment)
    edited = run.trainer.network.copy()
    edited.weights[1] += np.float32(0.1)
    line = costs(run.trainer.network, IMAGES, LABELS) - costs(edited, IMAGES, LABELS)
    run.replace_network(edited, "edited by hand")
    run.advance(230 - moment)
    run.change(replace(run.settings, eta=1.0))
    run.advance(230)
    found = taught(run)
    np.testing.assert_allclose(found.edits, line, rtol=1e-9)
    np.testing.assert_allclose(found.total, found.real, rtol=1e-3, atol=1e-5)


def test_several_digits_at_once_are_as_one_by_one() -> None:
    run = make_run()
    run.advance(460)
    together = taught(run)
    for d in range(len(LABELS)):
        alone = taught(run, digits=slice(d, d + 1))
        np.testing.assert_allclose(together.shares[:, d], alone.shares[:, 0], rtol=1e-4, atol=1e-7)


def test_time_is_parted_and_stretches_add_up() -> None:
    run = make_run()
    run.advance(460)
    whole = taught(run, edges=(0, 100, 230, 460))
    np.testing.assert_array_equal(whole.edges, [0, 100, 230, 460])
    later = taught(run, begin=230)
    np.testing.assert_allclose(whole.over_time[2].sum(axis=0), later.shares.sum(axis=0), rtol=1e-9)
    assert (later.begin, later.end) == (230, 460)
    best, worst = whole.best(5), whole.worst(5)
    assert whole.shares[best[0], 0] == whole.shares[:, 0].max()
    assert whole.shares[worst[0], 0] == whole.shares[:, 0].min()


def lessons_of(run: Run) -> Lessons:
    images = kernel.sparse_images(DATA.train.images)
    return Lessons(Past(run.history, DATA.train, images), IMAGES, LABELS)


@pytest.mark.parametrize("changes", [{}, {"momentum": 0.5, "l2": 0.1}, {"mini_batch": 130}])
def test_going_on_finds_what_a_replay_from_the_start_finds(changes: dict[str, Any]) -> None:
    run = make_run(replace(SETTINGS, **changes))
    run.advance(260)
    lessons = lessons_of(run)
    lessons.extend(130, edges=range(0, 130, 20))
    run.change(replace(run.settings, eta=1.0))
    edited = run.trainer.network.copy()
    edited.weights[1] += np.float32(0.1)
    run.replace_network(edited, "edited by hand")
    run.advance(260)
    lessons.extend(390, edges=range(0, 390, 40))
    lessons.extend(520, edges=range(0, 520, 40))
    found, whole = lessons.found(), taught(run, edges=range(0, 520, 40))
    assert (found.begin, found.end) == (0, whole.end)
    np.testing.assert_array_equal(found.edges, whole.edges)
    assert len(found.edges) > 12
    for name in ("shares", "over_time", "momentum", "l2", "edits", "real"):
        np.testing.assert_allclose(getattr(found, name), getattr(whole, name), rtol=1e-9, atol=1e-12)
    assert (found.edits != 0).all()


def test_what_was_found_before_it_was_stopped_is_kept() -> None:
    run = make_run()
    run.advance(4_600)
    lessons, wanted = lessons_of(run), iter([True, True, False])
    with pytest.raises(Stopped):
        lessons.extend(4_600, is_wanted=lambda: next(wanted))
    assert 0 < lessons.examples_seen < 4_600
    lessons.extend(4_600)
    np.testing.assert_allclose(lessons.found().shares, taught(run).shares, rtol=1e-9, atol=1e-12)


def test_nobody_waits_for_what_is_not_wanted() -> None:
    run = make_run()
    run.advance(9_200)
    heard: list[float] = []
    with pytest.raises(Stopped):
        taught(run, is_wanted=lambda: len(heard) < 2, progress=heard.append)
    assert len(heard) == 2
    assert 0 == heard[0] < heard[1] < 1
