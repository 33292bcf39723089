"""The same mathematics as `network.py`, compiled: what training and evaluation really run.

Everything here holds no GIL, so that a window beside it stays smooth. Five things make it fast: 80 % of
MNIST's pixels are 0 and are skipped; the weights from one pixel to all hidden units lie side by side; rows of
numbers are added up in registers; where a mini-batch is small, its gradient is added up pixel by pixel and
goes straight to the weights, so that each is touched once a step; and the next image is fetched in good time.

All weights and biases of a network lie in one vector, `parameters`: layer after layer first the weights, row
by row as in `Network.weights`, then the biases. Only the weights that leave the input are transposed.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.architecture import Architecture
from nnviz.learning.compiled import compiled
from nnviz.learning.fast_exp import fast_exp
from nnviz.learning.network import Network, sigmoid
from nnviz.learning.prefetch import prefetch
from nnviz.learning.row_sums import add_rows

# Examples whose activations and errors are held at once. A larger mini-batch adds its blocks up in a gradient
# array, so that training can be interrupted within any mini-batch, after a block (0.3 ms).
BLOCK = 64

# Sums may be reordered (which lets them be vectorised), but NaN and infinity keep their meaning. And what is
# divided by zero is infinite, as in NumPy: to check for it would keep loops from being vectorised.
_MATHS: dict[str, Any] = {"fastmath": {"reassoc", "contract", "arcp", "nsz"}, "error_model": "numpy"}


class SparseImages(NamedTuple):
    """The non-zero pixels of N images: those of image i are entries starts[i] … starts[i + 1]."""

    starts: NDArray[np.int64]  # (N + 1,)
    pixels: NDArray[np.uint16]  # which pixel, 0 … 783
    values: NDArray[np.uint8]  # its byte, 1 … 255


@compiled()
def _fill_sparse(images: Any, starts: Any, pixels: Any, values: Any) -> None:
    entry = 0
    for i in range(images.shape[0]):
        for k in range(images.shape[1]):
            if images[i, k] != 0:
                pixels[entry] = k
                values[entry] = images[i, k]
                entry += 1
        starts[i + 1] = entry


def sparse_images(images: NDArray[np.uint8]) -> SparseImages:
    """The sparse form of images (N, 784) uint8: 0.6 kB an image instead of 0.8 kB, and five times faster."""
    entries = int(np.count_nonzero(images))
    starts = np.zeros(len(images) + 1, dtype=np.int64)
    pixels, values = np.empty(entries, dtype=np.uint16), np.empty(entries, dtype=np.uint8)
    _fill_sparse(images, starts, pixels, values)
    return SparseImages(starts, pixels, values)


def pack(network: Network) -> Floats:
    """A network's weights and biases as one float32 vector, laid out as the kernel wants them."""
    first, *others = network.weights
    parts = []
    for w, b in zip([first.T, *others], network.biases, strict=True):
        parts += [w.ravel(), b]
    return np.concatenate(parts, dtype=np.float32, casting="same_kind")


def unpack(parameters: Floats, architecture: Architecture) -> Network:
    """The network whose arrays are views into `parameters`, and read-only if that is."""
    weights: list[Floats] = []
    biases: list[Floats] = []
    at = 0
    for m, n in pairwise(architecture.sizes):
        w = parameters[at : at + m * n]
        weights.append(w.reshape(n, m) if weights else w.reshape(m, n).T)
        biases.append(parameters[at + m * n : at + m * n + n])
        at += (m + 1) * n
    return Network.of(weights, biases, architecture)


def vector_of(network: Network) -> Floats | None:
    """The vector whose views a network's arrays are, as `unpack` makes them; None if they have their own.

    None as well if it is read-only or of another dtype than float32: training can then not go on in it.
    """
    vector = network.biases[0].base
    length = sum((m + 1) * n for m, n in pairwise(network.sizes))
    if not isinstance(vector, np.ndarray) or vector.shape != (length,) or vector.dtype != np.float32:
        return None
    views = unpack(vector, network.architecture)
    pairs = zip(network.weights + network.biases, views.weights + views.biases, strict=True)
    same = all(mine.__array_interface__ == its.__array_interface__ for mine, its in pairs)
    return vector if same and vector.flags.writeable else None


