"""What the connections can show: the numbers behind each choice, and the words for them. No painting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.runs.snapshot import Snapshot

Values = NDArray[Any]  # (n, m) float32, finite


class EdgeMode(Enum):
    """What a connection's colour and brightness stand for."""

    SIGNAL = "signal w·a"
    WEIGHT = "weight w"
    GRADIENT = "gradient ∂C/∂w"
    CHANGE = "change Δw"

    @property
    def needs_input_image(self) -> bool:
        """Whether the values depend on the digit shown."""
        return self in (EdgeMode.SIGNAL, EdgeMode.GRADIENT)

    @property
    def signs(self) -> tuple[str, str]:
        """What blue and orange mean."""
        return {
            EdgeMode.SIGNAL: ("pushes up", "pushes down"),
            EdgeMode.WEIGHT: ("pushes up", "pushes down"),
            EdgeMode.GRADIENT: ("raises C", "lowers C"),
            EdgeMode.CHANGE: ("has grown", "has fallen"),
        }[self]

    @property
    def explanation(self) -> str:
        """One sentence for the choice."""
        return {
            EdgeMode.SIGNAL: "w·a: what each connection carries for the image shown, its weight times the "
            "activation it comes from.",
            EdgeMode.WEIGHT: "wⱼₖ: the weight of each connection, whatever the image.",
            EdgeMode.GRADIENT: "∂C/∂w = a·δ: how the cost of this image would change with each weight; "
            "a training step goes the other way.",
            EdgeMode.CHANGE: "Δw: how far each weight has moved since the start, or since your mark.",
        }[self]


@dataclass(frozen=True, eq=False)
class EdgeValues:
    """The signed numbers of all connections, one array a gap, and what must be said about them."""

    gaps: list[Values]
    finite: bool


def edge_values(snapshot: Snapshot, mode: EdgeMode, since: Network) -> EdgeValues:
    """The numbers that `mode` shows; `since` is the network that changes are counted from.

    What is not a finite number becomes 0, and is told by `finite`.
    """
    with np.errstate(all="ignore"):
        raw = _raw_values(snapshot, mode, since)
        finite = all(bool(np.isfinite(values.sum())) or bool(np.isfinite(values).all()) for values in raw)
        if not finite:
            raw = [np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0) for values in raw]
    return EdgeValues([values.astype(np.float32, copy=False) for values in raw], finite)


def _raw_values(snapshot: Snapshot, mode: EdgeMode, since: Network) -> list[Floats]:
    weights = snapshot.network.weights
    if (
        mode.needs_input_image and snapshot.input_image.is_blank
    ):  # what the network makes of no digit means nothing
        return [np.zeros_like(values) for values in weights]
    if mode is EdgeMode.WEIGHT:
        return list(weights)
    if mode is EdgeMode.CHANGE:
        return [now - then for now, then in zip(weights, since.weights, strict=True)]
    if mode is EdgeMode.GRADIENT:
        return snapshot.network.backprop(snapshot.input_image.image, gradient_label(snapshot)).nabla_w
    before = snapshot.activations[:-1]
    return [w * a for w, a in zip(weights, before, strict=True)]  # (n, m) * (m,) -> (n, m)


def gradient_label(snapshot: Snapshot) -> int:
    """The digit whose cost the gradient is of: the right one, or the network's own guess if nobody knows."""
    label = snapshot.input_image.label
    return snapshot.prediction if label is None else label


class Part(NamedTuple):
    """Some connections of a gap: those from the neurons `starts` to the neurons `ends`."""

    gap: int  # from 0, which leads from layer 1 to layer 2
    ends: slice = slice(None)  # rows of the gap's values
    starts: slice = slice(None)  # columns


def parts_of(neuron: Neuron, gaps: int) -> list[Part]:
    """The connections into and out of one neuron, in a network with that many gaps between its layers."""
    alone = slice(neuron.index, neuron.index + 1)
    into, out = Part(neuron.layer - 2, ends=alone), Part(neuron.layer - 1, starts=alone)
    return [part for part in (into, out) if 0 <= part.gap < gaps]


def above_threshold(values: Values, share: float) -> Values:
    """The values with 0 for those below `share` of the largest."""
    if share <= 0:
        return values
    largest = float(np.abs(values).max(initial=0.0))
    return np.where(np.abs(values) >= share * largest, values, np.float32(0))
