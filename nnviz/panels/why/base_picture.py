"""The picture that the input image is compared with: where the pixels' shares begin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from nnviz.datasets.dataset import Examples
from nnviz.runs.input_image import InputImage, blank_input, data_input


class Base(Enum):
    """Which picture that is; the value is what it is called in the choice."""

    BLANK = "blank paper"
    BEFORE = "image before"
    RIVAL = "rival’s nearest"


TIPS = {
    Base.BLANK: "What does each pixel of ink do that blank paper does not?",
    Base.BEFORE: "What makes this image another one than that which was shown before it?",
    Base.RIVAL: "What makes it another one than the test picture of the other class that is nearest to it?",
}


@dataclass(frozen=True, eq=False)
class Bases:
    """What can be compared with: the image shown before, if there was one, and the test pictures."""

    which: Base = Base.BLANK
    before: InputImage | None = None
    test: Examples | None = None

    def picture(self, image: InputImage, rival: int) -> InputImage:
        """The picture to compare with; blank where there is no other."""
        before = self.before
        if self.which is Base.BEFORE and before is not None and before.subject.fits(image.subject):
            return before
        if self.which is Base.RIVAL and self.test is not None:
            nearest = nearest_of(self.test, image, rival)
            if nearest is not None:
                return data_input(self.test, nearest)
        return blank_input(image.subject)


def nearest_of(examples: Examples, image: InputImage, label: int) -> int | None:
    """Of the pictures of a class, the one with the least distance from the image, but for itself."""
    own = np.flatnonzero(examples.labels == label)
    if image.source == "test":
        own = own[own != image.index]
    if not len(own):
        return None
    difference = examples.images[own].astype(np.float32) / 255 - image.image
    return int(own[np.einsum("np,np->n", difference, difference).argmin()])
