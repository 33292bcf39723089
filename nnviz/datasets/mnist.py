"""MNIST, or a data set like it: the files of a folder become three sets of digits.

Which files: `data_folder.py`. What is in them: `idx_file.py` and `npz_digits.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.data_folder import (
    TEST_IMAGES,
    TEST_LABELS,
    TRAIN_IMAGES,
    TRAIN_LABELS,
    DataFiles,
    find_files,
    role_of,
)
from nnviz.datasets.idx_file import CLASSES, PIXELS, SIDE, read_images, read_labels
from nnviz.datasets.npz_digits import read_npz
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular, reason
from nnviz.resource_files import resource_path

__all__ = ["CHECKSUMS", "CLASSES", "PIXELS", "SIDE", "Dataset", "Mnist", "load_mnist", "to_unit_range"]

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
    """The digits of a folder, whatever its files are called, gzipped or not; without one, those shipped here.

    `folder` may also be a `.npz` file as Keras has it. Raises `BadInput`, naming the file, if one is missing,
    truncated, damaged or not what it should be. The shipped files are also held against MNIST's published
    checksums.
    """
    if folder is None:
        names = {role: [resource_path("mnist") / f"{role}.gz"] for role in CHECKSUMS}
        return _from_files(DataFiles(resource_path("mnist"), "", names), CHECKSUMS)
    found = _found(Path(folder))
    if isinstance(found, DataFiles):
        return _from_files(found, {})
    parts = read_npz(found)
    return _split(Dataset(*parts["train"]), Dataset(*parts["test"]))


def _found(folder: Path) -> DataFiles | Path:
    try:
        if folder.is_dir():
            return find_files(folder)
        open_regular(folder).close()
    except OSError as error:
        raise BadInput(f"{folder} cannot be read: {reason(error)}") from None
    if folder.suffix.lower() == ".npz":
        return folder
    hint = f", such as {folder.parent}" if role_of(folder.name) else ""
    raise BadInput(f"{folder} is a file: the folder with MNIST's four files, unpacked, is wanted{hint}")


def _from_files(files: DataFiles, checksums: dict[str, str]) -> Mnist:
    transposed = files.prefix.startswith("emnist")
    return _split(
        _read_pair(files, TRAIN_IMAGES, TRAIN_LABELS, checksums, transposed),
        _read_pair(files, TEST_IMAGES, TEST_LABELS, checksums, transposed),
    )


def _split(training: Dataset, test: Dataset) -> Mnist:
    kept = len(training) - len(training) // 6
    return Mnist(
        train=Dataset(training.images[:kept], training.labels[:kept]),
        validation=Dataset(training.images[kept:], training.labels[kept:]),
        test=test,
    )


def _read_pair(
    files: DataFiles, images_role: str, labels_role: str, checksums: dict[str, str], transposed: bool
) -> Dataset:
    images_file, labels_file = files.chosen(images_role), files.chosen(labels_role)
    images = read_images(images_file, checksums.get(images_role, ""))
    labels = read_labels(labels_file, checksums.get(labels_role, ""))
    if len(images) != len(labels):
        raise BadInput(f"{images_file} has {len(images)} images but {labels_file} has {len(labels)} labels")
    return Dataset(_upright(images) if transposed else images, labels)


def _upright(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """EMNIST's images lie on their side: rows are columns ("inverted horizontally and rotated 90
    anti-clockwise", tensorflow.org/datasets/catalog/emnist), in its files named as MNIST's, too.
    """
    upright = images.reshape(-1, SIDE, SIDE).transpose(0, 2, 1).reshape(-1, PIXELS)
    upright.setflags(write=False)
    return upright
