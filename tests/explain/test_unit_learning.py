from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.datasets.dataset import Examples
from nnviz.explain.unit_learning import Obstacle, UnitLearning, obstacle, unit_learning
from nnviz.explain.unit_statistics import unit_statistics
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from tests.panels.snapshots import make_dataset

UNIT = Neuron(2, 3)
SETTINGS = Settings(hidden=(8,))


@pytest.fixture(scope="module")
def digits() -> Examples:
    return make_dataset(150)


def measured(network: Network, digits: Examples, neuron: Neuron = UNIT, **changed: object) -> UnitLearning:
    settings = replace(SETTINGS, **changed)  # type: ignore[arg-type]
    return unit_learning(network, settings.new_network(), settings, neuron, digits)


def told(network: Network, digits: Examples, neuron: Neuron = UNIT, **changed: object) -> Obstacle | None:
    found = unit_statistics(network, neuron, digits)
    return obstacle(measured(network, digits, neuron, **changed), found, network)


def sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))


def test_what_arrives_and_what_gets_through_as_worked_out_by_hand(digits: Examples) -> None:
    network = SETTINGS.new_network()
    (w2, w3), (b2, b3) = (
        [part.astype(float) for part in parts] for parts in (network.weights, network.biases)
    )
    a1 = digits.images / 255
    a2 = sigmoid(a1 @ w2.T + b2)
    a3 = sigmoid(a2 @ w3.T + b3)
    off = a3 - np.eye(10)[digits.labels]
    arriving = (off * a3 * (1 - a3)) @ w3[:, 3]
    hidden, output = measured(network, digits), measured(network, digits, Neuron(3, 7))
    assert hidden.arriving == pytest.approx(np.abs(arriving).mean(), rel=1e-6)
    assert hidden.passed == pytest.approx(np.abs(arriving * (a2 * (1 - a2))[:, 3]).mean(), rel=1e-6)
    assert hidden.inputs == pytest.approx(a1.mean(), rel=1e-6)
    assert output.arriving == pytest.approx(np.abs(off[:, 7]).mean(), rel=1e-6)
    assert output.passed == pytest.approx(np.abs((off * a3 * (1 - a3))[:, 7]).mean(), rel=1e-6)


def test_all_of_an_outputs_error_gets_through_where_the_cost_cancels_the_slope(digits: Examples) -> None:
    far_out = replace(SETTINGS, cost="cross-entropy").new_network()
    far_out.biases[1][7] = 30
    assert measured(far_out, digits, Neuron(3, 7)).share_passed == 1
    assert told(far_out, digits, Neuron(3, 7)) is None


def test_how_far_its_weights_have_moved(digits: Examples) -> None:
    network = SETTINGS.new_network()
    assert measured(network, digits).moved == 0
    network.weights[0][3] *= 1.5
    assert measured(network, digits).moved == pytest.approx(0.5, rel=1e-5)
    assert measured(network, digits, initialisation="zeros").moved == np.inf


def test_a_unit_that_can_learn_has_nothing_in_its_way(digits: Examples) -> None:
    network = SETTINGS.new_network()
    assert told(network, digits) is None
    assert told(network, digits, Neuron(3, 7)) is None


def test_a_frozen_layer(digits: Examples) -> None:
    network = SETTINGS.new_network()
    assert told(network, digits, frozen=(2,)) is Obstacle.FROZEN
    assert told(network, digits, frozen=(3,)) is None


def test_units_are_alike_only_with_the_same_weights_in_and_out(digits: Examples) -> None:
    network = SETTINGS.new_network()
    network.weights[0][5], network.biases[0][5] = network.weights[0][3], network.biases[0][3]
    assert told(network, digits) is None  # they get different errors, and part
    network.weights[1][:, 5] = network.weights[1][:, 3]
    assert told(network, digits) is Obstacle.ALIKE
    assert measured(network, digits).alike == 2
    assert measured(replace(SETTINGS, initialisation="zeros").new_network(), digits).alike == 8


def test_a_unit_that_lies_far_out_is_flat(digits: Examples) -> None:
    network = SETTINGS.new_network()
    network.biases[0][3] = 40
    found = unit_statistics(network, UNIT, digits)
    assert (told(network, digits), found.flat) == (Obstacle.FLAT, 1)
    assert found.mean_size == pytest.approx(40, abs=2)


def test_a_unit_that_lies_half_way_out_is_slow(digits: Examples) -> None:
    network = SETTINGS.new_network()
    network.weights[0][3], network.biases[0][3] = 0, 4  # pixel 0 has no ink
    assert unit_statistics(network, UNIT, digits).mean_slope == pytest.approx(0.01766, rel=1e-3)
    network.weights[0][3, 0] = 0.01
    assert told(network, digits) is Obstacle.SLOW
    network.weights[0][3, 0] = 4  # of a length of 1 at the start: it has come far
    assert told(network, digits) is None


def test_a_relu_that_is_never_positive_is_flat(digits: Examples) -> None:
    network = replace(SETTINGS, activation="relu").new_network()
    assert told(network, digits) is None
    network.biases[0][3] = -1_000
    assert told(network, digits) is Obstacle.FLAT
    assert measured(network, digits).passed == 0 < measured(network, digits).arriving


def test_an_output_is_stuck_only_where_it_is_wrong(digits: Examples) -> None:
    network = SETTINGS.new_network()
    network.biases[1][7] = 30
    assert told(network, digits, Neuron(3, 7)) is Obstacle.STUCK  # says yes to all, 90 % are others
    network.biases[1][7] = 0
    network.weights[1][7] = 0
    only_sevens = Examples(digits.images, np.full_like(digits.labels, 7))
    network.biases[1][7] = 30
    assert told(network, only_sevens, Neuron(3, 7)) is None


def test_without_weights_to_the_outputs_no_error_arrives(digits: Examples) -> None:
    network = SETTINGS.new_network()
    network.weights[1][:, 3] = 0
    assert told(network, digits) is Obstacle.NO_ERROR


def test_behind_a_dead_layer_there_is_no_input(digits: Examples) -> None:
    deep = replace(SETTINGS, hidden=(6, 8), activation="relu").new_network()
    deep.biases[0][:] = -1_000
    learning = unit_learning(deep, deep, replace(SETTINGS, hidden=(6, 8)), Neuron(4, 7), digits)
    assert learning.inputs > 0 or learning.passed == 0
    deep.biases[1][:] = 1  # layer 3 works, on nothing
    learning = unit_learning(deep, deep, replace(SETTINGS, hidden=(6, 8)), Neuron(3, 2), digits)
    assert obstacle(learning, unit_statistics(deep, Neuron(3, 2), digits), deep) is Obstacle.NO_INPUT


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_weights_that_ran_away_raise_nothing(digits: Examples, bad: float) -> None:
    network = SETTINGS.new_network()
    network.weights[0][3] = bad
    told(network, digits)
    told(network, digits, Neuron(3, 0))


def test_examples_are_taken_from_all_over_the_set() -> None:
    """Data may be sorted by class."""
    images = np.zeros((1_000, 784), dtype=np.uint8)
    images[900:] = 255
    sorted_digits = Examples(images, np.zeros(1_000, dtype=np.uint8))
    assert measured(SETTINGS.new_network(), sorted_digits).inputs == pytest.approx(0.1, abs=0.01)
