"""Small data sets for tests that need digits but not MNIST."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np

from nnviz.datasets.dataset import Dataset, Examples
from nnviz.datasets.subject import Subject


def make_digits(count: int, seed: int = 0) -> Examples:
    """Noisy bars, one place for each class: learned in a few hundred examples. (count, 784) uint8."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count).astype(np.uint8)
    images = np.zeros((count, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        column = 4 + 2 * int(label)
        image[4:24, column : column + 2] = random.integers(100, 256, (20, 2))
        image[random.integers(4, 24, 6), random.integers(4, 24, 6)] = random.integers(1, 256, 6)
    return Examples(images.reshape(count, 784), labels)


def make_mnist(train: int = 1003, test: int = 200) -> Dataset:
    """A small stand-in for MNIST with the same shapes."""
    return Dataset(make_digits(train, 1), make_digits(50, 2), make_digits(test, 3))


def write_idx(folder: Path, packed: bool = True, count: int = 60) -> None:
    """Four good IDX files of made digits."""
    for part, amount, seed in (("train", count, 1), ("t10k", count // 2, 2)):
        digits = make_digits(amount, seed)
        images = struct.pack(">4I", 2051, amount, 28, 28) + digits.images.tobytes()
        labels = struct.pack(">2I", 2049, amount) + digits.labels.tobytes()
        write_file(folder, f"{part}-images-idx3-ubyte", images, packed)
        write_file(folder, f"{part}-labels-idx1-ubyte", labels, packed)


def write_file(folder: Path, name: str, content: bytes, packed: bool = True) -> Path:
    """One file of that content, gzipped or not."""
    file = folder / (f"{name}.gz" if packed else name)
    file.write_bytes(gzip.compress(content, 1) if packed else content)
    return file


SHAPES = Subject("shapes", (12, 9), ("bar", "cross", "dot"), "shape")
LETTERS = Subject("letters", (28, 28), tuple("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU"))


def make_pictures(subject: Subject, count: int, seed: int = 0) -> Examples:
    """Noisy bright patches, one place for each class: (count, pixels) uint8 of any shape."""
    random = np.random.default_rng(seed)
    labels = (np.arange(count) % subject.classes).astype(np.uint8)
    random.shuffle(labels)
    places = np.random.default_rng(99).random((subject.classes, subject.pixels)) < 0.2
    shades = random.integers(100, 256, (count, subject.pixels))
    return Examples(np.where(places[labels], shades, 0).astype(np.uint8), labels, subject)


def make_dataset(subject: Subject = SHAPES, train: int = 300, test: int = 60) -> Dataset:
    """A small data set of other pictures than MNIST's."""
    return Dataset(*(make_pictures(subject, n, seed) for n, seed in ((train, 1), (30, 2), (test, 3))))


def write_npz(file: Path, data: Dataset, **changes: object) -> Path:
    """A data set as Keras keeps them; its validation set stays out."""
    arrays: dict[str, object] = {}
    for part, examples in (("train", data.train), ("test", data.test)):
        arrays[f"x_{part}"] = examples.images.reshape(-1, *data.shape)
        arrays[f"y_{part}"] = examples.labels
    np.savez_compressed(file, **{**arrays, **changes})  # type: ignore[arg-type]
    return file


def write_pictures(folder: Path, data: Dataset, prefix: str = "") -> None:
    """Its training and test sets as four IDX files."""
    for part, examples in (("train", data.train), ("t10k", data.test)):
        header = struct.pack(">4I", 2051, len(examples), *data.shape)
        write_file(folder, f"{prefix}{part}-images-idx3-ubyte", header + examples.images.tobytes())
        labels = struct.pack(">2I", 2049, len(examples)) + examples.labels.tobytes()
        write_file(folder, f"{prefix}{part}-labels-idx1-ubyte", labels)
