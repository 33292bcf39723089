"""Moving the selection without a mouse: pure functions from a neuron and a direction to the next neuron."""

from __future__ import annotations

from typing import Literal

import numpy as np

from nnviz.datasets.subject import MNIST
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_values import Values

Direction = Literal["up", "down", "left", "right"]


Shape = tuple[int, int]  # rows and columns of the image


def moved(
    neuron: Neuron | None, direction: Direction, gaps: list[Values], shape: Shape = MNIST.shape
) -> Neuron:
    """The neuron that an arrow key leads to; the same one where there is none.

    Up and down stay in the layer. Left and right follow the strongest connection to the next layer, but go
    from pixel to pixel within the image. From nowhere, the first hidden unit comes first.
    """
    if neuron is None:
        return Neuron(2, 0)
    if neuron.layer == 1:
        return _moved_pixel(neuron, direction, gaps, shape)
    if direction in ("up", "down"):
        last = gaps[neuron.layer - 2].shape[0] - 1
        index = neuron.index + (1 if direction == "down" else -1)
        return Neuron(neuron.layer, min(max(index, 0), last))
    return stepped(neuron, direction == "right", gaps) or neuron


def _moved_pixel(pixel: Neuron, direction: Direction, gaps: list[Values], shape: Shape) -> Neuron:
    rows, columns = shape
    row, column = divmod(pixel.index, columns)
    if direction == "right" and column == columns - 1:
        return stepped(pixel, True, gaps) or pixel
    row = min(max(row + {"up": -1, "down": 1}.get(direction, 0), 0), rows - 1)
    column = max(column + {"left": -1, "right": 1}.get(direction, 0), 0)
    return Neuron(1, row * columns + column)


def stepped(
    neuron: Neuron | None, forward: bool, gaps: list[Values], shape: Shape = MNIST.shape
) -> Neuron | None:
    """The neuron at the other end of the strongest connection to the layer after, or the one before.

    None beyond the first and the last layer. From nowhere, the middle pixel comes first, or the first output.
    """
    if neuron is None:
        middle = shape[0] // 2 * shape[1] + shape[1] // 2
        return Neuron(1, middle) if forward else Neuron(len(gaps) + 1, 0)
    if forward and neuron.layer <= len(gaps):
        return Neuron(neuron.layer + 1, int(np.argmax(np.abs(gaps[neuron.layer - 1][:, neuron.index]))))
    if not forward and neuron.layer > 1:
        return Neuron(neuron.layer - 1, int(np.argmax(np.abs(gaps[neuron.layer - 2][neuron.index]))))
    return None
