"""Drawings as IDX files: the bytes that the format's description asks for, and our own reader reads them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnviz.datasets.idx_file import read_images, read_labels
from nnviz.export.idx import export_idx
from tests.panels.snapshots import make_dataset


@pytest.mark.parametrize("name", ["mine", "mine-images-idx3-ubyte"])
def test_two_files_side_by_side(tmp_path: Path, name: str) -> None:
    digits = make_dataset(5)
    images, labels = export_idx(tmp_path / name, digits)
    assert {file.name for file in tmp_path.iterdir()} == {"mine-images-idx3-ubyte", "mine-labels-idx1-ubyte"}
    header = bytes([0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 28, 0, 0, 0, 28])
    assert images.read_bytes() == header + digits.images.tobytes()
    assert labels.read_bytes() == bytes([0, 0, 8, 1, 0, 0, 0, 5]) + digits.labels.tobytes()
    np.testing.assert_array_equal(read_images(images).reshape(5, 784), digits.images)
    np.testing.assert_array_equal(read_labels(labels), digits.labels)