class Workspace(NamedTuple):
    """What is computed of up to `BLOCK` examples, one after the other, and what `add_rows` is told."""

    a: Floats  # activations of layers 2 … L of each example
    delta: Floats  # their errors
    examples: int  # how many there is room for
    last_z: Floats  # weighted inputs of layer L, of one example
    offsets: NDArray[np.int32]  # where the rows begin that are added up
    scales: Floats  # and by what they are multiplied
    shades: Floats  # of each byte, in [0, 1]


@compiled(**_MATHS)
def _workspace(parameters: Any, sizes: Any, examples: int) -> Any:
    kind, neurons, rows = parameters.dtype, 0, max(examples, sizes[0])
    for n in sizes[1:]:
        neurons += n
        rows = max(rows, n)
    return Workspace(
        np.empty(examples * neurons, kind),
        np.empty(examples * neurons, kind),
        examples,
        np.empty(sizes[-1], kind),
        np.empty(rows, np.int32),
        np.empty(rows, kind),
        (np.arange(256) / 255).astype(kind),
    )


@compiled(**_MATHS)
def _squash(z: Any) -> None:
    """σ of weighted inputs, in their place."""
    one = z.dtype.type(1)
    for j in range(len(z)):
        z[j] = one / (one + fast_exp(-z[j]))


@compiled(**_MATHS)
def _forward(parameters: Any, sizes: Any, images: Any, image: int, here: int, space: Any) -> None:
    """Activations of layers 2 … L for one image, from place `here` on; z of layer L."""
    a = space.a
    n = sizes[1]
    start, stop = images.starts[image], images.starts[image + 1]
    its_pixels, its_values = images.pixels[start:stop], images.values[start:stop]
    for e in range(stop - start):
        space.offsets[e] = its_pixels[e] * n
        space.scales[e] = space.shades[its_values[e]]
    bias = parameters[sizes[0] * n : sizes[0] * n + n]
    z = a[here : here + n]
    for j in range(n):
        z[j] = bias[j]
    add_rows(a, here, n, parameters, space.offsets, space.scales, 0, stop - start)
    at = (sizes[0] + 1) * n
    for layer in range(2, len(sizes)):
        m, n = sizes[layer - 1], sizes[layer]
        _squash(z)
        earlier, here = z, here + m
        bias = parameters[at + m * n : at + m * n + n]
        z = a[here : here + n]
        for j in range(n):
            row = parameters[at + j * m : at + j * m + m]
            weighted = bias[j]
            for k in range(m):
                weighted += row[k] * earlier[k]
            z[j] = weighted
        at += (m + 1) * n
    for j in range(n):
        space.last_z[j] = z[j]
    _squash(z)


@compiled(**_MATHS)
def _is_right(last_z: Any, label: int) -> bool:
    """Whether the answer is the label: `answers.answer`, which is tested to be the same, compiled."""
    best = 0
    for j in range(len(last_z)):
        if np.isnan(last_z[j]):
            return False
        if last_z[j] > last_z[best]:
            best = j
    return best == label


@compiled(**_MATHS)
def _backward(parameters: Any, sizes: Any, here: int, label: int, space: Any) -> float:
    """Errors of layers 2 … L of one example, from its activations from place `here` on; its cost."""
    one, last = space.a.dtype.type(1), len(sizes) - 1
    for layer in range(1, last):
        here += sizes[layer]
    a, delta = space.a[here : here + sizes[last]], space.delta[here : here + sizes[last]]
    cost = 0.0
    for j in range(len(a)):
        error = a[j] - one if j == label else a[j]
        cost += 0.5 * error * error
        delta[j] = error * a[j] * (one - a[j])
    at = len(parameters)
    for layer in range(last, 1, -1):
        m, n = sizes[layer - 1], sizes[layer]
        at -= (m + 1) * n
        for j in range(n):
            space.offsets[j] = at + j * m
            space.scales[j] = delta[j]
        here -= m
        a, delta = space.a[here : here + m], space.delta[here : here + m]
        for k in range(m):
            delta[k] = 0
        add_rows(space.delta, here, m, parameters, space.offsets, space.scales, 0, n)
        for k in range(m):
            delta[k] *= a[k] * (one - a[k])
    return cost


