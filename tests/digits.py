"""Small data sets for tests that need digits but not MNIST."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np

from nnviz.datasets.mnist import Dataset, Mnist


def make_digits(count: int, seed: int = 0) -> Dataset:
    """Noisy bars, one place for each class: learned in a few hundred examples. (count, 784) uint8."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count).astype(np.uint8)
    images = np.zeros((count, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        column = 4 + 2 * int(label)
        image[4:24, column : column + 2] = random.integers(100, 256, (20, 2))
        image[random.integers(4, 24, 6), random.integers(4, 24, 6)] = random.integers(1, 256, 6)
    return Dataset(images.reshape(count, 784), labels)


def make_mnist(train: int = 1003, test: int = 200) -> Mnist:
    """A small stand-in for MNIST with the same shapes."""
    return Mnist(make_digits(train, 1), make_digits(50, 2), make_digits(test, 3))


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
