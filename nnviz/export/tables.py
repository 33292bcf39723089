"""Results for other programs: the learning curve as CSV, the weights as `.npz`. No pictures."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import numpy as np

from nnviz.arrays import Floats
from nnviz.files.whole_file import write_whole
from nnviz.learning.network import Network
from nnviz.runs.snapshot import Curve

COLUMNS = ("examples_seen", "epoch", "test_accuracy", "train_accuracy", "cost")


def curve_csv(curve: Curve, epoch_size: int) -> str:
    """The curve as CSV (RFC 4180), a row a point, accuracies in [0, 1]; empty where not measured."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    values = (curve.examples, curve.test_accuracy, curve.train_accuracy, curve.cost)
    for examples, *measured in zip(*(column.tolist() for column in values), strict=True):
        rows.writerow([examples, f"{examples / epoch_size:.6g}", *map(_cell, measured)])
    return text.getvalue()


def export_curve(path: Path | str, curve: Curve, epoch_size: int) -> None:
    """Write the curve as CSV. Raises `BadInput` that names the file if it cannot be written."""
    with write_whole(Path(path)) as target:
        target.write(curve_csv(curve, epoch_size).encode())


def export_weights(path: Path | str, network: Network) -> None:
    """Write weights0 (n, m), biases0 (n,), … as `.npz`. Raises `BadInput` as `export_curve` does."""
    arrays: dict[str, Floats] = {}
    for number, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays[f"weights{number}"] = np.ascontiguousarray(weights)
        arrays[f"biases{number}"] = biases
    with write_whole(Path(path)) as target:
        np.savez(target, **arrays)  # type: ignore[arg-type]


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"
