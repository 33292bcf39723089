"""The same mathematics as `network.py`, compiled: what training and evaluation really run.

Everything here holds no GIL, so that a window beside it stays smooth. Three things make it fast: 80 % of
MNIST's pixels are 0 and are skipped; the weights from one pixel to all hidden units lie side by side; and the
step is applied straight to the weights, without a gradient array, wherever the mini-batch is small.

All weights and biases of a network lie in one vector, `parameters`: layer after layer first the weights, row
by row as in `Network.weights`, then the biases. Only the weights that leave the input are transposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.core.compiled import compiled
from nnviz.core.network import Floats, Network, sigmoid

# Examples whose activations and errors are held at once. A larger mini-batch adds its blocks up in a gradient
# array, so that training can be interrupted within any mini-batch, after a block (0.3 ms).
BLOCK = 64

# Sums may be reordered (which lets them be vectorised), but NaN and infinity keep their meaning.
_FASTMATH = {"reassoc", "contract", "arcp", "nsz"}


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


def unpack(parameters: Floats, sizes: Sequence[int]) -> Network:
    """The network whose arrays are views into `parameters`, and read-only if that is."""
    weights: list[Floats] = []
    biases: list[Floats] = []
    at = 0
    for m, n in pairwise(sizes):
        w = parameters[at : at + m * n]
        weights.append(w.reshape(n, m) if weights else w.reshape(m, n).T)
        biases.append(parameters[at + m * n : at + m * n + n])
        at += (m + 1) * n
    return Network.of(weights, biases)


@compiled(fastmath=_FASTMATH)
def _forward(parameters: Any, sizes: Any, images: Any, shades: Any, image: int, a: Any, last_z: Any) -> None:
    """Activations of layers 2 … L for one image, one after the other in `a`; z of layer L in `last_z`."""
    one = parameters.dtype.type(1)
    n = sizes[1]
    z = a[:n]
    bias = sizes[0] * n
    z[:] = parameters[bias : bias + n]
    entry, stop = images.starts[image], images.starts[image + 1]
    while entry + 4 <= stop:  # four pixels a time: the sums stay in registers for longer
        s0, s1 = shades[images.values[entry]], shades[images.values[entry + 1]]
        s2, s3 = shades[images.values[entry + 2]], shades[images.values[entry + 3]]
        w0 = parameters[np.int64(images.pixels[entry]) * n :]
        w1 = parameters[np.int64(images.pixels[entry + 1]) * n :]
        w2 = parameters[np.int64(images.pixels[entry + 2]) * n :]
        w3 = parameters[np.int64(images.pixels[entry + 3]) * n :]
        for j in range(n):
            z[j] += (s0 * w0[j] + s1 * w1[j]) + (s2 * w2[j] + s3 * w3[j])
        entry += 4
    while entry < stop:
        s0 = shades[images.values[entry]]
        w0 = parameters[np.int64(images.pixels[entry]) * n :]
        for j in range(n):
            z[j] += s0 * w0[j]
        entry += 1
    if len(sizes) == 2:
        last_z[:] = z
    for j in range(n):
        z[j] = one / (one + np.exp(-z[j]))
    at, before = bias + n, 0
    for layer in range(2, len(sizes)):
        m, n = sizes[layer - 1], sizes[layer]
        earlier, z = a[before : before + m], a[before + m : before + m + n]
        for j in range(n):
            w0 = parameters[at + j * m : at + (j + 1) * m]
            weighted = parameters[at + m * n + j]
            for k in range(m):
                weighted += w0[k] * earlier[k]
            if layer == len(sizes) - 1:
                last_z[j] = weighted
            z[j] = one / (one + np.exp(-weighted))
        at += (m + 1) * n
        before += m


@compiled(fastmath=_FASTMATH)
def _is_right(last_z: Any, label: int) -> bool:
    """Whether the answer is the label: `answers.answer`, which is tested to be the same, compiled."""
    best = 0
    for j in range(len(last_z)):
        if np.isnan(last_z[j]):
            return False
        if last_z[j] > last_z[best]:
            best = j
    return best == label


@compiled(fastmath=_FASTMATH)
def _backward(parameters: Any, sizes: Any, a: Any, delta: Any, label: int) -> float:
    """Errors of layers 2 … L of one example, from its activations; its cost."""
    one = parameters.dtype.type(1)
    classes = sizes[-1]
    last = len(a) - classes
    cost = 0.0
    for j in range(classes):
        output = a[last + j]
        error = output - one if j == label else output
        cost += 0.5 * error * error
        delta[last + j] = error * output * (one - output)
    after, at = last, len(parameters)
    for layer in range(len(sizes) - 1, 1, -1):
        m, n = sizes[layer - 1], sizes[layer]
        at -= (m + 1) * n
        earlier, error = a[after - m : after], delta[after - m : after]
        error[:] = 0
        for j in range(n):
            w = parameters[at + j * m : at + (j + 1) * m]
            for k in range(m):
                error[k] += w[k] * delta[after + j]
        for k in range(m):
            error[k] *= earlier[k] * (one - earlier[k])
        after -= m
    return cost


@compiled(fastmath=_FASTMATH)
def _add_gradient(
    target: Any, scale: Any, sizes: Any, images: Any, shades: Any, image: int, a: Any, delta: Any
) -> None:
    """target += scale · ∇C of one example; `target` is laid out as the parameters are."""
    n = sizes[1]
    for entry in range(images.starts[image], images.starts[image + 1]):
        pixel = np.int64(images.pixels[entry])
        w = target[pixel * n : pixel * n + n]
        step = scale * shades[images.values[entry]]
        for j in range(n):
            w[j] += step * delta[j]
    at, before = sizes[0] * n, 0
    for j in range(n):
        target[at + j] += scale * delta[j]
    at += n
    for layer in range(2, len(sizes)):
        m, n = sizes[layer - 1], sizes[layer]
        earlier = a[before : before + m]
        for j in range(n):
            step = scale * delta[before + m + j]
            w = target[at + j * m : at + (j + 1) * m]
            for k in range(m):
                w[k] += step * earlier[k]
        at += m * n
        before += m
        for j in range(n):
            target[at + j] += scale * delta[before + j]
        at += n


@compiled(fastmath=_FASTMATH)
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
    shades = (np.arange(256) / 255).astype(parameters.dtype)
    neurons = np.sum(sizes[1:])
    a = np.empty((BLOCK, neurons), parameters.dtype)
    delta = np.empty((BLOCK, neurons), parameters.dtype)
    last_z = np.empty(sizes[-1], parameters.dtype)
    right = 0
    while begin < end:
        batch_end = min(batch_start + mini_batch, len(order))
        block_end = min(begin + BLOCK, batch_end)
        count = block_end - begin
        for i in range(count):
            image = order[begin + i]
            _forward(parameters, sizes, images, shades, image, a[i], last_z)
            right += _is_right(last_z, labels[image])
            cost += _backward(parameters, sizes, a[i], delta[i], labels[image])
        scale = of(-eta / (batch_end - batch_start))
        in_one_block = begin == batch_start and block_end == batch_end
        for i in range(count):
            if in_one_block:
                _add_gradient(parameters, scale, sizes, images, shades, order[begin + i], a[i], delta[i])
            else:
                _add_gradient(gradient, of(1), sizes, images, shades, order[begin + i], a[i], delta[i])
        if block_end == batch_end:
            if not in_one_block:
                for k in range(len(parameters)):
                    parameters[k] += scale * gradient[k]
                gradient[:] = 0
            batch_start = batch_end
        begin = block_end
    return right, cost


@compiled(fastmath=_FASTMATH)
def weighted_inputs(parameters: Any, sizes: Any, images: Any, begin: int, end: int) -> Any:
    """z of the last layer for images begin … end: (end - begin, n of the last layer)."""
    shades = (np.arange(256) / 255).astype(parameters.dtype)
    a = np.empty(np.sum(sizes[1:]), parameters.dtype)
    made = np.empty((end - begin, sizes[-1]), parameters.dtype)
    for i in range(end - begin):
        _forward(parameters, sizes, images, shades, begin + i, a, made[i])
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
