"""How the numbers of a walk are written, as markup, and what they are called in words."""

from __future__ import annotations

from nnviz.explain.entry import Entry
from nnviz.explain.quantity import TABLE
from nnviz.learning.architecture import Architecture
from nnviz.learning.neuron import Neuron


def symbol(entry: Entry, architecture: Architecture) -> str:
    """Markup of one number's symbol with its layer and indices, or of a whole array without indices."""
    return TABLE[entry.quantity].symbol(entry, architecture)


def has_sign(entry: Entry, architecture: Architecture) -> bool:
    """Whether a number may be negative, so that it is written with its sign."""
    return not TABLE[entry.quantity].shade(entry, architecture).tint


def name(entry: Entry, architecture: Architecture) -> str:
    """What a number is, in words: "error δ of output 5", "weight w from hidden unit 42 to output 5"."""
    layers = len(architecture.sizes)
    return TABLE[entry.quantity].name.format(
        unit=Neuron(entry.layer, entry.j or 0).name(layers),
        before=Neuron(entry.layer - 1, entry.k or 0).name(layers),
    )
