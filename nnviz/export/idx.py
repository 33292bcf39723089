"""Pictures and labels as IDX files, as MNIST's are."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.dataset import Examples
from nnviz.files.whole_file import write_whole

IMAGES, LABELS = "-images-idx3-ubyte", "-labels-idx1-ubyte"


def export_idx(path: Path | str, examples: Examples) -> tuple[Path, Path]:
    """Write two files side by side, and return where: the pictures, and what they show.

    Both are named after `path`, with the endings of MNIST's. Raises `BadInput` that names the file.
    """
    base = Path(path)
    stem = base.name.removesuffix(IMAGES).removesuffix(LABELS)
    images, labels = base.with_name(stem + IMAGES), base.with_name(stem + LABELS)
    _write(images, examples.subject.laid_out(examples.images))
    _write(labels, examples.labels)
    return images, labels


def _write(file: Path, values: NDArray[np.uint8]) -> None:
    """Two zeros, 8 for bytes, the number of dimensions, each as a big-endian number, and the values."""
    with write_whole(file) as target:
        target.write(struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape))
        target.write(np.ascontiguousarray(values).tobytes())
