"""Surveying the landscape of the cost piece by piece, coarse first, with the path that led here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.errors import Stopped
from nnviz.explain.landscape import PlaneCost, grid_order, line, path_plane, random_plane
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.runs.recording import Past

Directions = Literal["path", "random"]

SIZE = 51  # points along each side
LINE = np.linspace(-0.25, 1.5, 71)  # along the line from the start (0) to now (1)
_MOMENTS = 24  # of the path, closer together where it begins
_PIECE = 250  # points: a fraction of a second
_MARGIN = 0.25  # around the path, of its longer side
_LEAST_SIDE = 0.3  # of the shorter side, of the longer one


@dataclass(frozen=True, eq=False)
class Landscape:
    """What is known so far. Costs are averages on `examples` training examples, NaN where not worked out."""

    directions: Directions
    xs: Floats  # (SIZE,) along the first direction; 0 is now
    ys: Floats  # (SIZE,) along the second
    costs: Floats  # (SIZE, SIZE), a row for each y
    moments: NDArray[np.int64]  # (k,) examples seen at each place of the path, the last is now
    path: Floats  # (k, 2): where the plane comes nearest to each
    heights: Floats  # (k,): the plane's cost there
    explained: float  # the share of the path's squared distances from now that lies in the plane
    line: Floats  # (len(LINE),): costs along the straight line from the start to now
    examples: int

    @property
    def known(self) -> float:
        """The share of the points that are worked out."""
        return 1 - float(np.isnan(self.costs).mean())

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not np.isnan(self.costs).any()


class Survey:
    """Works a landscape out. For one thread; `advance` until it is whole."""

    def __init__(
        self,
        now: tuple[Network, int],
        start: Network,
        examples: Examples,
        past: Past | None,
        directions: Directions,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """`now`: the network, and how many examples it has seen; `past`: of its run, if it is known."""
        self._now, self._start, self._examples = now, start, examples
        self._past, self._directions, self._is_wanted = past, directions, is_wanted
        self._cost: PlaneCost | None = None
        self._left: NDArray[np.intp] = np.concatenate(grid_order(SIZE))
        self.found: Landscape | None = None

    def advance(self) -> Landscape:
        """One piece more. Raises `Stopped` if nobody waits for it any more."""
        if self.found is None or self._cost is None:
            self.found = self._begin()
            return self.found
        if not self._is_wanted():
            raise Stopped
        piece, self._left = self._left[:_PIECE], self._left[_PIECE:]
        found = self.found
        rows, columns = np.divmod(piece, SIZE)
        costs = found.costs.copy()
        worked_out = self._cost.at(np.stack([found.xs[columns], found.ys[rows]], axis=1))
        costs[rows, columns] = np.nan_to_num(worked_out, nan=np.inf)  # tried, and is none
        self.found = replace(found, costs=costs)
        return self.found

    def whole(self) -> Landscape:
        """All of it."""
        found = self.advance()
        while not found.is_whole:
            found = self.advance()
        return found

    def _begin(self) -> Landscape:
        network, examples_seen = self._now
        kind, now = network.architecture, kernel.pack(network)
        start = kernel.pack(self._start)
        moments, path = self._path(now, start, examples_seen)
        is_path = np.isfinite(now).all() and (path != now).any()
        is_random = self._directions == "random" or not is_path
        plane = random_plane(now, kind) if is_random else path_plane(path)
        self._cost = PlaneCost(plane, kind, self._examples)
        places = plane.places(path)
        xs, ys = (np.linspace(-1, 1, SIZE),) * 2 if is_random else _sides(places)
        along = PlaneCost(line(start, now), kind, self._examples)
        return Landscape(
            "random" if is_random else "path",
            xs,
            ys,
            costs=np.full((SIZE, SIZE), np.nan),
            moments=moments,
            path=places,
            heights=self._cost.at(places),
            explained=plane.explained(path),
            line=along.at(np.stack([LINE, 0 * LINE], axis=1)),
            examples=along.examples,
        )

    def _path(self, now: Floats, start: Floats, examples_seen: int) -> tuple[NDArray[np.int64], Floats]:
        """Moments (k,), and the weights and biases then (k, p); the last is now."""
        shares = (np.arange(_MOMENTS) / _MOMENTS) ** 2
        found = [(0, start)]
        for moment in np.unique((shares * examples_seen).astype(int))[1:].tolist():
            if not self._is_wanted():
                raise Stopped
            if self._past is not None:
                state = self._past.history.at(moment)
                if state.parameters.shape == now.shape and np.isfinite(state.parameters).all():
                    found.append((state.examples_seen, state.parameters))
        found.append((examples_seen, now))
        return np.array([moment for moment, _ in found]), np.stack([place for _, place in found])


def _sides(places: Floats) -> tuple[Floats, Floats]:
    """The points along both sides of a part of the plane with all these places in it."""
    low, high = places.min(axis=0), places.max(axis=0)
    longer = float((high - low).max())
    grown = np.maximum(high - low, _LEAST_SIDE * longer) / 2 + _MARGIN * longer
    middle = (low + high) / 2
    first, second = (np.linspace(m - g, m + g, SIZE) for m, g in zip(middle, grown, strict=True))
    return first, second
