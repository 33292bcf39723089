"""One IDX file, gzipped or not: read, checked, and never larger in memory than its header announces.

File format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits": two zeros, the type
of the elements (8: bytes), the number of dimensions, each of them as a big-endian 32-bit number, the values.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import math
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.foreign_file import ELEMENTS, HEAD, what_it_is
from nnviz.datasets.subject import MOST_SIDE
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular, reason

# Of each file: more than the largest of MNIST's kin has (EMNIST's, 814,255), and 784 MB.
MOST_EXAMPLES = 1_000_000
MOST_BYTES = 784_000_000

_BYTES, _INTEGERS = 0x08, 0x0C
_GZIP = b"\x1f\x8b"


class _Header(NamedTuple):
    raw: bytes
    element: int  # a key of `ELEMENTS`
    shape: tuple[int, ...]


def read_images(file: Path, checksum: str = "") -> NDArray[np.uint8]:
    """The images of an IDX file: (N, rows, columns) uint8, read-only.

    Raises `BadInput`, naming the file and the cause, if it cannot be read, or its MD5 sum is not `checksum`.
    """
    with _opened(file) as source:
        header = _header(source, file)
        if len(header.shape) != 3:
            raise BadInput(f"{file} holds {_kind(header)}, where images are wanted")
        count, rows, columns = header.shape
        if header.element != _BYTES:
            raise BadInput(f"{file} has images of {ELEMENTS[header.element]}; bytes are wanted, ink 255")
        if not (0 < rows <= MOST_SIDE and 0 < columns <= MOST_SIDE):
            raise BadInput(
                f"{file} has images of {rows}×{columns} pixels; at most {MOST_SIDE}×{MOST_SIDE} can be read"
            )
        _check_count(file, count, "images")
        if count * rows * columns > MOST_BYTES:
            raise BadInput(f"{file} announces {count:,} images of {rows}×{columns}: more than can be read")
        return _values(source, file, header, checksum).reshape(header.shape)


def read_labels(file: Path, checksum: str = "") -> NDArray[np.integer]:
    """The labels of an IDX file as they are there: (N,) integers. Raises `BadInput` as `read_images` does.

    QMNIST's labels are rows of eight 32-bit integers, of which the first is the digit (github.com/
    facebookresearch/qmnist, "The extended labels").
    """
    with _opened(file) as source:
        header = _header(source, file)
        is_qmnist = header.element == _INTEGERS and len(header.shape) == 2 and header.shape[1] == 8
        if len(header.shape) != 1 and not is_qmnist:
            raise BadInput(f"{file} holds {_kind(header)}, where labels are wanted")
        if header.element != _BYTES and not is_qmnist:
            raise BadInput(f"{file} has labels that are {ELEMENTS[header.element]}; bytes are wanted")
        _check_count(file, header.shape[0], "labels")
        values = _values(source, file, header, checksum)
    return values.view(">i4").reshape(header.shape)[:, 0] if is_qmnist else values


def looks_right(file: Path) -> bool:
    """Whether the file begins as one that could be read: to choose among several."""
    try:
        with _opened(file) as source:
            _header(source, file)
    except BadInput:
        return False
    return True


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """The unpacked bytes. Whether they are packed, the first of them tell: names often do not."""
    with open_regular(file) as stream:
        packed = stream.read(2) == _GZIP
        stream.seek(0)
        try:
            yield gzip.GzipFile(fileobj=stream) if packed else stream  # type: ignore[misc]
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BadInput(f"{file} is damaged or cut short: {error}") from None
        except MemoryError:
            raise BadInput(f"{file} does not fit into memory") from None
        except OSError as error:
            raise BadInput(f"{file} cannot be read: {reason(error)}") from None


def _header(source: BinaryIO, file: Path) -> _Header:
    """What the file says of itself. Raises `BadInput` that says what it is if it is no IDX file."""
    start = source.read(4)
    if len(start) == 4 and not (start[:2] == b"\0\0" and start[2] in ELEMENTS and start[3]):
        known = what_it_is(start + source.read(HEAD - 4))
        raise BadInput(f"{file} is no IDX file: it is {known or 'nothing that is known here'}")
    dimensions = source.read(4 * start[3]) if len(start) == 4 else b""
    if len(start) < 4 or len(dimensions) < 4 * start[3]:
        found = len(start) + len(dimensions)
        raise BadInput(f"{file} is cut short: {found} bytes, less than the header of an IDX file")
    shape = struct.unpack(f">{start[3]}I", dimensions)
    return _Header(start + dimensions, start[2], shape)


def _kind(header: _Header) -> str:
    """What it holds, in words."""
    dimensions = len(header.shape)
    names = {1: "labels", 3: "images"}
    if header.element == _BYTES and dimensions in names:
        return names[dimensions]
    return f"{ELEMENTS[header.element]} in {dimensions} dimension{'s' if dimensions > 1 else ''}"


def _check_count(file: Path, count: int, kind: str) -> None:
    if count == 0:
        raise BadInput(f"{file} is empty: it holds no {kind}")
    if count > MOST_EXAMPLES:
        raise BadInput(f"{file} announces {count:,} {kind}, more than the {MOST_EXAMPLES:,} that can be read")


def _values(source: BinaryIO, file: Path, header: _Header, checksum: str) -> NDArray[np.uint8]:
    """The bytes after the header, as many as it announces: whatever else the file unpacks to stays there."""
    expected = math.prod(header.shape) * (4 if header.element == _INTEGERS else 1)
    values = np.empty(expected, np.uint8)
    found = _fill(source, values)
    if found < expected:
        raise BadInput(f"{file} is cut short: {expected} bytes of values announced, {found} there")
    if source.read(1):  # which in a gzipped file also checks the sum over the bytes
        raise BadInput(f"{file} is too long: {expected} bytes of values announced, and more there")
    if checksum and _md5(header.raw, values.data) != checksum:
        raise BadInput(f"{file} is not MNIST's own: its checksum differs; please install again")
    values.setflags(write=False)
    return values


def _md5(*parts: bytes | memoryview) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _fill(source: BinaryIO, values: NDArray[np.uint8]) -> int:
    """Read into `values`, a piece at a time; how many bytes there were."""
    target, filled = values.data, 0
    while filled < len(target):
        piece = source.read(min(1 << 20, len(target) - filled))
        if not piece:
            break
        target[filled : filled + len(piece)] = piece
        filled += len(piece)
    return filled
