"""What the kernel is handed and what it works on: plain tuples, of which compiled code knows the fields."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

# Examples whose activations and errors are held at once. A larger mini-batch adds its blocks up in a gradient
# array, so that training can be interrupted within any mini-batch, after a block (0.3 ms).
BLOCK = 64


class SparseImages(NamedTuple):
    """The non-zero pixels of N images: those of image i are entries starts[i] … starts[i + 1]."""

    starts: NDArray[np.int64]  # (N + 1,)
    pixels: NDArray[np.uint16]  # which pixel, 0 … 783
    values: NDArray[np.uint8]  # its byte, 1 … 255


class Functions(NamedTuple):
    """Addresses of the compiled functions that a network is made of, each a row of neurons at a time."""

    squash: int  # a ← f(z) of a hidden layer
    send_back: int  # δ ← δ f′(z) of a hidden layer
    squash_output: int  # a ← f(z) of the outputs
    output_error: int  # δ ← ∂C/∂z of the outputs, given the label; returns C


class Packed(NamedTuple):
    """A network as the kernel has it."""

    parameters: Floats
    sizes: NDArray[np.int64]  # neurons of each layer, input first
    functions: Functions
    frozen: NDArray[np.bool_]  # whose parameters stay as they are, of each layer


class Data(NamedTuple):
    """What there is to learn from, and in which order."""

    images: SparseImages
    labels: NDArray[np.uint8]
    order: NDArray[np.int64]  # of an epoch
    last_right: NDArray[np.uint8]  # written: 1 for each that was right when it last went through, otherwise 0


class Sums(NamedTuple):
    """What a step needs from before, both laid out as the parameters are."""

    gradient: Floats  # the sum over the examples of the mini-batch so far; zeros between mini-batches
    velocity: Floats  # v; empty where there is no momentum


class Step(NamedTuple):
    """A `Rule` in numbers."""

    mini_batch: int
    eta: float
    momentum: float
    decay: float  # λ/n, what of a weight belongs to its gradient


class Stretch(NamedTuple):
    """Which examples of the order to train on, and what came before."""

    begin: int
    end: int  # where a mini-batch ends, or a `BLOCK` of a larger one; as `begin`
    batch_start: int  # where the mini-batch of `begin` starts
    cost: float  # summed over all examples before


class Part(NamedTuple):
    """Which part of a mini-batch a block of examples is."""

    size: int  # examples of the whole mini-batch
    is_first: bool
    is_last: bool


class Pixels(NamedTuple):
    """The non-zero pixels of a block of examples, by pixel: those of pixel k begin at entry k · examples."""

    counts: NDArray[np.int32]  # (pixels,): in how many examples it is not 0; zeros between blocks
    offsets: NDArray[np.int32]  # where the errors of the example that an entry is of begin
    shades: Floats


class Workspace(NamedTuple):
    """What is computed of up to `BLOCK` examples, one after the other, and what `add_rows` is told."""

    z: Floats  # weighted inputs of layers 2 … L of each example
    a: Floats  # their activations
    delta: Floats  # their errors
    examples: int  # how many there is room for
    neurons: int  # of layers 2 … L
    offsets: NDArray[np.int32]  # where the rows begin that are added up
    scales: Floats  # and by what they are multiplied
    shades: Floats  # of each byte, in [0, 1]
    pixels: Pixels
