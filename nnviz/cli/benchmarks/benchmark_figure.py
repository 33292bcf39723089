"""One measured figure: what it is, how much it came to, and what it has to reach."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; good when at least, or at most, `bound`. Without a bound it is for information."""

    name: str
    value: float
    unit: str = ""
    bound: float | None = None
    wanted: Literal["at least", "at most"] = "at least"

    @property
    def is_met(self) -> bool:
        """Whether the bound is kept."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.wanted == "at least" else self.value <= self.bound


def median_seconds(action: Callable[[], object], times: int = 3) -> float:
    """How long `action` takes, the median of that many goes."""
    return statistics.median(_seconds(action) for _ in range(times))


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
