"""What the kernel adds up for a step: the gradients of a block of examples, momentum and L2.

`space` is the kernel's `Workspace`, `network` its `Packed` network, `data` its `Data`, `step` its `Step`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.learning.compiled import compiled
from nnviz.learning.compiled_functions import BORROWING
from nnviz.learning.row_sums import add_rows


@compiled(**BORROWING)
def _collect(images: Any, image: int, here: int, space: Any) -> None:
    """Sort in the pixels of one image, whose errors are from place `here` on."""
    start, stop = images.starts[image], images.starts[image + 1]
    its_pixels, its_values = images.pixels[start:stop], images.values[start:stop]
    counts, offsets, shades = space.pixels.counts, space.pixels.offsets, space.pixels.shades
    examples = space.examples
    for e in range(stop - start):
        pixel = its_pixels[e]
        entry = np.uintp(pixel * examples + counts[pixel])  # unsigned: no place counted from the end
        offsets[entry] = here
        shades[entry] = space.shades[its_values[e]]
        counts[pixel] += 1


@compiled(**BORROWING)
def _add_sorted(target: Any, sizes: Any, space: Any) -> None:
    """target += Σ ∂C/∂w of the weights that leave the input, times what the errors were multiplied by."""
    n, pixels, counts = sizes[1], space.pixels, space.pixels.counts
    for k in range(sizes[0]):
        if counts[k]:
            begin = k * space.examples
            end = begin + counts[k]
            add_rows(target, k * n, n, space.delta, pixels.offsets, pixels.shades, begin, end)
            counts[k] = 0


@compiled(**BORROWING)
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


@compiled(**BORROWING)
def add_gradients(target: Any, scale: Any, network: Any, data: Any, space: Any) -> None:
    """target += scale · Σ ∇C of a block of examples, which are `data.order`; laid out as the parameters are.

    Each number is changed once, by the sum over all examples: so it is rounded once. Frozen layers have none.
    """
    sizes, frozen, a, delta = network.sizes, network.frozen, space.a, space.delta
    offsets, scales, neurons, count = space.offsets, space.scales, space.neurons, len(data.order)
    for k in range(count * neurons):
        delta[k] *= scale
    if not frozen[1]:
        _add_first(target, sizes, data, space)
    at, here = sizes[0] * sizes[1], 0
    for layer in range(1, len(sizes)):
        m, n = sizes[layer - 1], sizes[layer]
        if layer > 1:
            if not frozen[layer]:
                for i in range(count):
                    offsets[i] = i * neurons + here
                for j in range(n):
                    for i in range(count):
                        scales[i] = delta[i * neurons + here + m + j]
                    add_rows(target, at + j * m, m, a, offsets, scales, 0, count)
            at += m * n
            here += m
        if not frozen[layer]:
            for i in range(count):
                offsets[i] = i * neurons + here
                scales[i] = 1
            add_rows(target, at, n, delta, offsets, scales, 0, count)
        at += n


@compiled(**BORROWING)
def _add_first(target: Any, sizes: Any, data: Any, space: Any) -> None:
    """The same of the weights that leave the input, whose errors are multiplied already."""
    if len(data.order) == 1:
        _add_single(target, sizes, data.images, data.order[0], space)
        return
    for i in range(len(data.order)):
        _collect(data.images, data.order[i], i * space.neurons, space)
    _add_sorted(target, sizes, space)


@compiled(**BORROWING)
def begin_step(network: Any, velocity: Any, step: Any) -> None:
    """What of a step with momentum or L2 is not the gradient of C₀: v ← μ v − ηλ/n w.

    Without momentum it goes straight to the weights, w ← (1 − ηλ/n) w.
    """
    of, at = network.parameters.dtype.type, 0
    for layer in range(1, len(network.sizes)):
        weights = network.sizes[layer - 1] * network.sizes[layer]
        for count, decay in ((weights, step.decay), (network.sizes[layer], 0.0)):
            w, v = network.parameters[at : at + count], velocity[at : at + count]
            momentum, shrink = of(step.momentum), of(step.eta * decay)
            if network.frozen[layer]:
                v[:] = 0
            elif step.momentum != 0:
                for k in range(count):
                    v[k] = momentum * v[k] - shrink * w[k]
            elif decay != 0:
                for k in range(count):
                    w[k] *= of(1) - shrink
            at += count


@compiled(**BORROWING)
def add(target: Any, scale: Any, source: Any) -> None:
    """target += scale · source."""
    for k in range(len(target)):
        target[k] += scale * source[k]
