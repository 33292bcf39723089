"""The kernel itself: the loops that are compiled. They are called by way of `kernel.py`, which says how.

Everything here holds no GIL, so that a window beside it stays smooth. Five things make it fast: 80 % of
MNIST's pixels are 0 and are skipped; the weights from one pixel to all hidden units lie side by side; rows of
numbers are added up in registers; where a mini-batch is small, its gradient is added up pixel by pixel and
goes straight to the weights, so that each is touched once a step; and the next image is fetched in good time.

What its neurons compute and what it costs are functions that it calls by address: `compiled_functions.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.learning.compiled import compiled
from nnviz.learning.compiled_functions import BORROWING, MATHS, call_row
from nnviz.learning.kernel_step import add, add_gradients, begin_step
from nnviz.learning.kernel_types import BLOCK, Data, Part, Pixels, Workspace
from nnviz.learning.prefetch import prefetch
from nnviz.learning.row_sums import add_rows


@compiled()
def fill_sparse(images: Any, starts: Any, pixels: Any, values: Any) -> None:
    """Sort the non-zero pixels of images (N, pixels) into the arrays of `SparseImages`."""
    entry = 0
    for i in range(images.shape[0]):
        for k in range(images.shape[1]):
            if images[i, k] != 0:
                pixels[entry] = k
                values[entry] = images[i, k]
                entry += 1
        starts[i + 1] = entry


@compiled(**MATHS)
def workspace(network: Any, examples: int) -> Any:
    """Room for what is computed of that many examples."""
    sizes, kind = network.sizes, network.parameters.dtype
    neurons, rows = 0, max(examples, sizes[0])
    for n in sizes[1:]:
        neurons += n
        rows = max(rows, n)
    return Workspace(
        np.empty(examples * neurons, kind),
        np.empty(examples * neurons, kind),
        np.empty(examples * neurons, kind),
        examples,
        neurons,
        np.empty(rows, np.int32),
        np.empty(rows, kind),
        (np.arange(256) / 255).astype(kind),
        Pixels(
            np.zeros(sizes[0], np.int32),
            np.empty(sizes[0] * examples, np.int32),
            np.empty(sizes[0] * examples, kind),
        ),
    )


@compiled(**BORROWING)
def forward(network: Any, images: Any, image: int, here: int, space: Any) -> None:
    """z of layers 2 … L, and a of layers 2 … L−1, for one image, from place `here` on."""
    parameters, sizes = network.parameters, network.sizes
    n = sizes[1]
    start, stop = images.starts[image], images.starts[image + 1]
    its_pixels, its_values = images.pixels[start:stop], images.values[start:stop]
    for e in range(stop - start):
        space.offsets[e] = its_pixels[e] * n
        space.scales[e] = space.shades[its_values[e]]
    bias = parameters[sizes[0] * n : sizes[0] * n + n]
    z = space.z[here : here + n]
    for j in range(n):
        z[j] = bias[j]
    add_rows(space.z, here, n, parameters, space.offsets, space.scales, 0, stop - start)
    rise(network, (sizes[0] + 1) * n, here, space)


@compiled(**BORROWING)
def rise(network: Any, at: int, here: int, space: Any) -> None:
    """The same for one image of which z of layer 2 is there; the parameters above it begin at `at`."""
    parameters, sizes, squash = network.parameters, network.sizes, network.functions.squash
    n = sizes[1]
    for layer in range(2, len(sizes)):
        m, n = sizes[layer - 1], sizes[layer]
        call_row(squash, space.z, space.a, space.delta, here, 0, m)
        earlier, here = space.a[here : here + m], here + m
        bias = parameters[at + m * n : at + m * n + n]
        z = space.z[here : here + n]
        for j in range(n):
            row = parameters[at + j * m : at + j * m + m]
            weighted = bias[j]
            for k in range(m):
                weighted += row[k] * earlier[k]
            z[j] = weighted
        at += (m + 1) * n


@compiled(**BORROWING)
def _is_right(last_z: Any, label: int) -> bool:
    """Whether the answer is the label: `answers.answer`, which is tested to be the same, compiled."""
    best = 0
    for j in range(len(last_z)):
        if np.isnan(last_z[j]):
            return False
        if last_z[j] > last_z[best]:
            best = j
    return best == label


@compiled(**BORROWING)
def backward(network: Any, here: int, label: int, space: Any) -> float:
    """Outputs and errors of layers 2 … L of one example, of which `forward` found the rest; its cost."""
    sizes, functions, last = network.sizes, network.functions, len(network.sizes) - 1
    z, a, delta, n = space.z, space.a, space.delta, sizes[last]
    here += space.neurons - n
    call_row(functions.squash_output, z, a, delta, here, label, n)
    cost = call_row(functions.output_error, z, a, delta, here, label, n)
    at = len(network.parameters)
    for layer in range(last, 1, -1):
        m, n = sizes[layer - 1], sizes[layer]
        at -= (m + 1) * n
        errors = delta[here : here + n]
        for j in range(n):
            space.offsets[j] = at + j * m
            space.scales[j] = errors[j]
        here -= m
        errors = delta[here : here + m]
        for k in range(m):
            errors[k] = 0
        add_rows(delta, here, m, network.parameters, space.offsets, space.scales, 0, n)
        call_row(functions.send_back, z, a, delta, here, label, m)
    return cost  # type: ignore[no-any-return]


@compiled(**BORROWING)
def _fetch(images: Any, image: int) -> None:
    """Begin to load an image's pixels: images come in random order, from far away in memory."""
    start, stop = images.starts[image], images.starts[image + 1]
    for e in range(start, stop, 32):
        prefetch(images.pixels, e)
    for e in range(start, stop, 64):
        prefetch(images.values, e)


