"""What of training that keeps account of one weight is compiled; `recorded.py` calls it.

`watched` is its `Watched`, `account` its `Account`; the rest is as in the kernel.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.learning import kernel_loops
from nnviz.learning.compiled import compiled
from nnviz.learning.compiled_functions import BORROWING, MATHS
from nnviz.learning.kernel_types import Stretch


@compiled(**BORROWING)
def _dot(x: Any, y: Any, watched: Any) -> float:
    """Σ x y over the numbers watched, in float64."""
    total = 0.0
    for k in range(watched.numbers):
        at = watched.begin + k * watched.stride
        total += np.float64(x[at]) * np.float64(y[at])
    return total


@compiled(**BORROWING)
def _input_of(images: Any, image: int, watched: Any) -> float:
    """What an example's δ is multiplied by, as far as that is known before it is run through; 1 if not."""
    if watched.source < 0 or watched.layer > 2:
        return 1.0
    for e in range(images.starts[image], images.starts[image + 1]):
        if images.pixels[e] == watched.source:
            return images.values[e] / 255.0  # type: ignore[no-any-return]
    return 0.0


@compiled(**BORROWING)
def _share(network: Any, data: Any, image: int, watched: Any, space: Any) -> float:
    """∂C/∂w of one example, or that of the sum of squares."""
    a = _input_of(data.images, image, watched)
    if a == 0 or network.frozen[watched.layer - 1]:
        return 0.0
    kernel_loops.forward(network, data.images, image, 0, space)
    kernel_loops.backward(network, 0, data.labels[image], space)
    delta = np.float64(space.delta[watched.neuron])
    if watched.source == -2:
        return 2 * delta * np.float64(space.z[watched.neuron] - network.parameters[watched.bias])
    if watched.source >= 0 and watched.layer > 2:
        a = np.float64(space.a[watched.inputs + watched.source])
    result: float = delta * a
    return result


@compiled(**BORROWING)
def _given(network: Any, sums: Any, step: Any, watched: Any) -> tuple[float, float]:
    """What momentum and L2 give in a step that is about to be taken."""
    if network.frozen[watched.layer - 1]:
        return 0.0, 0.0
    parameters, begin, l2, momentum = network.parameters, watched.begin, 0.0, 0.0
    if watched.source == -2:
        l2 = -2 * step.eta * step.decay * _dot(parameters, parameters, watched)
        if step.momentum != 0:
            momentum = 2 * step.momentum * _dot(parameters, sums.velocity, watched)
        return momentum, l2
    if watched.source >= 0:
        l2 = -step.eta * step.decay * np.float64(parameters[begin])
    if step.momentum != 0:
        momentum = step.momentum * np.float64(sums.velocity[begin])
    return momentum, l2


@compiled(**BORROWING)
def _book(account: Any, taken: int, parameters: Any, before: Any, watched: Any) -> None:
    """Enter what a step has made of the numbers watched, which were `before`."""
    if watched.source != -2:
        account.values[taken] = parameters[watched.begin]
        return
    squares = 0.0
    for k in range(watched.numbers):
        squares += (np.float64(parameters[watched.begin + k * watched.stride]) - before[k]) ** 2
    account.squares[taken] = squares
    account.values[taken] = _dot(parameters, parameters, watched)


@compiled(**MATHS)
def train_recorded(
    network: Any, sums: Any, data: Any, step: Any, stretch: Any, watched: Any, account: Any
) -> tuple[int, float, int]:
    """As `kernel.train`, and `account` is filled in; how many steps were taken comes last."""
    space, parameters = kernel_loops.workspace(network, 1), network.parameters
    before = np.empty(watched.numbers)
    begin, batch_start, cost, right, taken = stretch.begin, stretch.batch_start, stretch.cost, 0, 0
    while begin < stretch.end:
        batch_end = min(batch_start + step.mini_batch, len(data.order))
        end = min(batch_end, stretch.end)
        scale = -step.eta / (batch_end - batch_start)
        for i in range(begin, end):
            share = _share(network, data, data.order[i], watched, space)
            account.shares[i - stretch.begin] = scale * share
        for k in range(watched.numbers):
            before[k] = parameters[watched.begin + k * watched.stride]
        momentum, l2 = _given(network, sums, step, watched)
        found, cost = kernel_loops.train(network, sums, data, step, Stretch(begin, end, batch_start, cost))
        right += found
        begin = end
        if end == batch_end:
            batch_start = batch_end
            account.ends[taken] = batch_end
            account.momentum[taken], account.l2[taken] = momentum, l2
            _book(account, taken, parameters, before, watched)
            taken += 1
    return right, cost, taken
