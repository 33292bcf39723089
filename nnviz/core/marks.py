"""Marks on paper: which of them are the digit, which are dirt or a frame, and whether they are one digit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nnviz.core.network import Floats
from nnviz.core.sheets import Sheet

Mask = NDArray[np.bool_]

_STRONG = 0.25  # share of the main mark's contrast where ink begins
_SPECK = 0.08  # marks with less than this share of the main one's ink are dirt …
_FAR = 0.35  # … as are smaller ones this far away, in heights of the main mark
_DIGIT = 0.55  # a mark as long as this share of the longest may be a digit of its own
_OVERLAP = 0.4  # digits side by side share less than this of the narrower one's width
_ABOVE = 0.15  # digits above each other are this far apart, in heights
_BROKEN = 0.035  # pieces of a broken digit are nearer to each other than this, in their length
_FAT = 0.3
_LEAST_LENGTH = 0.04  # of the paper's shorter side


@dataclass(frozen=True)
class Marks:
    """`core`: where the ink is (H, W), soft edges left out, and how many digits it forms."""

    core: Mask
    digits: int
    doubt: str | None


@dataclass(frozen=True)
class _Mark:
    number: int
    box: tuple[slice, slice]
    ink: float

    @property
    def height(self) -> int:
        return int(self.box[0].stop - self.box[0].start)

    @property
    def width(self) -> int:
        return int(self.box[1].stop - self.box[1].start)

    @property
    def length(self) -> int:
        return max(self.height, self.width)


def without_frames(contrast: Floats, faintest: float) -> Floats:
    """The contrast (H, W) without what stands around the digit as a box."""
    parts, marks = _marks(contrast, contrast > faintest)
    frames = _frames(parts, marks)
    around = ndimage.binary_dilation(np.isin(parts, list(frames)), iterations=3) if frames else False
    cleared: Floats = np.where(around, 0, contrast)
    return cleared


def choose_marks(contrast: Floats, sheet: Sheet, faintest: float) -> Marks | None:
    """The marks that form the digit in a contrast (H, W); None if nothing could be one."""
    parts, marks, main = _found(contrast, sheet, faintest)
    if main is None:
        return None
    strength = _strength(contrast, parts, main)
    parts, marks, main = _found(
        contrast, sheet, max(faintest, _STRONG * strength)
    )  # knowing how strong it is
    if main is None or _is_blob(parts, main):
        return None
    strength = _strength(contrast, parts, main)
    edge = _edge_of(sheet.domain)
    kept = [mark for mark in marks if mark is main or (_belongs(mark, main) and not _hugs(parts, mark, edge))]
    core = np.isin(parts, [mark.number for mark in kept])
    return Marks(core, _count(parts, kept), _doubt(strength, faintest, kept))


def _found(
    contrast: Floats, sheet: Sheet, least: float
) -> tuple[NDArray[np.int32], list[_Mark], _Mark | None]:
    """The marks that stand out by `least`, and the main one of them if it is large enough."""
    parts, marks = _marks(contrast, contrast > least)
    frames = _frames(parts, marks)
    marks = [mark for mark in marks if mark.length >= 2 and mark.number not in frames]
    edge = _edge_of(sheet.domain)
    main = _main(parts, [mark for mark in marks if not _hugs(parts, mark, edge)], sheet)
    if main is not None and main.length < _LEAST_LENGTH * min(contrast.shape):
        main = None
    return parts, marks, main


def _strength(contrast: Floats, parts: NDArray[np.int32], mark: _Mark) -> float:
    return float(np.percentile(contrast[parts == mark.number], 75))


def _main(parts: NDArray[np.int32], marks: list[_Mark], sheet: Sheet) -> _Mark | None:
    """The mark with most ink, among those where the sheet's most conspicuous mark was seen."""
    if sheet.mark is not None:
        seen = np.unique(parts[sheet.mark])
        marks = [mark for mark in marks if mark.number in seen] or marks
    return max(marks, key=lambda mark: mark.ink, default=None)


