"""What the lab asks of a network off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.datasets.subject import Subject
from nnviz.explain.variations import Said, Variation, said_along, said_of, shift_map
from nnviz.learning.network import Network


@dataclass(frozen=True, eq=False)
class Explored:
    """What a network says of all that could become of a drawing, and of the drawings that were kept."""

    shifts: Said | None  # None if nothing is drawn
    along: Mapping[str, Said]  # by the field of a variation
    kept: Said | None  # None if nothing is kept


@dataclass(frozen=True, eq=False)
class Exploration:
    """A picture (rows, columns), how it is varied now, and the drawings that were kept."""

    network: Network
    image: Floats
    variation: Variation
    kept: Examples | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to ask about."""
        return not self.image.any() and self.kept is None

    def find(self) -> Explored:
        """Some milliseconds, for any thread."""
        kept = None
        if self.kept is not None:
            kept = said_of(self.network, self.kept.subject.laid_out(to_unit_range(self.kept.images)))
        if not self.image.any():
            return Explored(None, {}, kept)
        arguments = self.network, self.image, self.variation
        return Explored(shift_map(*arguments), said_along(*arguments), kept)


def with_drawing(kept: Examples | None, image: Floats, label: int, subject: Subject) -> Examples:
    """One more drawing kept, (pixels,) in [0, 1], after those before."""
    pixels = np.round(image * 255).astype(np.uint8)[np.newaxis]
    labels = np.array([label], dtype=np.uint8)
    if kept is not None:
        pixels, labels = np.concatenate([kept.images, pixels]), np.concatenate([kept.labels, labels])
    return _read_only(pixels, labels, subject)


def without_drawing(kept: Examples, index: int) -> Examples | None:
    """All but one; None if none is left."""
    if len(kept) < 2:
        return None
    return _read_only(np.delete(kept.images, index, axis=0), np.delete(kept.labels, index), kept.subject)


def _read_only(images: np.ndarray, labels: np.ndarray, subject: Subject) -> Examples:
    for array in (images, labels):
        array.setflags(write=False)
    return Examples(images, labels, subject)
