"""Why this answer and not another: the lead of one class over a rival, split over hidden units and pixels.

The lead is the difference of the two outputs' weighted inputs, zₐ − z_b. Both ways of splitting it add up:
over the last hidden layer exactly, and over the pixels by integrated gradients (M. Sundararajan, A. Taly,
Q. Yan, “Axiomatic Attribution for Deep Networks”, 2017) up to a residue that is told.
All in float64, whatever the network's numbers are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.network import Network

TOLERANCE = 1e-3  # of the lead's change: to within this share the pixels' shares are to add up
_FEWEST, _MOST = 16, 2048  # points along the line from the one picture to the other
_LONGEST, _STILL = 0.3, 1e-4  # of a step to another answer, as ‖step‖: pixels of full ink


@dataclass(frozen=True, eq=False)
class UnitShares:
    """The lead zₐ − z_b of class a over class b, as the sum of what the last hidden layer gives to it."""

    units: Floats  # (w_aj − w_bj) a_j of each unit j, (n of layer L − 1,)
    bias: float  # b_a − b_b

    @property
    def lead(self) -> float:
        """What the shares add up to."""
        return float(self.units.sum()) + self.bias

    @property
    def order(self) -> NDArray[np.intp]:
        """The units, the one with the largest share first, whatever its sign."""
        return np.argsort(-np.abs(self.units), kind="stable")


def unit_shares(network: Network, image: Floats, chosen: int, rival: int) -> UnitShares:
    """Split the lead of `chosen` over `rival` over the last hidden layer; `image` (pixels,)."""
    activation = network.forward_pass(image.astype(np.float64)).activations[-2]
    w, b = network.weights[-1].astype(np.float64), network.biases[-1].astype(np.float64)
    return UnitShares((w[chosen] - w[rival]) * activation, float(b[chosen] - b[rival]))


@dataclass(frozen=True, eq=False)
class PixelShares:
    """How much each pixel gave to the change of the lead from a base picture to this one."""

    pixels: Floats  # (pixels,)
    lead: float  # for the picture
    base_lead: float  # for the base picture
    points: int  # at which the gradient was taken

    @property
    def residue(self) -> float:
        """By how much the shares miss the change of the lead."""
        return self.lead - self.base_lead - float(self.pixels.sum())


def pixel_shares(
    network: Network, image: Floats, chosen: int, rival: int, base: Floats | None = None
) -> PixelShares:
    """Split the change of the lead along the straight line from `base` over the pixels, (pixels,) each.

    Without a `base` it is the blank picture. The points along the line, those of Gauss and Legendre, are
    doubled until the shares add up to within `TOLERANCE`; a network of ReLU has kinks on the way, and may
    take the most there are.
    """
    image = image.astype(np.float64)
    base = np.zeros_like(image) if base is None else base.astype(np.float64)
    ends, _ = lead_and_gradient(network, np.stack([image, base]), chosen, rival)
    points = _FEWEST
    while True:
        at, weights = np.polynomial.legendre.leggauss(points)
        line = base + (at[:, None] + 1) / 2 * (image - base)  # (points, pixels)
        _, gradient = lead_and_gradient(network, line, chosen, rival)
        shares = PixelShares(
            (image - base) * (weights @ gradient) / 2, float(ends[0]), float(ends[1]), points
        )
        if abs(shares.residue) <= TOLERANCE * abs(ends[0] - ends[1]) or points >= _MOST:
            return shares
        points *= 2


def lead_and_gradient(network: Network, images: Floats, chosen: int, rival: int) -> tuple[Floats, Floats]:
    """zₐ − z_b, (N,), and how it moves with every pixel, (N, pixels), of images (N, pixels)."""
    outputs = np.zeros(network.sizes[-1])
    outputs[chosen], outputs[rival] = 1, -1
    return _sum_and_gradient(network, images, outputs)


def _sum_and_gradient(network: Network, images: Floats, outputs: Floats) -> tuple[Floats, Floats]:
    """A sum of the outputs' z, each times its number in `outputs`, and how it moves with every pixel."""
    forward = network.forward_pass(images)
    errors = network.send_back(forward, np.broadcast_to(outputs, forward.zs[-1].shape))
    return forward.zs[-1] @ outputs, errors[0] @ network.weights[0]


@dataclass(frozen=True, eq=False)
class Change:
    """A picture on the way to another answer."""

    image: Floats  # (pixels,) in [0, 1]
    lead: float  # of the answer it had over the rival; negative once it says the rival
    size: float  # ‖change‖, in pixels of full ink


def smallest_change(
    network: Network, image: Floats, chosen: int, rival: int, steps: int = 200
) -> Iterator[Change]:
    """Pictures ever nearer to the nearest one that the network takes for `rival` rather than `chosen`.

    Each step heads for the nearest picture, with ink in [0, 1], whose lead would be just lost if it were as
    steep everywhere as it is here, and is short enough for that to be nearly true. It ends when a step moves
    nothing.
    """
    start = image.astype(np.float64)
    now, before, longest = start, np.zeros_like(start), _LONGEST
    for _ in range(steps):
        (lead,), (gradient,) = lead_and_gradient(network, now[None], chosen, rival)
        yield Change(now, float(lead), float(np.linalg.norm(now - start)))
        step = _nearest_without_lead(start, now, float(lead), gradient) - now
        length = float(np.linalg.norm(step))
        if length < _STILL:
            return
        if step @ before < 0:  # it went too far
            longest /= 2
        before = step * min(1.0, longest / length)
        now = now + before


def _nearest_without_lead(start: Floats, now: Floats, lead: float, gradient: Floats) -> Floats:
    """The picture nearest to `start` whose lead, by the slope at `now`, is lost by a hair."""
    wanted = -1e-3 - lead + float(gradient @ now)  # gradient · x of that picture
    low, high = 0.0, 1.0

    def moved(by: float) -> Floats:
        return np.clip(start - by * gradient, 0, 1)

    while float(gradient @ moved(high)) > wanted and high < 1e12:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if float(gradient @ moved(middle)) > wanted else (low, middle)
    return moved(high)


def favourite_picture(network: Network, output: int, steps: int = 100) -> Iterator[Floats]:
    """Pictures that one output likes better and better, from the blank one: (pixels,) in [0, 1] each.

    Gradient ascent on its weighted input, in steps that move the steepest pixel by a twentieth of full ink.
    """
    now, only = np.zeros(network.sizes[0]), np.eye(network.sizes[-1])[output]
    for _ in range(steps):
        yield now
        _, gradient = _sum_and_gradient(network, now, only)
        steepest = np.abs(gradient).max()
        if steepest == 0:
            return
        now = np.clip(now + 0.05 * gradient / steepest, 0, 1)
