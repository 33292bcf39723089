"""What becomes of an answer when the picture is moved, turned, thickened or made noisy.

Pictures are (rows, columns) in [0, 1]. A variation turns first, then thickens, moves, and adds noise last;
what leaves the picture is lost, and paper comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.answers import answers
from nnviz.learning.network import Network

REACH = 8  # pixels that a picture can be moved by, either way


@dataclass(frozen=True)
class Variation:
    """How a picture is varied; without anything it is left as it is."""

    right: int = 0  # pixels; negative is to the left
    down: int = 0
    degrees: float = 0.0  # clockwise
    thickness: float = 0.0  # pixels that the ink grows by, at each edge; negative shrinks it
    noise: float = 0.0  # standard deviation of what is added to each pixel

    @property
    def words(self) -> str:
        """What it does, such as "moved 3 px right, turned 15°"; nothing if it does nothing."""
        parts = []
        moves = moved_words(self.right, self.down)
        if moves:
            parts.append(f"moved {moves}")
        if self.degrees:
            parts.append(f"turned {abs(self.degrees):g}° {'right' if self.degrees > 0 else 'left'}")
        if self.thickness:
            parts.append(f"{abs(self.thickness):g} px {'thicker' if self.thickness > 0 else 'thinner'}")
        if self.noise:
            parts.append(f"with noise of {self.noise:g}")
        return ", ".join(parts)


@dataclass(frozen=True, eq=False)
class Range:
    """The values that one field of a variation is tried at."""

    field: str
    values: tuple[float, ...]


RANGES = (
    Range("degrees", tuple(range(-90, 91, 5))),
    Range("thickness", tuple(step / 4 for step in range(-8, 9))),
    Range("noise", tuple(step / 20 for step in range(21))),
)


@dataclass(frozen=True, eq=False)
class Said:
    """What a network says of some pictures: arrays of one shape."""

    labels: NDArray[np.int64]  # −1 where the outputs are no numbers
    confidences: Floats  # the largest output, in [0, 1]


def moved_words(right: float, down: float) -> str:
    """A way in whole pixels: "3 px right and 2 px up"; nothing if there is none."""
    ways = ((round(right), ("right", "left")), (round(down), ("down", "up")))
    return " and ".join(f"{abs(way)} px {words[way < 0]}" for way, words in ways if way)


def varied(image: Floats, variation: Variation) -> Floats:
    """The picture, (rows, columns), varied: float32 of the same shape."""
    return _with_noise(_moved(_shaped(image, variation), variation.right, variation.down), variation.noise)


def shift_map(network: Network, image: Floats, variation: Variation, reach: int = REACH) -> Said:
    """What it says of the picture moved by −reach … reach pixels down and to the right.

    (2 · reach + 1, 2 · reach + 1), rows from up to down, columns from left to right; all else of the
    `variation` stays.
    """
    padded = np.pad(_shaped(image, variation), reach)
    windows = np.lib.stride_tricks.sliding_window_view(padded, image.shape)[::-1, ::-1]
    return said_of(network, _with_noise(windows, variation.noise))


def said_along(network: Network, image: Floats, variation: Variation) -> Mapping[str, Said]:
    """What it says at each value of each of the `RANGES`, all else as in the `variation`: (n,) each."""
    told = {}
    for one in RANGES:
        each: list[dict[str, Any]] = [{one.field: value} for value in one.values]
        tried = [varied(image, replace(variation, **changed)) for changed in each]
        told[one.field] = said_of(network, np.stack(tried))
    return told


def said_of(network: Network, images: Floats) -> Said:
    """What it says of pictures (…, rows, columns): arrays (…)."""
    *shape, rows, columns = images.shape
    with np.errstate(all="ignore"):
        forward = network.forward_pass(images.reshape(-1, rows * columns))
    confidences = np.clip(np.nan_to_num(forward.activations[-1].max(axis=1)), 0, 1)
    return Said(answers(forward.zs[-1]).reshape(shape), confidences.reshape(shape))


def _shaped(image: Floats, variation: Variation) -> Floats:
    """Turned and thickened: float32."""
    shaped = image.astype(np.float32)
    if variation.degrees:
        from scipy import ndimage  # here and below: half a second that a start does not wait for

        turned = ndimage.rotate(shaped, -variation.degrees, reshape=False, order=1)
        shaped = np.clip(turned, 0, 1)
    return _thickened(shaped, variation.thickness) if variation.thickness else shaped


def _thickened(image: Floats, by: float) -> Floats:
    """Each pixel as dark as the darkest, or the palest, among itself and its four neighbours, |by| times.

    A fraction is a mixture of the whole numbers on either side.
    """
    from scipy import ndimage

    grow = ndimage.grey_dilation if by > 0 else ndimage.grey_erosion
    cross = ndimage.generate_binary_structure(2, 1)
    before = after = image
    whole = int(abs(by))
    for _ in range(whole + 1):
        before, after = after, grow(after, footprint=cross, mode="constant", cval=0.0)
    share = np.float32(abs(by) - whole)
    mixed: Floats = (1 - share) * before + share * after
    return mixed


def _moved(image: Floats, right: int, down: int) -> Floats:
    rows, columns = image.shape
    moved = np.zeros_like(image)
    if abs(down) < rows and abs(right) < columns:
        here = slice(max(down, 0), rows + min(down, 0)), slice(max(right, 0), columns + min(right, 0))
        there = slice(max(-down, 0), rows + min(-down, 0)), slice(max(-right, 0), columns + min(-right, 0))
        moved[here] = image[there]
    return moved


def _with_noise(images: Floats, noise: float) -> Floats:
    """Always the same pattern, more or less of it: a slider moved back brings the picture back."""
    if not noise:
        return images
    pattern = np.random.default_rng(0).standard_normal(images.shape[-2:], dtype=np.float32)
    noisy: Floats = np.clip(images + np.float32(noise) * pattern, 0, 1)
    return noisy
