"""The learning curve as a table for other programs: CSV."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

from nnviz.files.whole_file import write_whole
from nnviz.runs.snapshot import Curve

COLUMNS = ("examples_seen", "epoch", "test_accuracy", "train_accuracy", "cost", "test_cost")


def curve_csv(curve: Curve, epoch_size: int) -> str:
    """The curve as CSV (RFC 4180), a row a point, accuracies in [0, 1]; empty where not measured."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    values = (curve.examples, curve.test_accuracy, curve.train_accuracy, curve.cost, curve.test_cost)
    for examples, *measured in zip(*(column.tolist() for column in values), strict=True):
        rows.writerow([examples, f"{examples / epoch_size:.6g}", *map(_cell, measured)])
    return text.getvalue()


def export_curve(path: Path | str, curve: Curve, epoch_size: int) -> None:
    """Write the curve as CSV. Raises `BadInput` that names the file if it cannot be written."""
    with write_whole(Path(path)) as target:
        target.write(curve_csv(curve, epoch_size).encode())


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"
