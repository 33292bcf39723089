"""What came of one setting of a study, in words."""

from __future__ import annotations

import numpy as np

from nnviz.experiments.comparison import Group
from nnviz.number_text import percent_text

_RISEN = 1.05  # times the lowest cost: less is no rise
_EARLIER = 0.9  # of the epochs: a cost that is lowest before that rises from then on


def outcome(group: Group, level: float | None = None, early: float | None = None) -> str:
    """One line: the accuracy of all seeds at the end and, in the median, what else there is to say.

    That is the accuracy after `early` epochs, when it passed `level`, and when the cost was lowest.
    """
    values = group.accuracies
    parts = [f"{percent_text(float(np.median(values)))} of the test set {_after(group.epochs)}"]
    if len(values) > 1:
        parts[0] += (
            f" ({percent_text(values.min())} to {percent_text(values.max())} over {len(values)} seeds)"
        )
    parts += [*_early(group, early), *_passing(group, level), *_lowest_cost(group), *_norms(group)]
    return "; ".join(parts)


def _early(group: Group, epochs: float | None) -> list[str]:
    if epochs is None:
        return []
    band = group.band("test_accuracy")
    at = int(np.searchsorted(band.epochs, epochs))
    return [f"{percent_text(float(band.median[at]))} {_after(epochs)}"]


def _passing(group: Group, level: float | None) -> list[str]:
    if level is None:
        return []
    band = group.band("test_accuracy")
    above = np.flatnonzero(band.median >= level)
    words = f"passes {percent_text(level)} {_after(band.epochs[above[0]])}" if len(above) else ""
    return [words or f"never reaches {percent_text(level)}"]


def _lowest_cost(group: Group) -> list[str]:
    band = group.band("test_cost")
    if not np.isfinite(band.median).any():
        return []
    at = int(np.nanargmin(band.median))
    lowest, last = band.median[at], band.median[-1]
    if band.epochs[at] >= _EARLIER * band.epochs[-1] or last < _RISEN * lowest:
        return []
    return [f"test cost lowest {_after(band.epochs[at])}: {lowest:.3f}, {_then(last)}"]


def _norms(group: Group) -> list[str]:
    if not group.results[0].job.norms:
        return []
    norms = np.array([result.norms[:-1, 0] for result in group.results])  # (seeds, layers)
    said = [f"{np.median(of):.2g} ({of.min():.2g} to {of.max():.2g})" for of in norms.T]
    return ["‖∂C/∂b‖ at the start, first hidden layer first: " + ", ".join(said)]


def _after(epochs: float) -> str:
    return f"after {epochs:g} epoch{'' if epochs == 1 else 's'}"


def _then(cost: float) -> str:
    return f"at the end {cost:.3f}" if np.isfinite(cost) else "at the end no number"
