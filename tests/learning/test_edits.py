from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from nnviz.learning.edits import EditedNetwork, NetworkEdits, original_of
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron

SIZES = (6, 5, 4, 3)


@pytest.fixture
def network() -> Network:
    made = Network(SIZES, seed=2)
    for array in (*made.weights, *made.biases):
        array.setflags(write=False)
    return made


@pytest.fixture
def image() -> np.ndarray:
    return np.linspace(0, 1, 6, dtype=np.float32)


def test_no_edits_are_false_and_give_the_network_itself(network: Network) -> None:
    assert not NetworkEdits()
    assert NetworkEdits().apply(network) is network


@pytest.mark.parametrize(("layer", "unit"), [(2, 3), (3, 0)])
def test_a_unit_switched_off_counts_as_zero(
    network: Network, image: np.ndarray, layer: int, unit: int
) -> None:
    edited = NetworkEdits().switch(Neuron(layer, unit), off=True).apply(network)
    a = image
    for number, (w, b) in enumerate(zip(network.weights, network.biases, strict=True), start=2):
        a = sigmoid(w @ a + b)
        if number == layer:
            a[unit] = 0
    np.testing.assert_allclose(edited.forward(image)[-1], a, rtol=1e-6)
    assert not np.allclose(a, network.forward(image)[-1], rtol=1e-4)


def test_a_bias_shift_is_added_to_whatever_the_bias_is(network: Network) -> None:
    edited = NetworkEdits().shift_bias(Neuron(4, 1), 0.75).apply(network)
    np.testing.assert_allclose(edited.biases[2] - network.biases[2], [0, 0.75, 0], atol=1e-6)
    assert edited.biases[0] is network.biases[0]


def test_edits_leave_the_network_alone_and_their_copies_cannot_be_written(network: Network) -> None:
    before = network.copy()
    edits = NetworkEdits().switch(Neuron(2, 1), True).switch(Neuron(2, 2), True).shift_bias(Neuron(2, 1), -3)
    edited = edits.apply(network)
    for one, other in zip(network.weights + network.biases, before.weights + before.biases, strict=True):
        np.testing.assert_array_equal(one, other)
    assert not edited.weights[1][:, 1:3].any()
    assert not any(array.flags.writeable for array in (*edited.weights, *edited.biases))


def test_the_edited_network_remembers_its_original(network: Network) -> None:
    edited = NetworkEdits().switch(Neuron(2, 1), True).apply(network)
    assert isinstance(edited, EditedNetwork)
    assert original_of(edited) is network
    assert original_of(network) is network


def test_taking_an_edit_back_gives_equal_edits() -> None:
    one = NetworkEdits().shift_bias(Neuron(3, 1), 0.5)
    assert one.switch(Neuron(2, 1), True).switch(Neuron(2, 1), False) == one
    assert one.shift_bias(Neuron(3, 1), 0) == NetworkEdits()
    assert one.shift_bias(Neuron(3, 1), 0.25).bias_shift(Neuron(3, 1)) == 0.25
    assert one.bias_shift(Neuron(3, 0)) == 0
    there = one.shift_bias(Neuron(2, 0), 1)
    assert there == NetworkEdits().shift_bias(Neuron(2, 0), 1).shift_bias(Neuron(3, 1), 0.5)


@pytest.mark.parametrize(
    "edits",
    [
        NetworkEdits().switch(Neuron(4, 0), True),  # an output
        NetworkEdits().switch(Neuron(1, 0), True),  # a pixel
        NetworkEdits().switch(Neuron(2, 5), True),
        NetworkEdits().shift_bias(Neuron(5, 0), 1),
        NetworkEdits().shift_bias(Neuron(4, 3), 1),
    ],
)
def test_edits_that_do_not_fit_say_so(network: Network, edits: NetworkEdits) -> None:
    assert not edits.fit(SIZES)
    with pytest.raises(ValueError, match="do not fit"):
        edits.apply(network)


def test_words() -> None:
    edits = NetworkEdits().switch(Neuron(2, 56), True).shift_bias(Neuron(3, 3), -0.5)
    assert edits.words(3) == "hidden unit 56 off, bias of output 3 −0.50"
