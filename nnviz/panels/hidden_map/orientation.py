"""Keeps the map from turning over: principal components have no direction of their own.

Each map is turned to match the one nearest in time that was shown before, of the same run and layer: while
training goes on that is the one before, and whoever comes back to a moment finds it as it was.
"""

from __future__ import annotations

from bisect import bisect_left, insort

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.hidden_map import HiddenMap, turn_onto

_SAMPLE, _MOMENTS = 500, 300  # points kept of each map, and maps kept of each run and layer: 1.2 MB

Of = tuple[int, int]  # number of a run, and layer


class Orientation:
    """What earlier maps looked like, of one data set."""

    def __init__(self) -> None:
        self._seen: dict[Of, list[int]] = {}  # examples trained on, in order
        self._points: dict[tuple[Of, int], Floats] = {}
        self._last: Floats | None = None

    @property
    def kept(self) -> int:
        """How many maps are remembered."""
        return len(self._points)

    def steady(self, found: HiddenMap, run: int, examples_seen: int) -> HiddenMap:
        """The map turned, and remembered."""
        of = (run, found.layer)
        reference = self._nearest(of, examples_seen)
        sample = self._sample(found)
        if reference is not None and len(reference) == len(sample):
            found = found.turned(turn_onto(sample, reference))
        self._remember(of, examples_seen, self._sample(found))
        return found

    def _sample(self, found: HiddenMap) -> Floats:
        return found.points[:: max(len(found.points) // _SAMPLE, 1)]

    def _nearest(self, of: Of, examples_seen: int) -> Floats | None:
        seen = self._seen.get(of, [])
        if not seen:
            return self._last  # of another run or layer: better than none
        place = bisect_left(seen, examples_seen)
        near = min(seen[max(place - 1, 0) : place + 1], key=lambda moment: abs(moment - examples_seen))
        return self._points[of, near]

    def _remember(self, of: Of, examples_seen: int, points: Floats) -> None:
        self._last = points
        seen = self._seen.setdefault(of, [])
        if (of, examples_seen) in self._points:
            return  # as it was first
        insort(seen, examples_seen)
        self._points[of, examples_seen] = np.array(points)
        if len(seen) > _MOMENTS:
            for moment in seen[1:-1:2]:
                del self._points[of, moment]
            seen[:] = [moment for moment in seen if (of, moment) in self._points]
