"""A network with one neuron in each of its three layers: its moving parts, and the chains between them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nnviz.explain.figures.neuron_numbers import OneNeuron

LINKS = (  # what acts directly on what
    ("w2", "z2"),
    ("x", "z2"),
    ("b2", "z2"),
    ("z2", "a2"),
    ("a2", "z3"),
    ("w3", "z3"),
    ("b3", "z3"),
    ("z3", "a3"),
    ("a3", "C"),
    ("y", "C"),
)
PARTS = (*(start for start, _ in LINKS), "C")
MOVED = ("x", "w2", "b2", "w3", "b3", "y")  # the others follow from these


def path_from(part: str) -> tuple[tuple[str, str], ...]:
    """The links from a part to the cost; none from the cost itself."""
    after = dict(LINKS)
    path = []
    while part in after:
        path.append((part, after[part]))
        part = after[part]
    return tuple(path)


@dataclass(frozen=True)
class MovingParts:
    """a² = σ(w² x + b²), a³ = σ(w³ a² + b³), C = ½ (a³ − y)²."""

    x: float
    w2: float
    b2: float
    w3: float
    b3: float
    y: float

    @classmethod
    def of(cls, numbers: Mapping[str, float]) -> MovingParts:
        """With the numbers of those names; others are left aside."""
        return cls(**{name: numbers[name] for name in MOVED})

    @cached_property
    def hidden(self) -> OneNeuron:
        """The neuron of layer 2."""
        return OneNeuron((self.x,), (self.w2,), self.b2)

    @cached_property
    def output(self) -> OneNeuron:
        """The neuron of layer 3."""
        return OneNeuron((self.hidden.activation,), (self.w3,), self.b3)

    def value(self, part: str) -> float:
        """What a part is now."""
        found = {
            "z2": self.hidden.weighted_input,
            "a2": self.hidden.activation,
            "z3": self.output.weighted_input,
            "a3": self.output.activation,
            "C": (self.output.activation - self.y) ** 2 / 2,
        }
        return found[part] if part in found else float(getattr(self, part))

    def rate(self, start: str, end: str) -> float:
        """How much the end of a link changes for each 1 that its start does."""
        off = self.output.activation - self.y
        return {
            ("w2", "z2"): self.x,
            ("x", "z2"): self.w2,
            ("b2", "z2"): 1.0,
            ("z2", "a2"): self.hidden.slope,
            ("a2", "z3"): self.w3,
            ("w3", "z3"): self.hidden.activation,
            ("b3", "z3"): 1.0,
            ("z3", "a3"): self.output.slope,
            ("a3", "C"): off,
            ("y", "C"): -off,
        }[start, end]

    def slope(self, part: str) -> float:
        """∂C by ∂ the part: the rates along its path, multiplied."""
        return math.prod(self.rate(*link) for link in path_from(part))
