"""Whether more epochs would help, as far as the learning curve so far can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz.arrays import Floats

Trend = Literal["rises", "level", "falls"]
_ENOUGH = 0.002  # of the test images: a mean that moves by less is level


@dataclass(frozen=True)
class Outlook:
    """How the test accuracy went lately: shares from 0 to 1, means over two stretches of the same length."""

    trend: Trend
    before: float
    now: float
    span: float  # epochs in each stretch
    best: float  # the highest so far, and at which epoch
    best_epoch: float


def outlook(epochs: Floats, test_accuracy: Floats) -> Outlook | None:
    """From the points of a curve, (k,) each; None before there is one epoch to look back on.

    The last epoch is compared with the one before it; of less than two, the second half with the first.
    """
    known = np.isfinite(test_accuracy) & (epochs > 0)
    at, right = epochs[known], test_accuracy[known].astype(np.float64)
    if not len(at) or at[-1] < 1:
        return None
    end = float(at[-1])
    span = min(end / 2, 1.0)
    now, before = right[at > end - span], right[(at > end - 2 * span) & (at <= end - span)]
    if not len(before):
        return None
    rise = float(now.mean() - before.mean())
    trend: Trend = "level" if abs(rise) < _ENOUGH else "rises" if rise > 0 else "falls"
    best = int(right.argmax())
    return Outlook(
        trend,
        before=float(before.mean()),
        now=float(now.mean()),
        span=span,
        best=float(right[best]),
        best_epoch=float(at[best]),
    )
