from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram import diagram_words
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.runs.input_image import blank_input, drawn_input
from nnviz.runs.snapshot import Phase, Snapshot
from tests.panels.snapshots import make_snapshot


def with_row(layer: int, index: int, value: float) -> Snapshot:
    snapshot = make_snapshot((20,))
    weights = [w.copy() for w in snapshot.network.weights]
    weights[layer - 2][index] = value
    return replace(snapshot, network=Network.of(weights, snapshot.network.biases))


def numbers(line: str) -> list[float]:
    found = re.findall(r"[+−-] ?\d+\.\d+|\d+\.\d+", line)
    return [float(text.replace("−", "-").replace(" ", "")) for text in found]


def test_a_hidden_units_formula_adds_up() -> None:
    snapshot = make_snapshot((20,))
    title, formula, activation, *_ = diagram_words.neuron_tip(snapshot, Neuron(2, 5))
    assert title == "Hidden unit 5"
    assert formula.startswith("z = Σ w·a + b = ")
    total, bias, z = numbers(formula)
    assert total + bias == pytest.approx(z, abs=0.011)
    assert z == pytest.approx(snapshot.forward_pass.zs[0][5], abs=0.006)
    assert numbers(activation)[0] == pytest.approx(snapshot.activations[1][5], rel=0.01)


def test_a_pixel_is_named_by_its_place() -> None:
    snapshot = make_snapshot()
    title, value = diagram_words.neuron_tip(snapshot, Neuron(1, 28 * 10 + 12))
    assert title == "Pixel in row 10, column 12"
    assert numbers(value)[0] == pytest.approx(snapshot.input_image.image[28 * 10 + 12], abs=0.001)
    assert "no ink" in diagram_words.neuron_tip(snapshot, Neuron(1, 0))[1]


def test_outputs_are_told_right_from_wrong() -> None:
    snapshot = make_snapshot()
    assert "the right answer: y = 1" in diagram_words.neuron_tip(snapshot, Neuron(3, 3))
    assert "a wrong answer: y = 0" in diagram_words.neuron_tip(snapshot, Neuron(3, 4))
    unknown = replace(snapshot, input_image=drawn_input(snapshot.input_image.image.copy()))
    assert not any("answer" in line for line in diagram_words.neuron_tip(unknown, Neuron(3, 3)))


def test_trouble_is_said_in_words() -> None:
    assert any("dead" in line for line in diagram_words.neuron_tip(with_row(2, 4, 0.0), Neuron(2, 4)))
    assert any("saturated" in line for line in diagram_words.neuron_tip(with_row(2, 4, 5.0), Neuron(2, 4)))
    for z, saturated in ((4.6, True), (4.55, False)):  # σ′(4.585) = 0.01
        snapshot = make_snapshot((20,))
        rest = snapshot.network.weights[0][4] @ snapshot.input_image.image
        snapshot.network.biases[0][4] = z - rest
        tip = diagram_words.neuron_tip(snapshot, Neuron(2, 4))
        assert any("saturated" in line for line in tip) == saturated
    broken = diagram_words.neuron_tip(with_row(2, 4, np.nan), Neuron(2, 4))
    assert broken[1:] == ["z = Σ w·a + b is no longer a finite number"]


@pytest.mark.parametrize("mode", EdgeMode)
def test_a_connection_names_both_ends_and_its_value(mode: EdgeMode) -> None:
    lines = diagram_words.connection_tip(make_snapshot(), Neuron(2, 7), Neuron(3, 4), mode, -0.25)
    assert lines[0] == "Hidden unit 7 → output 4"
    assert "−0.25" in lines[1]
    assert lines[1].startswith(mode.value.split()[-1])


def test_counter() -> None:
    assert diagram_words.counter(79_400, 79_400) == "79,400 of 79,400 connections"
    assert diagram_words.counter(5, 79_400, short=True) == "5 of 79,400"
    assert "58,800" in diagram_words.counter_tip(EdgeMode.SIGNAL, 20_600, 79_400)
    assert "Every" in diagram_words.counter_tip(EdgeMode.WEIGHT, 10, 10)


def test_a_connection_that_carries_nothing_is_explained_for_units_that_are_off_too() -> None:
    tip = diagram_words.counter_tip(EdgeMode.SIGNAL, 20_600, 79_400)
    assert "no ink" in tip
    assert "a unit that counts as 0" in tip


def test_titles() -> None:
    snapshot = make_snapshot()
    assert diagram_words.retina_title(snapshot, None, EdgeMode.SIGNAL) == "test digit 3, a 3"
    assert (
        diagram_words.retina_title(snapshot, Neuron(2, 9), EdgeMode.WEIGHT) == "weight w into hidden unit 9"
    )
    assert diagram_words.layer_title((784, 1, 10), 2) == ("1 hidden unit", "1 hidden", "1")
    assert diagram_words.layer_title((784, 30, 10), 3) == ("10 outputs",)


def test_remarks() -> None:
    snapshot = make_snapshot()
    drawing = replace(snapshot, input_image=drawn_input(snapshot.input_image.image.copy()))
    blank = replace(snapshot, input_image=blank_input())
    assert diagram_words.remark(snapshot, EdgeMode.SIGNAL, 9, True, False) == ""
    assert "finite" in diagram_words.remark(snapshot, EdgeMode.SIGNAL, 9, False, False)
    assert f"guess, {drawing.prediction}," in diagram_words.remark(drawing, EdgeMode.GRADIENT, 9, True, False)
    assert diagram_words.remark(drawing, EdgeMode.SIGNAL, 9, True, False) == ""
    assert diagram_words.remark(snapshot, EdgeMode.CHANGE, 0, True, False) == "No weight has moved yet."
    assert "mark" in diagram_words.remark(snapshot, EdgeMode.CHANGE, 0, True, True)
    assert "No digit" in diagram_words.remark(blank, EdgeMode.SIGNAL, 9, True, False)
    assert diagram_words.remark(replace(blank, phase=Phase.LOADING), EdgeMode.SIGNAL, 9, True, False) == ""
