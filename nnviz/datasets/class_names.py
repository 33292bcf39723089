"""What the labels of a data set stand for: a text beside its files, one name a line, or EMNIST's mapping."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from nnviz.datasets.subject import MOST_CLASSES
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular, reason

_FILES = ("labels.txt", "classes.txt")
_MAPPING = "mapping.txt"  # the end of "emnist-letters-mapping.txt"
_MOST_BYTES = 100_000
_LONGEST = 40  # characters of a name


def names_beside(folders: Iterable[Path], prefix: str = "") -> tuple[str, ...] | None:
    """The names by label, from the first of the folders that has such a text; None if none has.

    `prefix` is what the data's own files are called, such as "emnist-letters". Raises `BadInput`, naming the
    file, if what it holds is no list of names.
    """
    for folder in folders:
        file = _file_in(folder, prefix)
        if file is not None:
            return _names(file)
    return None


def _file_in(folder: Path, prefix: str) -> Path | None:
    try:
        files = {file.name.lower(): file for file in sorted(folder.iterdir())}
    except OSError:
        return None  # who reads the data itself says so
    mapping = f"{prefix}-{_MAPPING}" if prefix else _MAPPING
    mappings = [name for name in files if name == mapping or (not prefix and name.endswith(f"-{_MAPPING}"))]
    return next((files[name] for name in (*mappings, *_FILES) if name in files), None)


def _names(file: Path) -> tuple[str, ...]:
    try:
        with open_regular(file) as stream:
            content = stream.read(_MOST_BYTES)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{file} is no text in UTF-8: the classes' names are wanted, one a line") from None
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {reason(error)}") from None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if file.name.lower().endswith(_MAPPING):
        lines = [_letter(line, file) for line in lines]
    if not 2 <= len(lines) <= MOST_CLASSES:
        count = "1 line" if len(lines) == 1 else f"{len(lines):,} lines"
        raise BadInput(f"{file} has {count}: the names of 2 to {MOST_CLASSES} classes are wanted, one a line")
    for line in lines:
        if len(line) > _LONGEST or not line.isprintable():
            raise BadInput(f"{file} has a line that is no name of up to {_LONGEST} characters: {line[:20]!r}")
    return tuple(lines)


def _letter(line: str, file: Path) -> str:
    """EMNIST writes "label code": 36 97 is an a, and 1 65 97 an A, large or small."""
    numbers = line.split()
    if len(numbers) < 2 or not all(re.fullmatch(r"\d{1,4}", number) for number in numbers):
        raise BadInput(f"{file} has a line that is no label and the code of its letter: {line[:20]!r}")
    return chr(int(numbers[1]))
