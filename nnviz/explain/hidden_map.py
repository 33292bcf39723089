"""A map of a hidden layer: pictures that make it do alike lie close together.

Its activations are a point of as many dimensions as the layer has units; the map is the plane on which these
points lie farthest apart (principal component analysis).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.errors import Stopped
from nnviz.learning.answers import answers
from nnviz.learning.network import Network

_PIECE = 2_000  # pictures at a time: a few ms of a small network
_ALIKE = 1e-6  # share of the largest activation that rounding alone may make a difference of

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Plane:
    """Two directions in a space of n dimensions, through the mean."""

    mean: Floats  # (n,)
    directions: Floats  # (n, 2), of length 1 and at right angles
    explained: float  # share of the variance that is seen on it, in [0, 1]

    def places(self, activations: Floats) -> Floats:
        """Where activations (…, n) lie on it: (…, 2)."""
        places: Floats = (activations - self.mean) @ self.directions
        return places


@dataclass(frozen=True)
class Overlap:
    """Two classes, and the shares of their pictures that lie nearer the other's middle than their own's."""

    first: int
    second: int
    on_plane: float
    in_layer: float  # the same in all dimensions of the layer


@dataclass(frozen=True, eq=False)
class HiddenMap:
    """The pictures of a data set as one layer of a network has them."""

    network: Network
    layer: int  # counted from 1, the input
    plane: Plane
    points: Floats  # (N, 2) float32, where each picture lies
    labels: NDArray[np.uint8]  # (N,)
    said: Indices  # (N,) the network's answers, −1 for none
    overlap: Overlap | None  # of the two classes that overlap most; None where there are not two

    @property
    def units(self) -> int:
        """How many the layer has."""
        return len(self.plane.mean)

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """(N,) whether each is a mistake."""
        wrong: NDArray[np.bool_] = self.said != self.labels
        return wrong

    def place_of(self, image: Floats) -> Floats:
        """Where a picture (pixels,) lies, seen through the same network: (2,)."""
        with np.errstate(all="ignore"):
            return self.plane.places(self.network.forward_pass(image).activations[self.layer - 1])

    def turned(self, turn: Floats) -> HiddenMap:
        """The same plane after a turn, or a reflection, (2, 2)."""
        plane = replace(self.plane, directions=self.plane.directions @ turn)
        return replace(self, plane=plane, points=(self.points @ turn).astype(np.float32))


@dataclass(frozen=True)
class NoMap:
    """Why there is none, in a sentence."""

    why: str


def hidden_map(
    network: Network, examples: Examples, layer: int, is_wanted: Callable[[], bool] = lambda: True
) -> HiddenMap | NoMap:
    """The map of a hidden layer: 30 ms for 10,000 images and 100 units.

    Raises `Stopped` once it is not wanted any more.
    """
    if network.sizes[layer - 1] < 2:
        return NoMap("This layer has one unit: its activations are a line, and make no map.")
    if len(examples) < 2:
        return NoMap("A map needs two pictures at least.")
    with np.errstate(all="ignore"):
        activations, said = _through(network, examples, layer, is_wanted)
        if not np.isfinite(activations).all():
            return NoMap("The layer's activations are not numbers: there is nothing to lay out.")
        plane = plane_of(activations, is_wanted)
    if plane is None:
        return NoMap("Every picture gives this layer the same activations: there is nothing to lay out.")
    points = plane.places(activations).astype(np.float32)
    overlap = largest_overlap(points, activations, examples.labels)
    return HiddenMap(
        network=network,
        layer=layer,
        plane=plane,
        points=points,
        labels=examples.labels,
        said=said,
        overlap=overlap,
    )


def _through(
    network: Network, examples: Examples, layer: int, is_wanted: Callable[[], bool]
) -> tuple[Floats, Indices]:
    """The layer's activations (N, n) for all pictures, and the network's answers (N,)."""
    activations = np.empty((len(examples), network.sizes[layer - 1]), dtype=np.float32)
    said = np.empty(len(examples), dtype=np.int64)
    for begin in range(0, len(examples), _PIECE):
        if not is_wanted():
            raise Stopped
        piece = slice(begin, begin + _PIECE)
        forward = network.forward_pass(to_unit_range(examples.images[piece]))
        activations[piece] = forward.activations[layer - 1]
        said[piece] = answers(forward.zs[-1])
    return activations, said


def plane_of(activations: Floats, is_wanted: Callable[[], bool] = lambda: True) -> Plane | None:
    """The plane of the largest variance of points (N, n); None if they are all alike.

    A direction is as good as its opposite: of either, that is taken whose largest number is positive.
    """
    from scipy.linalg import eigh  # half a second that a start does not wait for

    mean = activations.mean(axis=0, dtype=np.float64)
    covariance = np.zeros((len(mean), len(mean)))
    for begin in range(0, len(activations), _PIECE):
        if not is_wanted():
            raise Stopped
        apart = activations[begin : begin + _PIECE] - mean.astype(activations.dtype)
        covariance += apart.T @ apart  # (n, m) @ (m, n); summed up in float64
    total, largest = float(np.trace(covariance)), float(np.abs(activations).max())
    if not total > activations.size * (_ALIKE * largest) ** 2:
        return None
    variances, directions = eigh(covariance, subset_by_index=(len(mean) - 2, len(mean) - 1))
    directions = directions[:, ::-1]  # the largest variance first
    signs = np.sign(directions[np.abs(directions).argmax(axis=0), (0, 1)])
    kind = activations.dtype
    return Plane(mean.astype(kind), (directions * signs).astype(kind), float(variances.sum() / total))


def turn_onto(points: Floats, wanted: Floats) -> Floats:
    """The turn or reflection (2, 2) that brings points (N, 2) closest to where they are wanted, (N, 2).

    The orthogonal Procrustes problem: U Vᵀ of the singular value decomposition of pointsᵀ wanted.
    """
    left, _, right = np.linalg.svd(points.T.astype(np.float64) @ wanted)  # (2, N) @ (N, 2)
    turn: Floats = left @ right
    return turn


def largest_overlap(points: Floats, activations: Floats, labels: NDArray[np.uint8]) -> Overlap | None:
    """The two classes most of whose pictures lie nearer the other's middle, by points (N, 2) on the plane.

    And the same share of those two by the activations (N, n). None where fewer than two classes have any.
    """
    counts = np.bincount(labels)
    on_plane, in_layer = (_strayed(where, labels, counts) for where in (points, activations))
    there = counts > 0
    pairs = np.triu(there[:, np.newaxis] & there, 1)
    if not pairs.any():
        return None
    first, second = np.unravel_index(np.argmax(np.where(pairs, on_plane, -1)), pairs.shape)
    shares = (float(of[first, second]) for of in (on_plane, in_layer))
    return Overlap(int(first), int(second), *shares)


def _strayed(points: Floats, labels: NDArray[np.uint8], counts: Indices) -> Floats:
    """Share of each pair of classes that lies nearer the other's middle, (classes, classes), symmetric."""
    classes = len(counts)
    members = np.zeros((classes, len(labels)), dtype=points.dtype)
    members[labels, np.arange(len(labels))] = 1
    middles = members @ points / np.maximum(counts, 1)[:, np.newaxis].astype(points.dtype)
    # Of |p − c|² = |p|² − 2 (p·c − |c|²/2), only the last part differs from class to class.
    nearness = points @ middles.T - (middles**2).sum(axis=1) / 2  # (N, classes)
    own = nearness[np.arange(len(labels)), labels]
    strayed = members @ (nearness > own[:, np.newaxis]).astype(points.dtype)  # row: the class it is of
    shares: Floats = (strayed + strayed.T) / np.maximum(counts[:, np.newaxis] + counts, 1)
    return shares
