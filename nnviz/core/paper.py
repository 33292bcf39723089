"""Which part of a picture is ink: paper or board, light and shadow are taken away, whatever their shade.

Reading the file is `image_files.py`'s business, placing the digit `drawing.py`'s. Measured on test digits
turned into photos (uneven light, vignette, noise, ruled paper, faint pencil, chalk, specks, margins of 2 % to
150 %): accuracy as on the plain digits; 6 points less where the hard edge of a shadow crosses them. The paper
has to reach the picture's edges: a sheet on a darker desk must be cropped first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.core.network import Floats

_COARSE = 64  # cells along the longer side where the light is estimated
_FINE = 96  # and where connected parts are told apart
_WIDEST = 0.4  # strokes are narrower than this share of the longer side, shadows wider
_FAINTEST = 0.1  # less contrast to the paper than this is not ink
_SPECK = 0.1  # parts with less than this share of the largest part's ink are dirt


def ink_of(grey: Floats) -> Floats:
    """The ink of a picture, dark on light or light on dark: (H, W) in [0, 1] -> (H, W) float32, ink = 1.

    Nothing that could be ink gives zeros.
    """
    coarse = _averaged(grey)
    light = float(np.sum((coarse - _paper_surface(coarse)) ** 3)) > 0  # ink is what sticks out on one side
    turned = _smoothed(1 - grey if light else grey)
    paper = _filled(turned, int(_WIDEST * max(grey.shape)) | 1)
    contrast = paper - turned
    if not light:
        contrast = contrast / np.maximum(paper, 0.2)  # ink takes a share of the light that falls on it
    return _without_specks(_separated(contrast))


def _averaged(grey: Floats) -> Floats:
    """The picture in cells, averaged: at most 64 a side."""
    size = _cell_size(grey, _COARSE)
    return _coarser(grey, size, np.add) / _coarser(np.ones_like(grey), size, np.add)


def _cell_size(picture: Floats, most: int) -> int:
    return -(-int(max(picture.shape)) // most)


def _coarser(picture: Floats, size: int, pool: np.ufunc) -> Floats:
    """The picture in cells of `size` pixels a side (smaller ones at the end), each pooled into one."""
    starts = (np.arange(0, n, size) for n in picture.shape)
    for axis, start in enumerate(starts):
        picture = pool.reduceat(picture, start, axis=axis)
    return picture


def _paper_surface(picture: Floats) -> Floats:
    """The shade of the paper under the ink, as a quadratic surface: uneven light and a lens's vignette.

    Least squares with weights that fade with the distance from the surface, so that ink counts for nothing;
    begun with a plane through the picture's border, where paper is surest. Same shape.
    """
    y, x = (2 * (np.arange(n) + 0.5) / n - 1 for n in picture.shape)
    y, x = (grid.ravel() for grid in np.meshgrid(y, x, indexing="ij"))
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
    shade = picture.ravel().astype(np.float64)
    border = (np.maximum(np.abs(x), np.abs(y)) > 0.8).astype(np.float64)
    weights = border
    for turn in range(12):
        used = terms[:, :3] if turn < 3 else terms
        root = np.sqrt(weights)
        surface = used @ np.linalg.lstsq(used * root[:, None], shade * root, rcond=None)[0]
        distance = np.maximum(np.abs(shade - surface), 0.02)
        weights = border / distance if turn < 3 else 1 / distance**2
    shaped: Floats = surface.reshape(picture.shape)
    return shaped


def _smoothed(picture: Floats) -> Floats:
    """Each pixel averaged with its neighbours, against a camera's noise; small pictures as they are."""
    if min(picture.shape) <= 100:
        return picture
    wide = np.pad(picture, 1, mode="edge")
    wide = (wide[:-2] + wide[1:-1] + wide[2:]) / 3
    averaged: Floats = (wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:]) / 3
    return averaged


def _filled(picture: Floats, window: int) -> Floats:
    """The picture with all that is dark and narrower than the window filled in: morphological closing.

    Unlike a surface it follows the hard edge of a shadow. The picture's borders are taken to go on outwards.
    """
    filled = np.pad(picture, window - 1, mode="edge")
    for axis in (0, 1):
        filled = _running_max(filled, window, axis)
    for axis in (0, 1):
        filled = -_running_max(-filled, window, axis)
    return filled


def _running_max(values: Floats, window: int, axis: int) -> Floats:
    """The maximum of each `window` neighbours in log₂(window) passes; the axis gets window − 1 shorter."""
    values = np.moveaxis(values, axis, 0)
    done = 1
    while done < window:
        step = min(done, window - done)
        values = np.maximum(values[:-step], values[step:])
        done += step
    return np.moveaxis(values, 0, axis)


def _separated(contrast: Floats) -> Floats:
    """Contrast to the paper as ink from 0 to 1, with soft edges kept.

    The threshold is the one that parts the values best (N. Otsu, IEEE Trans. SMC 9, 1979).
    """
    contrast = contrast - np.median(contrast)
    counts, edges = np.histogram(contrast, bins=256, range=(0, max(float(contrast.max()), 1e-3)))
    middles = (edges[1:] + edges[:-1]) / 2
    below, sum_below = np.cumsum(counts), np.cumsum(counts * middles)
    above = np.maximum(below[-1] - below, 1)
    parted = (sum_below[-1] * below - sum_below * below[-1]) ** 2 / (np.maximum(below, 1) * above)
    threshold = middles[int(parted.argmax())]
    strong = contrast[contrast > threshold]
    if not strong.size or strong.mean() < _FAINTEST:
        return np.zeros_like(contrast)
    low = threshold / 2
    ink: Floats = np.clip((contrast - low) / (strong.mean() - low), 0, 1)
    return ink


def _without_specks(ink: Floats) -> Floats:
    """The ink without what is small and lies apart: dust, a stray dot, a bit of a ruled line."""
    size = _cell_size(ink, _FINE)
    parts = _connected_parts(_coarser(ink, size, np.maximum) > 0.3)
    mass = np.bincount(parts.ravel(), weights=_coarser(ink, size, np.add).ravel())
    mass[0] = 0  # what is in no part
    large = mass >= max(_SPECK * float(mass.max()), 1e-6)
    kept = _largest_around(large[parts])  # one cell more on each side: the soft edge
    rows, columns = (np.arange(n) // size for n in ink.shape)
    return np.where(kept[np.ix_(rows, columns)], ink, np.float32(0))


def _connected_parts(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A number from 1 up for each part that hangs together, diagonals included; 0 elsewhere. Same shape."""
    parts = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:  # the largest number spreads through its part
        spread = np.where(mask, _largest_around(parts), 0)
        if np.array_equal(spread, parts):
            return parts
        parts = spread


def _largest_around(values: NDArray[Any]) -> NDArray[Any]:
    """The maximum of each cell and its eight neighbours. Same shape."""
    wide = np.pad(values, 1)
    wide = np.maximum(np.maximum(wide[:-2], wide[1:-1]), wide[2:])
    largest: NDArray[Any] = np.maximum(np.maximum(wide[:, :-2], wide[:, 1:-1]), wide[:, 2:])
    return largest
