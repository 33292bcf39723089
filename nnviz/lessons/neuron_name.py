"""Neurons as lessons name them: "unit 42", "unit 7 of layer 3", "output 5", "pixel 130"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnviz.learning.neuron import Neuron
from nnviz.lessons.fault import Wrong

PATTERN = r"(?:hidden )?(?:unit|output|pixel) \d{1,6}(?: of layer \d{1,2})?"
_PARTS = re.compile(r"(?:hidden )?(unit|output|pixel) (\d{1,6})(?: of layer (\d{1,2}))?")
_HOW = "Write “unit 42”, “unit 7 of layer 3”, “output 5” or “pixel 130”"


@dataclass(frozen=True)
class NeuronName:
    """A neuron by its name; which neuron that is depends on the network."""

    kind: str  # unit, output or pixel
    index: int
    layer: int = 2  # of a unit, counted as in the article: 2 is the first hidden one

    @classmethod
    def read(cls, text: str) -> NeuronName:
        """The name in a text. Raises `Wrong`."""
        parts = _PARTS.fullmatch(" ".join(text.lower().split()))
        if parts is None:
            raise Wrong(f"“{text}” is no neuron", f"{_HOW}.")
        return cls(parts[1], int(parts[2]), int(parts[3] or 2))

    @classmethod
    def of(cls, neuron: Neuron, layers: int) -> NeuronName:
        """The name of a neuron in a network of that many layers."""
        kind = {1: "pixel", layers: "output"}.get(neuron.layer, "unit")
        return cls(kind, neuron.index, neuron.layer if kind == "unit" else 2)

    def neuron(self, sizes: tuple[int, ...]) -> Neuron | None:
        """The neuron in a network of these sizes; None if it has none of that name."""
        layer = {"pixel": 1, "output": len(sizes)}.get(self.kind, self.layer)
        is_hidden = 1 < layer < len(sizes)
        if (self.kind == "unit" and not is_hidden) or self.index >= sizes[layer - 1]:
            return None
        return Neuron(layer, self.index)

    def __str__(self) -> str:
        layer = f" of layer {self.layer}" if self.kind == "unit" and self.layer != 2 else ""
        return f"{self.kind} {self.index}{layer}"
