"""The same mathematics as `network.py`, compiled: what training and evaluation really run.

The compiled loops are in `kernel_loops.py`, which is loaded when they are first called: numba would delay the
window's opening.

All weights and biases of a network lie in one vector, `parameters`: layer after layer first the weights, row
by row as in `Network.weights`, then the biases. Only the weights that leave the input are transposed.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.architecture import Architecture
from nnviz.learning.kernel_types import BLOCK, Data, Packed, SparseImages, Step, Stretch, Sums
from nnviz.learning.network import Network

__all__ = [
    "BLOCK",
    "Data",
    "Packed",
    "SparseImages",
    "Step",
    "Stretch",
    "Sums",
    "is_compiled",
    "is_kept",
    "pack",
    "packed",
    "prepare",
    "sparse_images",
    "train",
    "unpack",
    "vector_of",
    "weighted_inputs",
]


def sparse_images(images: NDArray[np.uint8]) -> SparseImages:
    """The sparse form of images (N, 784) uint8: 0.6 kB an image instead of 0.8 kB, and five times faster."""
    from nnviz.learning.kernel_loops import fill_sparse

    entries = int(np.count_nonzero(images))
    starts = np.zeros(len(images) + 1, dtype=np.int64)
    pixels, values = np.empty(entries, dtype=np.uint16), np.empty(entries, dtype=np.uint8)
    fill_sparse(images, starts, pixels, values)
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


def packed(parameters: Floats, architecture: Architecture, frozen: Collection[int] = ()) -> Packed:
    """The network of that kind with these very parameters, float32 or float64; layers are counted from 1."""
    from nnviz.learning.compiled_functions import functions_of

    sizes = np.array(architecture.sizes)
    stay = np.array([layer in frozen for layer in range(1, len(sizes) + 1)])
    return Packed(parameters, sizes, functions_of(architecture, parameters.dtype), stay)


def prepare(architecture: Architecture) -> None:
    """Compile what such networks need beside the loops, if that was never done; or load it."""
    from nnviz.learning.compiled_functions import functions_of

    functions_of(architecture)


def train(network: Packed, sums: Sums, data: Data, step: Step, stretch: Stretch) -> tuple[int, float]:
    """Train on a stretch of the order; how many were right, and the cost summed up to here.

    Each example is judged before the step it takes part in. The last mini-batch of an epoch may be smaller.
    """
    from nnviz.learning import kernel_loops

    found: tuple[int, float] = kernel_loops.train(network, sums, data, step, stretch)
    return found


def weighted_inputs(network: Packed, images: SparseImages, begin: int, end: int) -> Floats:
    """z of the last layer for images begin … end: (end - begin, n of the last layer)."""
    from nnviz.learning import kernel_loops

    found: Floats = kernel_loops.weighted_inputs(network, images, begin, end)
    return found


def is_compiled() -> bool:
    """Whether an earlier start compiled the kernel, so that it only needs loading (0.4 s, not 5 s)."""
    from nnviz.learning.kernel_loops import train as loop

    return is_kept() and any(Path(loop.stats.cache_path).glob("kernel_loops.train-*.nbi"))


def is_kept() -> bool:
    """Whether there is a folder in which the compiled kernel waits for the next start."""
    from nnviz.learning.kernel_loops import train as loop

    return bool(loop.stats.cache_path)
