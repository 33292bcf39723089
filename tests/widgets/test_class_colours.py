"""Colours of classes: seen on the card, and different to everybody."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.datasets.subject import MOST_CLASSES
from nnviz.widgets import theme
from nnviz.widgets.class_colours import class_colour, class_pixels


def light(colour: QColor) -> list[float]:
    values = (colour.redF(), colour.greenF(), colour.blueF())
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def luminance(colour: QColor) -> float:
    return float(np.dot((0.2126, 0.7152, 0.0722), light(colour)))


@pytest.mark.parametrize("scheme", [theme.Scheme.DARK, theme.Scheme.LIGHT])
def test_they_stand_out_and_differ(scheme: theme.Scheme) -> None:
    theme.set_scheme(scheme)
    every = [class_colour(label) for label in range(MOST_CLASSES)]
    assert len({colour.rgba() for colour in every}) == MOST_CLASSES
    card = luminance(theme.colours().card)
    for colour in every:
        low, high = sorted((luminance(colour), card))
        assert (high + 0.05) / (low + 0.05) >= 2.95
    # Without cones for middle waves, red and green are one: what is left is their mixture, and blue.
    mixtures = [
        ((0.3 * red + 0.7 * green) ** (1 / 3), blue ** (1 / 3)) for red, green, blue in map(light, every[:10])
    ]
    assert min(np.hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(mixtures, 2)) > 0.07
    assert class_pixels(3).tolist() == [colour.rgba() for colour in every[:3]]
