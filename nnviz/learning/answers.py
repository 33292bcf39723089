"""Which digit a network's outputs stand for: decided here alone, and by the weighted inputs z.

The largest output a = σ(z) is the one with the largest z. But float32 rounds σ(17) and σ(18) to the same 1,
and σ(−104) and σ(−110) to the same 0: outputs may tie where the weighted inputs do not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

NOTHING = -1  # the answer of a network whose numbers are none


def answers(zs: Floats) -> NDArray[np.int64]:
    """The digits that weighted inputs of the last layer (N, 10) stand for, (N,): −1 where a z is NaN."""
    said: NDArray[np.int64] = np.argmax(zs, axis=1)
    said[np.isnan(zs).any(axis=1)] = NOTHING
    return said


def answer(zs: Floats) -> int:
    """The digit that the weighted inputs of the last layer (10,) stand for; −1 if one is NaN."""
    return int(answers(zs[np.newaxis])[0])


def ranking(zs: Floats) -> NDArray[np.int64]:
    """All digits from the likeliest to the least likely, by their weighted inputs (10,); NaN comes last."""
    return np.argsort(-zs, kind="stable")
