"""The real cost of the real network on a plane through its weights: a slice of the landscape it goes down.

Source of the filter-normalised directions: H. Li et al., "Visualizing the Loss Landscape of Neural Nets",
2018. A direction is as long, neuron by neuron, as the weights themselves, so that scales can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.learning import kernel
from nnviz.learning.architecture import Architecture

EXAMPLES = 2_000  # on which the cost is worked out
_BLOCK = 250  # of them at a time, which the processor's cache holds


@dataclass(frozen=True, eq=False)
class Plane:
    """All networks origin + x · across + y · up; each of the three (p,), laid out as in `kernel`."""

    origin: Floats
    across: Floats
    up: Floats

    def at(self, x: float, y: float) -> Floats:
        """The weights and biases of a point, (p,)."""
        found: Floats = self.origin + x * self.across + y * self.up
        return found

    def places(self, path: Floats) -> Floats:
        """Where the points of the plane lie that are nearest to those of a path: (k, p) -> (k, 2)."""
        basis = np.stack([self.across, self.up], axis=1).astype(np.float64)
        away = (path - self.origin).astype(np.float64)
        if not (np.isfinite(basis).all() and np.isfinite(away).all()):
            return np.zeros((len(path), 2))  # nowhere
        found: Floats = away @ basis @ np.linalg.pinv(basis.T @ basis)
        return found

    def explained(self, path: Floats) -> float:
        """The share of a path's squared distances from the origin that lies in the plane, in [0, 1]."""
        away = (path - self.origin).astype(np.float64)
        whole = float((away**2).sum())
        if not np.isfinite(whole):
            return 0.0
        inside = self.places(path) @ np.stack([self.across, self.up]).astype(np.float64)
        return 1 - float(((away - inside) ** 2).sum()) / whole if whole > 0 else 1.0


def path_plane(path: Floats) -> Plane:
    """The plane through a path's end that explains most of it: its two principal directions, each of
    length 1. path: (k, p), k ≥ 1; where it has gone in one direction only, the other one is 0.
    """
    away = (path - path[-1]).astype(np.float64)
    values, vectors = np.linalg.eigh(away @ away.T)  # k × k: far smaller than p × p
    directions = []
    for value, vector in list(zip(values[::-1], vectors.T[::-1], strict=True))[:2]:
        is_none = value <= 1e-9 * max(values[-1], 1e-30)
        direction = np.zeros(path.shape[1]) if is_none else vector @ away / np.sqrt(value)
        start = float(direction @ away[0])  # the path comes from the left, and from below
        directions.append((-direction if start > 0 else direction).astype(np.float32))
    while len(directions) < 2:
        directions.append(np.zeros(path.shape[1], np.float32))
    return Plane(path[-1], directions[0], directions[1])


def random_plane(parameters: Floats, architecture: Architecture, seed: int = 0) -> Plane:
    """Two random directions, filter-normalised: for each neuron as long as its weights; biases stay."""
    chance = np.random.default_rng(seed)
    return Plane(
        parameters,
        _normalised(parameters, architecture, chance),
        _normalised(parameters, architecture, chance),
    )


def line(start: Floats, now: Floats) -> Plane:
    """The straight line from the start (x = 0) to now (x = 1), as a plane without a second direction."""
    return Plane(start, now - start, np.zeros_like(start))


class PlaneCost:
    """Works the average cost out at any points of a plane.

    The first layer's weighted inputs are sums of three that are worked out once: so is most of the work.
    """

    def __init__(self, plane: Plane, architecture: Architecture, examples: Examples) -> None:
        self._plane, self._architecture = plane, architecture
        images = examples.images[:EXAMPLES].astype(np.float32) / np.float32(255)
        self._labels = examples.labels[:EXAMPLES].astype(np.intp)
        self._first = [
            np.ascontiguousarray(images @ w.T + b) for w, b in (self._layer(part, 0) for part in self._parts)
        ]
        self.examples = len(images)

    @property
    def _parts(self) -> tuple[Floats, Floats, Floats]:
        return self._plane.origin, self._plane.across, self._plane.up

    def at(self, points: Floats) -> Floats:
        """(n, 2) -> (n,) float64: C of each, not finite where the network is not."""
        with np.errstate(all="ignore"):
            return np.array([self._cost(float(x), float(y)) for x, y in points])

    def _cost(self, x: float, y: float) -> float:
        rest = kernel.unpack(self._plane.at(x, y), self._architecture)
        total = 0.0
        for begin in range(0, self.examples, _BLOCK):
            part = slice(begin, begin + _BLOCK)
            base, across, up = (z[part] for z in self._first)
            z = base + np.float32(x) * across + np.float32(y) * up
            for layer, (w, b) in enumerate(list(zip(rest.weights, rest.biases, strict=True))[1:], start=2):
                z = self._architecture.function(layer).value(z) @ w.T + b
            a = self._architecture.output_function.value(z)
            target = np.zeros_like(a)
            target[np.arange(len(a)), self._labels[part]] = 1
            total += float(self._architecture.cost_function.total(z, a, target).sum(dtype=np.float64))
        return total / self.examples

    def _layer(self, parameters: Floats, index: int) -> tuple[Floats, Floats]:
        network = kernel.unpack(parameters, self._architecture)
        return network.weights[index], network.biases[index]


def grid_order(size: int, steps: Sequence[int] = (10, 5, 1)) -> list[NDArray[np.intp]]:
    """The flat indices of a size × size grid, coarse first: a piece for each step, every index once."""
    rows, columns = np.divmod(np.arange(size * size), size)
    done = np.zeros(size * size, dtype=bool)
    pieces = []
    for step in steps:
        new = (rows % step == 0) & (columns % step == 0) & ~done
        done |= new
        pieces.append(np.flatnonzero(new))
    return pieces


def filled(costs: Floats, steps: Sequence[int] = (10, 5, 1)) -> Floats:
    """A grid (n, n) whose unknown costs (NaN) are those of the coarse point to their lower left."""
    rows, columns = np.indices(costs.shape)
    found = costs.copy()
    for step in steps[::-1]:
        guess = costs[rows // step * step, columns // step * step]
        found = np.where(np.isnan(found), guess, found)
    return found


def _normalised(parameters: Floats, architecture: Architecture, chance: np.random.Generator) -> Floats:
    direction = np.zeros_like(parameters)
    its = kernel.unpack(direction, architecture)
    network = kernel.unpack(parameters, architecture)
    for new, weights, (inputs, neurons) in zip(
        its.weights, network.weights, pairwise(architecture.sizes), strict=True
    ):
        drawn = chance.standard_normal((neurons, inputs))
        lengths = np.linalg.norm(weights.astype(np.float64), axis=1) / np.linalg.norm(drawn, axis=1)
        new[:] = drawn * lengths[:, None]
    return direction
