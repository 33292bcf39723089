"""Is the network as sure as it is right? Confidence against accuracy, over many pictures.

The expected calibration error is that of C. Guo, G. Pleiss, Y. Sun, K. Weinberger, “On Calibration of Modern
Neural Networks”, 2017: bins of equal width, weighted by what is in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

BINS = 15


@dataclass(frozen=True, eq=False)
class Calibration:
    """Pictures by how sure the network is of its answer, in bins of equal width from 0 to 1."""

    counts: NDArray[np.int64]  # (bins,) pictures
    confidence: Floats  # (bins,) their mean confidence, NaN where there are none
    accuracy: Floats  # (bins,) share of them that is right, NaN where there are none

    @property
    def error(self) -> float:
        """The expected calibration error, in [0, 1]; NaN without pictures."""
        used = self.counts > 0
        gaps = np.abs(self.confidence[used] - self.accuracy[used])
        return float(np.average(gaps, weights=self.counts[used])) if used.any() else float("nan")


def calibration(confidence: Floats, right: NDArray[np.bool_], bins: int = BINS) -> Calibration:
    """Sort answers into bins: how sure each is (N,), in [0, 1], and whether it is right (N,).

    A confidence on the edge of two bins is in the lower one. What is no number is left out.
    """
    is_number = np.isfinite(confidence)
    confidence, right = confidence[is_number].astype(np.float64), right[is_number]
    places = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    counts = np.bincount(places, minlength=bins)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(places, weights=confidence, minlength=bins) / counts
        accuracy = np.bincount(places, weights=right, minlength=bins) / counts
    return Calibration(counts, mean, accuracy)


def normalised(outputs: Floats) -> Floats:
    """Outputs (N, classes) made to add up to 1, as probabilities do; rows that add up to 0 stay."""
    total = outputs.sum(axis=1, keepdims=True)
    shares: Floats = outputs / np.where(total == 0, 1, total)
    return shares
