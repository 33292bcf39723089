"""Naming one neuron, and which neurons the user is looking at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Neuron:
    """A neuron by its layer, counted as in the article (input 1, then hidden, output L), and index from 0."""

    layer: int
    index: int

    def name(self, layers: int) -> str:
        """What people call it in a network of that many layers: "pixel 130", "hidden unit 56", "output 3"."""
        if self.layer == 1:
            return f"pixel {self.index}"
        if self.layer == layers:
            return f"output {self.index}"
        which = "hidden unit" if layers == 3 else f"layer {self.layer} unit"
        return f"{which} {self.index}"


def layer_name(layer: int, layers: int) -> str:
    """ "the input", "hidden layer 2", "the output layer"."""
    if layer == 1:
        return "the input"
    return "the output layer" if layer == layers else f"hidden layer {layer}"


@dataclass(frozen=True)
class Selection:
    """The neuron under the cursor and the one pinned by a click; hovering shows through a pin."""

    hovered: Neuron | None = None
    pinned: Neuron | None = None

    @property
    def shown(self) -> Neuron | None:
        """The neuron every panel highlights, if any."""
        return self.hovered or self.pinned
