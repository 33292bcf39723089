"""MNIST: the four IDX files of a folder, read and checked, become three sets of digits.

File format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits": a big-endian magic
number (2051 images, 2049 labels), the count, for images the rows and columns, then one byte a value.
"""

from __future__ import annotations

import gzip
import hashlib
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnviz.errors import BadInput
from nnviz.resource_files import resource_path

SIDE = 28
PIXELS = SIDE * SIDE
CLASSES = 10

_IMAGES_MAGIC, _LABELS_MAGIC = 2051, 2049

# MD5 sums of the unpacked files as MNIST's authors published them.
CHECKSUMS = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}


@dataclass(frozen=True)
class Dataset:
    """Digits and what they are. Both arrays are read-only."""

    images: NDArray[np.uint8]  # (N, 784), ink 255
    labels: NDArray[np.uint8]  # (N,), 0 … 9

    def __len__(self) -> int:
        return len(self.labels)

    def image(self, index: int) -> NDArray[np.float32]:
        """One image as the mathematics takes it: (784,) float32 in [0, 1]."""
        return to_unit_range(self.images[index])


@dataclass(frozen=True)
class Mnist:
    """The split of the article's source: the last sixth of the training file (10,000) is for validation."""

    train: Dataset
    validation: Dataset
    test: Dataset


def to_unit_range(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bytes 0 … 255 as float32 in [0, 1], any shape."""
    return images.astype(np.float32) / np.float32(255)


def load_mnist(folder: Path | str | None = None) -> Mnist:
    """Read the four IDX files of `folder`, gzipped or not; without a folder, the ones shipped here.

    Raises `BadInput`, naming the file, if one is missing, truncated, damaged or not what it should be.
    The shipped files are also held against MNIST's published checksums.
    """
    shipped = folder is None
    directory = resource_path("mnist") if folder is None else Path(folder)
    if not directory.is_dir():
        raise BadInput(f"{directory} is not a folder with MNIST's four files")
    training = _read_pair(directory, "train-images-idx3-ubyte", "train-labels-idx1-ubyte", shipped)
    test = _read_pair(directory, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", shipped)
    kept = len(training) - len(training) // 6
    return Mnist(
        train=Dataset(training.images[:kept], training.labels[:kept]),
        validation=Dataset(training.images[kept:], training.labels[kept:]),
        test=test,
    )


def _read_pair(directory: Path, images_name: str, labels_name: str, shipped: bool) -> Dataset:
    images_file, images_bytes = _unpacked(directory, images_name, shipped)
    labels_file, labels_bytes = _unpacked(directory, labels_name, shipped)
    images = read_images(images_bytes, images_file)
    labels = read_labels(labels_bytes, labels_file)
    if len(images) != len(labels):
        raise BadInput(f"{images_file} has {len(images)} images but {labels_file} has {len(labels)} labels")
    return Dataset(images, labels)


def read_images(content: bytes, file: Path) -> NDArray[np.uint8]:
    """The images of an unpacked IDX file: (N, 784) uint8, read-only. `file` is for the error's words."""
    count, rows, columns = _header(content, file, _IMAGES_MAGIC, "images", fields=3)
    if (rows, columns) != (SIDE, SIDE):
        raise BadInput(f"{file} has images of {rows}×{columns} pixels, not {SIDE}×{SIDE}")
    return _values(content, file, 16, count, PIXELS).reshape(count, PIXELS)


def read_labels(content: bytes, file: Path) -> NDArray[np.uint8]:
    """The labels of an unpacked IDX file: (N,) uint8, read-only. `file` is for the error's words."""
    (count,) = _header(content, file, _LABELS_MAGIC, "labels", fields=1)
    labels = _values(content, file, 8, count, 1)
    if labels.max() >= CLASSES:
        raise BadInput(f"{file} has a label {labels.max()}: labels are digits, 0 to 9")
    return labels


def _unpacked(directory: Path, name: str, shipped: bool) -> tuple[Path, bytes]:
    packed, plain = directory / f"{name}.gz", directory / name
    file = packed if packed.exists() else plain
    try:
        content = file.read_bytes()
        if file == packed:
            content = gzip.decompress(content)
    except FileNotFoundError:
        raise BadInput(f"{packed} is missing (and so is {name} beside it)") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(f"{file} is damaged or cut short: {error}") from None
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror or error}") from None
    if shipped and hashlib.md5(content, usedforsecurity=False).hexdigest() != CHECKSUMS[name]:
        raise BadInput(f"{file} is not MNIST's own: its checksum differs; please install again")
    return file, content


def _header(content: bytes, file: Path, magic: int, kind: str, fields: int) -> tuple[int, ...]:
    size = 4 + 4 * fields
    if len(content) < size:
        raise BadInput(f"{file} is cut short: {len(content)} bytes, less than the header of an IDX file")
    found, *numbers = struct.unpack(f">{1 + fields}I", content[:size])
    if found != magic:
        raise BadInput(f"{file} is not an IDX file of {kind}: it begins with {found}, not {magic}")
    if numbers[0] == 0:
        raise BadInput(f"{file} is empty: it holds no {kind}")
    return tuple(numbers)


def _values(content: bytes, file: Path, offset: int, count: int, width: int) -> NDArray[np.uint8]:
    expected, found = count * width, len(content) - offset
    if found != expected:
        state = "cut short" if found < expected else "too long"
        raise BadInput(f"{file} is {state}: {expected} bytes of values announced, {found} there")
    return np.frombuffer(content, dtype=np.uint8, offset=offset)
