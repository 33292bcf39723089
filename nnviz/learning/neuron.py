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


@dataclass(frozen=True)
class WeightChoice:
    """One weight w_jk or bias b_j; or, `of_all`, the sum of the squares of all weights into a neuron."""

    to: Neuron  # j: the neuron that it leads to, of layer 2 … L
    source: int | None = None  # k: from which neuron of the layer before; None for a bias
    of_all: bool = False

    def fits(self, sizes: tuple[int, ...]) -> bool:
        """Whether a network of these sizes has it."""
        layer = self.to.layer
        if not 2 <= layer <= len(sizes) or self.to.index >= sizes[layer - 1]:
            return False
        return self.source is None or self.source < sizes[layer - 2]


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
