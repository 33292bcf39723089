"""What the panel asks off the GUI thread, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from nnviz.arrays import Floats
from nnviz.errors import Stopped
from nnviz.explain.why import (
    Change,
    PixelShares,
    UnitShares,
    favourite_picture,
    pixel_shares,
    smallest_change,
    unit_shares,
)
from nnviz.learning.answers import ranking
from nnviz.learning.network import Network
from nnviz.panels.why.base_picture import Bases
from nnviz.runs.input_image import InputImage

Step = TypeVar("Step")


@dataclass(frozen=True, eq=False)
class Found:
    """Why `chosen` rather than `rival`, for one input image."""

    input_image: InputImage
    answer: int  # what the network says
    chosen: int
    rival: int
    units: UnitShares
    pixels: PixelShares
    changes: tuple[Change, ...]  # from the image to the nearest that says the rival, if there is one
    favourite: Floats  # (pixels,) the picture that the chosen output likes best
    hidden_layer: int  # the number of the layer that the units are of
    base: InputImage  # the picture that the pixels' shares begin with

    @property
    def change(self) -> Change:
        """The last picture on the way to the rival."""
        return self.changes[-1]

    @property
    def is_persuaded(self) -> bool:
        """Whether that picture says the rival rather than the chosen class."""
        return self.change.lead < 0


@dataclass(frozen=True, eq=False)
class Question:
    """`chosen` and `rival` are left to the network where they are None: its answer, and who comes next.

    If its answer is wrong, the rival is the right class.
    """

    network: Network
    input_image: InputImage
    chosen: int | None
    rival: int | None
    bases: Bases = field(default_factory=Bases)

    def pair(self) -> tuple[int, int, int] | None:
        """The answer, the class that is asked about and its rival; None if outputs are no numbers."""
        zs = self.network.weighted_inputs(self.input_image.image.astype(np.float64))
        if not np.isfinite(zs).all():
            return None
        order: list[int] = ranking(zs).tolist()
        chosen = order[0] if self.chosen is None else self.chosen
        others = [k for k in order if k != chosen]
        rival = (
            self.input_image.label if self.input_image.label in others and chosen == order[0] else others[0]
        )
        if self.rival is not None and self.rival != chosen:
            rival = self.rival
        return order[0], chosen, rival

    def find(self, is_wanted: Callable[[], bool]) -> Found | None:
        """The answer to it: 10 to 100 ms. Raises `Stopped` once it is not wanted any more."""
        with np.errstate(all="ignore"):
            found = self.pair()
            if found is None:
                return None
            answer, chosen, rival = found
            network, image = self.network, self.input_image.image
            changes = tuple(_while(is_wanted, smallest_change(network, image, chosen, rival)))
            *_, favourite = _while(is_wanted, favourite_picture(network, chosen))
            base = self.bases.picture(self.input_image, rival)
            return Found(
                input_image=self.input_image,
                answer=answer,
                chosen=chosen,
                rival=rival,
                units=unit_shares(network, image, chosen, rival),
                pixels=pixel_shares(network, image, chosen, rival, base.image),
                changes=changes,
                favourite=favourite,
                hidden_layer=len(network.sizes) - 1,
                base=base,
            )


def _while(is_wanted: Callable[[], bool], steps: Iterator[Step]) -> Iterator[Step]:
    for step in steps:
        if not is_wanted():
            raise Stopped
        yield step
