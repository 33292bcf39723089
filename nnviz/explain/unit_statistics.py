"""What one neuron does over many images, and what its weights amount to. Pure functions on arrays."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron

STRONGEST = 9  # images that excite a unit most

# Images turned to float32 at a time: 1.6 MB, where all of MNIST's test set at once would be 31 MB.
_CHUNK = 500


@dataclass(frozen=True, eq=False)
class UnitStatistics:
    """One neuron over a whole set."""

    neuron: Neuron
    class_means: Floats  # (classes,) mean activation for each class; NaN for one that is absent
    mean_slope: float  # mean f′(z): how much of an error gets through to the weights
    flat: float  # share of images at which f′(z) is next to nothing
    mean_size: float  # mean |z|
    strongest: NDArray[np.int64]  # (≤ 9,) indices of the images with the largest z, largest first
    strongest_zs: Floats  # (≤ 9,) their weighted inputs
    strongest_as: Floats  # (≤ 9,) and what it says to them
    right_side: float = math.nan  # of an output: share of images with a on the same side of ½ as y


@dataclass(frozen=True, eq=False)
class InkStatistics:
    """How often, and how darkly, each pixel is written on in a data set."""

    share: Floats  # (pixels,) of all images in which the pixel is not 0
    mean: Floats  # (pixels,) mean value, in [0, 1]
    class_share: Floats  # (classes, pixels) as `share`, for each class; NaN for one that is absent


def unit_zs(network: Network, neuron: Neuron, images: NDArray[np.uint8]) -> tuple[Floats, Floats, Floats]:
    """z, a and f′(z) of one neuron beyond the input: images (N, pixels) uint8 -> each (N,) float32."""
    before, function = neuron.layer - 2, network.function(neuron.layer)
    rows = slice(neuron.index, neuron.index + 1) if function.of_one_z else slice(None)
    w, b = network.weights[before][rows], network.biases[before][rows]
    column = 0 if function.of_one_z else neuron.index
    found = np.empty((3, len(images)), dtype=np.float32)
    with np.errstate(all="ignore"):  # weights may have run away to infinity
        for chunk, a in _float_chunks(images):
            for earlier_w, earlier_b in zip(network.weights[:before], network.biases[:before], strict=True):
                hidden = network.architecture.hidden_function
                a = hidden.value(a @ earlier_w.T + earlier_b)  # (500, m) @ (m, n) + (n,) -> (500, n)
            z = a @ w.T + b  # (500, n) @ (n, rows) -> (500, rows)
            said = function.value(z)
            found[:, chunk] = z[:, column], said[:, column], function.slope(z, said)[:, column]
    return found[0], found[1], found[2]


def unit_statistics(network: Network, neuron: Neuron, dataset: Examples) -> UnitStatistics:
    """What a hidden unit or output does over a set: 2 ms for MNIST's test set in layer 2, 40 beyond."""
    zs, a, slopes = unit_zs(network, neuron, dataset.images)
    function = network.function(neuron.layer)
    with np.errstate(all="ignore"):
        mean_slope, mean_size = float(np.mean(slopes)), float(np.mean(np.abs(zs)))
        flat = float(np.mean(function.is_saturated(slopes)))
    order = np.argsort(-zs, kind="stable")[:STRONGEST]  # NaN comes last
    right_side = math.nan
    if neuron.layer == len(network.sizes):
        right_side = float(np.mean((a > function.half_way) == (dataset.labels == neuron.index)))
    means = _class_means(a, dataset)
    return UnitStatistics(
        neuron=neuron,
        class_means=means,
        mean_slope=mean_slope,
        flat=flat,
        mean_size=mean_size,
        strongest=order,
        strongest_zs=zs[order],
        strongest_as=a[order],
        right_side=right_side,
    )


def ink_statistics(dataset: Examples) -> InkStatistics:
    """Every pixel over a set; 30 ms for MNIST's training set."""
    classes = dataset.subject.classes
    inked = np.zeros((classes, dataset.images.shape[1]), dtype=np.int64)
    total = np.zeros(dataset.images.shape[1], dtype=np.int64)
    for begin in range(0, len(dataset), _CHUNK):
        images, labels = dataset.images[begin : begin + _CHUNK], dataset.labels[begin : begin + _CHUNK]
        total += images.sum(axis=0, dtype=np.int64)
        for label in range(classes):
            inked[label] += np.count_nonzero(images[labels == label], axis=0)
    counts = np.bincount(dataset.labels, minlength=classes)
    with np.errstate(all="ignore"):
        class_share = (inked / counts[:, None]).astype(np.float32)
    of_all = max(len(dataset), 1)
    return InkStatistics(inked.sum(axis=0) / of_all, total / (255 * of_all), class_share)


def linear_template(network: Network, neuron: Neuron) -> Floats:
    """The image a neuron would look for were there no function between: (pixels,), w³ w² for layer 3."""
    with np.errstate(all="ignore"):
        row = network.weights[neuron.layer - 2][neuron.index]
        # Weights kept as float16 are multiplied five times faster once one factor is float32.
        template: Floats = row.astype(np.result_type(row, np.float32), copy=False)
        for w in network.weights[: neuron.layer - 2][::-1]:
            template = template @ w  # (n,) @ (n, m) -> (m,)
    return template


def largest_pushes(contributions: Floats, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices of what pushes up most and what pushes down most, largest first; zeros and NaN never do."""
    order = np.argsort(contributions, kind="stable")
    values = contributions[order]
    with np.errstate(invalid="ignore"):
        return order[values > 0][::-1][:count], order[values < 0][:count]


def weight_shares(weights: Floats, limit: float, bins: int) -> Floats:
    """Share of the weights in each of `bins` equal bins from -limit to limit: (bins,).

    What lies beyond counts in the outermost bins, NaN and infinity nowhere. Of more than 100,000 weights a
    regular sample is counted.
    """
    values = sample(weights)
    finite = values[np.isfinite(values)]
    places = np.clip(finite / np.float64(limit), -1, 1)  # float32 ends where weights may still be numbers
    bins_of = np.clip((places + 1) * (bins / 2), 0, bins - 1).astype(np.int32)
    return np.bincount(bins_of, minlength=bins) / max(len(values), 1)


def sample(weights: Floats) -> Floats:
    """At most about 100,000 of the weights, in no particular order, regularly spaced in memory."""
    flat = weights.ravel(order="K")  # no copy, whichever way round the weights lie
    return flat[:: -(-len(flat) // 100_000)]


def _float_chunks(images: NDArray[np.uint8]) -> Iterator[tuple[slice, Floats]]:
    for begin in range(0, len(images), _CHUNK):
        chunk = slice(begin, begin + _CHUNK)
        yield chunk, np.multiply(images[chunk], np.float32(1 / 255), dtype=np.float32)


def _class_means(values: Floats, dataset: Examples) -> Floats:
    labels, classes = dataset.labels, dataset.subject.classes
    counts = np.bincount(labels, minlength=classes)
    with np.errstate(all="ignore"):
        return (np.bincount(labels, weights=values, minlength=classes) / counts).astype(np.float32)
