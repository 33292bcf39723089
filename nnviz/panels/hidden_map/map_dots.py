"""Ten thousand dots as a picture, in a few milliseconds: Qt would take a frame's time and more.

Dots are put on a grid twice as fine as the screen's units, and the picture is scaled down where the screen is
no finer than those: that smooths their edges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from nnviz.arrays import Floats
from nnviz.explain.hidden_map import HiddenMap
from nnviz.panels.hidden_map.map_view import MapView
from nnviz.widgets import theme
from nnviz.widgets.class_colours import class_pixels
from nnviz.widgets.theme import Pixels

_LEAST, _MOST, _MOST_ENLARGED = 1.6, 3.0, 5.0  # px, the radius of a dot
_PIECE = 500  # dots at a time, so that their numbers stay near the processor
_FADED = 0.22  # opacity of what is outside the lasso
FINE = 2  # dots of the grid for a unit of the screen
_EDGE = 40  # of the grid, around the picture: twice what the largest dot across its edge needs


@dataclass(frozen=True, eq=False)
class Dots:
    """Which dots there are: N places, what each is and what it is said to be, as colours."""

    places: Floats  # (N, 2) px of the screen
    colours: Pixels  # (N,) uint32, premultiplied
    said: Pixels  # (N,) the colours of the answers
    wrong: NDArray[np.bool_]  # (N,)


def dots_of(
    found: HiddenMap, view: MapView, shown: NDArray[np.bool_], held: NDArray[np.bool_] | None
) -> Dots:
    """Those that are `shown` (N,); what a lasso has not caught, if anything is `held`, faded and below."""
    indices, colours = np.flatnonzero(shown), class_pixels(found.network.sizes[-1])
    answers = found.said[indices]
    true, said = colours[found.labels[indices]], colours[np.maximum(answers, 0)]
    said[answers < 0] = theme.colours().card.rgba()
    if held is not None:
        faded = ~held[indices]
        for shades in (true, said):
            shades[faded] = _faded(shades[faded])
        order = np.argsort(~faded, kind="stable")
        indices, true, said = indices[order], true[order], said[order]
    return Dots(view.places(found.points[indices]), true, said, found.wrong[indices])


def _faded(shades: Pixels) -> Pixels:
    """Premultiplied colours with little of their opacity left."""
    channels = [((shades >> shift & 0xFF) * _FADED).astype(np.uint32) << shift for shift in (0, 8, 16, 24)]
    return channels[0] | channels[1] | channels[2] | channels[3]


def dot_radius(area: QRectF, count: int, times: float) -> float:
    """Of each dot, px: the more dots the smaller, and larger where the map is enlarged that many times."""
    room = math.sqrt(area.width() * area.height() / max(count, 1))
    return min(min(max(0.36 * room, _LEAST), _MOST) * math.pow(times, 0.4), _MOST_ENLARGED)


def dots_picture(area: QRectF, dots: Dots, radius: float, paper: int) -> QImage:
    """A transparent picture of `FINE` pixels for each unit of the area.

    A right answer is a dot. A mistake is a ring of the colour of what the picture shows, with a dot in it of
    the colour of what the network says; mistakes lie above. `paper` is the colour between the two.
    """
    width, height = (math.ceil(FINE * side) for side in (area.width(), area.height()))
    sheet = np.zeros((height + 2 * _EDGE, width + 2 * _EDGE), dtype=np.uint32)
    columns, rows = np.round((dots.places - (area.left(), area.top())) * FINE).T + _EDGE
    seen = (columns > _EDGE / 2) & (columns < sheet.shape[1] - _EDGE / 2)
    seen &= (rows > _EDGE / 2) & (rows < sheet.shape[0] - _EDGE / 2)
    at = np.where(seen, rows * sheet.shape[1] + columns, 0).astype(np.intp)
    right, wrong = np.flatnonzero(seen & ~dots.wrong), np.flatnonzero(seen & dots.wrong)
    _stamp(sheet, at[right], (radius,), dots.colours[right, np.newaxis])
    between = np.full(len(wrong), paper, dtype=np.uint32)
    colours = np.stack([dots.said[wrong], between, dots.colours[wrong]], axis=1)
    _stamp(sheet, at[wrong], (0.6 * radius, 0.1 + 0.9 * radius, 0.9 + 1.3 * radius), colours)
    kind = QImage.Format.Format_ARGB32_Premultiplied
    picture = QImage(sheet.data, sheet.shape[1], sheet.shape[0], 4 * sheet.shape[1], kind)
    return picture.copy(_EDGE, _EDGE, width, height)


def _stamp(sheet: Pixels, at: NDArray[np.intp], radii: tuple[float, ...], colours: Pixels) -> None:
    """Put discs, with rings around them, in the middles `at` of the flat sheet.

    `colours` (n, k): of each one's disc, and of its rings out to the `radii` (k,). Where two meet, the later
    is seen, all of it.
    """
    reach = math.ceil(FINE * radii[-1])
    steps = np.arange(-reach, reach + 1)
    rows, columns = np.meshgrid(steps, steps, indexing="ij")
    which = np.searchsorted(radii, np.hypot(rows, columns) / FINE)  # the disc or ring that has each pixel
    covered = which < len(radii)
    offsets = rows[covered] * sheet.shape[1] + columns[covered]
    flat, kinds = sheet.reshape(-1), which[covered]
    for begin in range(0, len(at), _PIECE):
        piece = slice(begin, begin + _PIECE)
        flat[(at[piece, np.newaxis] + offsets).reshape(-1)] = np.take(colours[piece], kinds, axis=1).reshape(
            -1
        )
