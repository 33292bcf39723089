from __future__ import annotations

import numpy as np
import pytest

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.keys import Direction, moved, stepped


def gaps() -> list[np.ndarray]:
    first, last = np.full((5, 784), 0.1, dtype=np.float32), np.full((10, 5), 0.1, dtype=np.float32)
    first[3, 55], first[2, 99], last[7, 3] = -2, 3, 1
    return [first, last]


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        (Neuron(2, 2), "down", Neuron(2, 3)),
        (Neuron(2, 4), "down", Neuron(2, 4)),
        (Neuron(2, 0), "up", Neuron(2, 0)),
        (Neuron(2, 3), "right", Neuron(3, 7)),
        (Neuron(3, 7), "left", Neuron(2, 3)),
        (Neuron(3, 7), "right", Neuron(3, 7)),
        (Neuron(2, 3), "left", Neuron(1, 55)),
        (Neuron(1, 30), "right", Neuron(1, 31)),
        (Neuron(1, 30), "down", Neuron(1, 58)),
        (Neuron(1, 30), "up", Neuron(1, 2)),
        (Neuron(1, 28), "left", Neuron(1, 28)),
        (Neuron(1, 2), "up", Neuron(1, 2)),
        (Neuron(1, 780), "down", Neuron(1, 780)),
        (Neuron(1, 55), "right", Neuron(2, 3)),
        (None, "down", Neuron(2, 0)),
    ],
)
def test_arrows(start: Neuron | None, direction: Direction, end: Neuron) -> None:
    assert moved(start, direction, gaps()) == end


def test_tab_follows_the_strongest_connection_and_ends_at_the_last_layer() -> None:
    assert stepped(Neuron(1, 99), True, gaps()) == Neuron(2, 2)
    assert stepped(Neuron(2, 3), True, gaps()) == Neuron(3, 7)
    assert stepped(Neuron(3, 7), True, gaps()) is None
    assert stepped(Neuron(2, 2), False, gaps()) == Neuron(1, 99)
    assert stepped(Neuron(1, 99), False, gaps()) is None
    assert stepped(None, True, gaps()) == Neuron(1, 406)
    assert stepped(None, False, gaps()) == Neuron(3, 0)
