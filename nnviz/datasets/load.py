"""A data set of the user's: the files of a folder, or an `.npz` file, become three sets of pictures.

Which files: `data_folder.py`. What is in them: `idx_file.py` and `npz_file.py`. What the labels stand for:
`class_names.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.class_names import names_beside
from nnviz.datasets.data_folder import (
    TEST_IMAGES,
    TEST_LABELS,
    TRAIN_IMAGES,
    TRAIN_LABELS,
    DataFiles,
    find_files,
    role_of,
)
from nnviz.datasets.dataset import Dataset, Examples, split
from nnviz.datasets.idx_file import read_images, read_labels
from nnviz.datasets.npz_file import read_npz
from nnviz.datasets.subject import MNIST, MOST_CLASSES, Subject
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular, reason

_MNIST_LABELS = 3_453_802_487  # checksum of MNIST's training set

# Words in a data set's name -> what one of its pictures is called.
_NOUNS = (
    ({"letters"}, "letter"),
    ({"balanced", "byclass", "bymerge", "kmnist"}, "character"),
    ({"fashion", "fashionmnist"}, "picture"),
    ({"mnist", "qmnist", "digits"}, "digit"),
)
_FOLDERS = {"raw", "data", "dataset", "files"}  # names that say nothing

_ON_THEIR_SIDE = "The pictures lie on their side in EMNIST's files; they were set upright."
_FROM_ONE = "The labels begin with 1 in EMNIST's files; here they count from 0."


@dataclass(frozen=True)
class RawSet:
    """One set as it is in its files."""

    images: NDArray[np.uint8]  # (N, rows, columns)
    labels: NDArray[np.integer]  # (N,)
    images_file: str  # for a sentence
    labels_file: str


def load_data(path: Path | str) -> Dataset:
    """The data set in a folder, whatever its four IDX files are called, gzipped or not; or in an `.npz` file.

    Pictures of any shape up to 64×64, of 2 to 62 classes, whose names may be in a text beside the files. The
    last sixth of the training pictures becomes the validation set. Raises `BadInput`, naming the file, if one
    is missing, truncated, damaged or not what it should be.
    """
    given = Path(path)
    found = _found(given)
    if isinstance(found, DataFiles):
        training, test = (read_pair(found, *roles) for roles in (_TRAIN, _TEST))
        name, prefix, folders = _name_of(found), found.prefix, [found.folder, given]
    else:
        parts = read_npz(found)
        training, test = (
            RawSet(*parts[part], f"{found}: x_{part}", f"{found}: y_{part}") for part in ("train", "test")
        )
        name, prefix, folders = found.stem, "", [found.parent]
    notes: list[str] = []
    if "emnist" in _words(name) and isinstance(found, DataFiles):
        training, test = _as_emnist(training, test, notes)
    names = names_beside(folders, prefix)
    subject = _subject(name, training, test, names)
    data = split(examples(training, subject), examples(test, subject), tuple(notes))
    data = replace(data, source=given.absolute())
    return _as_mnist(data) if names is None and _is_mnist(data) else data


def place_of(file: Path) -> Path:
    """What to load if a person points at this: for one of a data set's four files, its folder."""
    if role_of(file.name) is None or file.is_dir():
        return file
    folder = file.parent
    return folder.parent if role_of(folder.name) else folder


_TRAIN, _TEST = (TRAIN_IMAGES, TRAIN_LABELS), (TEST_IMAGES, TEST_LABELS)


def read_pair(
    files: DataFiles, images_role: str, labels_role: str, checksums: dict[str, str] | None = None
) -> RawSet:
    """The images and labels of two files that belong together. `checksums`: MD5 sums by role."""
    sums = checksums or {}
    images_file, labels_file = files.chosen(images_role), files.chosen(labels_role)
    images = read_images(images_file, sums.get(images_role, ""))
    labels = read_labels(labels_file, sums.get(labels_role, ""))
    if len(images) != len(labels):
        raise BadInput(f"{images_file} has {len(images)} images but {labels_file} has {len(labels)} labels")
    return RawSet(images, labels, str(images_file), str(labels_file))


