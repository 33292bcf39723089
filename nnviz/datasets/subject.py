"""What a data set is of: the shape of its pictures, what they can show, and what one is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnviz.errors import BadInput

Number = TypeVar("Number", bound=np.number[Any])
MOST_SIDE = 64  # rows, and columns
MOST_CLASSES = 62  # digits and letters, large and small
_WITH_AN = "8AEFHILMNORSXaefhilmnorsx"  # what “an” is said before, when spelled out


@dataclass(frozen=True)
class Subject:
    """Of all pictures of one data set. Raises `BadInput` beyond the limits of shape and classes."""

    name: str
    shape: tuple[int, int]  # rows, columns
    class_names: tuple[str, ...]  # by label
    noun: str = "picture"

    def __post_init__(self) -> None:
        rows, columns = self.shape
        if not (1 <= rows <= MOST_SIDE and 1 <= columns <= MOST_SIDE):
            raise BadInput(
                f"pictures of {rows}×{columns} pixels; at most {MOST_SIDE}×{MOST_SIDE} can be shown"
            )
        if not 2 <= self.classes <= MOST_CLASSES:
            raise BadInput(f"{self.classes} classes; there can be 2 to {MOST_CLASSES}")

    @property
    def pixels(self) -> int:
        """How many there are: the inputs of a network."""
        return self.shape[0] * self.shape[1]

    @property
    def classes(self) -> int:
        """How many there are: the outputs of a network."""
        return len(self.class_names)

    @property
    def nouns(self) -> str:
        """More than one of them: "digits"."""
        return f"{self.noun}s"

    def fits(self, other: Subject) -> bool:
        """Whether a network made for one works on the other, whatever they are called."""
        return self.shape == other.shape and self.classes == other.classes

    def laid_out(self, values: NDArray[Number]) -> NDArray[Number]:
        """A number for each pixel, (…, pixels), as pictures: (…, rows, columns)."""
        return values.reshape(*values.shape[:-1], *self.shape)

    def place(self, pixel: int) -> tuple[int, int]:
        """Row and column of a pixel."""
        return divmod(pixel, self.shape[1])

    def output(self, label: int) -> str:
        """The output for a class: "output 3" or, where its name is another, "output 3 (Sneaker)"."""
        name = self.class_names[label]
        return f"output {label}" + ("" if name == str(label) else f" ({name})")

    def the(self, label: int) -> str:
        """A certain one of a class, in a sentence: "the 3", "the “Ankle boot”"."""
        name = self.class_names[label]
        return f"the “{name}”" if len(name) > 1 else f"the {name}"

    def every(self, label: int) -> str:
        """All of a class, in a sentence: "all 3s", "all “Ankle boot”"."""
        name = self.class_names[label]
        return f"all “{name}”" if len(name) > 1 else f"all {name}s"

    def a(self, label: int) -> str:
        """One of a class, in a sentence: "a 3", "an 8", "“Ankle boot”"."""
        name = self.class_names[label]
        return f"“{name}”" if len(name) > 1 else f"{'an' if name in _WITH_AN else 'a'} {name}"


MNIST = Subject("MNIST", (28, 28), tuple("0123456789"), "digit")
MNIST_EXAMPLES = 50_000  # to train on, without the validation set: what is expected until data are loaded
