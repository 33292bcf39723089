"""Advice: a table of cases made by hand, and real trainings that go wrong in known ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnviz.explain.advice import Advice, Course, Findings, advice
from nnviz.explain.signs import (
    LayerSigns,
    OutputSigns,
    StepSigns,
    bearable_eta,
    layer_signs,
    output_signs,
    step_signs,
)
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from tests.digits import make_mnist

DATA = make_mnist(train=600)


def course(cost: list[float], accuracy: float = 0.95, steps: int = 20_000, **columns: list[float]) -> Course:
    """Four points an epoch, the first at the start."""
    points = len(cost)
    plain = np.full(points, accuracy)
    return Course(
        np.arange(points) / 4,
        np.array(cost),
        np.array(columns.get("train_accuracy", plain)),
        np.array(columns.get("test_cost", cost)),
        np.array(columns.get("test_accuracy", plain)),
        steps,
    )


FALLING = [0.4, 0.3, 0.2, 0.15, 0.1, 0.09, 0.08, 0.07, 0.06]
FINE = Findings(
    Settings(),
    course(FALLING),
    (LayerSigns(100, saturated=3, silent=0, alike=False),),
    StepSigns(length=0.005, turn=0.8, reversed=0.1),
    OutputSigns(error=0.03, passed=0.12),
    bearable_at_start=lambda: 0.3,
    bearable_now=lambda: 1.0,
)

CASES: list[tuple[str, dict[str, Any], str, dict[str, Any], tuple[str, ...]]] = [
    # What is found, what it is called, what is to be tried, and what the evidence has to name.
    (
        "a cost that is no number",
        {"course": course([0.4, 0.9, np.nan]), "settings": Settings(eta=1e6)},
        "diverged",
        {"eta": 0.3},
        ("1e6",),
    ),
    (
        "units that are alike",
        {"layers": (LayerSigns(30, 0, 0, alike=True),)},
        "symmetric",
        {"initialisation": "scaled"},
        ("30 units", "layer 2"),
    ),
    (
        "units without a slope",
        {"layers": (LayerSigns(30, 0, 0, False), LayerSigns(20, 12, 12, False)), "settings": Settings(eta=5)},
        "dead_units",
        {"eta": 0.3},
        ("12 of 20", "layer 3"),
    ),
    (
        "outputs stuck at wrong answers",
        {"outputs": OutputSigns(0.1, 3.8e-6), "course": course([0.5] * 9, accuracy=0.1)},
        "eta_too_large",
        {"eta": 0.3},
        ("0.100", "3.8·10⁻⁴ %", "η = 3"),
    ),
    (
        "steps that go too far",
        {"step": StepSigns(0.3, -0.2, 0.8), "course": course([0.3, 0.31, 0.3, 0.32, 0.31, 0.33])},
        "eta_too_large",
        {"eta": 0.3},
        ("80 %", "0.31, now 0.33"),
    ),
    (
        "most units saturated, from large weights",
        {"layers": (LayerSigns(100, 80, 0, False),), "settings": Settings(initialisation="normal")},
        "saturated",
        {"initialisation": "scaled"},
        ("80 of 100",),
    ),
    (
        "most units saturated, from large steps",
        {"layers": (LayerSigns(100, 80, 0, False),)},
        "saturated",
        {"eta": 0.3},
        ("80 of 100",),
    ),
    (
        "large mini-batches",
        {
            "settings": Settings(mini_batch=5000),
            "course": course([0.5, 0.48, 0.47, 0.46, 0.45], accuracy=0.3, steps=10),
        },
        "too_few_steps",
        {"mini_batch": 500},
        ("10 times", "5,000", "0.45"),
    ),
    (
        "small steps",
        {
            "settings": Settings(eta=0.001),
            "step": StepSigns(2e-5, 1.0, 0.0),
            "course": course([0.5, 0.48, 0.47, 0.46, 0.45], accuracy=0.3),
        },
        "eta_too_small",
        {"eta": 1.0},
        ("0.002 %", "0.45", "epoch 1"),
    ),
    (
        "examples learned by heart",
        {
            "course": course(
                FALLING,
                test_cost=[0.4, 0.3, 0.2, 0.25, 0.26, 0.27, 0.28, 0.29, 0.3],
                test_accuracy=[0.1, 0.5, 0.8, 0.81, 0.82, 0.83, 0.84, 0.83, 0.83],
            )
        },
        "overfitting",
        {},
        ("epoch 0.5", "50 % higher", "epoch 1.5"),
    ),
]


@pytest.mark.parametrize(
    ("found", "name", "change", "named"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_each_fault_is_told_with_its_numbers(
    found: dict[str, Any], name: str, change: dict[str, Any], named: tuple[str, ...]
) -> None:
    (told,) = advice(replace(FINE, **found))
    assert told.name == name
    assert told.changes == change
    for words in named:
        assert words in told.evidence


def test_where_nothing_is_wrong_nothing_is_said() -> None:
    assert advice(FINE) == ()


@pytest.mark.parametrize(
    "found",
    [
        {"step": StepSigns(0.3, -0.2, 0.8)},  # steps that go far, and a cost that falls all the same
        {"step": StepSigns(2e-5, 1.0, 0.0)},  # short steps of a network that has learned
        {"outputs": OutputSigns(0.001, 0.005)},  # outputs that are merely sure
        {"course": course(FALLING, test_cost=[*FALLING[:-1], 0.075])},  # a test cost that wavers
        {"course": course(FALLING, test_cost=[0.4, 0.3, 0.2, 0.15, 0.1, 0.08, 0.092, 0.081, 0.09])},
        {"course": course([0.5], accuracy=np.nan, steps=0), "outputs": OutputSigns(0.4, 0.001)},  # untrained
    ],
)
def test_what_only_looks_like_a_fault_is_none(found: dict[str, Any]) -> None:
    assert advice(replace(FINE, **found)) == ()


def test_an_eta_that_is_bearable_already_is_not_suggested_again() -> None:
    (told,) = advice(
        replace(
            FINE, outputs=OutputSigns(0.1, 1e-6), course=course([0.5] * 9, 0.1), settings=Settings(eta=0.1)
        )
    )
    assert told.changes == {}


def trained(settings: Settings, epochs: int = 4) -> tuple[Advice, ...]:
    """The advice on a real training, with the curve of its epochs."""
    network = settings.new_network()
    trainer = Trainer(network, DATA.train, settings.mini_batch, settings.eta, seed=1)
    points, before = [], trainer.tally
    for epoch in range(1, epochs + 1):
        trainer.advance(len(DATA.train))
        part, before = trainer.tally - before, trainer.tally
        points.append((epoch, part.average_cost, part.accuracy, np.nan, np.nan))
    batches = [np.arange(k, k + settings.mini_batch) for k in range(10)]
    images, labels = DATA.train.images[:200], DATA.train.labels[:200]
    return advice(
        Findings(
            settings,
            Course(*np.array(points).T, trainer.steps),
            layer_signs(network, images),
            step_signs(network, DATA.train, batches, settings.eta),
            output_signs(network, images, labels),
            lambda: bearable_eta(settings.new_network(), DATA.train, batches),
            lambda: bearable_eta(network, DATA.train, batches),
        )
    )


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (Settings(hidden=(20,), eta=0.001), "eta_too_small"),
        (Settings(hidden=(20,), eta=100.0), "eta_too_large"),
        (Settings(hidden=(20,), initialisation="zeros"), "symmetric"),
        (Settings(hidden=(20,), mini_batch=300), "too_few_steps"),
    ],
)
def test_real_trainings_that_go_wrong(settings: Settings, name: str) -> None:
    found = trained(settings)
    assert [told.name for told in found] == [name]
    replace(settings, **found[0].changes)  # makes settings, which raises otherwise


def test_what_is_suggested_learns_better() -> None:
    settings = Settings(hidden=(20,), eta=0.001)
    (told,) = trained(settings)
    assert trained(replace(settings, **told.changes), epochs=10) == ()


def test_a_real_training_that_goes_well() -> None:
    assert trained(Settings(hidden=(20,)), epochs=10) == ()


def test_signs_are_those_of_differences() -> None:
    """The length of a step and the turn of its gradient, by central differences of the cost."""
    settings = Settings(hidden=(5,))
    network = settings.new_network()
    network.weights, network.biases = (
        [w.astype(float) for w in network.weights],
        [b.astype(float) for b in network.biases],
    )
    batch = np.arange(4)
    image, labels = DATA.train.images[batch] / 255.0, DATA.train.labels[batch]

    def cost(made: Any) -> float:
        a = image
        for w, b in zip(made.weights, made.biases, strict=True):
            a = 1 / (1 + np.exp(-(a @ w.T + b)))
        return 0.5 * float(((a - np.eye(10)[labels]) ** 2).sum()) / len(batch)

    def gradient(made: Any) -> list[np.ndarray]:
        slopes = []
        for array in (*made.weights, *made.biases):
            slope = np.zeros_like(array)
            for place in np.ndindex(array.shape):
                if array.shape[-1] == 784 and not image[:, place[1]].any():
                    continue
                was = array[place]
                array[place] = was + 1e-5
                above = cost(made)
                array[place] = was - 1e-5
                slope[place] = (above - cost(made)) / 2e-5
                array[place] = was
            slopes.append(slope)
        return slopes

    before = gradient(network)
    moved = network.copy()
    arrays = (*moved.weights, *moved.biases)
    for array, slope in zip(arrays, before, strict=True):
        array -= 3 * slope
    after = gradient(moved)

    def product(one: list[np.ndarray], other: list[np.ndarray]) -> float:
        return sum(float((a * b).sum()) for a, b in zip(one, other, strict=True))

    size = np.sqrt(sum(float((w * w).sum()) for w in network.weights))
    found = step_signs(network, DATA.train, [batch], 3.0)
    assert found.length == pytest.approx(3 * np.sqrt(product(before, before)) / size, rel=1e-5)
    cosine = product(before, after) / np.sqrt(product(before, before) * product(after, after))
    assert found.turn == pytest.approx(cosine, abs=1e-5)
    assert found.reversed == (cosine < 0)
