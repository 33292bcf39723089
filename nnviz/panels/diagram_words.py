"""What the network diagram says: tips with a neuron's formula in numbers, captions, warnings. No painting."""

from __future__ import annotations

import math

import numpy as np

from nnviz.core.mnist import SIDE
from nnviz.core.neuron import Neuron
from nnviz.core.snapshot import Snapshot
from nnviz.panels.edge_values import EdgeMode, gradient_label

_SATURATED_SLOPE = 0.005


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign, typeset: "+2.69", "−0.29", "not a number"."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:+.{digits}f}" if abs(value) < 1e5 else f"{value:+.1e}"
    return text.replace("-", "−")


def plain(value: float, digits: int = 3) -> str:
    """A number without a plus: "0.917"."""
    return signed(value, digits).removeprefix("+")


def neuron_name(neuron: Neuron, layers: int) -> str:
    """What a tip calls a neuron; pixels by row and column, which can be found in the picture."""
    if neuron.layer == 1:
        row, column = divmod(neuron.index, SIDE)
        return f"pixel in row {row}, column {column}"
    return neuron.name(layers)


def neuron_tip(snapshot: Snapshot, neuron: Neuron) -> list[str]:
    """The lines of a neuron's tip; the first is its name."""
    name = neuron_name(neuron, snapshot.layers)
    title = name[0].upper() + name[1:]
    a = float(snapshot.activations[neuron.layer - 1][neuron.index])
    if neuron.layer == 1:
        return [title, f"a = {plain(a)}", "no ink" if a == 0 else "ink, 1 at most"]
    z = float(snapshot.forward_pass.zs[neuron.layer - 2][neuron.index])
    b = float(snapshot.network.biases[neuron.layer - 2][neuron.index])
    if not math.isfinite(z):
        return [title, "z is no longer a finite number:", "the learning rate is too large; reset to go on"]
    lines = [
        title,
        f"z = Σ w·a + b = {signed(z - b)} {signed(b)[0]} {signed(b)[1:]} = {signed(z)}",
        f"a = σ(z) = {plain(a)}",
    ]
    return lines + _remark(snapshot, neuron, a)


def _remark(snapshot: Snapshot, neuron: Neuron, a: float) -> list[str]:
    if not snapshot.network.weights[neuron.layer - 2][neuron.index].any():
        return ["dead: all its weights are 0, so it says this for every digit"]
    if neuron.layer == snapshot.layers:
        if snapshot.probe.label is None:
            return []
        return [
            "the right answer: y = 1" if neuron.index == snapshot.probe.label else "a wrong answer: y = 0"
        ]
    if a * (1 - a) < _SATURATED_SLOPE:
        return [f"saturated: σ′(z) = {a * (1 - a):.4f}, so it hardly learns from this digit"]
    return []


def edge_tip(snapshot: Snapshot, start: Neuron, end: Neuron) -> list[str]:
    """The lines about one connection; the first names both its ends."""
    layers = snapshot.layers
    w = float(snapshot.network.weights[start.layer - 1][end.index, start.index])
    a = float(snapshot.activations[start.layer - 1][start.index])
    with np.errstate(all="ignore"):
        product = np.float64(w) * np.float64(a)
    name = neuron_name(start, layers)
    return [
        f"{name[0].upper() + name[1:]} → {neuron_name(end, layers)}",
        f"w·a = {signed(w)} × {plain(a)} = {signed(float(product))}",
    ]


def counter(drawn: int, total: int) -> str:
    """How many connections the picture holds."""
    return f"{drawn:,} of {total:,} connections"


def retina_title(snapshot: Snapshot) -> str:
    """What digit is on show: "test digit 61, a 3"."""
    probe = snapshot.probe
    return probe.description if probe.label is None else f"{probe.description}, a {probe.label}"


def remark(snapshot: Snapshot, mode: EdgeMode, drawn: int, finite: bool, marked: bool) -> str:
    """The one sentence that the picture needs now, or nothing."""
    if not finite:
        return "Some weights are no longer finite numbers: their connections are left out. Reset to go on."
    if snapshot.probe.source == "blank" and mode.needs_probe:
        return snapshot.message or "No digit yet: the connections have nothing to carry."
    if mode is EdgeMode.GRADIENT and snapshot.probe.label is None:
        return (
            "∂C/∂w needs the right digit, which nobody has said: "
            f"shown as if the guess, {gradient_label(snapshot)}, were right."
        )
    if mode is EdgeMode.CHANGE and drawn == 0:
        return "No weight has moved since your mark." if marked else "No weight has moved yet."
    return ""
