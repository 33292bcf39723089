from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from nnviz.panels.backprop_steps.arrangement import Arrangement, Block, Grid, Tiles, cell_at


@pytest.mark.parametrize(
    ("cells", "shape"),
    [
        (Grid(100), (100,)),
        (Grid(7), (7,)),
        (Grid(784), (784,)),
        (Block(10, 30), (10, 30)),
        (Tiles(7, (28, 28)), (7, 784)),
        (Tiles(7, (12, 9)), (7, 108)),
        (Grid(108, 9), (108,)),
    ],
)
def test_every_number_has_a_cell_and_every_cell_its_number(
    cells: Arrangement, shape: tuple[int, ...]
) -> None:
    values = np.arange(np.prod(shape), dtype=float).reshape(shape)
    spread = cells.spread(values)
    assert spread.shape == (cells.rows, cells.columns)
    for index in np.ndindex(shape):
        j, k = (index[0], None) if len(shape) == 1 else index
        place = cells.cells(j, k)
        row, column = int(place.y()), int(place.x())
        assert cells.indices(row, column) == (j, k)
        assert spread[row, column] == values[index]


def test_cells_beyond_the_last_are_nothing() -> None:
    assert Grid(7).indices(2, 1) is None
    assert Tiles(7, (28, 28)).indices(2 * 28 + 3, 2 * 28) is None


def test_images_come_out_as_images() -> None:
    assert (Grid(108, 9).rows, Grid(108, 9).columns) == (12, 9)
    assert (Tiles(7, (12, 9)).rows, Tiles(7, (12, 9)).columns) == (36, 27)


def test_cell_at_a_point() -> None:
    area = QRectF(10, 20, 100, 50)
    assert cell_at(QPointF(10.5, 20.5), area, 5, 10) == (0, 0)
    assert cell_at(QPointF(109.5, 69.5), area, 5, 10) == (4, 9)
    assert cell_at(QPointF(111, 30), area, 5, 10) is None
