"""Neurons by their names, as Ctrl+G asks for them."""

from __future__ import annotations

import pytest

from nnviz.errors import BadInput
from nnviz.learning.neuron import Neuron
from nnviz.window.go_to_neuron import neuron_named

SIZES = (784, 100, 30, 10)


@pytest.mark.parametrize(
    ("text", "neuron"),
    [
        ("42", Neuron(2, 42)),
        (" unit 42 ", Neuron(2, 42)),
        ("Unit 7 of layer 3", Neuron(3, 7)),
        ("output 9", Neuron(4, 9)),
        ("pixel 783", Neuron(1, 783)),
    ],
)
def test_a_name_is_a_neuron(text: str, neuron: Neuron) -> None:
    assert neuron_named(text, SIZES) == neuron


@pytest.mark.parametrize(
    ("text", "why"),
    [("100", "no unit 100"), ("output 10", "no output 10"), ("", "write 42"), ("x", "write 42")],
)
def test_there_is_no_other(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        neuron_named(text, SIZES)
