"""Two small networks that learn to part the same points: one with sigmoid hidden units, one with linear ones.

Both have two inputs, a few hidden units and one sigmoid output, the same weights to begin with, and the same
steps: gradient descent with momentum on the cross-entropy of all points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.activations import Sigmoid

UNITS, STEPS = 6, 200
POINTS = 80
_ETA, _MOMENTUM, _SEED = 0.8, 0.9, 1


@dataclass(frozen=True, eq=False)
class Points:
    """Places (n, 2) in the square from −1 to 1, and whether each is of the first kind (n,): 1 or 0."""

    places: Floats
    kinds: Floats


@dataclass(frozen=True, eq=False)
class SmallNetwork:
    """h = w x + b or its sigmoid, z = v h + c; its output is the sigmoid of z."""

    w: Floats  # (units, 2)
    b: Floats  # (units,)
    v: Floats  # (units,)
    c: float
    is_linear: bool

    def hidden(self, places: Floats) -> Floats:
        """The hidden units, (n, units)."""
        z = places @ self.w.T + self.b
        return z if self.is_linear else _sigmoid(z)

    def outputs(self, places: Floats) -> Floats:
        """How sure it is that each place is of the first kind, (n,) in [0, 1]."""
        return _sigmoid(self.hidden(places) @ self.v + self.c)

    def accuracy(self, points: Points) -> float:
        """The share of points on whose right side it is."""
        return float(np.mean((self.outputs(points.places) > 0.5) == (points.kinds > 0.5)))

    @property
    def folded(self) -> tuple[Floats, float]:
        """The weights (2,) and the bias of the one neuron that a linear network is worth."""
        return self.v @ self.w, float(self.v @ self.b + self.c)


@cache
def points_of(number: int) -> Points:
    """1: two halves; 2: inside and outside of a ring; 3: a cross. The same ones every time."""
    drawn = np.random.default_rng(3).uniform(-1, 1, (4 * POINTS, 2))
    is_first, is_clear = _KINDS[number]
    places = drawn[is_clear(drawn)][:POINTS]
    return Points(places, is_first(places).astype(float))


@cache
def learned(number: int, is_linear: bool) -> tuple[SmallNetwork, ...]:
    """The network before the first step and after each, on the points of that number."""
    points = points_of(number)
    draw = np.random.default_rng(_SEED)
    w, b, v = draw.normal(0, 1.5, (UNITS, 2)), draw.normal(0, 0.5, UNITS), draw.normal(0, 0.5, UNITS)
    path = [SmallNetwork(w, b, v, 0.0, is_linear)]
    speed: tuple[Any, ...] = (0.0, 0.0, 0.0, 0.0)
    for _ in range(STEPS):
        now = path[-1]
        gradient: tuple[Any, ...] = _gradient(now, points)
        speed = tuple(_MOMENTUM * old - _ETA * new for old, new in zip(speed, gradient, strict=True))
        dw, db, dv, dc = speed
        path.append(SmallNetwork(now.w + dw, now.b + db, now.v + dv, float(now.c + dc), is_linear))
    return tuple(path)


def network_at(number: float, steps: float, is_linear: bool) -> SmallNetwork:
    """The network after so many steps on those points."""
    return learned(round(number), is_linear)[min(max(round(steps), 0), STEPS)]


def accuracy_at(number: float, steps: float, is_linear: bool) -> float:
    """The share of the points that it gets right then."""
    return network_at(number, steps, is_linear).accuracy(points_of(round(number)))


def _gradient(network: SmallNetwork, points: Points) -> tuple[Floats, Floats, Floats, float]:
    """∂C/∂w, ∂C/∂b, ∂C/∂v and ∂C/∂c, C the average cross-entropy."""
    h = network.hidden(points.places)
    error = (_sigmoid(h @ network.v + network.c) - points.kinds) / len(points.kinds)
    back = error[:, np.newaxis] * network.v
    if not network.is_linear:
        back = back * h * (1 - h)
    return back.T @ points.places, back.sum(axis=0), error @ h, float(error.sum())


def _sigmoid(z: Floats) -> Floats:
    values: Floats = Sigmoid.value(z)
    return values


def _side(places: Floats) -> Floats:
    sides: Floats = places @ np.array([0.8, 0.6])
    return sides


def _radius(places: Floats) -> Floats:
    radii: Floats = np.hypot(places[:, 0], places[:, 1])
    return radii


_Test = Callable[[Floats], NDArray[Any]]
_KINDS: dict[int, tuple[_Test, _Test]] = {  # which are of the first kind; which are clearly one or the other
    1: (lambda places: _side(places) > 0, lambda places: np.abs(_side(places)) > 0.12),
    2: (lambda places: _radius(places) < 0.63, lambda places: np.abs(_radius(places) - 0.63) > 0.09),
    3: (lambda places: places.prod(axis=1) > 0, lambda places: np.abs(places).min(axis=1) > 0.1),
}
