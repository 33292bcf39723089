"""What the hidden units' panel says in words: a tile's numbers, a layer's state, what is wrong with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.subject import Subject
from nnviz.explain.number_markup import figure
from nnviz.learning.neuron import Neuron
from nnviz.panels.hidden_units.unit_images import UnitImages
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.colour_scale import ColourScale

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def fault(images: UnitImages) -> str:
    """What is wrong with the weights of some units; empty if nothing is."""
    if len(images.broken):
        return f"{_units(images.broken)}: weights no longer finite numbers"
    return f"{_units(images.dead)}: all weights are 0" if len(images.dead) else ""


def summary(snapshot: Snapshot, layer: int) -> str:
    """How many units of a layer are active for the input image."""
    if snapshot.input_image.is_blank:
        return ""
    activations = snapshot.activations[layer - 1]
    active = np.count_nonzero(activations > snapshot.network.function(layer).half_way)
    return f"{active} of {len(activations)} active for {snapshot.input_image.description}"


def unit_tip(snapshot: Snapshot, images: UnitImages, index: int, pixel: int | None) -> str:
    """The numbers of one unit and, over a pixel of its image, of that pixel's weight."""
    lines = [_unit_line(snapshot, images, index)]
    if images.layer > 2:
        lines.append("shown: the template it sees in the pixels, the product of all weights up to it")
    if pixel is not None:
        lines.append(_pixel_line(images, index, pixel, snapshot.subject))
    lines.append(ColourScale(float(images.full[index])).words)
    return "\n".join(lines)


def _unit_line(snapshot: Snapshot, images: UnitImages, index: int) -> str:
    unit = Neuron(images.layer, index)
    a = snapshot.activations[unit.layer - 1][index]
    z = snapshot.forward_pass.zs[unit.layer - 2][index]
    values = images.values[index]
    what = "weights" if images.layer == 2 else "template"
    spread = f"{what} {figure(values.min(), signed=True)} … {figure(values.max(), signed=True)}"
    return f"{unit.name(snapshot.layers)}: a = {a:.3f}, z = {figure(z, signed=True)}, {spread}"


def _pixel_line(images: UnitImages, index: int, pixel: int, subject: Subject) -> str:
    row, column = subject.place(pixel)
    value = figure(images.values[index, pixel], signed=True)
    what = f"w{f'{index},{pixel}'.translate(_SUBSCRIPTS)}" if images.layer == 2 else "template"
    return f"{what} = {value} at pixel {pixel} (row {row}, column {column})"


def _units(indices: NDArray[np.intp]) -> str:
    return f"unit {indices[0]}" if len(indices) == 1 else f"{len(indices)} units"
