"""The size of a number that is drawn in full colour, one rule for every picture of numbers."""

from __future__ import annotations

import numpy as np

from nnviz.arrays import Floats
from nnviz.learning.activations import Activation

EXCEEDED_BY = 200  # one number in that many; were it by none, most of a picture of weights would be dark


def full_size(values: Floats) -> float:
    """The size that 1 in 200 of the finite numbers exceeds, of fewer the largest; 1 if all are 0 or there are
    none. Any shape.
    """
    return float(full_sizes(values[np.isfinite(values)].reshape(1, -1))[0]) or 1.0


def full_sizes(rows: Floats) -> Floats:
    """The same for each row: (n, m) -> (n,), 0 for a row of zeros. All numbers must be finite."""
    sizes = np.abs(rows)
    count = sizes.shape[1]
    if not count:
        return np.zeros(len(rows), dtype=sizes.dtype)
    place = count - 1 - count // EXCEEDED_BY
    found: Floats = np.partition(sizes, place, axis=1)[:, place]
    rare = found == 0  # fewer than that are not 0
    if rare.any():
        found[rare] = sizes[rare].max(axis=1)
    return found


def activity(a: Floats, function: Activation) -> Floats:
    """How active units are, from 0 to 1, same shape: a over the most there can be, or its full size."""
    full = function.high if np.isfinite(function.high) else full_size(a)
    active: Floats = np.clip(np.nan_to_num(a, posinf=full) / full, 0, 1)
    return active
