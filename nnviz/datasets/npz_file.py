"""Pictures in one `.npz` file, as Keras keeps them: arrays x_train, y_train, x_test, y_test. No pickles."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.datasets.idx_file import MOST_BYTES, MOST_EXAMPLES
from nnviz.datasets.subject import MOST_SIDE
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular

Images = NDArray[np.uint8]  # (N, rows, columns)
Labels = NDArray[np.integer]  # (N,)

_CHUNK = 1_000  # images turned to bytes at a time


def read_npz(file: Path) -> dict[str, tuple[Images, Labels]]:
    """The images and labels of "train" and "test", read-only, the labels as they are there.

    Raises `BadInput`, naming the file, if they are not there or not what they should be. What an array would
    take is known from its header, before any of it is unpacked.
    """
    with open_regular(file) as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                return {part: _pair(archive, part) for part in ("train", "test")}
        except BadInput as error:
            raise BadInput(f"{file} has not the pictures it should have: {error}") from None
        except MemoryError:
            raise BadInput(f"{file} does not fit into memory") from None
        except Exception as error:  # damage reaches zipfile, zlib and numpy in ways none of them documents
            raise BadInput(f"{file} is damaged: {error or type(error).__name__}") from error


def _pair(archive: zipfile.ZipFile, part: str) -> tuple[Images, Labels]:
    images = _images(archive, f"x_{part}")
    labels = _array(archive, f"y_{part}", "iu")
    if labels.shape[1:] not in ((), (1,)):
        raise BadInput(f"y_{part} has the shape {labels.shape}")
    if len(images) != len(labels):
        raise BadInput(f"{len(images)} images but {len(labels)} labels for “{part}”")
    return images, labels.reshape(-1)


def _images(archive: zipfile.ZipFile, name: str) -> Images:
    """Bytes as they are there; numbers from 0 to 1 as bytes."""
    stored = _array(archive, name, "uf")
    rows, columns = _shape(stored.shape[1:], name)
    if not (0 < rows <= MOST_SIDE and 0 < columns <= MOST_SIDE):
        raise BadInput(
            f"{name} has images of {rows}×{columns} pixels; at most {MOST_SIDE}×{MOST_SIDE} can be read"
        )
    stored = stored.reshape(-1, rows, columns)
    images = np.ascontiguousarray(stored) if stored.dtype == np.uint8 else _as_bytes(stored, name)
    images.setflags(write=False)
    return images


def _shape(shape: tuple[int, ...], name: str) -> tuple[int, int]:
    """Rows and columns of one image of that shape; one of 784 numbers is square."""
    if len(shape) == 3 and shape[2] == 1:
        shape = shape[:2]
    if len(shape) == 1 and math.isqrt(shape[0]) ** 2 == shape[0]:
        shape = (math.isqrt(shape[0]),) * 2
    if len(shape) != 2:
        colours = f" of {shape[2]} colours" if len(shape) == 3 else ""
        raise BadInput(f"{name} has images{colours} of the shape {shape}; rows × columns are wanted")
    return shape[0], shape[1]


def _as_bytes(stored: NDArray[np.floating], name: str) -> Images:
    images = np.empty(stored.shape, np.uint8)
    for begin in range(0, len(stored), _CHUNK):
        chunk = stored[begin : begin + _CHUNK]
        low, high = float(chunk.min()), float(chunk.max())
        if not (low >= 0 and high <= 1):  # also refuses NaN
            raise BadInput(f"{name} has values from {low:g} to {high:g}; floats go from 0 to 1, bytes to 255")
        images[begin : begin + _CHUNK] = np.rint(chunk * 255)
    return images


def _array(archive: zipfile.ZipFile, name: str, kinds: str) -> NDArray[Any]:
    """One array, (N, …). `kinds` as in `dtype.kind`; of "uf" the unsigned ones must be bytes."""
    member = next((info for info in archive.infolist() if info.filename.lower() == f"{name}.npy"), None)
    if member is None:
        there = ", ".join(info.filename.removesuffix(".npy") for info in archive.infolist()[:6])
        raise BadInput(f"there is no {name} but {there or 'nothing'}")
    with archive.open(member) as source:
        shape, fortran_order, dtype = _npy_header(source)
        is_too_wide = kinds == "uf" and dtype.kind == "u" and dtype.itemsize != 1
        if dtype.kind not in kinds or is_too_wide:
            wanted = "bytes, or floats from 0 to 1," if kinds == "uf" else "integers"
            raise BadInput(f"{name} is of {dtype}; {wanted} are wanted")
        if len(shape) == 0:
            raise BadInput(f"{name} has the shape {shape}")
        if not 1 <= shape[0] <= MOST_EXAMPLES:
            raise BadInput(f"{name} has {shape[0]:,} of them; from 1 to {MOST_EXAMPLES:,} can be read")
        if math.prod(shape) > MOST_BYTES:
            raise BadInput(f"{name} has {math.prod(shape):,} numbers: more than can be read")
        size = math.prod(shape) * dtype.itemsize
        content = source.read(size)
        if len(content) < size or source.read(1):  # reading on also checks the sum over the bytes
            raise BadInput(f"{name} is not as long as it says")
    return np.frombuffer(content, dtype).reshape(shape, order="F" if fortran_order else "C")


def _npy_header(source: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = npy.read_magic(source)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, fortran_order, dtype = read(source)
    return shape, fortran_order, dtype
