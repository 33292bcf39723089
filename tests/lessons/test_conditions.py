"""Conditions and stated figures, against a snapshot whose numbers are known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.lessons.amounts import Amount
from nnviz.lessons.claims import read_claim
from nnviz.lessons.conditions import Condition, ValueName
from nnviz.lessons.fault import Wrong
from nnviz.lessons.numbers import read_number
from nnviz.lessons.said_settings import DEFAULT, read_settings, settings_with
from nnviz.lessons.state import AppState
from nnviz.runs.input_image import blank_input
from tests.panels.snapshots import make_snapshot


@pytest.fixture(scope="module")
def state() -> AppState:
    return AppState(
        make_snapshot(),
        pinned=Neuron(2, 7),
        switched_off=frozenset({Neuron(2, 42)}),
        open_panels=frozenset({"hidden_units"}),
        walk_stage=3,
        edges="weight",
        figures={"rain": {"wind": 0.25, "z": 1.5}},
    )


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("epoch > 1", True),
        ("epoch = 1.1", True),
        ("examples >= 55,000", True),
        ("examples < 55,000", False),
        ("steps is 5500", True),
        ("eta is 3", True),
        ("eta is not 3", False),
        ("hidden is 100", True),
        ("activation is sigmoid and cost is quadratic", True),
        ("activation is sigmoid and cost is cross-entropy", False),
        ("unit 42 is switched off", True),
        ("unit 41 is switched off", False),
        ("unit 41 is switched on", True),
        ("unit 7 is pinned", True),
        ("output 7 is pinned", False),
        ("panel hidden units is open", True),
        ("panel why is closed", True),
        ("walk_stage is at least 3", True),
        ("units_off is 1", True),
        ("pinned is hidden unit 7", True),
        ("input is test", True),
        ("label is 3", True),
        ("drawn_class is none", True),
        ("edges is weight", True),
        ("unit 3 of layer 9 is switched on", False),
        ("test_accuracy is above 99 %", False),
        ("figure rain: z > 1 and figure rain: wind < 0.3", True),
        ("figure rain: z > 2", False),
        ("figure neuron: z > -100", False),
        ("figure rain: z at moisture 0, temperature 0, wind 0 = -0.5", True),
    ],
)
def test_a_condition_is_about_the_state(state: AppState, text: str, holds: bool) -> None:
    assert Condition.read(text).holds(state) is holds


def test_values_are_those_of_the_snapshot(state: AppState) -> None:
    snapshot = state.snapshot
    x = snapshot.input_image.image.astype(np.float64)
    w, b = snapshot.network.weights, snapshot.network.biases
    hidden = 1 / (1 + np.exp(-(w[0] @ x + b[0])))
    outputs = 1 / (1 + np.exp(-(w[1] @ hidden + b[1])))
    assert Condition.read(f"activation of unit 5 > {hidden[5] - 1e-4:.6f}").holds(state)
    assert Condition.read(f"activation of unit 5 < {hidden[5] + 1e-4:.6f}").holds(state)
    assert Condition.read(f"answer is {outputs.argmax()}").holds(state)
    assert Condition.read(f"certainty > {outputs.max() - 1e-4:.6f}").holds(state)
    cost = ((outputs - np.eye(10)[3]) ** 2).sum() / 2
    assert ValueName.read("image_cost").read_from(state) == pytest.approx(cost, rel=1e-4)


def test_units_are_saturated_where_their_slope_is_next_to_nothing(state: AppState) -> None:
    wide = Network(state.snapshot.network.sizes, seed=1, initialisation="normal")
    snapshot = replace(state.snapshot, network=wide)
    x = snapshot.input_image.image.astype(np.float64)
    a = 1 / (1 + np.exp(-(wide.weights[0].astype(np.float64) @ x + wide.biases[0])))
    share = float((a * (1 - a) < 0.01).mean())  # 0.04 of the steepest slope, ¼
    found = ValueName.read("saturated units").read_from(AppState(snapshot))
    assert 0.1 < share < 0.9
    assert found == pytest.approx(share)


def test_numbers_of_neurons_and_weights_are_those_of_the_way_there_and_back(state: AppState) -> None:
    snapshot = state.snapshot
    w, b = snapshot.network.weights, snapshot.network.biases
    z = w[0] @ snapshot.input_image.image.astype(np.float64) + b[0]
    hidden = 1 / (1 + np.exp(-z))
    outputs = 1 / (1 + np.exp(-(w[1] @ hidden + b[1])))
    output_error = (outputs - np.eye(10)[3]) * outputs * (1 - outputs)
    slope = hidden * (1 - hidden)
    right = {
        "weighted input of unit 5": z[5],
        "bias of output 4": b[1][4],
        "slope of unit 5": slope[5],
        "error of output 4": output_error[4],
        "error of unit 5": (w[1].T @ output_error)[5] * slope[5],
        "weight from unit 5 to output 4": w[1][4, 5],
        "weight from pixel 400 to unit 5": w[0][5, 400],
        "gradient from unit 5 to output 4": output_error[4] * hidden[5],
    }
    for text, number in right.items():
        assert ValueName.read(text).read_from(state) == pytest.approx(number, rel=1e-5, abs=1e-12), text
    value = ValueName.read("gradient from unit 5 to output 4")
    assert [str(name) for name in value.neurons] == ["output 4", "unit 5"]
    assert str(value) == "gradient from unit 5 to output 4"
    nobody_knows = replace(
        state, snapshot=replace(snapshot, input_image=replace(snapshot.input_image, label=None))
    )
    assert np.isnan(ValueName.read("error of output 4").read_from(nobody_knows))
    assert np.isnan(ValueName.read("weight from pixel 4 to output 4").read_from(state))
    with pytest.raises(Wrong):
        ValueName.read("error of pixel 4")


def test_what_nobody_says_what_it_is_has_no_cost(state: AppState) -> None:
    blank = replace(state, snapshot=replace(state.snapshot, input_image=blank_input()))
    assert math.isnan(float(ValueName.read("image cost").read_from(blank)))


@pytest.mark.parametrize("text", ["", "eta", "eta is", "glory > 3", "answer > 3", "eta > many", "1 > 2"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        Condition.read(text)


def test_numbers_are_read_as_people_write_them() -> None:
    assert [read_number(text) for text in ("90 %", "1,000", "−0.5", "3e-2")] == [0.9, 1000, -0.5, 0.03]
    for text in ("", "%", "x", "1 2", "--1"):
        with pytest.raises(Wrong):
            read_number(text)


def test_a_stated_figure_may_be_off_by_half_of_its_last_place() -> None:
    claim = read_claim("test_accuracy after 1 epoch with eta 0.5, hidden 100,30", "95.1 %", 4)
    assert (claim.after, claim.settings) == (Amount(1, "epoch"), (("eta", 0.5), ("hidden", (100, 30))))
    assert claim.holds(0.95149)
    assert claim.holds(0.9505)
    assert not claim.holds(0.9516)
    assert not claim.holds(float("nan"))
    assert claim.written(0.9516) == "95.16 %"
    wide = read_claim("test_accuracy after 1 epoch within 2 %", "95 %", 4)
    assert wide.holds(0.932)
    assert not wide.holds(0.929)


def test_a_preset_comes_before_single_settings() -> None:
    made = settings_with(DEFAULT, read_settings("eta 0.2, preset relu"))
    assert (made.activation, made.eta) == ("relu", 0.2)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("figure rain z > 1", "names nothing"),
        ("figure rain: snow > 1", "no figure “rain” shows “snow”"),
        ("figure snow: z > 1", "no figure “snow” shows “z”"),
        ("figure rain: z at wind 1 > 1", "depends on moisture, temperature, wind"),
        ("figure rain: wind at wind 1 > 1", "no figure “rain” shows “wind”"),
    ],
)
def test_what_no_figure_shows_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(Wrong) as caught:
        Condition.read(text)
    assert wrong in caught.value.wrong


def test_a_number_of_a_figure_is_stated_with_where_its_sliders_stand(state: AppState) -> None:
    claim = read_claim("figure rain: z at moisture 1, temperature 0.5, wind 0", "3.5", 1)
    assert claim.holds(claim.value.read_from(state))  # 2 (3 − 1 − 0.5) − (−0.5 + 0.5 − 1) − 0.5
    with pytest.raises(Wrong):
        read_claim("figure rain: z", "3.5", 1)
