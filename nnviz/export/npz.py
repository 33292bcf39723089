"""Weights and biases as arrays for NumPy: `.npz`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nnviz.arrays import Floats
from nnviz.files.whole_file import write_whole
from nnviz.learning.network import Network


def export_weights(path: Path | str, network: Network) -> None:
    """Write weights0 (n, m), biases0 (n,), … as `.npz`. Raises `BadInput` that names the file."""
    arrays: dict[str, Floats] = {}
    for number, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays[f"weights{number}"] = np.ascontiguousarray(weights)
        arrays[f"biases{number}"] = biases
    with write_whole(Path(path)) as target:
        np.savez(target, **arrays)  # type: ignore[arg-type]
