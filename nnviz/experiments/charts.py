"""What of a study is to be drawn: lines with bands over the seeds, and what the axes are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.experiments.comparison import Band, Group
from nnviz.experiments.studies import Row, Study

_TITLES: dict[Row, str] = {
    "test_accuracy": "accuracy on the test set",
    "test_cost": "cost on the test set",
    "train_accuracy": "accuracy on the training set",
    "train_cost": "cost on the training set",
    "norms": "‖∂C/∂b‖",
}
_SHARES = ("test_accuracy", "train_accuracy")


@dataclass(frozen=True, eq=False)
class Line:
    """The median of the seeds, and their range."""

    label: str
    band: Band  # over epochs, or training examples; heights are per cent for accuracies


@dataclass(frozen=True, eq=False)
class Chart:
    """One picture."""

    title: str
    across: str
    unit: str  # behind a height
    lines: tuple[Line, ...]
    level: float | None = None  # a height of its own, dashed
    logarithmic: bool = False  # across
    logarithmic_up: bool = False


def charts_of(study: Study, found: Sequence[Group]) -> list[Chart]:
    """The charts of a study whose entrants came to these groups: one a row, and of norms one an entrant.

    Runs of another length have a chart of their own, as one of them would be crowded beside the other.
    """
    if study.over == "examples":
        return [_by_examples(study, found)]
    charts = []
    for row in study.rows:
        if row == "norms":
            charts += [
                _norms(entrant.label, group) for entrant, group in zip(study.entrants, found, strict=True)
            ]
        else:
            lengths = dict.fromkeys(group.epochs for group in found)
            charts += [_curves(study, found, row, epochs, len(lengths) > 1) for epochs in lengths]
    return charts


def difference_chart(one: str, other: str, band: Band, seeds: int) -> Chart:
    """By how many points of a percent the one setting is ahead of the other, seed by seed."""
    title = f"{one} beside {other}: points ahead on the test set"
    label = f"{seeds} seed{'s' * (seeds != 1)}"
    return Chart(title, "epochs", "", (Line(label, band),), level=0.0)


def _curves(study: Study, found: Sequence[Group], row: Row, epochs: int, is_one_of_several: bool) -> Chart:
    scale = 100.0 if row in _SHARES else 1.0
    lines = tuple(
        Line(entrant.label, group.band(row).times(scale))
        for entrant, group in zip(study.entrants, found, strict=True)
        if group.epochs == epochs
    )
    level = 100 * study.level if study.level is not None and row == "test_accuracy" else None
    title = f"{study.title}: {_TITLES[row]}" + (f", {epochs} epochs" if is_one_of_several else "")
    return Chart(title, "epochs", " %" if row in _SHARES else "", lines, level)


def _by_examples(study: Study, found: Sequence[Group]) -> Chart:
    sizes = np.array([group.results[0].examples for group in found], dtype=np.float64)
    ends = np.array([group.accuracies for group in found]).T  # (seeds, sizes)
    line = Line("all seeds", Band.of(sizes, ends).times(100))
    title = f"{study.title}: {_TITLES['test_accuracy']}"
    return Chart(title, "training examples", " %", (line,), logarithmic=True)


def _norms(label: str, group: Group) -> Chart:
    """A line for each hidden layer."""
    norms = np.array([result.norms[:-1] for result in group.results])  # (seeds, layers, points)
    lines = tuple(
        Line(f"hidden layer {layer}", Band.of(group.epochs_at, of))
        for layer, of in enumerate(norms.transpose(1, 0, 2), 1)
    )
    return Chart(f"{label}: {_TITLES['norms']}", "epochs", "", lines, logarithmic_up=True)
