"""Which part of a picture is ink, whatever the colours of paper and ink, the light, the rulings and the desk.

Reading the file is `pictures.py`'s business, placing the digit `centring.py`'s. What is paper is decided by
what encloses what (`sheets.py`); printed lines go (`rulings.py`), then dirt and frames (`marks.py`).

Colours are logarithms throughout: light multiplies what it falls on, so in logarithms light and shadow are
a term that is the same for paper and ink, and ink is a fixed distance from its paper wherever it lies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nnviz.arrays import Floats
from nnviz.datasets.marks import choose_marks, without_frames
from nnviz.datasets.rulings import without_rulings
from nnviz.datasets.sheets import Sheet, find_sheet

_DARKEST = 0.1  # added before the logarithm, so that a camera's noise in black stays small
_LEAST_SIDE = 150  # px: smaller pictures are enlarged, the windows of all steps are in pixels
_NOISE = 3  # ink sticks out of the paper by this many times the paper's own unevenness
_FAINTEST = 0.06  # and by this at least, in logarithms: 6 % darker or lighter
_PALEST = 0.06  # share of ink below which it counts as none


@dataclass(frozen=True)
class Reading:
    """What was found in a picture: `ink` (H, W) float32 from 0 to 1, of one digit; no ink gives zeros.

    `digits` is how many digits stand apart in it; `doubt` says in a few words why the reading may be wrong,
    and what was left out.
    """

    ink: Floats
    digits: int
    doubt: str | None


def ink_of(picture: Floats) -> Floats:
    """The ink of a picture, dark on light or light on dark: (H, W) or (H, W, 3) in [0, 1] -> (H, W) float32.

    Ink is 1; nothing that could be ink gives zeros.
    """
    return read_ink(picture).ink


def read_ink(picture: Floats) -> Reading:
    """What could be a digit in a picture, (H, W) grey or (H, W, 3) colours in [0, 1]; best at 500 pixels."""
    colours = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    height, width = colours.shape[:2]
    nothing = Reading(np.zeros((height, width), dtype=np.float32), 0, None)
    if np.ptp(colours.reshape(-1, 3), axis=0).max() < _FAINTEST / 2 or min(height, width) < 5:
        return nothing
    scale = max(1, -(-_LEAST_SIDE // max(height, width)))
    shades = _shades(colours, scale)
    sheet = find_sheet(shades)
    reading = _ink_on(sheet, shades, soft=3 * scale)
    if reading is None:
        return nothing
    ink = reading.ink.reshape(height, scale, width, scale).mean(axis=(1, 3))
    return Reading(ink.astype(np.float32), reading.digits, reading.doubt)


def _shades(colours: Floats, scale: int) -> Floats:
    """Logarithms of the colours, enlarged if small, smoothed against a camera's noise if not: (H, W, 3)."""
    if scale > 1:
        large: Floats = np.log(colours.repeat(scale, axis=0).repeat(scale, axis=1) + _DARKEST)
        return large
    smooth: Floats = ndimage.gaussian_filter(np.log(colours + _DARKEST), (0.8, 0.8, 0))
    return smooth


def _ink_on(sheet: Sheet, shades: Floats, soft: int) -> Reading | None:
    away = sheet.away(shades)  # (H, W, 3): how far each pixel is from its paper
    contrast = np.sqrt((away**2).mean(axis=2)) * sheet.domain
    faintest = max(_FAINTEST, _NOISE * float(np.median(contrast[sheet.domain])))
    contrast = without_frames(contrast, faintest)
    cleaned = without_rulings(contrast, sheet.domain, faintest)
    marks = choose_marks(cleaned, sheet, faintest)
    if marks is None:
        return None
    around = ndimage.binary_dilation(marks.core, iterations=soft, structure=np.ones((3, 3)))  # soft edges
    ink = _share_of_ink(away, marks.core, cleaned / np.maximum(contrast, 1e-6)) * around
    return Reading(ink, marks.digits, marks.doubt)


def _share_of_ink(away: Floats, core: NDArray[np.bool_], kept: Floats) -> Floats:
    """How much of each pixel is ink: 0 … 1, with soft edges.

    Only what goes from the paper's colour in the ink's own direction counts, which leaves out most of the
    noise and what has another colour. Then from logarithms back to shares of the light.
    """
    direction = away[core].mean(axis=0)
    direction /= np.linalg.norm(direction)
    along = np.clip(away @ direction, 0, None) / np.sqrt(3) * kept
    full = float(np.percentile(along[core], 60))
    sign = 1 if direction.sum() > 0 else -1  # dark ink, light ink
    share = np.expm1(-sign * along) / np.expm1(-sign * full)
    ink: Floats = np.clip((share - _PALEST) / (1 - 2 * _PALEST), 0, 1)
    return ink
