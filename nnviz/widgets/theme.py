"""Palette, fonts, spacing and colour maps: the one place where the look is decided.

One colour language everywhere: blue pushes up, orange pushes down, grey to white is an activation from 0 to
1, green is right, red is wrong, violet is selected. Custom-painted widgets ask `colours()` at every paint, so
a change of scheme needs only a repaint.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication

from nnviz.resource_files import resource_path

SPACING = 8  # between things, px
RADIUS = 6  # of cards and buttons, px
FAMILY = "Inter"
MATHS_FAMILY = "STIX Two Math"

Pixels = NDArray[Any]  # uint32, 0xAARRGGBB


class Scheme(Enum):
    """Which palette to use; SYSTEM follows the desktop, and is dark where the desktop does not say."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True)
class Colours:
    """The palette; every colour is opaque, and every one for words has 4.5:1 on what may be behind it."""

    window: QColor  # behind the cards
    card: QColor
    field: QColor  # inputs, empty bars, image backgrounds inside a card
    border: QColor
    text: QColor
    muted: QColor  # secondary text
    faint: QColor  # grid lines, empty circles
    positive: QColor  # blue: pushes up
    negative: QColor  # orange: pushes down
    right: QColor  # green
    wrong: QColor  # red
    selected: QColor  # violet: lines, marks and words on a card
    selection: QColor  # violet behind text: what is chosen in a list, the button to press
    on_selection: QColor  # text on that
    ink: QColor  # activation 1
    paper: QColor  # activation 0
    weight_zero: QColor  # middle of the blue-orange map


_DARK = Colours(
    window=QColor("#0e1014"),
    card=QColor("#171a21"),
    field=QColor("#20242d"),
    border=QColor("#2a2f3a"),
    text=QColor("#eceff4"),
    muted=QColor("#9aa3b2"),
    faint=QColor("#4a5160"),
    positive=QColor("#58a6ff"),
    negative=QColor("#ff9a4a"),
    right=QColor("#4fd08a"),
    wrong=QColor("#f2616b"),
    selected=QColor("#a08fff"),
    selection=QColor("#6a4df5"),
    on_selection=QColor("#ffffff"),
    ink=QColor("#f6f8fc"),
    paper=QColor("#0b0d11"),
    weight_zero=QColor("#14171d"),
)
_LIGHT = Colours(
    window=QColor("#eef0f4"),
    card=QColor("#ffffff"),
    field=QColor("#edf0f5"),
    border=QColor("#d5dae3"),
    text=QColor("#171a21"),
    muted=QColor("#5b6472"),
    faint=QColor("#b4bcc9"),
    positive=QColor("#1666c5"),
    negative=QColor("#ac4c00"),
    right=QColor("#10773a"),
    wrong=QColor("#c92a3b"),
    selected=QColor("#5a3df0"),
    selection=QColor("#6a4df5"),
    on_selection=QColor("#ffffff"),
    ink=QColor("#0f1218"),
    paper=QColor("#ffffff"),
    weight_zero=QColor("#ffffff"),
)

# For telling runs apart, on dark and on light cards; none of them is near a colour that means something.
_RUNS = ("#e06cb4", "#1fa9b8", "#98a62a", "#8a5f4a", "#8494ab", "#d7b07a", "#9a4f8c", "#3f7f7a")

_scheme = Scheme.SYSTEM


def set_scheme(scheme: Scheme) -> None:
    """Choose the palette; call `style_application` afterwards to repaint what is already on screen."""
    global _scheme
    _scheme = scheme
    look_again()


def look_again() -> None:
    """The desktop may have another scheme from now on."""
    _system_is_dark.cache_clear()


def scheme() -> Scheme:
    """The chosen scheme."""
    return _scheme


def is_dark() -> bool:
    """Whether the dark palette is in use now."""
    if _scheme is not Scheme.SYSTEM:
        return _scheme is Scheme.DARK
    return _system_is_dark()


@cache
def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() != Qt.ColorScheme.Light


def colours() -> Colours:
    """The palette in use now."""
    return _DARK if is_dark() else _LIGHT


@cache
def _load_fonts() -> None:
    for file in sorted(resource_path("fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))


def font(points: float = 9.5, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface font. Digits are all of one width, so that live numbers do not tremble."""
    return QFont(_made_font(points, weight))  # eight times faster than to make it


@cache
def _made_font(points: float, weight: QFont.Weight) -> QFont:
    _load_fonts()
    made = QFont(FAMILY)
    made.setPixelSize(round(points * 4 / 3))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def maths_font(pixels: float) -> QFont:
    """The font that formulas are set in, with letters `pixels` high."""
    _load_fonts()
    made = QFont(MATHS_FAMILY)
    made.setPixelSize(max(round(pixels), 1))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def code_font(pixels: float) -> QFont:
    """The desktop's font for source code."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPixelSize(max(round(pixels), 1))
    return made


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """`first` with `share` (0 … 1) of `second` mixed in."""
    keep = 1 - share
    return QColor(
        round(first.red() * keep + second.red() * share),
        round(first.green() * keep + second.green() * share),
        round(first.blue() * keep + second.blue() * share),
    )


def translucent(colour: QColor, alpha: float) -> QColor:
    """`colour` with an opacity 0 … 1."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def activation_colour(activation: float) -> QColor:
    """Grey to white (dark scheme) for an activation from 0 to 1."""
    now = colours()
    return mixed(now.paper, now.ink, min(max(float(activation), 0.0), 1.0))


def run_colour(number: int) -> QColor:
    """The colour of one of eight runs."""
    return QColor(_RUNS[number % len(_RUNS)])


def signed_colour(value: float) -> QColor:
    """Blue for what pushes up, orange for what pushes down."""
    return colours().positive if value >= 0 else colours().negative


@cache
def _signed_table(dark: bool) -> Pixels:
    now = _DARK if dark else _LIGHT
    shades = [
        mixed(now.weight_zero, now.positive if step > 0 else now.negative, abs(step) / 127)
        for step in range(-127, 128)
    ]
    return np.array([colour.rgb() for colour in shades], dtype=np.uint32)


@cache
def _activation_table(dark: bool) -> Pixels:
    now = _DARK if dark else _LIGHT
    return np.array([mixed(now.paper, now.ink, step / 255).rgb() for step in range(256)], dtype=np.uint32)


def signed_pixels(values: NDArray[np.floating]) -> Pixels:
    """Numbers in [-1, 1] as 0xAARRGGBB, orange to blue; same shape. NaN shows as 0, beyond ±1 as ±1."""
    steps = np.nan_to_num(np.clip(values, -1, 1), nan=0.0) * 127 + 127.5
    pixels: Pixels = _signed_table(is_dark())[steps.astype(np.uint8)]
    return pixels


def activation_pixels(values: NDArray[np.floating]) -> Pixels:
    """Numbers in [0, 1] as 0xAARRGGBB, paper to ink; same shape. NaN shows as 0."""
    steps = np.nan_to_num(np.clip(values, 0, 1), nan=0.0) * 255 + 0.5
    pixels: Pixels = _activation_table(is_dark())[steps.astype(np.uint8)]
    return pixels
