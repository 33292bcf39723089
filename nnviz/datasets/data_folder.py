"""Which files of a folder are the four of a data set: all the names in use, in the folder or below it.

People have `train-images-idx3-ubyte.gz`, `train-images.idx3-ubyte`, `emnist-digits-test-labels-idx1-ubyte`,
`T10K-LABELS-IDX1-UBYTE.GZ`, torchvision's `MNIST/raw`, a folder for each file, or Keras's `mnist.npz`.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from nnviz.datasets.idx_file import looks_right
from nnviz.errors import BadInput
from nnviz.files.regular_file import reason

# What each of the four is called by MNIST's authors: how to name it when it is missing.
TRAIN_IMAGES, TRAIN_LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
TEST_IMAGES, TEST_LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
ROLES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)
_ROLE = {
    (True, True): TRAIN_IMAGES,
    (True, False): TRAIN_LABELS,
    (False, True): TEST_IMAGES,
    (False, False): TEST_LABELS,
}

_PARTS = {"train": True, "training": True, "t10k": False, "test": False, "testing": False}
_KINDS = {"image": True, "images": True, "label": False, "labels": False}
# What else the words of such a name are, behind those two.
_REST = re.compile(r"(idx\d?)?(ubyte|byte|uint8|int)?|\d+|gz|bin|dat|data|raw")

_DEPTH = 2  # folders below the one given
_MOST_FOLDERS = 200  # looked into, so that a whole disk is not searched
_LISTED = 6

# Splits of EMNIST that have letters, too (G. Cohen et al., arXiv:1702.05373, table II).
_NOT_DIGITS = ("letters", "balanced", "byclass", "bymerge")


@dataclass(frozen=True)
class DataFiles:
    """Files of one data set, by role; not all of them need to be there."""

    folder: Path
    prefix: str  # what their names begin with, such as "emnist-digits"
    files: dict[str, list[Path]] = field(default_factory=dict)  # role -> those that could be it

    @property
    def missing(self) -> list[str]:
        """The roles that no file has."""
        return [role for role in ROLES if role not in self.files]

    @property
    def name(self) -> str:
        """The data set, for a sentence."""
        return self.prefix or f"{self.folder.name}/"

    def chosen(self, role: str) -> Path:
        """The file for that role: of several, the first that begins as it should; gzipped before plain."""
        candidates = sorted(self.files[role], key=lambda file: (file.suffix.lower() != ".gz", str(file)))
        return next((file for file in candidates if looks_right(file)), candidates[0])


def find_files(folder: Path) -> DataFiles | Path:
    """The four files of the data set in `folder`, or its `.npz` file.

    Raises `BadInput` that says what there is instead, or between which data sets it cannot choose.
    """
    entries = _entries(folder)
    sets = _sets(folder, entries)
    complete = [found for found in sets if not found.missing]
    arrays = [path for path, _is_folder in entries if path.suffix.lower() == ".npz"]
    top = min((len(found.folder.parts) for found in complete), default=None)
    if arrays and (top is None or len(arrays[0].parent.parts) < top):
        return next((path for path in arrays if path.stem.lower() == "mnist"), arrays[0])
    if complete:
        return _best(folder, [found for found in complete if len(found.folder.parts) == top])
    raise BadInput(_what_is_missing(folder, sets, entries))


def role_of(name: str) -> tuple[str, str] | None:
    """The role and the prefix that a file's name gives it; None if it has none."""
    apart = re.sub(r"(train(?:ing)?|t10k|test(?:ing)?)(?=images?|labels?)", r"\1-", name.lower())
    words = [word for word in re.split(r"[^a-z0-9]+", apart) if word]
    for at, (part, kind) in enumerate(pairwise(words)):
        if part in _PARTS and kind in _KINDS and all(map(_REST.fullmatch, words[at + 2 :])):
            return _ROLE[_PARTS[part], _KINDS[kind]], "-".join(words[:at])
    return None


def _entries(folder: Path) -> list[tuple[Path, bool]]:
    """What lies in the folder and below it, and whether it is a folder: upper levels first, by name."""
    try:
        found = level = _listed(folder)
    except OSError as error:
        raise BadInput(f"{folder} cannot be read: {reason(error)}") from None
    folders = _MOST_FOLDERS
    for _ in range(_DEPTH):
        below = [path for path, is_folder in level if is_folder][:folders]
        folders -= len(below)
        level = []
        for parent in below:
            with contextlib.suppress(OSError):  # one that may not be looked into
                level += _listed(parent)
        found = found + level
    return found


def _listed(folder: Path) -> list[tuple[Path, bool]]:
    """The entries of one folder by name, but for hidden ones, as macOS leaves them beside files."""
    with os.scandir(folder) as entries:
        return sorted((Path(entry), _is_folder(entry)) for entry in entries if entry.name[0] != ".")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a symbolic link that leads in a circle
        return False


def _sets(folder: Path, entries: list[tuple[Path, bool]]) -> list[DataFiles]:
    """The data sets, the uppermost first. A file in a folder named as a file counts as if beside it."""
    sets: dict[tuple[Path, str], DataFiles] = {}
    for path, is_folder in entries:
        found = None if is_folder else role_of(path.name)
        if found is None:
            continue
        role, prefix = found
        home = path.parent
        if home != folder and role_of(home.name) is not None:
            home = home.parent
        files = sets.setdefault((home, prefix), DataFiles(home, prefix)).files
        files.setdefault(role, []).append(path)
    return list(sets.values())


def _best(folder: Path, complete: list[DataFiles]) -> DataFiles:
    """The one data set meant: of digits, called as the program's own files are, or called MNIST."""
    for is_meant in (_is_of_digits, lambda found: not found.prefix, _is_called_mnist):
        complete = [found for found in complete if is_meant(found)] or complete
    if len(complete) > 1:
        names = ", ".join(found.name for found in complete)
        raise BadInput(f"{folder} holds several data sets ({names}): give a folder with one of them")
    return complete[0]


def _is_of_digits(found: DataFiles) -> bool:
    return not any(word in found.prefix for word in _NOT_DIGITS)


def _is_called_mnist(found: DataFiles) -> bool:
    return "mnist" in (*found.prefix.split("-"), *(part.lower() for part in found.folder.parts[-2:]))


def _what_is_missing(folder: Path, sets: list[DataFiles], entries: list[tuple[Path, bool]]) -> str:
    best = min(sets, key=lambda found: len(found.missing), default=None)
    missing = ROLES[:1] if best is None else best.missing
    here = [path.name + "/" * is_folder for path, is_folder in entries if path.parent == folder]
    listed = ", ".join(here[:_LISTED]) + (f" and {len(here) - _LISTED} more" if len(here) > _LISTED else "")
    what = "the test digits are missing: " if missing == [TEST_IMAGES, TEST_LABELS] else ""
    names = " and ".join(missing)
    there = f"there is {listed}" if here else "it is empty"
    return f"{folder} is no folder with MNIST's four files: {what}no {names}, gzipped or not; {there}"
