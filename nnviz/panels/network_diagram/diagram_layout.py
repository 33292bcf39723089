"""Where everything in the network diagram lies: pure geometry for a size and a network, no painting, no Qt.

All lengths are in the diagram's own units, which are screen pixels at zoom 1. A hidden layer too tall for one
column is staggered over several, unit after unit, so that circles stay large enough to see and to hit while
every unit keeps a height of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.subject import MNIST
from nnviz.learning.neuron import Neuron

MARGIN = 12.0
FOOTER = 24.0  # captions and the legend
LABEL_WIDTH = 26.0  # of outputs whose names are one character
_RETINA_TITLE = 22.0
_WANTED_PITCH, _LARGEST_PITCH = 10.5, 44.0  # between circles of one column
_LARGEST_HIDDEN, _LARGEST_OUTPUT = 10.0, 12.0
_MOST_COLUMNS_SHARE = 0.16  # of the width, for the staggered columns of one layer
_REACH = 5.0  # how far beside a circle still counts as hitting it

Points = NDArray[Any]  # (n, 2) float32, x and y


@dataclass(frozen=True)
class Rectangle:
    """Left, top, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x just outside."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y just outside."""
        return self.y + self.height

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies within."""
        return self.x <= x < self.right and self.y <= y < self.bottom


@dataclass(frozen=True, eq=False)
class DiagramLayout:
    """The places of all neurons. Lists have one entry a layer, input first."""

    sizes: tuple[int, ...]
    shape: tuple[int, int]  # rows and columns of the retina
    retina: Rectangle
    centres: list[Points]
    radii: list[float]
    bars: Rectangle  # where the outputs' bars may lie, from left to right; the heights come from `centres`
    title_baseline: float  # of the words below the columns

    def fits(self, sizes: tuple[int, ...], shape: tuple[int, int]) -> bool:
        """Whether it is of a network of these sizes, for pictures of that shape."""
        return (self.sizes, self.shape) == (sizes, shape)

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return len(self.sizes)

    @property
    def output_pitch(self) -> float:
        """From one output to the next."""
        y = self.centres[-1][:, 1]
        return float(y[1] - y[0]) if len(y) > 1 else math.inf

    @property
    def pixel_side(self) -> float:
        """The side of one pixel of the retina."""
        return self.retina.width / self.shape[1]

    @property
    def retina_title_top(self) -> float:
        """The y above the words over the retina."""
        return self.retina.y - _RETINA_TITLE

    def centre(self, neuron: Neuron) -> tuple[float, float]:
        """The middle of a neuron."""
        x, y = self.centres[neuron.layer - 1][neuron.index]
        return float(x), float(y)

    def has(self, neuron: Neuron) -> bool:
        """Whether the network shown has that neuron."""
        return 1 <= neuron.layer <= self.layers and 0 <= neuron.index < self.sizes[neuron.layer - 1]

    def neuron_at(self, x: float, y: float) -> Neuron | None:
        """The neuron at that point; circles are found a little beside their edge too."""
        if self.retina.contains(x, y):
            rows, columns = self.shape
            column = min(int((x - self.retina.x) / self.pixel_side), columns - 1)
            row = min(int((y - self.retina.y) / self.pixel_side), rows - 1)
            return Neuron(1, row * columns + column)
        for layer in range(2, self.layers + 1):
            distances = np.hypot(*(self.centres[layer - 1] - (x, y)).T)
            nearest = int(np.argmin(distances))
            if distances[nearest] <= self.radii[layer - 1] + _REACH:
                return Neuron(layer, nearest)
        if self.bars.contains(x, y):
            nearest = int(np.argmin(np.abs(self.centres[-1][:, 1] - y)))
            return Neuron(self.layers, nearest)
        return None

    def gap_at(self, x: float) -> int | None:
        """Which layers' connections run at this x: 0 between layers 1 and 2, and so on; None beside them."""
        for gap in range(self.layers - 1):
            left = self.retina.right if gap == 0 else float(self.centres[gap][:, 0].max())
            if left < x < float(self.centres[gap + 1][:, 0].min()):
                return gap
        return None


def lay_out(
    width: float,
    height: float,
    sizes: tuple[int, ...],
    shape: tuple[int, int] = MNIST.shape,
    label_width: float = LABEL_WIDTH,
) -> DiagramLayout:
    """The layout for an area of that size, which may be too small to be pretty but is never refused.

    `label_width` is for the outputs' names.
    """
    width, height = max(width, 120.0), max(height, 100.0)
    inner = height - 2 * MARGIN - FOOTER
    side = max(min(0.34 * width, inner - 2 * _RETINA_TITLE, 0.62 * inner + 20), 28.0)
    rows, columns = shape
    most = max(shape)
    pixel = float(max(round(side / most), 1)) if side > 2 * most else side / most
    middle = MARGIN + inner / 2
    retina = Rectangle(MARGIN + 4, middle - rows * pixel / 2, columns * pixel, rows * pixel)
    bar_width = min(max(0.075 * width, 26.0), 90.0)
    label_width = min(label_width, 0.2 * width)
    output_radius = min(_LARGEST_OUTPUT, 0.36 * inner / sizes[-1], 0.03 * width + 3)
    output_x = width - MARGIN - bar_width - label_width - output_radius
    bars = Rectangle(output_x + output_radius + label_width, MARGIN, bar_width, inner)

    xs, ys = (start + (np.arange(n) + 0.5) * pixel for start, n in ((retina.x, columns), (retina.y, rows)))
    centres: list[Points] = [_points(np.tile(xs, rows), np.repeat(ys, columns))]
    radii = [pixel / 2]
    hidden = len(sizes) - 2
    # The first gap holds the most connections and is given the most room.
    shares = np.cumsum([1.35] + [1.0] * hidden)
    for number, n in enumerate(sizes[1:-1]):
        x = retina.right + (output_x - retina.right) * float(shares[number] / shares[-1])
        points, radius = _staggered(x, MARGIN, inner, n, width)
        centres.append(points)
        radii.append(radius)
    pitch = min(inner / sizes[-1], 74.0)
    output_y = middle + (np.arange(sizes[-1]) - (sizes[-1] - 1) / 2) * pitch
    centres.append(_points(np.full(sizes[-1], output_x), output_y))
    radii.append(output_radius)
    return DiagramLayout(
        sizes=sizes,
        shape=shape,
        retina=retina,
        centres=centres,
        radii=radii,
        bars=bars,
        title_baseline=height - MARGIN,
    )


def _staggered(x: float, top: float, height: float, n: int, width: float) -> tuple[Points, float]:
    """One hidden layer's circles about `x`, and their radius."""
    step = min(height / n, _LARGEST_PITCH)
    columns = max(1, math.ceil(_WANTED_PITCH / step))
    across = 0.9 * _WANTED_PITCH
    columns = min(columns, max(1, int(_MOST_COLUMNS_SHARE * width / across)))
    index = np.arange(n)
    y = top + height / 2 + (index - (n - 1) / 2) * step
    column = index % columns - (columns - 1) / 2
    neighbours = [columns * step] if columns == 1 else [columns * step, math.hypot(across, step)]
    return _points(x + column * across, y), min(0.42 * min(neighbours), _LARGEST_HIDDEN)


def _points(x: Any, y: Any) -> Points:
    return np.ascontiguousarray(np.stack([x, y], axis=1), dtype=np.float32)
