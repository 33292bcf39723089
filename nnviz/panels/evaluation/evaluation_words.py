"""What the evaluation panel says, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.explain.calibration import Calibration
from nnviz.explain.confusion import Confusion
from nnviz.number_text import count_text


def cell_tip(found: Confusion, names: tuple[str, ...], true: int, said: int) -> str:
    """What a cell of the matrix counts; the column after the last class is for no answer."""
    count, rate = int(found.counts[true, said]), float(found.rates[true, said])
    of = int(found.counts[true].sum())
    if said == len(names):
        what = f"{names[true]} with no answer: an output is no number"
    elif said == true:
        what = f"{names[true]} told right"
    else:
        what = f"{names[true]} taken for {names[said]}"
    share = f" ({100 * rate:.1f} %)" if of else ""
    return f"{what}: {count_text(count)} of {count_text(of)}{share}"


def chosen_words(names: tuple[str, ...], true: int, said: int, count: int) -> str:
    """The pictures of a cell, as a heading: "3 taken for 5: 12"."""
    if said == len(names):
        told = "without an answer"
    else:
        told = "told right" if said == true else f"taken for {names[said]}"
    return f"{names[true]} {told}: {count_text(count)}"


def calibration_sentence(found: Calibration) -> str:
    """How sure the answers are against how right they are."""
    total = int(found.counts.sum())
    if not total:
        return "There is no answer to be sure of."
    sure = _mean(found.counts, found.confidence)
    right = _mean(found.counts, found.accuracy)
    return (
        f"On average {100 * sure:.1f} % sure and {100 * right:.1f} % right; "
        f"expected calibration error {100 * found.error:.1f} %."
    )


def _mean(counts: NDArray[np.int64], values: Floats) -> float:
    used = counts > 0
    return float(np.average(values[used], weights=counts[used]))
