"""Colours for telling the classes of a data set apart, for people who confuse red and green as well.

Found, not chosen by hand: each is, of all that can be seen well on a card, the one least like those before
it, to people with three kinds of cones and to those who lack one of two.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtGui import QColor

from nnviz.arrays import Floats
from nnviz.datasets.subject import MOST_CLASSES
from nnviz.widgets import theme

_CONTRAST = 3.0, 13.0  # to the card: WCAG's least for what is no text, and before all look black or white
_LIGHTNESS = 0.8  # what a difference in it counts for: it is not what one calls a colour by
_RARE = 0.8  # and what counts of the difference as seen by those who see the least of it
# What people without the cones for long waves, or for middle ones, see of linear red, green and blue: Viénot,
# Brettel and Mollon (Color Research and Application 24, 1999).
_VISIONS = (
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
)
# OKLab (B. Ottosson, 2020): linear red, green and blue to cones, and the cube roots of those to L, a, b.
_CONES = np.array(
    (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
)
_LAB = np.array(
    (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
)


def class_colour(label: int) -> QColor:
    """The colour of a class in the scheme in use."""
    return _class_colours(theme.is_dark())[label % MOST_CLASSES]


def class_pixels(count: int) -> theme.Pixels:
    """Those of the first classes as 0xAARRGGBB: (count,) uint32."""
    return np.array([class_colour(label).rgba() for label in range(count)], dtype=np.uint32)


@cache
def _class_colours(dark: bool) -> tuple[QColor, ...]:
    """As many as there can be classes; the first few are the most different."""
    card = theme.colours().card
    candidates = _candidates(_linear(np.array((card.redF(), card.greenF(), card.blueF()))))
    seen = np.stack([_lab(_linear(candidates) @ np.array(vision).T) for vision in _VISIONS])
    chosen = [int(np.argmax(seen[0, :, 1] ** 2 + seen[0, :, 2] ** 2))]  # the most colourful first
    apart = np.full(len(candidates), np.inf)
    while len(chosen) < MOST_CLASSES:
        apart = np.minimum(apart, _distances(seen, chosen[-1]))
        chosen.append(int(apart.argmax()))
    return tuple(QColor.fromRgbF(*candidates[index].tolist()) for index in chosen)


def _distances(seen: Floats, index: int) -> Floats:
    """How different each colour is from one of them, to most and to those who see the least of it: (n,)."""
    apart = np.sqrt((((seen - seen[:, index : index + 1]) * (_LIGHTNESS, 1, 1)) ** 2).sum(axis=2))
    both: Floats = apart[0] + _RARE * apart.min(axis=0)
    return both


def _candidates(card: Floats) -> Floats:
    """Red, green and blue of colours all over the screen's gamut that stand out from the card: (n, 3)."""
    steps = np.linspace(0, 1, 14)
    every = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    luminance = np.array((0.2126, 0.7152, 0.0722))
    ours, its = _linear(every) @ luminance + 0.05, float(card @ luminance) + 0.05
    contrast, (least, most) = np.maximum(ours / its, its / ours), _CONTRAST
    fit: Floats = every[(contrast >= least) & (contrast <= most)]
    return fit


def _linear(colours: Floats) -> Floats:
    """What sRGB's values in [0, 1] stand for, as light."""
    light: Floats = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return light


def _lab(light: Floats) -> Floats:
    """OKLab, in which equal distances look equally large: (…, 3) of linear red, green and blue."""
    lab: Floats = np.cbrt(light @ _CONES.T) @ _LAB.T
    return lab