class Pixels(NamedTuple):
    """The non-zero pixels of a block of examples, by pixel: those of pixel k begin at entry k · examples."""

    counts: NDArray[np.int32]  # (pixels,): in how many examples it is not 0; zeros between blocks
    offsets: NDArray[np.int32]  # where the errors of the example that an entry is of begin
    shades: Floats


@compiled(**_MATHS)
def _pixels(sizes: Any, space: Any) -> Any:
    entries = sizes[0] * space.examples
    return Pixels(
        np.zeros(sizes[0], np.int32), np.empty(entries, np.int32), np.empty(entries, space.shades.dtype)
    )


@compiled(**_MATHS)
def _fetch(images: Any, image: int) -> None:
    """Begin to load an image's pixels: images come in random order, from far away in memory."""
    start, stop = images.starts[image], images.starts[image + 1]
    for e in range(start, stop, 32):
        prefetch(images.pixels, e)
    for e in range(start, stop, 64):
        prefetch(images.values, e)


@compiled(**_MATHS)
def _collect(images: Any, image: int, here: int, space: Any, pixels: Any) -> None:
    """Sort in the pixels of one image, whose errors are from place `here` on."""
    start, stop = images.starts[image], images.starts[image + 1]
    its_pixels, its_values = images.pixels[start:stop], images.values[start:stop]
    counts, offsets, shades, examples = pixels.counts, pixels.offsets, pixels.shades, space.examples
    for e in range(stop - start):
        pixel = its_pixels[e]
        entry = np.uintp(pixel * examples + counts[pixel])  # unsigned: no place counted from the end
        offsets[entry] = here
        shades[entry] = space.shades[its_values[e]]
        counts[pixel] += 1


@compiled(**_MATHS)
def _add_sorted(target: Any, sizes: Any, space: Any, pixels: Any) -> None:
    """target += Σ ∂C/∂w of the weights that leave the input, times what the errors were multiplied by."""
    n, counts = sizes[1], pixels.counts
    for k in range(sizes[0]):
        if counts[k]:
            begin = k * space.examples
            end = begin + counts[k]
            add_rows(target, k * n, n, space.delta, pixels.offsets, pixels.shades, begin, end)
            counts[k] = 0


@compiled(**_MATHS)
def _add_single(target: Any, sizes: Any, images: Any, image: int, space: Any) -> None:
    """The same of a single example, which has nothing to be sorted."""
    n = sizes[1]
    start, stop = images.starts[image], images.starts[image + 1]
    its_pixels, its_values, delta = images.pixels[start:stop], images.values[start:stop], space.delta[:n]
    for e in range(stop - start):
        row = target[its_pixels[e] * n : its_pixels[e] * n + n]
        shade = space.shades[its_values[e]]
        for j in range(n):
            row[j] += shade * delta[j]


