"""From numbers to colours, by hand; and what the scale says of itself."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.widgets import theme
from nnviz.widgets.colour_scale import ColourScale

BLUE, ORANGE, DARK = "#58a6ff", "#ff9a4a", "#14171d"  # the dark scheme's
INK, PAPER, VIOLET = "#f6f8fc", "#0b0d11", "#a08fff"


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def between(blank: str, full: str, share: float) -> tuple[float, ...]:
    one, other = QColor(blank), QColor(full)
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return tuple(low + share * (high - low) for low, high in pairs)


def colour(scale: ColourScale, value: float) -> tuple[int, ...]:
    return QColor.fromRgb(int(scale.pixels(np.array([value]))[0])).getRgb()[:3]


@pytest.mark.parametrize(
    ("value", "full", "share"), [(0.5, BLUE, 0.25), (-1.0, ORANGE, 0.5), (2.0, BLUE, 1), (-9.0, ORANGE, 1)]
)
def test_a_sign_is_a_hue_and_the_scale_is_symmetric(value: float, full: str, share: float) -> None:
    assert colour(ColourScale(2.0), value) == pytest.approx(between(DARK, full, share), abs=2)


@pytest.mark.parametrize(("tint", "full"), [("ink", INK), ("selected", VIOLET)])
@pytest.mark.parametrize(("value", "share"), [(0.0, 0), (0.1, 0.4), (0.25, 1), (7.0, 1), (-1.0, 0)])
def test_what_is_never_negative_goes_from_blank_to_its_tint(
    tint: str, full: str, value: float, share: float
) -> None:
    assert colour(ColourScale(0.25, tint), value) == pytest.approx(between(PAPER, full, share), abs=2)


@pytest.mark.parametrize("tint", ["", "ink", "selected"])
def test_what_is_no_number_looks_like_0(tint: str) -> None:
    scale = ColourScale(2.0, tint)
    assert colour(scale, np.nan) == colour(scale, 0.0)


def test_the_scale_of_numbers_has_their_full_size_and_says_so() -> None:
    values = np.array([[0.5, -3.25], [0, 2]])
    scale = ColourScale.of(values)
    assert scale.legend == "±3.25"
    assert scale.words == "full colour: ±3.25"
    assert ColourScale(tint="ink").legend == "0 … 1"
    (tile,) = scale.tiles(values).tiles
    assert tile[0, 1] == QColor(ORANGE).rgb()
    assert tile[1, 0] == QColor(DARK).rgb()


def test_a_change_of_scheme_is_followed() -> None:
    scale = ColourScale(tint="selected")
    dark = colour(scale, 1)
    theme.set_scheme(theme.Scheme.LIGHT)
    assert colour(scale, 1) == theme.colours().selected.getRgb()[:3] != dark
