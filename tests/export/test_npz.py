"""Exported arrays are read back by NumPy as they were meant."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.export.npz import export_weights
from nnviz.learning import kernel
from nnviz.learning.network import Network


def test_weights_have_the_articles_shapes(tmp_path: Path) -> None:
    network = Network((784, 12, 5, 10))
    trained = kernel.unpack(kernel.pack(network), network.architecture)
    export_weights(tmp_path / "weights.npz", trained)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        assert sorted(arrays.files) == [f"{kind}{n}" for kind in ("biases", "weights") for n in range(3)]
        for n in range(3):
            np.testing.assert_array_equal(arrays[f"weights{n}"], network.weights[n])
            np.testing.assert_array_equal(arrays[f"biases{n}"], network.biases[n])
        assert arrays["weights0"].flags.c_contiguous


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be saved"):
        export_weights(tmp_path, Network((784, 3, 10)))
    assert list(tmp_path.iterdir()) == []
