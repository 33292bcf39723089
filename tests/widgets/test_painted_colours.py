"""The colours of numbers, and where equal tiles lie, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from nnviz.widgets import theme
from nnviz.widgets.tile_grid import TileGrid

BLUE, ORANGE, PAPER, INK = "#58a6ff", "#ff9a4a", "#0b0d11", "#f6f8fc"  # the dark scheme's
GRID = TileGrid(left=10, top=20, columns=3, count=7, width=30, height=40, pitch_x=35, pitch_y=50)


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def rgb(colour: QColor | str | int) -> np.ndarray:
    made = QColor.fromRgb(colour) if isinstance(colour, int) else QColor(colour)
    return np.array([made.red(), made.green(), made.blue()])


@pytest.mark.parametrize("value", [-2.0, -1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 7.0, np.nan])
def test_signed_numbers_go_from_orange_over_dark_to_blue(value: float) -> None:
    zero, share = rgb(theme.colours().weight_zero), np.clip(np.nan_to_num(value), -1, 1)
    expected = zero + abs(share) * (rgb(BLUE if share > 0 else ORANGE) - zero)
    found = rgb(int(theme.signed_pixels(np.array([value]))[0]))
    assert found == pytest.approx(expected, abs=2)


@pytest.mark.parametrize("value", [-1.0, 0.0, 0.25, 0.5, 1.0, 3.0, np.nan])
def test_activations_go_from_paper_to_ink(value: float) -> None:
    share = np.clip(np.nan_to_num(value), 0, 1)
    expected = rgb(PAPER) + share * (rgb(INK) - rgb(PAPER))
    assert rgb(int(theme.activation_pixels(np.array([value]))[0])) == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(
    ("index", "x", "y"), [(0, 10, 20), (1, 45, 20), (2, 80, 20), (3, 10, 70), (6, 10, 120)]
)
def test_tiles_go_row_by_row(index: int, x: float, y: float) -> None:
    assert GRID.rect(index).getRect() == (x, y, 30, 40)
    assert GRID.index_at(QPointF(x + 15, y + 20)) == index


def test_there_is_no_tile_after_the_last() -> None:
    assert GRID.rows == 3
    assert GRID.bottom == 160
    assert GRID.index_at(QPointF(45 + 15, 120 + 20)) is None
