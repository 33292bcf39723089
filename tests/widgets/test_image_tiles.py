"""Arrays as pictures, pixel by pixel: squares of one size, at their places, whatever the screen is like."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.widgets.blank_picture import blank_picture
from nnviz.widgets.image_tiles import ImageTiles

RATIOS = [1.0, 1.25, 1.5, 1.75, 2.0, 2.5]
SHAPES = [(28, 28), (12, 9), (1, 30)]
BLACK, WHITE = 0xFF000000, 0xFFFFFFFF


def grey(image: QImage) -> NDArray[Any]:
    values = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return (values & 0xFF).astype(float) / 255


def painted(tiles: ImageTiles, place: QRectF, ratio: float, index: int = 0) -> NDArray[Any]:
    """How white the pixels of a sheet of 120 × 100 are."""
    image = blank_picture(QSize(120, 100), ratio, QColor(0, 0, 0))
    with QPainter(image) as painter:
        tiles.paint(painter, place, index)
    return grey(image)


def one_of(shape: tuple[int, int], row: int, column: int) -> ImageTiles:
    pixels = np.full(shape, BLACK, np.uint32)
    pixels[row, column] = WHITE
    return ImageTiles(pixels)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", [(84.0, 84.0), (60.0, 50.0), (17.0, 20.0)])
def test_every_number_has_its_square_and_all_are_equally_large(
    ratio: float, shape: tuple[int, int], size: tuple[float, float]
) -> None:
    """Whether a square is enlarged or has less than a pixel for itself, its light lies where it belongs."""
    place = QRectF(20, 12, *size)
    across, down = (round(side * ratio) / count for side, count in zip(size, shape[::-1], strict=True))
    left, top = round(20 * ratio), round(12 * ratio)
    for row, column in ((0, 0), (shape[0] // 2, shape[1] // 3), (shape[0] - 1, shape[1] - 1)):
        found = painted(one_of(shape, row, column), place, ratio)
        assert found.sum() == pytest.approx(across * down, rel=0.06, abs=0.06)
        rows, columns = np.nonzero(found > 0.02)
        assert top + down * row - 1 <= rows.min() <= rows.max() + 1 <= top + down * (row + 1) + 1
        assert left + across * column - 1 <= columns.min()
        assert columns.max() + 1 <= left + across * (column + 1) + 1


@pytest.mark.parametrize("ratio", RATIOS)
def test_edges_of_squares_are_sharp_to_a_pixel(ratio: float) -> None:
    """Between black and white there is one pixel at most that is neither."""
    half = np.full((28, 28), BLACK, np.uint32)
    half[:, 14:] = WHITE
    row = painted(ImageTiles(half), QRectF(8, 8, 90, 90), ratio)[round(50 * ratio)]
    inside = row[round(8 * ratio) : round(8 * ratio) + round(90 * ratio)]
    assert np.count_nonzero((inside > 0.02) & (inside < 0.98)) <= 1
    assert inside.sum() == pytest.approx(len(inside) / 2, abs=0.6)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize(("count", "width"), [(1, 40), (2, 17), (5, 56), (12, 29), (12, 20)])
def test_a_tile_is_its_own_image_to_the_last_pixel(ratio: float, count: int, width: int) -> None:
    place = QRectF(8, 8, width / ratio, 56 / ratio)
    for index in range(count):
        pixels = np.full((count, 28, 28), BLACK, np.uint32)
        pixels[index] = WHITE
        tiles, left = ImageTiles(pixels), round(8 * ratio)
        for other in range(count):
            found = painted(tiles, place, ratio, other)
            expected = np.zeros_like(found)
            expected[left : left + 56, left : left + width] = other == index
            np.testing.assert_allclose(found, expected, atol=1 / 255)


def test_another_size_is_scaled_anew() -> None:
    tiles = one_of((28, 28), 27, 27)
    for side in (28, 56, 28, 84, 560):
        image = blank_picture(QSize(600, 600), 1, QColor(0, 0, 0))
        with QPainter(image) as painter:
            tiles.paint(painter, QRectF(10, 10, side, side))
        rows, columns = np.nonzero(grey(image))
        low, high = 10 + side * 27 // 28, 10 + side
        assert (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1) == (low, high, low, high)


def test_a_painter_that_enlarges_gets_larger_squares() -> None:
    image = blank_picture(QSize(200, 200), 1, QColor(0, 0, 0))
    with QPainter(image) as painter:
        painter.scale(3, 2)
        one_of((4, 4), 0, 3).paint(painter, QRectF(5, 5, 40, 40))
    rows, columns = np.nonzero(grey(image))
    assert (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1) == (10, 30, 105, 135)


@pytest.mark.parametrize("ratio", RATIOS)
def test_what_is_see_through_lets_the_ground_shine(ratio: float) -> None:
    pixels = np.array([[0x80000000, 0x00FFFFFF], [0xFF000000, 0xFFFFFFFF]], np.uint32)
    image = blank_picture(QSize(40, 40), ratio, QColor(255, 255, 255))
    with QPainter(image) as painter:
        ImageTiles(pixels, see_through=True).paint(painter, QRectF(0, 0, 40, 40))
    found = grey(image)
    quarter, rest = round(10 * ratio), round(30 * ratio)
    corners = [found[y, x] for y in (quarter, rest) for x in (quarter, rest)]
    assert corners == pytest.approx([0.5, 1, 0, 1], abs=0.01)


def test_of_many_large_images_each_is_still_at_its_place() -> None:
    """120 images of 84 px: squares of three pixels, however they are scaled."""
    pixels = np.full((120, 28, 28), BLACK, np.uint32)
    pixels[57, 3, 20] = WHITE
    tiles = ImageTiles(pixels)
    for index, lit in ((56, 0), (57, 9), (58, 0)):
        found = painted(tiles, QRectF(10, 10, 84, 84), 1, index)
        assert found.sum() == lit
    assert painted(tiles, QRectF(10, 10, 84, 84), 1, 57)[19:22, 70:73].all()
