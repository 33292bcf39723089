"""Digits in one `.npz` file, as Keras keeps them: arrays x_train, y_train, x_test, y_test. No pickles."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.datasets.idx_file import MOST_DIGITS, PIXELS, SIDE, checked_labels
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular

Images = NDArray[np.uint8]  # (N, 784)
Labels = NDArray[np.uint8]  # (N,)

_SHAPES = ((SIDE, SIDE), (SIDE, SIDE, 1), (PIXELS,))  # of one image


def read_npz(file: Path) -> dict[str, tuple[Images, Labels]]:
    """The images and labels of "train" and "test", read-only.

    Raises `BadInput`, naming the file, if they are not there or not what they should be. What an array would
    take is known from its header, before any of it is unpacked.
    """
    with open_regular(file) as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                return {part: _pair(archive, part) for part in ("train", "test")}
        except BadInput as error:
            raise BadInput(f"{file} has not the digits it should have: {error}") from None
        except MemoryError:
            raise BadInput(f"{file} does not fit into memory") from None
        except Exception as error:  # damage reaches zipfile, zlib and numpy in ways none of them documents
            raise BadInput(f"{file} is damaged: {error or type(error).__name__}") from error


def _pair(archive: zipfile.ZipFile, part: str) -> tuple[Images, Labels]:
    images = _array(archive, f"x_{part}", "u", _SHAPES)
    labels = _array(archive, f"y_{part}", "iu", ((), (1,)))
    if len(images) != len(labels):
        raise BadInput(f"{len(images)} images but {len(labels)} labels for “{part}”")
    images = np.ascontiguousarray(images.reshape(len(images), PIXELS))
    images.setflags(write=False)
    return images, checked_labels(labels.reshape(-1), f"y_{part}")


def _array(
    archive: zipfile.ZipFile, name: str, kinds: str, shapes: tuple[tuple[int, ...], ...]
) -> NDArray[Any]:
    """One array, (N, *one of the shapes). `kinds` as in `dtype.kind`; what is "u" alone must be bytes."""
    member = next((info for info in archive.infolist() if info.filename.lower() == f"{name}.npy"), None)
    if member is None:
        there = ", ".join(info.filename.removesuffix(".npy") for info in archive.infolist()[:6])
        raise BadInput(f"there is no {name} but {there or 'nothing'}")
    with archive.open(member) as source:
        shape, fortran_order, dtype = _npy_header(source)
        if dtype.kind not in kinds or (kinds == "u" and dtype.itemsize != 1):
            raise BadInput(f"{name} is of {dtype}; {'bytes' if kinds == 'u' else 'integers'} are wanted")
        if len(shape) == 0 or shape[1:] not in shapes:
            raise BadInput(f"{name} has the shape {shape}")
        if not 1 <= shape[0] <= MOST_DIGITS:
            raise BadInput(f"{name} has {shape[0]:,} of them; from 1 to {MOST_DIGITS:,} can be read")
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
