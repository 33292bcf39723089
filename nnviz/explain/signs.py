"""What tells how a training goes, measured on the network and the next mini-batches. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.errors import Stopped
from nnviz.explain.example import in_double
from nnviz.explain.mini_batch_gradient import mean_gradient
from nnviz.learning.network import Network

_MOST = 200  # examples of a mini-batch looked at: more tell the same
_LADDER = tuple(float(f"{digit}e{power}") for power in range(2, -7, -1) for digit in (3, 1))
_STEADY = 0.9  # cosine of the gradients before and after a step


@dataclass(frozen=True)
class LayerSigns:
    """A hidden layer over some examples."""

    units: int
    saturated: int  # units whose mean slope is next to nothing
    silent: int  # units whose slope is 0 for every example: nothing moves their weights any more
    alike: bool  # whether all of them have the same weights and bias


@dataclass(frozen=True)
class StepSigns:
    """Steps tried from where the network stands, none of them kept; means over the mini-batches."""

    length: float  # ‖η ∇C‖ / ‖w‖: of a step against the weights
    turn: float  # cosine between a mini-batch's gradient before and after its own step; 1: same direction
    reversed: float  # share of mini-batches whose gradient the step turns around: it went too far


@dataclass(frozen=True)
class OutputSigns:
    """How wrong the outputs are, and how much of that their slopes let through."""

    error: float  # mean |∂C/∂a| that the outputs would have to give up
    passed: float  # mean |δ| / mean |∂C/∂a|


def layer_signs(network: Network, images: NDArray[np.uint8]) -> tuple[LayerSigns, ...]:
    """Every hidden layer over images (N, pixels)."""
    forward = network.forward_pass(_ink(images))
    found = []
    for layer, (w, b) in enumerate(zip(network.weights[:-1], network.biases[:-1], strict=True), start=2):
        function = network.function(layer)
        slopes = np.abs(function.slope(forward.zs[layer - 2], forward.activations[layer - 1]))
        rows = np.column_stack([w, b])
        found.append(
            LayerSigns(
                len(b),
                int(function.is_saturated(slopes.mean(axis=0)).sum()),
                int((slopes.max(axis=0) == 0).sum()),
                len(b) > 1 and bool(are_alike(rows, rows[0]).all()),
            )
        )
    return tuple(found)


def are_alike(rows: Floats, row: Floats) -> NDArray[np.bool_]:
    """Which units, with all their numbers in a row each, (n, k), are like the one with that row. (n,)"""
    close = np.isclose(rows, row, rtol=1e-4, atol=1e-7)
    return np.asarray(close.all(axis=1))


def step_signs(
    network: Network,
    examples: Examples,
    batches: Sequence[NDArray[np.int64]],
    eta: float,
    is_wanted: Callable[[], bool] = lambda: True,
) -> StepSigns:
    """Try one step of each mini-batch (indices into `examples`) from where the network stands.

    Raises `Stopped` soon after `is_wanted` says no.
    """
    network = in_double(network)  # steps may be too small for float32
    size = float(np.sqrt(sum(np.vdot(w, w) for w in network.weights)))
    lengths, turns = [], []
    for batch in batches:
        if not is_wanted():
            raise Stopped
        before = mean_gradient(network, examples, batch[:_MOST])
        stepped = network.with_numbers(
            [w - eta * nabla for w, nabla in zip(network.weights, before.w, strict=True)],
            [b - eta * nabla for b, nabla in zip(network.biases, before.b, strict=True)],
        )
        after = mean_gradient(stepped, examples, batch[:_MOST])
        lengths.append(eta * before.length / size if size else np.inf)
        both = before.length, after.length
        turns.append(before.product(after) / both[0] / both[1] if all(both) else 1.0)
    return StepSigns(float(np.mean(lengths)), float(np.mean(turns)), float(np.mean(np.array(turns) < 0)))


def bearable_eta(
    network: Network,
    examples: Examples,
    batches: Sequence[NDArray[np.int64]],
    is_wanted: Callable[[], bool] = lambda: True,
) -> float:
    """The largest η, of 300, 100, 30, 10, …, whose steps leave the gradient's direction nearly as it was."""
    for eta in _LADDER:
        if step_signs(network, examples, batches, eta, is_wanted).turn > _STEADY:
            return eta
    return _LADDER[-1]


def output_signs(network: Network, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> OutputSigns:
    """The outputs over images (N, pixels) and their labels (N,)."""
    back = network.backward_pass(_ink(images), labels)
    error = float(np.abs(back.activations[-1] - back.target).mean())
    delta = float(np.abs(back.deltas[-1]).mean())
    return OutputSigns(error, delta / error if error else 1.0)


def _ink(images: NDArray[np.uint8]) -> Floats:
    """Bytes (N, pixels) as float64 in [0, 1]: slopes may be too small for float32."""
    return images / 255.0
