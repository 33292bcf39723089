from __future__ import annotations

import numpy as np

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_hit import connection_at
from nnviz.panels.network_diagram.layout import lay_out

LAYOUT = lay_out(760, 590, (784, 20, 10))


def zeros() -> list[np.ndarray]:
    return [np.zeros((20, 784), dtype=np.float32), np.zeros((10, 20), dtype=np.float32)]


def on_the_way(start: Neuron, end: Neuron, share: float) -> tuple[float, float]:
    (x0, y0), (x1, y1) = LAYOUT.centre(start), LAYOUT.centre(end)
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def test_the_strongest_connection_under_the_cursor_is_found() -> None:
    gaps = zeros()
    gaps[1][4, 11], gaps[1][5, 11] = -2.0, 0.3
    x, y = on_the_way(Neuron(2, 11), Neuron(3, 4), 0.9)
    assert connection_at(LAYOUT, gaps, x, y + 1, 2.5) == (Neuron(2, 11), Neuron(3, 4))
    assert connection_at(LAYOUT, gaps, x, y + 10, 2.5) is None
    x, y = on_the_way(Neuron(2, 11), Neuron(3, 5), 0.15)  # where both are near each other
    assert connection_at(LAYOUT, gaps, x, y, 8) == (Neuron(2, 11), Neuron(3, 4))


def test_pixels_are_named_too() -> None:
    gaps = zeros()
    gaps[0][2, 400] = 1.0
    x, y = on_the_way(Neuron(1, 400), Neuron(2, 2), 0.8)
    assert connection_at(LAYOUT, gaps, x, y, 2.5) == (Neuron(1, 400), Neuron(2, 2))


def test_what_is_not_drawn_is_not_found() -> None:
    x, y = on_the_way(Neuron(2, 3), Neuron(3, 3), 0.5)
    assert connection_at(LAYOUT, zeros(), x, y, 5) is None
    assert connection_at(LAYOUT, zeros(), 5, 5, 5) is None
