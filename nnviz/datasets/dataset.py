"""A data set in memory: pictures and what they show, in three sets."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.subject import MNIST, Subject


@dataclass(frozen=True)
class Examples:
    """Pictures of one set and what they show. Both arrays are read-only."""

    images: NDArray[np.uint8]  # (N, pixels), ink 255
    labels: NDArray[np.uint8]  # (N,), places in `subject.class_names`
    subject: Subject = MNIST

    def __len__(self) -> int:
        return len(self.labels)

    def image(self, index: int) -> NDArray[np.float32]:
        """One image as the mathematics takes it: (pixels,) float32 in [0, 1]."""
        return to_unit_range(self.images[index])

    @property
    def checksum(self) -> int:
        """CRC-32 of the labels, by which other data is recognised."""
        return zlib.crc32(self.labels.tobytes())


@dataclass(frozen=True)
class Dataset:
    """All sets of one data set."""

    train: Examples
    validation: Examples
    test: Examples
    notes: tuple[str, ...] = ()  # what was done to read it, a sentence each
    source: Path | None = None  # what it was loaded from; None for MNIST as it is shipped, or what was made

    @property
    def subject(self) -> Subject:
        """What it is of."""
        return self.train.subject

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of each picture."""
        return self.subject.shape

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the labels stand for."""
        return self.subject.class_names

    @property
    def noun(self) -> str:
        """What to call one of its pictures."""
        return self.subject.noun

    @property
    def summary(self) -> str:
        """What it is, in a few words: "shapes: 300 shapes of 12×9 pixels in 3 classes", and its notes."""
        its, (rows, columns) = self.subject, self.shape
        pictures = f"{len(self.train):,} {its.nouns} of {rows}×{columns} pixels"
        words = f"{its.name}: {pictures} in {its.classes} classes"
        return ". ".join([words, *(note.rstrip(".") for note in self.notes)])


def split(training: Examples, test: Examples, notes: tuple[str, ...] = ()) -> Dataset:
    """The split of the article's source: the last sixth of the training file is for validation.

    Of MNIST's 60,000 these are 10,000; of fewer than 6 it is none.
    """
    kept = len(training) - len(training) // 6
    return Dataset(
        Examples(training.images[:kept], training.labels[:kept], training.subject),
        Examples(training.images[kept:], training.labels[kept:], training.subject),
        test,
        notes,
    )


def to_unit_range(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bytes 0 … 255 as float32 in [0, 1], any shape."""
    return images.astype(np.float32) / np.float32(255)
