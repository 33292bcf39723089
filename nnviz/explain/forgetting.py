"""Which training examples the network learned and forgot again, and how often.

An example is forgotten where it is wrong when it goes through, and was right the time before: the forgetting
event of M. Toneva et al., “An Empirical Study of Example Forgetting during Deep Neural Network Learning”,
2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.runs.presentations import Presentations


@dataclass(frozen=True, eq=False)
class Forgetting:
    """Counts for each training example."""

    forgotten: NDArray[np.int64]  # (n,) how often it went from right to wrong
    ever_right: NDArray[np.bool_]  # (n,) whether it was right at least once
    right: NDArray[np.bool_]  # (n,) whether it was the last time

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """Those that were ever forgotten, the most often forgotten first."""
        sorted_all = np.argsort(-self.forgotten, kind="stable")
        return sorted_all[: int(np.count_nonzero(self.forgotten))]


def forgetting(presentations: Presentations) -> Forgetting:
    """Count what was forgotten up to the moment that `presentations` go to."""
    count = len(presentations.latest)
    forgotten = np.zeros(count, dtype=np.int64)
    before = np.zeros(-(-count // 8), dtype=np.uint8)
    ever = before.copy()
    for row in presentations.packed():
        forgotten += np.unpackbits(before & ~row, count=count)
        ever |= row
        before = row
    return Forgetting(forgotten, np.unpackbits(ever, count=count) == 1, presentations.latest == 1)
