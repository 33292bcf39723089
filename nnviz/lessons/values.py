"""The named values that a lesson may speak of: a closed table, each read from the app's state.

To add one, add a line: conditions, stated figures, predictions and the page for authors know it from there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.setting_kinds import Real, Whole
from nnviz.lessons.state import AppState

Kind = Literal["share", "number", "word"]
Found = float | str


@dataclass(frozen=True)
class Value:
    """One named value. `read` gives a number (a share is in [0, 1]; NaN if it is not known) or a word."""

    name: str
    kind: Kind
    about: str  # one sentence for authors
    read: Callable[[AppState], Found]
    of_window: bool = False  # of what is on screen: it cannot be stated of a run


def _last(column: str) -> Callable[[AppState], float]:
    def read(state: AppState) -> float:
        values = getattr(state.snapshot.curve, column)
        return float(values[-1]) if len(values) else math.nan

    return read


def _input(state: AppState) -> str:
    return state.snapshot.input_image.source


def _answer(state: AppState) -> str:
    snapshot = state.snapshot
    return snapshot.subject.class_names[snapshot.prediction]


def _image_cost(state: AppState) -> float:
    snapshot, label = state.snapshot, state.snapshot.input_image.label
    if label is None:
        return math.nan
    outputs = snapshot.outputs
    target = np.zeros_like(outputs)
    target[label] = 1
    cost = snapshot.network.architecture.cost_function
    return float(cost.total(snapshot.forward_pass.zs[-1], outputs, target))


def _saturated_units(state: AppState) -> float:
    passed, network = state.snapshot.forward_pass, state.snapshot.network
    function = network.architecture.hidden_function
    pairs = zip(passed.zs[:-1], passed.activations[1:-1], strict=True)
    found = [function.is_saturated(function.slope(z, a)) for z, a in pairs]
    return float(np.concatenate(found).mean()) if found else math.nan


def _drawn(state: AppState) -> str:
    image = state.snapshot.input_image
    return _answer(state) if image.source == "drawing" and not image.is_blank else "none"


def _label(state: AppState) -> str:
    image = state.snapshot.input_image
    return "none" if image.label is None else state.snapshot.subject.class_names[image.label]


def _pinned(state: AppState) -> str:
    pinned = state.pinned
    return "none" if pinned is None else pinned.name(state.snapshot.layers)


def _setting(name: str) -> Value:
    field = FIELDS[name]
    kind: Kind = "number" if isinstance(field.kind, Whole | Real) else "word"

    def read(state: AppState) -> Found:
        value: Any = getattr(state.snapshot.settings, name)
        return float(value) if kind == "number" else field.kind.text(value)

    return Value(name, kind, field.about, read)


_TABLE = (
    Value(
        "test_accuracy",
        "share",
        "How many of the test examples are read right.",
        lambda state: state.snapshot.test_accuracy,
    ),
    Value(
        "training_accuracy",
        "share",
        "How many of the latest training examples were read right.",
        _last("train_accuracy"),
    ),
    Value("training_cost", "number", "The average cost C of the latest training examples.", _last("cost")),
    Value("test_cost", "number", "The average cost C of the test examples.", _last("test_cost")),
    Value("epoch", "number", "Epochs trained so far.", lambda state: state.snapshot.epoch),
    Value("examples", "number", "Examples seen so far.", lambda state: float(state.snapshot.examples_seen)),
    Value("steps", "number", "Mini-batches trained on so far.", lambda state: float(state.snapshot.steps)),
    Value(
        "layers", "number", "Layers, input and output counted.", lambda state: float(state.snapshot.layers)
    ),
    Value(
        "certainty",
        "share",
        "The activation of the output that gives the answer, for the input image.",
        lambda state: float(state.snapshot.outputs[state.snapshot.prediction]),
    ),
    Value(
        "image_cost",
        "number",
        "The cost C of the input image alone, where it is known what it is.",
        _image_cost,
    ),
    Value(
        "saturated_units",
        "share",
        "The share of the hidden units that are saturated for the input image.",
        _saturated_units,
    ),
    Value("answer", "word", "What the network takes the input image for.", _answer),
    Value("label", "word", "What the input image is, “none” if nobody knows.", _label),
    Value("input", "word", "Whence the input image is: test, training, drawing or blank.", _input),
    Value("drawn_class", "word", "What the network takes the drawing for, “none” without one.", _drawn, True),
    Value("pinned", "word", "The neuron that is held, such as “hidden unit 42”; “none”.", _pinned, True),
    Value("edges", "word", "What the connections show, such as “weight”.", lambda state: state.edges, True),
    Value(
        "walk_stage",
        "number",
        "The stage of the backpropagation walk, 0 while it is closed.",
        lambda state: float(state.walk_stage),
        True,
    ),
    Value(
        "units_off",
        "number",
        "How many units are switched off.",
        lambda state: float(len(state.switched_off)),
        True,
    ),
    Value(
        "runs",
        "number",
        "How many runs there are.",
        lambda state: float(len(state.snapshot.runs)),
        True,
    ),
    Value(
        "moment",
        "number",
        "How many examples the moment looked at is back in the past.",
        lambda state: (
            float((state.snapshot.newest or 0) - state.snapshot.examples_seen)
            if state.snapshot.is_past
            else 0.0
        ),
        True,
    ),
)
VALUES: Mapping[str, Value] = MappingProxyType(
    {value.name: value for value in (*_TABLE, *(_setting(name) for name in FIELDS))}
)
