"""The curves of a study in a small file for other programs: what all seeds read after each whole epoch."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from nnviz.experiments.comparison import Group
from nnviz.experiments.result import Result
from nnviz.experiments.studies import Study


def curves_json(name: str, study: Study, found: Sequence[Group]) -> str:
    """A line for each setting: its label, and the test accuracy, in [0, 1], of each seed."""
    lines = [
        json.dumps(
            {"label": entrant.label, "test_accuracy": [_by_epoch(result) for result in group.results]},
            ensure_ascii=False,
        )
        for entrant, group in zip(study.entrants, found, strict=True)
    ]
    entrants = ",\n  ".join(lines)
    return f'{{"study": {json.dumps(name)}, "entrants": [\n  {entrants}\n]}}\n'


def _by_epoch(result: Result) -> list[float]:
    course = result.course
    whole = course.examples_seen % result.examples == 0
    return [round(value, 6) for value in np.asarray(course.test_accuracy)[whole].tolist()]
