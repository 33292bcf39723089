from __future__ import annotations

import math

import numpy as np

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.diagram_layout import lay_out
from nnviz.panels.network_diagram.edge_hit import connection_at
from nnviz.panels.network_diagram.edge_values import Part, parts_of

LAYOUT = lay_out(760, 590, (784, 20, 10))


def zeros() -> list[np.ndarray]:
    return [np.zeros((20, 784), dtype=np.float32), np.zeros((10, 20), dtype=np.float32)]


def found(
    gaps: list[np.ndarray], x: float, y: float, reach: float, only: Neuron | None = None
) -> tuple[Neuron, Neuron] | None:
    """What is found there, among one neuron's connections or among all."""
    gap = LAYOUT.gap_at(x)
    if gap is None:
        return None
    parts = [Part(gap)] if only is None else [part for part in parts_of(only, 2) if part.gap == gap]
    return connection_at(LAYOUT, gaps, parts[0], x, y, reach)


def on_the_way(start: Neuron, end: Neuron, share: float) -> tuple[float, float]:
    (x0, y0), (x1, y1) = LAYOUT.centre(start), LAYOUT.centre(end)
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def test_the_strongest_connection_under_the_cursor_is_found() -> None:
    gaps = zeros()
    gaps[1][4, 11], gaps[1][5, 11] = -2.0, 0.3
    x, y = on_the_way(Neuron(2, 11), Neuron(3, 4), 0.9)
    assert found(gaps, x, y + 1, 2.5) == (Neuron(2, 11), Neuron(3, 4))
    assert found(gaps, x, y + 10, 2.5) is None
    x, y = on_the_way(Neuron(2, 11), Neuron(3, 5), 0.15)  # where both are near each other
    assert found(gaps, x, y, 8) == (Neuron(2, 11), Neuron(3, 4))


def test_pixels_are_named_too() -> None:
    gaps = zeros()
    gaps[0][2, 400] = 1.0
    x, y = on_the_way(Neuron(1, 400), Neuron(2, 2), 0.8)
    assert found(gaps, x, y, 2.5) == (Neuron(1, 400), Neuron(2, 2))


def test_what_is_not_drawn_is_not_found() -> None:
    x, y = on_the_way(Neuron(2, 3), Neuron(3, 3), 0.5)
    assert found(zeros(), x, y, 5) is None
    assert found(zeros(), 5, 5, 5) is None


def test_among_one_neurons_connections_the_others_are_not_found() -> None:
    gaps = zeros()
    gaps[1][:, 11], gaps[1][4, 3] = 0.1, 9.0
    x, y = on_the_way(Neuron(2, 3), Neuron(3, 4), 0.5)
    assert found(gaps, x, y, 2.5) == (Neuron(2, 3), Neuron(3, 4))
    assert found(gaps, x, y, 2.5, only=Neuron(2, 3)) == (Neuron(2, 3), Neuron(3, 4))
    assert found(gaps, x, y, 2.5, only=Neuron(2, 19)) is None
    x, y = on_the_way(Neuron(2, 11), Neuron(3, 7), 0.9)
    assert found(gaps, x, y, 2.5, only=Neuron(3, 7)) == (Neuron(2, 11), Neuron(3, 7))


def test_what_is_found_is_what_lies_nearest_by_the_formula_for_the_distance_to_a_line() -> None:
    """Against the distance of each connection, one by one."""
    random = np.random.default_rng(2)
    gaps = [random.normal(size=gap.shape).astype(np.float32) for gap in zeros()]
    for _ in range(40):
        x, y = random.uniform(330, 660), random.uniform(40, 550)
        gap = LAYOUT.gap_at(x)
        if gap is None:
            continue
        within = {}
        for end, start in np.ndindex(*gaps[gap].shape):
            (x0, y0), (x1, y1) = LAYOUT.centre(Neuron(gap + 1, start)), LAYOUT.centre(Neuron(gap + 2, end))
            there = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
            distance = abs(there - y) * math.cos(math.atan2(y1 - y0, x1 - x0))
            if distance <= 2.5:
                within[Neuron(gap + 1, start), Neuron(gap + 2, end)] = abs(gaps[gap][end, start])
        strongest = max(within, key=lambda ends: within[ends]) if within else None
        assert found(gaps, x, y, 2.5) == strongest
