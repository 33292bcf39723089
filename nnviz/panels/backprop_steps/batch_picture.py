"""The gradients of a mini-batch as pictures: a row for each part of it, a column for each digit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.full_size import full_size
from nnviz.explain.mini_batch import SHOWN, MiniBatchWalk
from nnviz.widgets.colour_scale import ColourScale
from nnviz.widgets.image_tiles import ImageTiles


@dataclass(frozen=True, eq=False)
class BatchPictures:
    """One image a digit and row; the last of each gradient's row is the average. One scale for each row.

    The first `SHOWN` digits are drawn; the average is of all.
    """

    digits: list[ImageTiles]
    unit: list[ImageTiles]  # ∂C/∂w of one hidden unit
    block: list[ImageTiles]  # ∂C/∂w of the output layer
    agreement: ImageTiles  # of every two digits
    unit_full: float  # what full colour stands for
    block_full: float


def batch_pictures(batch: MiniBatchWalk, unit: int) -> BatchPictures:
    """Draw a mini-batch; `unit` is the one of layer 2 whose gradients are shown."""
    shown, last = min(len(batch), SHOWN), len(batch.network.sizes)
    digits = [ColourScale(tint="ink").tiles(batch.subject.laid_out(image)) for image in batch.images[:shown]]
    of_unit = [*batch.unit_gradients(2, unit)[:shown], batch.mean_w[0][unit]]
    of_block = [*(batch.gradient(x, last) for x in range(shown)), batch.mean_w[-1]]
    unit_full, block_full = _common(of_unit), _common(of_block)
    of_shares = ColourScale()
    return BatchPictures(
        digits=digits,
        unit=[of_shares.tiles(_lifted(batch.subject.laid_out(values), unit_full)) for values in of_unit],
        block=[of_shares.tiles(_lifted(values, block_full)) for values in of_block],
        agreement=of_shares.tiles(batch.agreement[:shown, :shown]),
        unit_full=unit_full,
        block_full=block_full,
    )


def busiest_unit(batch: MiniBatchWalk) -> int:
    """The unit of layer 2 with the largest average gradient."""
    sizes = np.nan_to_num(np.abs(batch.mean_w[0]).sum(axis=1), posinf=0)
    return int(np.argmax(sizes))


def _common(rows: list[Floats]) -> float:
    return max(full_size(values) for values in rows[:-1])


def _lifted(values: Floats, full: float) -> Floats:
    """Signed square roots of the shares of `full`: one digit's gradient is often 100 times another's."""
    with np.errstate(all="ignore"):
        shares = values / full
        lifted: Floats = np.sign(shares) * np.sqrt(np.abs(shares))
    return lifted
