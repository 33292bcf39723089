"""Which number the user looks at: hovered, else pinned, else the one that matters most at this stage."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.walk import Walk
from nnviz.learning.neuron import Neuron, WeightChoice
from nnviz.panels.backprop_steps.backward_words import strongest_weight
from nnviz.panels.backprop_steps.stages import Kind, Stage


@dataclass(frozen=True)
class Attention:
    """What the mouse and the keyboard point at within one stage."""

    hovered: Entry | None = None
    pinned: Entry | None = None
    term: Entry | None = None

    @property
    def pointed_at(self) -> Entry | None:
        """The number that was pointed at, if any was."""
        return self.hovered or self.pinned

    def toggled(self, entry: Entry) -> Attention:
        """After a click on a number: pinned, or released if it was."""
        return replace(self, pinned=None if self.pinned == entry else entry)


def most_telling(walk: Walk, stage: Stage) -> Entry:
    """The number worth spelling out when none is pointed at: the largest of what the stage finds."""
    if stage.kind in (Kind.GRADIENTS, Kind.STEP):
        weight = strongest_weight(walk)
        return Entry(stage.focus.quantity, weight.layer, weight.j, weight.k)
    if stage.kind is Kind.AGAIN:
        return Entry(Quantity.NEW_COST, walk.layers)
    return Entry(stage.focus.quantity, stage.layer, _largest(walk, stage.focus))


def path_of(walk: Walk, entry: Entry) -> Entry:
    """The weight whose path shows best how a number matters: itself, or the strongest into its unit."""
    if entry.quantity.is_matrix:
        return Entry(Quantity.WEIGHT_GRADIENT, entry.layer, entry.j, entry.k)
    if entry.quantity.is_scalar or entry.j is None:
        return strongest_weight(walk, walk.layers)
    if entry.layer == 1:
        column = walk.array(Quantity.WEIGHT_GRADIENT, 2)[:, entry.j]
        return Entry(Quantity.WEIGHT_GRADIENT, 2, _argmax(column), entry.j)
    row = walk.array(Quantity.WEIGHT_GRADIENT, entry.layer)[entry.j]
    return Entry(Quantity.WEIGHT_GRADIENT, entry.layer, entry.j, _argmax(row))


def neuron_of(entry: Entry | None) -> Neuron | None:
    """The neuron a number belongs to, if it belongs to one."""
    return Neuron(entry.layer, entry.j) if entry is not None and entry.j is not None else None


def weight_of(entry: Entry | None) -> WeightChoice | None:
    """The weight or bias that a number tells of, if it tells of one."""
    if entry is None or entry.j is None or entry.layer < 2:
        return None
    to = Neuron(entry.layer, entry.j)
    if entry.quantity.is_matrix:
        return WeightChoice(to, entry.k) if entry.k is not None else None
    return None if entry.quantity.is_scalar else WeightChoice(to)


def _largest(walk: Walk, whole: Entry) -> int:
    return _argmax(walk.array(whole.quantity, whole.layer))


def _argmax(values: Floats) -> int:
    return int(np.argmax(np.nan_to_num(np.abs(values), posinf=0)))
