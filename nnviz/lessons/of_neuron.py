"""Numbers of neurons and weights as lessons name them: "error of output 3", "weight from unit 1 to output 3".

All are those of the input image on its way through the network and back.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.walk import Walk
from nnviz.lessons.fault import Wrong
from nnviz.lessons.neuron_name import PATTERN, NeuronName
from nnviz.lessons.state import AppState

OF_ONE: Mapping[str, Quantity] = MappingProxyType(
    {
        "activation": Quantity.ACTIVATION,
        "weighted input": Quantity.WEIGHTED_INPUT,
        "bias": Quantity.BIAS,
        "slope": Quantity.SLOPE,
        "error": Quantity.ERROR,
    }
)
OF_TWO: Mapping[str, Quantity] = MappingProxyType(
    {"weight": Quantity.WEIGHT, "gradient": Quantity.WEIGHT_GRADIENT}
)
_ON_THE_WAY_BACK = ("error", "gradient")  # it is only known where the input image is
_OF_ONE = re.compile(rf"(?P<what>{'|'.join(OF_ONE)}) of (?P<to>{PATTERN})")
_OF_TWO = re.compile(rf"(?P<what>{'|'.join(OF_TWO)}) from (?P<source>{PATTERN}) to (?P<to>{PATTERN})")


@dataclass(frozen=True)
class OfNeuron:
    """A number of a neuron, or of the weight to it from a `source` in the layer before."""

    what: str
    to: NeuronName
    source: NeuronName | None = None

    @classmethod
    def read(cls, text: str) -> OfNeuron | None:
        """What a text in small letters names; None if it is nothing of the kind. Raises `Wrong`."""
        if parts := _OF_ONE.fullmatch(text):
            of_one = cls(parts["what"], NeuronName.read(parts["to"]))
            if of_one.to.kind == "pixel" and of_one.what != "activation":
                raise Wrong(f"a pixel has no {of_one.what}", "It has an activation, its ink.")
            return of_one
        if parts := _OF_TWO.fullmatch(text):
            return cls(parts["what"], NeuronName.read(parts["to"]), NeuronName.read(parts["source"]))
        return None

    @property
    def neurons(self) -> tuple[NeuronName, ...]:
        """Those it speaks of."""
        return (self.to,) if self.source is None else (self.to, self.source)

    def read_from(self, state: AppState) -> float:
        """What it is now; NaN if there is no such neuron or weight, or the error of nobody knows what."""
        snapshot = state.snapshot
        to, *source = (name.neuron(snapshot.network.sizes) for name in self.neurons)
        if to is None or None in source:
            return math.nan
        if self.what == "activation":
            return float(snapshot.activations[to.layer - 1][to.index])
        if self.what in _ON_THE_WAY_BACK and snapshot.input_image.label is None:
            return math.nan
        k = source[0].index if source and source[0] is not None else None
        if source and source[0] is not None and source[0].layer != to.layer - 1:
            return math.nan
        return Walk.of(snapshot).value(Entry({**OF_ONE, **OF_TWO}[self.what], to.layer, to.index, k))

    def __str__(self) -> str:
        if self.source is None:
            return f"{self.what} of {self.to}"
        return f"{self.what} from {self.source} to {self.to}"