@compiled(**_MATHS)
def _add_gradients(
    target: Any, scale: Any, sizes: Any, images: Any, examples: Any, space: Any, pixels: Any
) -> None:
    """target += scale · Σ ∇C of a block of examples; `target` is laid out as the parameters are.

    Each number is changed once, by the sum over all examples: so it is rounded once.
    """
    a, delta, offsets, scales, count = space.a, space.delta, space.offsets, space.scales, len(examples)
    n, neurons = sizes[1], len(a) // space.examples
    for k in range(count * neurons):
        delta[k] *= scale
    if count == 1:
        _add_single(target, sizes, images, examples[0], space)
    else:
        for i in range(count):
            _collect(images, examples[i], i * neurons, space, pixels)
        _add_sorted(target, sizes, space, pixels)
    at, here = sizes[0] * n, 0
    for layer in range(1, len(sizes)):
        m, n = sizes[layer - 1], sizes[layer]
        if layer > 1:
            for i in range(count):
                offsets[i] = i * neurons + here
            for j in range(n):
                for i in range(count):
                    scales[i] = delta[i * neurons + here + m + j]
                add_rows(target, at, m, a, offsets, scales, 0, count)
                at += m
            here += m
        for i in range(count):
            offsets[i] = i * neurons + here
            scales[i] = 1
        add_rows(target, at, n, delta, offsets, scales, 0, count)
        at += n


@compiled(**_MATHS)
def train(
    parameters: Any,
    gradient: Any,
    sizes: Any,
    images: Any,
    labels: Any,
    order: Any,
    begin: int,
    end: int,
    batch_start: int,
    mini_batch: int,
    eta: float,
    cost: float,
) -> tuple[int, float]:
    """Train on the examples order[begin:end], changing `parameters`; how many were right, `cost` plus theirs.

    Each is judged before the step it takes part in. `begin` and `end` lie where a mini-batch ends, or a
    `BLOCK` of a larger one. `batch_start` is where the mini-batch of `begin` starts, and `gradient` holds the
    sum over its examples so far: zeros between mini-batches. The last mini-batch of an epoch may be smaller.
    """
    of = parameters.dtype.type
    space = _workspace(parameters, sizes, min(BLOCK, mini_batch))
    neurons = len(space.a) // space.examples
    pixels = _pixels(sizes, space)
    right = 0
    while begin < end:
        batch_end = min(batch_start + mini_batch, len(order))
        examples = order[begin : min(begin + BLOCK, batch_end)]
        for i in range(len(examples)):
            label = labels[examples[i]]
            if begin + i + 1 < len(order):
                _fetch(images, order[begin + i + 1])
            _forward(parameters, sizes, images, examples[i], i * neurons, space)
            right += _is_right(space.last_z, label)
            cost += _backward(parameters, sizes, i * neurons, label, space)
        scale = of(-eta / (batch_end - batch_start))
        in_one_block = begin == batch_start and begin + len(examples) == batch_end
        if in_one_block:
            _add_gradients(parameters, scale, sizes, images, examples, space, pixels)
        else:
            _add_gradients(gradient, of(1), sizes, images, examples, space, pixels)
        begin += len(examples)
        if begin == batch_end:
            if not in_one_block:
                for k in range(len(parameters)):
                    parameters[k] += scale * gradient[k]
                gradient[:] = 0
            batch_start = batch_end
    return right, cost


@compiled(**_MATHS)
def weighted_inputs(parameters: Any, sizes: Any, images: Any, begin: int, end: int) -> Any:
    """z of the last layer for images begin … end: (end - begin, n of the last layer)."""
    space = _workspace(parameters, sizes, 1)
    made = np.empty((end - begin, sizes[-1]), parameters.dtype)
    for i in range(end - begin):
        _forward(parameters, sizes, images, begin + i, 0, space)
        made[i] = space.last_z
    return made


def outputs(parameters: Floats, sizes: NDArray[Any], images: SparseImages, begin: int, end: int) -> Floats:
    """The network's outputs for images begin … end: (end - begin, n of the last layer)."""
    return sigmoid(weighted_inputs(parameters, sizes, images, begin, end))


def is_compiled() -> bool:
    """Whether an earlier start compiled the kernel, so that it only needs loading (0.4 s, not 5 s)."""
    return is_kept() and any(Path(train.stats.cache_path).glob(f"{Path(__file__).stem}.train-*.nbi"))


def is_kept() -> bool:
    """Whether there is a folder in which the compiled kernel waits for the next start."""
    return bool(train.stats.cache_path)
