"""What the network diagram says: tips with a neuron's formula in numbers, captions, warnings. No painting."""

from __future__ import annotations

import math

from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.number_markup import figure
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_values import EdgeMode, gradient_label
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets.formula.markup import plain

_LARGEST_PLAIN = 1e5

PREPARING = "preparing the connections…"


def neuron_name(neuron: Neuron, layers: int, subject: Subject = MNIST) -> str:
    """What a tip calls a neuron; pixels by row and column, which can be found in the picture."""
    if neuron.layer == 1:
        row, column = subject.place(neuron.index)
        return f"pixel in row {row}, column {column}"
    if neuron.layer == layers:
        return subject.output(neuron.index)
    return neuron.name(layers)


def neuron_tip(snapshot: Snapshot, neuron: Neuron) -> list[str]:
    """The lines of a neuron's tip; the first is its name."""
    title = _sentence_case(neuron_name(neuron, snapshot.layers, snapshot.subject))
    a = float(snapshot.activations[neuron.layer - 1][neuron.index])
    if neuron.layer == 1:
        return [title, f"a = {figure(a)}" + ("" if a else ": no ink, so it carries nothing")]
    if snapshot.input_image.is_blank:
        return [title, f"There is no {snapshot.subject.noun} that it could react to."]
    z = float(snapshot.forward_pass.zs[neuron.layer - 2][neuron.index])
    b = float(snapshot.network.biases[neuron.layer - 2][neuron.index])
    if not math.isfinite(z):
        return [title, "z = Σ w·a + b is no longer a finite number"]
    formula = f"z = Σ w·a + b = {_fixed(z - b)} {_fixed(b)[0]} {_fixed(b)[1:]} = {_fixed(z)}"
    return [
        title,
        formula,
        f"a = {plain(snapshot.network.function(neuron.layer).symbol)}(z) = {figure(a)}",
        *_remarks(snapshot, neuron, a),
    ]


def _remarks(snapshot: Snapshot, neuron: Neuron, a: float) -> list[str]:
    if not snapshot.network.weights[neuron.layer - 2][neuron.index].any():
        return ["dead: all its weights are 0,", f"so it says this for every {snapshot.subject.noun}"]
    label = snapshot.input_image.label
    if neuron.layer == snapshot.layers and label is not None:
        return ["the right answer: y = 1" if neuron.index == label else "a wrong answer: y = 0"]
    function = snapshot.network.function(neuron.layer)
    slope = float(function.slope(snapshot.forward_pass.zs[neuron.layer - 2][neuron.index], a))
    if neuron.layer < snapshot.layers and function.is_saturated(slope):
        name = plain(function.slope_symbol)
        hardly = f"it hardly learns from this {snapshot.subject.noun}"
        return [f"{function.saturated}: {name}(z) = {figure(slope)},", hardly]
    return []


def connection_tip(snapshot: Snapshot, start: Neuron, end: Neuron, mode: EdgeMode, value: float) -> list[str]:
    """The lines about one connection, which is worth `value` in `mode`; the first names both its ends."""
    names = [neuron_name(neuron, snapshot.layers, snapshot.subject) for neuron in (start, end)]
    title = f"{_sentence_case(names[0])} → {names[1]}"
    w = float(snapshot.network.weights[start.layer - 1][end.index, start.index])
    a = float(snapshot.activations[start.layer - 1][start.index])
    number = figure(value, signed=True)
    return {
        EdgeMode.SIGNAL: [title, f"w·a = {figure(w, signed=True)} × {figure(a)} = {number}"],
        EdgeMode.WEIGHT: [title, f"w = {number}"],
        EdgeMode.GRADIENT: [title, f"∂C/∂w = {number}", f"w = {figure(w, signed=True)}"],
        EdgeMode.CHANGE: [title, f"Δw = {number}", f"w = {figure(w, signed=True)}"],
    }[mode]


def counter(drawn: int, total: int, short: bool = False) -> str:
    """How many connections the picture holds."""
    return f"{drawn:,} of {total:,}" + ("" if short else " connections")


def counter_tip(mode: EdgeMode, drawn: int, total: int) -> str:
    """What the counter means, and why it may be less than all."""
    if drawn == total:
        return "Every connection of the network is drawn."
    missing = {
        EdgeMode.SIGNAL: "carry nothing for this image (w·a = 0: no ink, or a unit that counts as 0)",
        EdgeMode.GRADIENT: "would not change the cost of this image (∂C/∂w = 0)",
        EdgeMode.CHANGE: "have not moved (Δw = 0)",
        EdgeMode.WEIGHT: "have the weight w = 0",
    }[mode]
    return f"{total - drawn:,} connections are not drawn: they {missing}, or are below the threshold."


def retina_title(snapshot: Snapshot, unit: Neuron | None, mode: EdgeMode) -> str:
    """What the pixels show: "test digit 61, a 3", or what a hidden unit takes from each of them."""
    if unit is not None:
        return f"{mode.value} into {unit.name(snapshot.layers)}"
    input_image = snapshot.input_image
    return (
        input_image.description
        if input_image.label is None
        else f"{input_image.description}, {input_image.subject.a(input_image.label)}"
    )


def layer_title(sizes: tuple[int, ...], layer: int) -> tuple[str, ...]:
    """What stands below a column of circles, in wordings from the longest to the shortest."""
    n = sizes[layer - 1]
    if layer == len(sizes):
        return (f"{n} outputs",)
    return (f"{n:,} hidden unit" + ("" if n == 1 else "s"), f"{n:,} hidden", f"{n:,}")


def remark(snapshot: Snapshot, mode: EdgeMode, drawn: int, finite: bool, marked: bool) -> str:
    """The one sentence that the picture needs now, or nothing."""
    if not finite:
        return "Some numbers are no longer finite: those connections are left out. Reset to go on."
    if snapshot.input_image.is_blank and mode.needs_input_image:
        what = (
            "Nothing is drawn"
            if snapshot.input_image.source == "drawing"
            else f"No {snapshot.subject.noun} yet"
        )
        return "" if snapshot.phase is Phase.LOADING else f"{what}: there is nothing to carry."
    if mode is EdgeMode.GRADIENT and snapshot.input_image.label is None:
        guess = snapshot.subject.class_names[gradient_label(snapshot)]
        said = "∂C/∂w needs the right answer, which nobody has said"
        return f"{said}: this is as if the guess, {guess}, were right."
    if mode is EdgeMode.CHANGE and drawn == 0:
        return "No weight has moved since your mark." if marked else "No weight has moved yet."
    return ""


def _fixed(value: float) -> str:
    """A number with its sign and two decimals, so that a sum can be followed: "+2.69", "−0.29"."""
    if abs(value) >= _LARGEST_PLAIN:
        return figure(value, signed=True)
    return f"{value:+.2f}".replace("-", "−")


def _sentence_case(name: str) -> str:
    return name[0].upper() + name[1:]
