"""Which class a network's outputs stand for: decided here alone, and by the weighted inputs z.

The largest output a = σ(z) is the one with the largest z. But float32 rounds σ(17) and σ(18) to the same 1,
and σ(−104) and σ(−110) to the same 0: outputs may tie where the weighted inputs do not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

NOTHING = -1  # the answer of a network whose numbers are none


def answers(zs: Floats) -> NDArray[np.int64]:
    """The classes (N,) that weighted inputs of the outputs (N, classes) stand for: −1 where a z is NaN."""
    said: NDArray[np.int64] = np.argmax(zs, axis=1)
    said[np.isnan(zs).any(axis=1)] = NOTHING
    return said


def answer(zs: Floats) -> int:
    """The class that the weighted inputs of the last layer (classes,) stand for; −1 if one is NaN."""
    return int(answers(zs[np.newaxis])[0])


def ranking(zs: Floats) -> NDArray[np.int64]:
    """All classes, the likeliest first, by their weighted inputs (classes,); NaN comes last."""
    return np.argsort(-zs, kind="stable")