@compiled(**BORROWING)
def learn(network: Any, sums: Any, block: Any, step: Any, part: Any, space: Any) -> None:
    """What a block of examples, whose errors are in `space`, does to the network or to the gradient so far.

    Where it is a whole mini-batch, its errors are multiplied by −η/m on the way.
    """
    of = network.parameters.dtype.type
    moving = sums.velocity if step.momentum != 0 else network.parameters
    scale = of(-step.eta / part.size)
    if part.is_last and (step.momentum != 0 or step.decay != 0):
        begin_step(network, sums.velocity, step)
    if part.is_first and part.is_last:
        add_gradients(moving, scale, network, block, space)
    else:
        add_gradients(sums.gradient, of(1), network, block, space)
        if part.is_last:
            add(moving, scale, sums.gradient)
            sums.gradient[:] = 0
    if part.is_last and step.momentum != 0:
        add(network.parameters, of(1), moving)


@compiled(**MATHS)
def train(network: Any, sums: Any, data: Any, step: Any, stretch: Any) -> tuple[int, float]:
    """Train on a stretch of the order; how many were right, and the cost summed up to here.

    Each example is judged before the step it takes part in. The last mini-batch of an epoch may be smaller.
    """
    space = workspace(network, min(BLOCK, step.mini_batch))
    images, order, neurons, outputs = data.images, data.order, space.neurons, network.sizes[-1]
    begin, batch_start, right, cost = stretch.begin, stretch.batch_start, 0, stretch.cost
    while begin < stretch.end:
        batch_end = min(batch_start + step.mini_batch, len(order))
        block = Data(images, data.labels, order[begin : min(begin + BLOCK, batch_end)], data.last_right)
        count = len(block.order)
        for i in range(count):
            label = data.labels[block.order[i]]
            if begin + i + 1 < len(order):
                _fetch(images, order[begin + i + 1])
            forward(network, images, block.order[i], i * neurons, space)
            is_right = _is_right(space.z[(i + 1) * neurons - outputs : (i + 1) * neurons], label)
            data.last_right[block.order[i]] = is_right
            right += is_right
            cost += backward(network, i * neurons, label, space)
        is_last = begin + count == batch_end
        part = Part(batch_end - batch_start, begin == batch_start, is_last)
        learn(network, sums, block, step, part, space)
        begin += count
        if is_last:
            batch_start = batch_end
    return right, cost


@compiled(**MATHS)
def weighted_inputs(network: Any, images: Any, begin: int, end: int) -> Any:
    """z of the last layer for images begin … end: (end - begin, n of the last layer)."""
    space = workspace(network, 1)
    made = np.empty((end - begin, network.sizes[-1]), network.parameters.dtype)
    for i in range(end - begin):
        forward(network, images, begin + i, 0, space)
        made[i] = space.z[space.neurons - network.sizes[-1] :]
    return made