def _marks(contrast: Floats, mask: Mask) -> tuple[NDArray[np.int32], list[_Mark]]:
    parts, count = ndimage.label(mask, structure=np.ones((3, 3)))
    ink = ndimage.sum_labels(contrast, parts, np.arange(1, count + 1))
    boxes = ndimage.find_objects(parts)
    return parts, [_Mark(n, box, float(ink[n - 1])) for n, box in enumerate(boxes, 1)]


def _frames(parts: NDArray[np.int32], marks: list[_Mark]) -> set[int]:
    """The numbers of those marks that stand around another."""
    large = sorted(marks, key=lambda mark: -mark.ink)[:12]
    return {outer.number for outer in large for inner in large if _encloses(parts, outer, inner)}


def _encloses(parts: NDArray[np.int32], outer: _Mark, inner: _Mark) -> bool:
    if outer is inner or inner.length < 0.25 * outer.length or inner.ink < 0.05 * outer.ink:
        return False
    pairs = zip(outer.box, inner.box, strict=True)
    if not all(its.start < mine.start and mine.stop < its.stop for its, mine in pairs):
        return False
    part = parts[outer.box] == outer.number
    filled = ndimage.binary_fill_holes(part)
    within = parts[outer.box] == inner.number
    return bool(filled[within].mean() > 0.9)


def _is_blob(parts: NDArray[np.int32], mark: _Mark) -> bool:
    part = np.pad(parts[mark.box] == mark.number, 1)
    return float(ndimage.distance_transform_edt(part).max()) > _FAT * mark.length


def _edge_of(domain: Mask) -> Mask:
    """A strip of a few pixels along the end of the paper, the picture's own included."""
    inner: Mask = ndimage.binary_erosion(domain, iterations=6)
    return ~inner


def _hugs(parts: NDArray[np.int32], mark: _Mark, edge: Mask) -> bool:
    """Whether a mark lies along the end of the paper: a bit of the desk, or of a line."""
    return bool(edge[mark.box][parts[mark.box] == mark.number].mean() > 0.3)


def _gap(first: slice, second: slice) -> int:
    return int(max(first.start - second.stop, second.start - first.stop))


def _belongs(mark: _Mark, main: _Mark) -> bool:
    if mark.ink < _SPECK * main.ink:
        return False
    far = max(_gap(mark.box[0], main.box[0]), _gap(mark.box[1], main.box[1]))
    is_digit = mark.length >= _DIGIT * main.length and mark.ink > 0.25 * main.ink
    return is_digit or far < _FAR * main.length


def _count(parts: NDArray[np.int32], marks: list[_Mark]) -> int:
    """How many of the marks are digits of their own: about as tall as the tallest, clear of the others."""
    tallest = max(mark.height for mark in marks)
    longest = max(mark.length for mark in marks)
    tall = [mark for mark in marks if mark.height >= _DIGIT * tallest and mark.length >= _DIGIT * longest]
    tall.sort(key=lambda mark: mark.box[1].start + mark.box[1].stop)
    return 1 + sum(_is_apart(parts, first, second) for first, second in pairwise(tall))


def _is_apart(parts: NDArray[np.int32], first: _Mark, second: _Mark) -> bool:
    """Whether two marks are two digits: side by side or one above the other, not pieces of a broken one."""
    beside, above = (_gap(first.box[axis], second.box[axis]) for axis in (1, 0))
    is_above = above >= 0 and beside < 0  # a slanting stroke's pieces share few columns
    if (is_above or beside < -_OVERLAP * min(first.width, second.width)) and above < _ABOVE * first.height:
        return False
    away = ndimage.distance_transform_edt(parts != first.number)
    return float(away[parts == second.number].min()) > _BROKEN * max(first.length, second.length)


def _doubt(strength: float, faintest: float, kept: list[_Mark]) -> str | None:
    if strength < 1.5 * faintest:
        return "the ink is faint"
    if len(kept) > 2:
        return "the digit is in several pieces"
    return None
