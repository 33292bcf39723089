"""Training that keeps accounts: how much each example of a step makes the cost of other images fall.

It is `kernel.train`, and beside each step the integrals of `explain.teachers`. On the straight line of a step
the network is computed at `POINTS` points, for the images asked about, from layer 2 on: what leads from the
pixels to there is linear, and needs no more than the two ends.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning import kernel
from nnviz.learning.compiled import compiled
from nnviz.learning.compiled_functions import BORROWING, MATHS
from nnviz.learning.kernel_loops import backward, forward, learn, rise, workspace
from nnviz.learning.kernel_types import Data, Packed, Part, Workspace
from nnviz.learning.row_sums import LANES, add_rows

POINTS = 9  # of Gauss and Legendre, on the straight line of a step


class Asked(NamedTuple):
    """D images whose cost is accounted for: their non-zero pixels as a list and as a table."""

    starts: NDArray[np.int64]  # (D + 1,): entries of image d are starts[d] … starts[d + 1]
    offsets: NDArray[np.int32]  # where the weights begin that lead from the pixel of an entry to layer 2
    shades: Floats  # in [0, 1]
    table: Floats  # (pixels · width,): pixel by pixel the shades in all images, and zeros
    width: int  # D rounded up to whole vectors
    labels: NDArray[np.int64]  # (D,)


class Account(NamedTuple):
    """What is added up, in float64."""

    shares: Floats  # (n of the training examples, D)
    by_class: Floats  # (classes, D): the same by the class of the example
    momentum: Floats  # (D,)
    l2: Floats  # (D,)


class Room(NamedTuple):
    """Where the numbers of a step stand; those `before` are from one step to the next."""

    examples: Workspace  # of the mini-batch
    points: Workspace  # of the D images at the points of the line, one point after the other
    z: Floats  # (D · n of layer 2,): z of layer 2 before the step
    z_after: Floats
    z_moved: Floats  # what a direction that is not the step's gives to z of layer 2
    error: Floats  # (D · n of layer 2,): δ of layer 2, averaged over the line
    upper: Floats  # weights and biases from layer 3 on, before the step
    upper_velocity: Floats  # the same of v
    z_velocity: Floats
    line: Floats  # the upper weights and biases at a point
    products: Floats  # (width,): of an example's pixels with those of the images
    at: Floats  # (POINTS,): in [0, 1]
    weights: Floats


def asked(images: Floats, labels: NDArray[Any], units: int) -> Asked:
    """Images (D, pixels) in [0, 1] with `labels` (D,), for a network with that many units in layer 2."""
    images = np.asarray(images, np.float32)
    which, pixels = np.nonzero(images)
    width = -(-len(images) // LANES) * LANES
    table = np.zeros((images.shape[1], width), np.float32)
    table[:, : len(images)] = images.T
    starts = np.searchsorted(which, np.arange(len(images) + 1)).astype(np.int64)
    offsets = (pixels * units).astype(np.int32)
    return Asked(
        starts=starts,
        offsets=offsets,
        shades=np.ascontiguousarray(images[which, pixels]),
        table=table.ravel(),
        width=width,
        labels=labels.astype(np.int64),
    )


def room_for(network: Packed, about: Asked, mini_batch: int) -> Room:
    """Room for steps of up to that many examples."""
    kind, units, count = network.parameters.dtype, int(network.sizes[1]), len(about.labels)
    upper = len(network.parameters) - (int(network.sizes[0]) + 1) * units
    at, weights = np.polynomial.legendre.leggauss(POINTS)
    z = [np.empty(count * units, kind) for _ in range(5)]
    parts = [np.empty(upper, kind) for _ in range(3)]
    return Room(
        examples=workspace(network, mini_batch),
        points=workspace(network, POINTS * count),
        z=z[0],
        z_after=z[1],
        z_moved=z[2],
        error=z[3],
        upper=parts[0],
        upper_velocity=parts[1],
        z_velocity=z[4],
        line=parts[2],
        products=np.empty(about.width, kind),
        at=((at + 1) / 2).astype(kind),  # from −1 … 1 to 0 … 1
        weights=(weights / 2).astype(kind),
    )


@compiled(**MATHS)
def train_and_account(
    network: Any, sums: Any, data: Any, step: Any, stretch: Any, about: Any, account: Any, room: Any
) -> None:
    """Train as `kernel.train` does, bit for bit, and add each step to the account.

    A stretch may end within a mini-batch that is larger than a block: `room` remembers its examples.
    """
    begin, batch_start, neurons = stretch.begin, stretch.batch_start, room.examples.neurons
    first = (network.sizes[0] + 1) * network.sizes[1]
    _weigh(network.parameters, network.sizes, about, room.z)
    while begin < stretch.end:
        batch_end = min(batch_start + step.mini_batch, len(data.order))
        end = min(begin + kernel.BLOCK, batch_end)
        block = Data(data.images, data.labels, data.order[begin:end], data.last_right)
        space = _from_place(room.examples, (begin - batch_start) * neurons)
        for i in range(end - begin):
            image, here = block.order[i], i * neurons
            forward(network, data.images, image, here, space)
            backward(network, here, data.labels[image], space)
        room.upper[:] = network.parameters[first:]
        if step.momentum != 0:
            room.upper_velocity[:] = sums.velocity[first:]
            _weigh(sums.velocity, network.sizes, about, room.z_velocity)
        if step.decay != 0:
            _weigh(network.parameters, network.sizes, about, room.z_moved)
            _take_bias(network, room.z_moved)
        part = Part(batch_end - batch_start, begin == batch_start, end == batch_end)
        learn(network, sums, block, step, part, space)
        if part.is_last:
            _weigh(network.parameters, network.sizes, about, room.z_after)
            _walk(network, first, about, room)
            batch = Data(data.images, data.labels, data.order[batch_start:batch_end], data.last_right)
            scale = -1 if part.is_first else step.eta / part.size  # errors of a single block have −η/m
            _share_out(network, batch, scale, about, account, room)
            if step.momentum != 0:
                moved, upper = room.z_velocity, room.upper_velocity
                _add_line(account.momentum, -step.momentum, network, moved, upper, True, room)
            if step.decay != 0:
                factor = step.eta * step.decay
                _add_line(account.l2, factor, network, room.z_moved, room.upper, False, room)
            room.z[:] = room.z_after
            batch_start = batch_end
        begin = end


@compiled(**MATHS)
def _from_place(space: Any, place: int) -> Any:
    """The room for examples from that place on."""
    z, a, delta = space.z[place:], space.a[place:], space.delta[place:]
    rows = space.offsets, space.scales, space.shades
    return Workspace(z, a, delta, space.examples, space.neurons, *rows, space.pixels)


@compiled(**BORROWING)
def _weigh(parameters: Any, sizes: Any, about: Any, z: Any) -> None:
    """z of layer 2 of the images, with these weights and biases."""
    n = sizes[1]
    bias = parameters[sizes[0] * n : sizes[0] * n + n]
    for d in range(len(about.labels)):
        its = z[d * n : d * n + n]
        for j in range(n):
            its[j] = bias[j]
        begin, end = about.starts[d], about.starts[d + 1]
        add_rows(z, d * n, n, parameters, about.offsets, about.shades, begin, end)


@compiled(**BORROWING)
def _take_bias(network: Any, z: Any) -> None:
    n = network.sizes[1]
    bias = network.parameters[network.sizes[0] * n : network.sizes[0] * n + n]
    for k in range(len(z)):
        z[k] -= bias[k % n]


@compiled(**BORROWING)
def _walk(network: Any, first: int, about: Any, room: Any) -> None:
    """Activations and errors of the images at the points of the line from before the step to now."""
    n, points, count, neurons = network.sizes[1], room.points, len(about.labels), room.points.neurons
    room.error[:] = 0
    for p in range(len(room.at)):
        at, weight = room.at[p], room.weights[p]
        for k in range(len(room.line)):
            room.line[k] = room.upper[k] + at * (network.parameters[first + k] - room.upper[k])
        there = Packed(room.line, network.sizes, network.functions, network.frozen)
        for d in range(count):
            here = (p * count + d) * neurons
            z, before, after = points.z[here : here + n], room.z[d * n :], room.z_after[d * n :]
            for j in range(n):
                z[j] = before[j] + at * (after[j] - before[j])
            rise(there, 0, here, points)
            backward(there, here, about.labels[d], points)
            delta, error = points.delta[here : here + n], room.error[d * n :]
            for j in range(n):
                error[j] += weight * delta[j]


@compiled(**BORROWING)
def _share_out(network: Any, data: Any, scale: float, about: Any, account: Any, room: Any) -> None:
    """The share of each example of the mini-batch, which is `data.order`."""
    sizes, examples, products = network.sizes, room.examples, room.products
    for i in range(len(data.order)):
        image, here = data.order[i], i * examples.neurons
        if not network.frozen[1]:
            _multiply_pixels(data.images, image, about, room)
        by_class = account.by_class[data.labels[image]]
        for d in range(len(about.labels)):
            total = 0.0
            if not network.frozen[1]:
                errors = _dot(examples.delta, here, room.error, d * sizes[1], sizes[1])
                total += errors * (products[d] + 1)
            share = scale * (total + _upper_product(network, here, d, len(about.labels), room))
            account.shares[image, d] += share
            by_class[d] += share


@compiled(**BORROWING)
def _multiply_pixels(images: Any, image: int, about: Any, room: Any) -> None:
    """The products of an example's pixels with those of all images, summed up."""
    start, stop = images.starts[image], images.starts[image + 1]
    its_pixels, its_values, space = images.pixels[start:stop], images.values[start:stop], room.examples
    for e in range(stop - start):
        space.offsets[e] = its_pixels[e] * about.width
        space.scales[e] = space.shades[its_values[e]]
    room.products[:] = 0
    add_rows(room.products, 0, about.width, about.table, space.offsets, space.scales, 0, stop - start)


