"""The colour of the paper everywhere, also under the ink: it changes slowly, with the light and the lens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nnviz.arrays import Floats

Mask = NDArray[np.bool_]

_SURFACE = 160  # places along the longer side where the paper's colour is estimated


def away_from(shades: Floats, papers: tuple[Mask, ...]) -> Floats:
    """How far each of the shades (H, W, 3) is from the paper's colour there: (H, W, 3); papers are (H, W)."""
    surfaces = [_surface(shades, paper) for paper in papers]
    if len(surfaces) == 1:
        return surfaces[0] - shades
    return _away_from_nearest(shades, surfaces, papers)


def _away_from_nearest(shades: Floats, surfaces: list[Floats], papers: tuple[Mask, ...]) -> Floats:
    """Distance to the nearer paper; near a border, to a mixture of both: a shadow's soft edge is no ink."""
    distances = np.stack([ndimage.distance_transform_edt(~paper) for paper in papers])
    order = np.argsort(distances, axis=0)
    stacked = np.stack(surfaces)
    first = np.take_along_axis(stacked, order[:1, ..., None], axis=0)[0]
    second = np.take_along_axis(stacked, order[1:2, ..., None], axis=0)[0]
    apart = np.take_along_axis(distances, order[1:2], axis=0)[0]
    leg = second - first
    share = ((shades - first) * leg).sum(axis=2) / np.maximum((leg**2).sum(axis=2), 1e-6)
    near = apart < 0.06 * max(shades.shape)
    share = np.where(near, np.clip(share, 0, 1), 0)
    mixed: Floats = first + share[..., None] * leg - shades
    return mixed


def _surface(shades: Floats, paper: Mask) -> Floats:
    """The paper's colour everywhere, also under the ink: averages of the paper around. (H, W, 3).

    It changes slowly, so that some 160 pixels a side tell it.
    """
    every = max(1, max(paper.shape) // _SURFACE)
    few = paper[::every, ::every]
    if not few.any():
        every, few = 1, paper
    surface = _averages(shades[::every, ::every], few)
    for axis in (0, 1):
        surface = _stretched(surface, every, shades.shape[axis], axis)
    return surface


def _averages(shades: Floats, paper: Mask) -> Floats:
    """Averages of the paper's colours, first a smooth surface; the next leave out what differs from it."""
    side = max(paper.shape)
    surface = _smooth_surface(shades, paper)
    for _ in range(3):
        distance = np.abs(shades - surface).max(axis=2)
        clean = paper & (distance < max(0.08, 2.5 * float(np.median(distance[paper]))))
        weights = clean[..., None].astype(np.float32)
        near, near_weight = (_blurred(values, side * 0.05) for values in (shades * weights, weights))
        far, far_weight = (_blurred(values, side * 0.25) for values in (shades * weights, weights))
        surface = (near + 1e-3 * far) / np.maximum(near_weight + 1e-3 * far_weight, 1e-9)
    return surface


def _smooth_surface(shades: Floats, paper: Mask) -> Floats:
    """A quadratic surface through the paper's colours: uneven light, a lens's vignette. (H, W, 3).

    Least squares with weights that fade with the distance from the surface, so that ink counts for nothing.
    """
    every = max(1, int(np.sqrt(paper.sum() / 1500)))
    rows, columns = (places[:: every**2] for places in np.nonzero(paper))
    colours = shades[rows, columns].astype(np.float64)  # (n, 3)
    terms = _terms(2 * rows / paper.shape[0] - 1, 2 * columns / paper.shape[1] - 1)
    weights = np.ones(len(rows))
    for _ in range(10):
        weighted = terms.T * weights  # (6, n)
        factors = np.linalg.solve(weighted @ terms + 1e-9 * np.eye(6), weighted @ colours)
        distance = np.abs(terms @ factors - colours).max(axis=1)
        weights = 1 / np.maximum(distance, 0.02) ** 2
    y, x = (np.linspace(-1, 1, n) for n in paper.shape)
    grid = np.meshgrid(y, x, indexing="ij")
    surface: Floats = (_terms(grid[0].ravel(), grid[1].ravel()) @ factors).reshape(shades.shape)
    return surface


def _terms(y: Floats, x: Floats) -> Floats:
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def _blurred(values: Floats, reach: float) -> Floats:
    """Gaussian averages, of three box averages: their time does not depend on the reach."""
    width = max(1, int(reach * 1.9)) | 1
    for _ in range(2):
        values = ndimage.uniform_filter(values, (width, width, 1), mode="nearest")
    return values


def _stretched(values: Floats, every: int, length: int, axis: int) -> Floats:
    """The values, `every` places apart, for all places in between as well."""
    if every == 1:
        return values
    places = np.minimum(np.arange(length, dtype=np.float32) / every, values.shape[axis] - 1)
    before = places.astype(np.intp)
    after = np.minimum(before + 1, values.shape[axis] - 1)
    share = np.expand_dims(places - before, tuple(i for i in range(3) if i != axis))
    stretched: Floats = values.take(before, axis) * (1 - share) + values.take(after, axis) * share
    return stretched
