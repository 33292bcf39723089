"""What the units of a hidden layer look for, as a number for each pixel: weights or, deeper in, templates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.explain.full_size import full_size, full_sizes
from nnviz.learning.network import Network
from nnviz.runs.snapshot import Comparison


@dataclass(frozen=True, eq=False)
class UnitImages:
    """One hidden layer's units as images, and how strongly each is drawn."""

    network: Network
    layer: int  # counted as in the article: 2 is the first hidden layer
    values: Floats  # (n, pixels): the weights w_jk of layer 2; the templates of a later one
    peak: Floats  # (n,): the largest |value| of each image; not finite if one of its values is not
    full: Floats  # (n,): the |value| that is drawn in full colour

    @property
    def count(self) -> int:
        """How many units the layer has."""
        return len(self.values)

    @property
    def broken(self) -> NDArray[np.intp]:
        """The units with a value that is not a finite number."""
        return np.flatnonzero(~np.isfinite(self.peak))

    @property
    def dead(self) -> NDArray[np.intp]:
        """The units whose values are all zero."""
        return np.flatnonzero(self.peak == 0)

    def shades(self) -> Floats:
        """The images from −1 to 1, (n, pixels); those of broken and dead units are all 0."""
        with np.errstate(all="ignore"):
            shades: Floats = self.values / self.full[:, np.newaxis]
        shades[~np.isfinite(self.peak) | (self.peak == 0)] = 0
        return shades


def unit_images(network: Network, layer: int, common: bool) -> UnitImages:
    """The images of hidden layer `layer`, on one scale for all its units if `common`, else one for each."""
    return _scaled(network, layer, _templates(network, layer), common)


def difference_images(comparison: Comparison, layer: int) -> UnitImages:
    """How the units of a hidden layer differ from those of the other run, on one scale for all."""
    assert comparison.other is not None
    with np.errstate(all="ignore"):
        values = _templates(comparison.network, layer) - _templates(comparison.other, layer)
    return _scaled(comparison.network, layer, values, common=True)


def _scaled(network: Network, layer: int, values: Floats, common: bool) -> UnitImages:
    with np.errstate(all="ignore"):
        peak = np.maximum(values.max(axis=1), -values.min(axis=1))  # NaN stays NaN
        full = full_sizes(values)
        if common:
            full[:] = full_size(values)
    return UnitImages(network, layer, values, peak, full)


def _templates(network: Network, layer: int) -> Floats:
    """What each unit of a layer sees in the pixels: the product of all weights up to it."""
    values = network.weights[0]
    with np.errstate(all="ignore"):
        for w in network.weights[1 : layer - 1]:
            values = w @ values  # (30, 100) @ (100, pixels) -> (30, pixels)
    return values