@compiled(**BORROWING)
def _upper_product(network: Any, here: int, d: int, count: int, room: Any) -> float:
    """∇C(example) · ∫ ∇C(image) over what leads to layers 3 … L."""
    sizes, examples, points, total = network.sizes, room.examples, room.points, 0.0
    layer_at = 0
    for layer in range(2, len(sizes)):
        m, n = sizes[layer - 1], sizes[layer]
        if not network.frozen[layer]:
            for p in range(len(room.at)):
                there = (p * count + d) * points.neurons + layer_at
                errors = _dot(examples.delta, here + layer_at + m, points.delta, there + m, n)
                inputs = _dot(examples.a, here + layer_at, points.a, there, m)
                total += room.weights[p] * errors * (inputs + 1)
        layer_at += m
    return total


@compiled(**BORROWING)
def _add_line(
    target: Any, factor: float, network: Any, moved: Any, upper: Any, with_biases: bool, room: Any
) -> None:
    """target[d] += factor · ∫ ∇C(image d) · a direction: what it gives z of layer 2, and the upper part."""
    sizes, points, count = network.sizes, room.points, len(target)
    for d in range(count):
        total, at, layer_at = 0.0, 0, 0
        if not network.frozen[1]:
            total += _dot(room.error, d * sizes[1], moved, d * sizes[1], sizes[1])
        for layer in range(2, len(sizes)):
            m, n = sizes[layer - 1], sizes[layer]
            for p in range(len(room.at) if not network.frozen[layer] else 0):
                here = (p * count + d) * points.neurons + layer_at
                for j in range(n):
                    z = _dot(upper, at + j * m, points.a, here, m)
                    if with_biases:
                        z += upper[at + m * n + j]
                    total += room.weights[p] * points.delta[here + m + j] * z
            at += (m + 1) * n
            layer_at += m
        target[d] += factor * total


@compiled(**BORROWING)
def _dot(a: Any, at_a: int, b: Any, at_b: int, n: int) -> float:
    one, other = a[at_a : at_a + n], b[at_b : at_b + n]
    total = a.dtype.type(0)
    for k in range(n):
        total += one[k] * other[k]
    return total  # type: ignore[no-any-return]
