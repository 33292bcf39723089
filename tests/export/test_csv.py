"""The curve's table is read back by another program as it was meant."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.export.csv import export_curve, export_verdicts
from nnviz.runs.snapshot import Curve
from tests.panels.snapshots import make_dataset

CURVE = Curve(
    np.array([0, 1_000, 50_000]),
    np.array([0.0974, 0.61, 0.9512]),
    np.array([np.nan, 0.42, 0.93]),
    np.array([np.nan, 0.33, np.inf]),
    np.array([0.5, 0.34, 0.12]),
)


def test_the_curve_is_a_row_a_point(tmp_path: Path) -> None:
    export_curve(tmp_path / "curve.csv", CURVE, 50_000)
    with (tmp_path / "curve.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "examples_seen": "0",
        "epoch": "0",
        "test_accuracy": "0.0974",
        "train_accuracy": "",
        "cost": "",
        "test_cost": "0.5",
    }
    assert (rows[1]["epoch"], rows[1]["train_accuracy"]) == ("0.02", "0.42")
    assert float(rows[2]["cost"]) == np.inf


def test_each_class_has_a_column_if_it_has_a_name(tmp_path: Path) -> None:
    by_class = np.array([[np.nan, np.nan], [0.25, 1], [0.5, 0.125]])
    curve = replace(CURVE, class_accuracy=by_class)
    export_curve(tmp_path / "curve.csv", curve, 50_000, ("T-shirt, top", "8"))
    with (tmp_path / "curve.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[6:] == ["test_accuracy_of_T-shirt, top", "test_accuracy_of_8"]
    assert [list(row.values())[6:] for row in rows] == [["", ""], ["0.25", "1"], ["0.5", "0.125"]]
    export_curve(tmp_path / "old.csv", CURVE, 50_000, ("0", "8"))  # never told apart
    assert (tmp_path / "old.csv").read_text().splitlines()[0].endswith(",test_cost")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"curve\.csv cannot be saved"):
        export_curve(tmp_path / "none" / "curve.csv", CURVE, 50_000)
    assert list(tmp_path.iterdir()) == []


def test_verdicts_are_a_table(tmp_path: Path) -> None:
    test = make_dataset(60)
    export_verdicts(tmp_path / "verdicts.csv", {17: "wrong", 3: "unclear", 60: "right"}, test)
    rows = list(csv.reader((tmp_path / "verdicts.csv").read_text().splitlines()))
    assert rows == [["test_image", "label", "label_is"], ["3", "3", "unclear"], ["17", "7", "wrong"]]
