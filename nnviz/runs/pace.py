"""How fast training may go, and how fast it goes."""

from __future__ import annotations

import math
import time

_RATE_SECONDS = 0.5  # over which examples per second are averaged


class Allowance:
    """How many examples a speed limit allows by now."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._saved = 1.0  # the first example goes at once
        self._since = time.perf_counter()

    def examples(self) -> float:
        """How many may be trained on now."""
        if math.isinf(self._per_second):
            return math.inf
        now = time.perf_counter()
        most = max(1.0, 0.1 * self._per_second)  # time lost is not caught up with in a burst
        self._saved = min(self._saved + (now - self._since) * self._per_second, most)
        self._since = now
        return math.floor(self._saved)

    def spend(self, examples: int) -> None:
        """That many were trained on."""
        self._saved -= examples if math.isfinite(self._per_second) else 0

    def seconds_to_next(self) -> float:
        """How long to wait until the next is allowed."""
        if self.examples() >= 1:
            return 0.0
        return max(0.001, (1 - self._saved) / self._per_second)


class Rate:
    """Examples per second over the last half second or so."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin again."""
        self._marks: list[tuple[float, int]] = [(time.perf_counter(), 0)]

    def add(self, examples: int, beside: float = 0.0) -> None:
        """That many were trained on just now; that many seconds since the last went into something else."""
        now = time.perf_counter()
        self._marks = [(then + beside, before) for then, before in self._marks]
        self._marks.append((now, self._marks[-1][1] + examples))
        while len(self._marks) > 2 and self._marks[1][0] < now - _RATE_SECONDS:
            del self._marks[0]

    def per_second(self) -> float:
        """The rate, 0 before anything was trained on."""
        (began, before), (ended, after) = self._marks[0], self._marks[-1]
        return (after - before) / (ended - began) if ended > began else 0.0
