"""Tables for other programs, CSV: the learning curve, and what the user says of labels."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from nnviz.datasets.dataset import Examples
from nnviz.files.whole_file import write_whole
from nnviz.runs.snapshot import Curve

COLUMNS = ("examples_seen", "epoch", "test_accuracy", "train_accuracy", "cost", "test_cost")


def curve_csv(curve: Curve, epoch_size: int, class_names: Sequence[str] = ()) -> str:
    """The curve as CSV (RFC 4180), a row a point, accuracies in [0, 1]; empty where not measured.

    The classes have a column each for their test accuracy, if they were ever told apart and have names.
    """
    text = io.StringIO()
    rows = csv.writer(text)
    by_class = curve.class_accuracy
    names = class_names if by_class.shape[1] == len(class_names) else ()
    rows.writerow((*COLUMNS, *(f"test_accuracy_of_{name}" for name in names)))
    values = (curve.examples, curve.test_accuracy, curve.train_accuracy, curve.cost, curve.test_cost)
    values = (*values, *(by_class.T if names else ()))
    for examples, *measured in zip(*(column.tolist() for column in values), strict=True):
        rows.writerow([examples, f"{examples / epoch_size:.6g}", *map(_cell, measured)])
    return text.getvalue()


def export_curve(path: Path | str, curve: Curve, epoch_size: int, class_names: Sequence[str] = ()) -> None:
    """Write the curve as CSV. Raises `BadInput` that names the file if it cannot be written."""
    with write_whole(Path(path)) as target:
        target.write(curve_csv(curve, epoch_size, class_names).encode())


def verdicts_csv(verdicts: Mapping[int, str], test: Examples) -> str:
    """Verdicts on the labels of test images as CSV, a row an image: its number, its label, the verdict."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("test_image", "label", "label_is"))
    names = test.subject.class_names
    for image, judgement in sorted(verdicts.items()):
        if image < len(test):
            rows.writerow([image, names[int(test.labels[image])], judgement])
    return text.getvalue()


def export_verdicts(path: Path | str, verdicts: Mapping[int, str], test: Examples) -> None:
    """Write them. Raises `BadInput` that names the file if it cannot be written."""
    with write_whole(Path(path)) as target:
        target.write(verdicts_csv(verdicts, test).encode())


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"