def _found(path: Path) -> DataFiles | Path:
    try:
        if path.is_dir():
            return find_files(path)
        open_regular(path).close()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {reason(error)}") from None
    if path.suffix.lower() == ".npz":
        return path
    hint = f", such as {path.parent}" if role_of(path.name) else ""
    raise BadInput(f"{path} is a file: the folder with the data set's four files, unpacked, is wanted{hint}")


def _name_of(files: DataFiles) -> str:
    """What the files are called, or the folder that says something."""
    folders = [files.folder.name, *(folder.name for folder in files.folder.parents)]
    telling = (name for name in folders if name and name.lower() not in _FOLDERS)
    return files.prefix or next(telling, "data")


def _words(name: str) -> set[str]:
    return set(re.split(r"[^a-z0-9]+", name.lower()))


def _as_emnist(training: RawSet, test: RawSet, notes: list[str]) -> tuple[RawSet, RawSet]:
    """EMNIST's rows are columns ("inverted horizontally and rotated 90 anti-clockwise",
    tensorflow.org/datasets/catalog/emnist), in its files named as MNIST's, too; letters count from 1.
    """
    notes.append(_ON_THEIR_SIDE)
    sets = tuple(replace(one, images=one.images.transpose(0, 2, 1)) for one in (training, test))
    if min(one.labels.min() for one in sets) == 1:
        notes.append(_FROM_ONE)
        sets = tuple(replace(one, labels=one.labels - 1) for one in sets)
    return sets[0], sets[1]


def _subject(name: str, training: RawSet, test: RawSet, names: tuple[str, ...] | None) -> Subject:
    """What the sets are of. Raises `BadInput` if they do not go together, or the labels with the names."""
    (rows, columns), other = training.images.shape[1:], test.images.shape[1:]
    if other != (rows, columns):
        raise BadInput(
            f"{training.images_file} has images of {rows}×{columns} pixels, but {test.images_file} of "
            f"{other[0]}×{other[1]}: they must be alike"
        )
    _check_labels(training, test)
    noun = next((noun for words, noun in _NOUNS if words & _words(name)), "picture")
    names = names or _numbers(training, noun)
    for one in (training, test):
        highest = int(one.labels.max())
        if highest >= len(names):
            last = len(names) - 1
            raise BadInput(f"{one.labels_file} has a label {highest}, but the classes are 0 to {last}")
    return Subject(name, (rows, columns), names, noun)


def _check_labels(training: RawSet, test: RawSet) -> None:
    low, high = (int(bound(np.r_[training.labels, test.labels])) for bound in (np.min, np.max))
    if low != 0:
        file = training.labels_file
        raise BadInput(f"{file} has labels that go from {low} to {high}: they must count from 0")
    if training.labels.min() == training.labels.max():
        raise BadInput(f"{training.labels_file} has one class only; there is nothing to tell apart")


def _numbers(training: RawSet, noun: str) -> tuple[str, ...]:
    """The classes' names where nobody has said them: the labels themselves."""
    highest = int(training.labels.max())
    if highest >= MOST_CLASSES:
        raise BadInput(
            f"{training.labels_file} has a label {highest}: labels go from 0 to {MOST_CLASSES - 1} at most"
        )
    is_of_digits = noun == MNIST.noun and highest < MNIST.classes
    return MNIST.class_names if is_of_digits else tuple(map(str, range(highest + 1)))


def examples(one: RawSet, subject: Subject) -> Examples:
    """The set as training takes it; its labels must be places in `subject.class_names`."""
    images = np.ascontiguousarray(one.images.reshape(-1, subject.pixels))
    labels = one.labels.astype(np.uint8)
    for array in (images, labels):
        array.setflags(write=False)
    return Examples(images, labels, subject)


def _is_mnist(data: Dataset) -> bool:
    return data.subject.fits(MNIST) and data.train.checksum == _MNIST_LABELS


def _as_mnist(data: Dataset) -> Dataset:
    """MNIST itself, whatever its folder is called."""
    train, validation, test = (
        replace(one, subject=MNIST) for one in (data.train, data.validation, data.test)
    )
    return replace(data, train=train, validation=validation, test=test)
