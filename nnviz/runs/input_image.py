"""The input image: the one picture that every panel shows going through the network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import MNIST, Subject

Source = Literal["blank", "test", "training", "drawing"]


@dataclass(frozen=True, eq=False)
class InputImage:
    """A picture: `image` (pixels,) float32 in [0, 1], read-only; what it is, if anyone knows; whence."""

    image: Floats
    label: int | None
    source: Source
    index: int = -1  # in its data set; of a drawing, in the user's own set if it is from there
    subject: Subject = MNIST
    how: str = ""  # what was done to a drawing, such as "moved 3 px right"

    def named(self, label: int | None) -> InputImage:
        """The same picture, of which somebody says what it is; None if nobody does."""
        return replace(self, label=label)

    @property
    def is_blank(self) -> bool:
        """Whether there is no picture: before the first, and on an empty pad."""
        return self.source in ("blank", "drawing") and not self.image.any()

    @property
    def description(self) -> str:
        """A few words for a heading, such as "test digit 61"."""
        if self.source == "drawing" and self.index >= 0:
            return f"kept drawing {self.index}"
        if self.source == "drawing" and self.is_blank:
            return "nothing drawn"
        return {
            "blank": f"no {self.subject.noun} yet",
            "test": f"test {self.subject.noun} {self.index}",
            "training": f"training {self.subject.noun} {self.index}",
            "drawing": f"your drawing, {self.how}" if self.how else "your drawing",
        }[self.source]


def blank_input(subject: Subject = MNIST) -> InputImage:
    """An empty image, before there is any other."""
    return InputImage(_frozen(np.zeros(subject.pixels, dtype=np.float32)), None, "blank", subject=subject)


def data_input(dataset: Examples, index: int, source: Source = "test") -> InputImage:
    """Picture `index` of a set."""
    return InputImage(
        _frozen(dataset.image(index)), int(dataset.labels[index]), source, index, dataset.subject
    )


def drawn_input(
    image: Floats, subject: Subject = MNIST, label: int | None = None, how: str = ""
) -> InputImage:
    """A drawing after `centre_digit`, or `how` else it was prepared: (rows, columns) or (pixels,) in [0, 1].

    `label` is what the user says it is.
    """
    flat = image.reshape(subject.pixels).astype(np.float32)
    return InputImage(_frozen(flat), label, "drawing", subject=subject, how=how)


def _frozen(image: Floats) -> Floats:
    image.setflags(write=False)
    return image
