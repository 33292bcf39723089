"""The probe: the one digit that every panel shows going through the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.datasets.mnist import PIXELS

Source = Literal["blank", "test", "training", "drawing"]


@dataclass(frozen=True, eq=False)
class Probe:
    """A digit on show: `image` (784,) float32 in [0, 1], read-only; what it is, if anyone knows; whence."""

    image: Floats
    label: int | None
    source: Source
    index: int = -1  # in its data set

    @property
    def is_blank(self) -> bool:
        """Whether there is no digit: before the first, and on an empty pad."""
        return self.source in ("blank", "drawing") and not self.image.any()

    @property
    def description(self) -> str:
        """A few words for a heading, such as "test digit 61"."""
        if self.source == "drawing" and self.is_blank:
            return "nothing drawn"
        return {
            "blank": "no digit yet",
            "test": f"test digit {self.index}",
            "training": f"training digit {self.index}",
            "drawing": "your drawing",
        }[self.source]


def blank_probe() -> Probe:
    """An empty image, before there is any digit."""
    return Probe(_frozen(np.zeros(PIXELS, dtype=np.float32)), None, "blank")


def data_probe(dataset: Examples, index: int, source: Source = "test") -> Probe:
    """Digit `index` of a data set."""
    return Probe(_frozen(dataset.image(index)), int(dataset.labels[index]), source, index)


def drawn_probe(image: Floats) -> Probe:
    """A drawing after `centre_digit`: (28, 28) or (784,) in [0, 1]."""
    return Probe(_frozen(image.reshape(PIXELS).astype(np.float32)), None, "drawing")


def _frozen(image: Floats) -> Floats:
    image.setflags(write=False)
    return image
