"""Pieces of a broken stroke, and which marks on paper are one digit because they are such pieces.

A fine pen or a pencil leaves gaps: where the stroke is thinnest it is fainter than the ink elsewhere, or not
to be seen at all. Two pieces are of one digit if a thin fainter stroke leads from one to the other, or if the
gap is small; a third piece may lie between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nnviz.arrays import Floats

Mask = NDArray[np.bool_]
Parts = NDArray[np.int32]

_DIGIT = 0.55  # a mark as long as this share of the longest may be a digit of its own
_OVERLAP = 0.4  # digits side by side share less than this of the narrower one's width
_ABOVE = 0.15  # digits above each other are this far apart, in heights
_BROKEN = 0.035  # pieces of a broken digit are nearer to each other than this, in their length
_LINKED = 0.5  # … and than this where a fainter stroke leads from one to the other
_FAINT_LINK = 0.08  # share of the ink's contrast that is left where a stroke is thinnest
_THIN = 1.0  # a link's area, in squares of its length: what is blurred between two digits is wider


@dataclass(frozen=True)
class Mark:
    """One connected patch of ink: its number among the parts, where it is, and its contrast summed up."""

    number: int
    box: tuple[slice, slice]
    ink: float

    @property
    def height(self) -> int:
        """Rows from the topmost pixel to the lowest."""
        return int(self.box[0].stop - self.box[0].start)

    @property
    def width(self) -> int:
        """Columns from the leftmost pixel to the rightmost."""
        return int(self.box[1].stop - self.box[1].start)

    @property
    def length(self) -> int:
        """The longer of the two sides, px."""
        return max(self.height, self.width)


def gap_between(first: slice, second: slice) -> int:
    """How far two ranges are apart along their axis, px; negative where they overlap."""
    return int(max(first.start - second.stop, second.start - first.stop))


def links_of(contrast: Floats, parts: Parts, marks: list[Mark], strength: float, faintest: float) -> Mask:
    """The faint thin strokes (H, W) that lead from one of the marks to another."""
    weak = contrast > max(faintest, _FAINT_LINK * strength)
    whole, _ = ndimage.label(weak, structure=np.ones((3, 3)))
    within = {mark.number: whole[parts == mark.number][0] for mark in marks}
    links = np.zeros_like(weak)
    for first, second in combinations(marks, 2):
        if within[first.number] == within[second.number] != 0:
            links |= _link(whole == within[first.number], parts, first, second)
    return links


def _link(whole: Mask, parts: Parts, first: Mark, second: Mark) -> Mask:
    """The part of `whole` on the shortest way between two marks; nothing if it is no stroke."""
    away = [ndimage.distance_transform_edt(parts != mark.number) for mark in (first, second)]
    gap = float(away[0][parts == second.number].min())
    between = whole & (parts == 0) & (away[0] + away[1] < 1.2 * gap + 2)
    is_stroke = gap < _LINKED * max(first.length, second.length) and between.sum() < _THIN * gap**2
    link: Mask = between & is_stroke
    return link


def count_digits(parts: Parts, marks: list[Mark]) -> int:
    """How many of the marks are digits of their own: about as tall as the tallest, clear of the others."""
    tallest = max(mark.height for mark in marks)
    longest = max(mark.length for mark in marks)
    groups = _groups(parts, marks)
    tall = [
        any(mark.height >= _DIGIT * tallest and mark.length >= _DIGIT * longest for mark in group)
        for group in groups
    ]
    return sum(tall)


def _groups(parts: Parts, marks: list[Mark]) -> list[list[Mark]]:
    """The marks, those together that are one digit's pieces, one leading to the next."""
    groups: list[list[Mark]] = []
    for mark in marks:
        near = [g for g in groups if not all(_is_apart(parts, other, mark) for other in g)]
        groups = [g for g in groups if g not in near] + [sum(near, [mark])]
    return groups


def _is_apart(parts: Parts, first: Mark, second: Mark) -> bool:
    """Whether two marks are two digits: side by side or one above the other, not pieces of a broken one."""
    beside, above = (gap_between(first.box[axis], second.box[axis]) for axis in (1, 0))
    is_above = above >= 0 and beside < 0  # a slanting stroke's pieces share few columns
    if (is_above or beside < -_OVERLAP * min(first.width, second.width)) and above < _ABOVE * _scale(
        first, second
    ):
        return False
    away = ndimage.distance_transform_edt(parts != first.number)
    return float(away[parts == second.number].min()) > _BROKEN * max(first.length, second.length)


def _scale(first: Mark, second: Mark) -> int:
    """What a gap from one to the other is small against: the height of the digit that they would be.

    Two digits above each other are narrow together, so that together they count for no more than their width.
    """
    sides = [max(a.stop, b.stop) - min(a.start, b.start) for a, b in zip(first.box, second.box, strict=True)]
    return max(first.height, int(min(sides)))
