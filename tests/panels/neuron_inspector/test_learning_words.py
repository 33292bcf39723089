from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnviz.explain.unit_learning import UnitLearning
from nnviz.explain.unit_statistics import UnitStatistics
from nnviz.learning.activations import Sigmoid
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from nnviz.panels.neuron_inspector.learning_words import certainty, learning_words

UNIT, OUTPUT = Neuron(2, 5), Neuron(3, 5)
GOES = UnitLearning(UNIT, False, 1, 0.13, 0.02, 0.004, 0.123)
DIGITS = "10,000 test digits"


def statistics(neuron: Neuron = UNIT, **changed: Any) -> UnitStatistics:
    found = UnitStatistics(
        neuron=neuron,
        class_means=np.zeros(10),
        mean_slope=0.12,
        flat=0.1,
        mean_size=1.0,
        strongest=np.arange(3),
        strongest_zs=np.array([3.0, 2.0, 1.0]),
        strongest_as=np.ones(3),
    )
    return replace(found, **changed)


def said(network: Network, found: UnitStatistics, **changed: Any) -> str:
    words, is_warning = learning_words(replace(GOES, **changed), found, network, DIGITS)
    assert is_warning
    return words


@pytest.fixture
def network() -> Network:
    return Settings().new_network()


def test_nothing_is_wrong(network: Network) -> None:
    words = "not saturated: σ′(z) averages 0.12 of at most 0.25, so it can learn. "
    words += "Since the start its weights have moved by 12 % of their length."
    assert learning_words(GOES, statistics(), network, DIGITS) == (words, False)


def test_numbers_that_are_none_say_nothing(network: Network) -> None:
    assert learning_words(GOES, statistics(mean_slope=math.nan), network, DIGITS) == ("", False)


def test_a_unit_that_learns_slowly_is_told_without_alarm(network: Network) -> None:
    found = statistics(mean_slope=0.021, flat=0.6)
    for moved in (0.1, 5.0):
        words, is_warning = learning_words(replace(GOES, moved=moved), found, network, DIGITS)
        assert not is_warning
        assert words.startswith("Learns slowly: saturated for 60 % of the 10,000 test digits (|z| averages")


@pytest.mark.parametrize(
    ("mean", "words"),
    [
        # an output that is right is not "saturated": with no error it has nothing to learn
        (0.003, "very sure: σ′(z) averages 0.003 of at most 0.25"),
        (0.021, "σ′(z) averages 0.02 of at most 0.25"),
    ],
)
def test_how_sure_an_output_is(mean: float, words: str) -> None:
    told = certainty(Sigmoid(), statistics(OUTPUT, mean_slope=mean, right_side=0.991))
    assert told == f"{words}, and a is on the right side of ½ for 99.1 % of the test set"


def test_a_saturated_unit(network: Network) -> None:
    found = statistics(mean_slope=0.0031, flat=0.973, mean_size=14.23)
    assert said(network, found, passed=0.00006) == (
        "Hardly learns: saturated for 97 % of the 10,000 test digits (|z| averages 14.2). σ′(z) "
        "averages 0.003 of at most 0.25: of the error that arrives 0.3 % gets through. Since the start its "
        "weights have moved by 12 % of their length."
    )


def test_a_dead_unit() -> None:
    network = Settings(activation="relu").new_network()
    found = statistics(mean_slope=0.0, flat=1.0, strongest_zs=np.array([-3.2, -3.3]))
    assert said(network, found, passed=0.0, moved=0.0) == (
        "Does not learn: dead. z is positive for none of the 10,000 test digits (at most −3.20), and there "
        "ReLU′(z) = 0: no error gets through, no step moves it. Its weights are as they were at the start."
    )


def test_a_unit_that_is_nearly_dead_is_not_called_dead() -> None:
    network = Settings(activation="relu").new_network()
    words = said(network, statistics(mean_slope=0.03, flat=0.97))
    assert words.startswith("Hardly learns: off for 97 % of the 10,000 test digits")
    assert "dead" not in words


def test_units_that_are_alike(network: Network) -> None:
    assert "all 100 units of its layer have the same weights" in said(network, statistics(), alike=100)
    assert ": 3 units of its layer have" in said(network, statistics(), alike=3)
    start = said(network, statistics(), alike=100, moved=math.inf)
    assert start.endswith("Its weights were all 0 at the start.")


def test_a_frozen_layer(network: Network) -> None:
    words = said(network, statistics(), frozen=True, moved=0.0)
    assert words == (
        "Does not learn: layer 2 is frozen, no step moves it. Its weights are as they were at the start."
    )


def test_no_error_and_why(network: Network) -> None:
    assert "the units above it pass no error on" in said(network, statistics(), arriving=0.0)
    network.weights[1][:, 5] = 0
    assert "all its weights to the next layer are 0" in said(network, statistics(), arriving=0.0)


def test_no_input() -> None:
    deep = Settings(hidden=(30, 20)).new_network()
    found = statistics(Neuron(3, 5))
    assert "the a of layer 2, are 0" in said(deep, found, neuron=Neuron(3, 5), inputs=0.0)


def test_a_stuck_output(network: Network) -> None:
    found = statistics(OUTPUT, mean_slope=2e-6, right_side=0.902)
    assert said(network, found, neuron=OUTPUT, arriving=0.1, passed=1e-7, moved=4.0) == (
        "Hardly learns: stuck. It is off by 0.100 on average, and 1.0·10⁻⁴ % of that gets through σ′(z), "
        "which averages 2.0·10⁻⁶ of at most 0.25; a is on the right side of ½ for 90.2 % of the test set. "
        "Since the start its weights have moved by 400 % of their length."
    )
