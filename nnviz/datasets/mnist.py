"""MNIST, which is shipped with the program."""

from __future__ import annotations

from pathlib import Path

from nnviz.datasets.data_folder import TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS, DataFiles
from nnviz.datasets.dataset import Dataset, Examples, split
from nnviz.datasets.load import examples, load_data, read_pair
from nnviz.datasets.subject import MNIST
from nnviz.resource_files import resource_path

# MD5 sums of the unpacked files as MNIST's authors published them.
CHECKSUMS = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}


def load_mnist(folder: Path | str | None = None) -> Dataset:
    """The digits shipped here, held against MNIST's published checksums; or what `load_data` finds there.

    Raises `BadInput`, naming the file, if one is missing or damaged.
    """
    if folder is not None:
        return load_data(folder)
    names = {role: [resource_path("mnist") / f"{role}.gz"] for role in CHECKSUMS}
    files = DataFiles(resource_path("mnist"), "", names)

    def read(images_role: str, labels_role: str) -> Examples:
        return examples(read_pair(files, images_role, labels_role, CHECKSUMS), MNIST)

    return split(read(TRAIN_IMAGES, TRAIN_LABELS), read(TEST_IMAGES, TEST_LABELS))
