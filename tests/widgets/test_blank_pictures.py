"""No picture shows memory that nobody painted, at any fineness of the screen."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

import nnviz
from nnviz.panels.live_predictions.tiles import image_rect, prediction_grid
from nnviz.widgets import theme
from nnviz.widgets.blank_picture import blank_picture
from nnviz.widgets.image_tiles import ImageTiles

RATIOS = [1.0, 1.25, 1.5, 1.75, 2.0, 2.5]


def rgb(image: QImage) -> np.ndarray:
    values = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return values & 0xFFFFFF


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("size", [QSize(301, 173), QSize(294, 337), QSize(143, 91), QSize(622, 540)])
def test_beside_the_digits_there_is_only_the_card(qtbot: QtBot, ratio: float, size: QSize) -> None:
    """Digits all of ink: what is a digit's place is ink to the last pixel, all else is the card."""
    area = QRectF(8, 4, size.width() - 16, size.height() - 8)
    grid = prediction_grid(area, 1 / ratio)
    tiles = ImageTiles(np.full((grid.count, 28, 28), 0xFFFFFFFF, np.uint32))
    card = theme.colours().card
    image = blank_picture(size, ratio, card)
    with QPainter(image) as painter:
        for place in range(grid.count):
            tiles.paint(painter, image_rect(grid.rect(place)), place)
    picture = rgb(image)
    expected = np.full_like(picture, card.rgb() & 0xFFFFFF)
    assert picture.shape == (int(np.ceil(size.height() * ratio)), int(np.ceil(size.width() * ratio)))
    for place in range(grid.count):
        sides = image_rect(grid.rect(place))
        edges = np.array([sides.top(), sides.bottom(), sides.left(), sides.right()]) * ratio
        assert np.allclose(edges, edges.round(), atol=1e-6), "images begin and end on whole pixels"
        top, bottom, left, right = edges.round().astype(int)
        expected[top:bottom, left:right] = 0xFFFFFF
    assert np.array_equal(picture, expected)


@pytest.mark.parametrize("ratio", RATIOS)
def test_a_new_picture_is_clear_and_covers_its_size(ratio: float) -> None:
    garbage = [np.full((400, 400), 0xFF123456, np.uint32) for _ in range(20)]
    del garbage  # memory that is taken again
    picture = blank_picture(QSizeF(100.3, 57.7), ratio)
    assert (picture.width(), picture.height()) == (np.ceil(100.3 * ratio), np.ceil(57.7 * ratio))
    assert not np.frombuffer(picture.constBits(), np.uint32).any()
    assert (rgb(blank_picture(QSize(31, 9), ratio, QColor(1, 2, 3))) == 0x010203).all()


def test_every_picture_that_is_made_is_filled() -> None:
    """In the whole program, a function that makes a picture of a size also fills it."""
    unfilled = []
    for file in sorted(Path(nnviz.__file__).parent.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and makes_picture(function) and not fills(function):
                unfilled.append(f"{file.name}: {function.name}")
    assert not unfilled


def makes_picture(function: ast.FunctionDef) -> bool:
    """Whether it has QImage or QPixmap of a size; one around the memory of an array is no new one."""
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
            around_array = ast.unparse(call.args[0]).endswith(".data")
            first = ast.unparse(call.args[0])
            from_file = first.startswith("str(") or first.endswith(".imageData()")  # or from the clipboard
            if call.func.id in ("QImage", "QPixmap") and not around_array and not from_file:
                return True
    return False


def fills(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "fill"
        for call in ast.walk(function)
    )
