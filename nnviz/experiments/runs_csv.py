"""Runs as a table for other programs: CSV, a row a run, with all of its settings."""

from __future__ import annotations

import csv
import io
import math

from nnviz.experiments.measures import MEASURES
from nnviz.experiments.overview import Overview
from nnviz.learning.setting_fields import FIELDS


def runs_csv(overview: Overview) -> str:
    """All runs as CSV (RFC 4180), shares in [0, 1]; a cell is empty where nothing is known."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([*FIELDS, "epochs", *MEASURES])
    for group in overview.groups:
        for result in group.results:
            settings = [field.kind.text(getattr(result.settings, name)) for name, field in FIELDS.items()]
            measured = (overview.value(result, measure) for measure in MEASURES.values())
            rows.writerow([*settings, result.job.epochs, *map(_cell, measured)])
    return text.getvalue()


def _cell(value: float) -> str:
    return f"{value:.7g}" if math.isfinite(value) else ""
