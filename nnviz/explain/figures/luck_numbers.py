"""The article's claims as they came out: six settings, five seeds each, kept with the program.

`nnviz results article --curves resources/article_claims.json` makes the file again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from nnviz.arrays import Floats
from nnviz.resource_files import resource_path

CLAIMED = 0.92  # by the article


@dataclass(frozen=True, eq=False)
class Claim:
    """One setting."""

    label: str
    accuracies: Floats  # (seeds, epochs + 1): test accuracy in [0, 1] after each epoch, before any first

    @property
    def epochs(self) -> Floats:
        """(epochs + 1,)."""
        return np.arange(self.accuracies.shape[1], dtype=np.float64)

    def of_seeds(self, epoch: int) -> Floats:
        """All seeds after that many epochs."""
        seeds: Floats = self.accuracies[:, epoch]
        return seeds


@cache
def claims() -> Sequence[Claim]:
    """In the order of the study."""
    text = resource_path("article_claims.json").read_text(encoding="utf-8")
    return [Claim(one["label"], np.array(one["test_accuracy"])) for one in json.loads(text)["entrants"]]


LINES, EPOCHS = 6, 30


def seeds_at(line: float, epoch: float) -> Floats:
    """What the seeds of a line, counted from 1, read after that many epochs."""
    return claims()[round(line) - 1].of_seeds(round(epoch))
