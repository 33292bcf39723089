"""Pieces of a broken stroke are one digit; two digits are two. Strokes are straight lines here."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from nnviz.datasets.paper import read_ink

Stroke = tuple[float, float, float, float, float]  # x, y from; x, y to; how dark, 0 to 1
HEIGHT, WIDTH = 240, 320

BROKEN: dict[str, list[Stroke]] = {
    "a 1 in three pieces": [(160, 60, 160, 112, 1), (160, 121, 160, 145, 1), (160, 154, 160, 200, 1)],
    "a slanting stroke with a faint middle": [
        (180, 40, 165, 100, 1),
        (165, 100, 160, 120, 0.3),
        (160, 120, 140, 200, 1),
    ],
    "a 2 whose arc stands clear of its foot": [
        (110, 90, 160, 70, 1),
        (160, 70, 190, 100, 1),
        (170, 121, 140, 180, 1),
        (140, 180, 210, 180, 1),
    ],
}
SEVERAL: dict[str, list[Stroke]] = {
    "two beside each other": [(130, 60, 130, 180, 1), (160, 60, 160, 180, 1)],
    "two, one a little lower": [(130, 50, 130, 150, 1), (160, 80, 160, 180, 1)],
    "one above the other": [(160, 30, 160, 105, 1), (160, 135, 160, 210, 1)],
}


def picture(strokes: list[Stroke], blur: float = 1.0) -> NDArray[np.float64]:
    """Dark lines, 5 pixels wide, on white paper."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    ink = np.zeros((HEIGHT, WIDTH))
    for x0, y0, x1, y1, dark in strokes:
        along = np.clip(
            ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2), 0, 1
        )
        away = np.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0))
        ink = np.maximum(ink, dark * np.clip(3 - away, 0, 1))
    return 0.95 - 0.85 * ndimage.gaussian_filter(ink, blur)


@pytest.mark.parametrize("name", BROKEN)
def test_pieces_of_one_digit_are_one(name: str) -> None:
    reading = read_ink(picture(BROKEN[name]))
    assert reading.digits == 1
    for x0, y0, x1, y1, dark in BROKEN[name]:
        middle = reading.ink[round((y0 + y1) / 2), round((x0 + x1) / 2)]
        assert middle > (0.9 if dark == 1 else 0.05), "each piece is read, and so is what links them"


@pytest.mark.parametrize("name", SEVERAL)
@pytest.mark.parametrize("blur", [1, 2])
def test_digits_that_stand_apart_are_several(name: str, blur: float) -> None:
    assert read_ink(picture(SEVERAL[name], blur)).digits == 2


@pytest.mark.parametrize(("gap", "blur"), [(19, 4.5), (20, 4), (22, 5)])
def test_a_blur_between_two_digits_is_no_stroke(gap: int, blur: float) -> None:
    """Out of focus, the ink of two close digits runs together faintly all along them."""
    beside = [(150, 70, 150, 160, 1), (150 + gap, 70, 150 + gap, 160, 1)]
    assert read_ink(picture(beside, blur)).digits == 2


SEVEN: list[Stroke] = [(60, 60, 130, 60, 1), (130, 60, 90, 180, 1)]
LEFT_OUT = {
    "nothing": ([], None),
    "a speck": ([(250, 60, 252, 60, 1)], None),
    "one dash": ([(250, 60, 280, 60, 1)], "a smaller mark away from it was left out"),
    "two": (
        [(250, 60, 280, 60, 1), (250, 160, 250, 190, 1)],
        "2 smaller marks away from it were left out",
    ),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_is_said(name: str) -> None:
    """Beside a 7 whose strokes are some 200 pixels long."""
    beside, doubt = LEFT_OUT[name]
    reading = read_ink(picture([*SEVEN, *beside]))
    assert (reading.digits, reading.doubt) == (1, doubt)
    assert not reading.ink[:, 200:].any(), "what is left out is no ink"


def test_all_reasons_to_doubt_are_said() -> None:
    faint = [(*place, 0.12) for *place, _ in [*SEVEN, (250, 60, 280, 60, 1)]]
    doubt = read_ink(picture(faint)).doubt
    assert doubt == "the ink is faint, a smaller mark away from it was left out"
