"""Marks on paper: which of them are the digit, which are dirt or a frame, and whether they are one digit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nnviz.arrays import Floats
from nnviz.datasets.pieces import Mark, Parts, count_digits, gap_between, links_of
from nnviz.datasets.sheets import Sheet

Mask = NDArray[np.bool_]

_STRONG = 0.25  # share of the main mark's contrast where ink begins
_SPECK = 0.08  # marks with less than this share of the main one's ink are dirt …
_FAR = 0.35  # … as are smaller ones this far away, in heights of the main mark
_DIGIT = 0.55  # a mark as long as this share of the longest may be a digit of its own
_MOST_PIECES = 6  # that fainter strokes are looked for between
_FAT = 0.3
_LEAST_LENGTH = 0.04  # of the paper's shorter side


@dataclass(frozen=True)
class Marks:
    """`core`: where the ink is (H, W), soft edges left out, and how many digits it forms."""

    core: Mask
    digits: int
    doubt: str | None


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
    marks = [mark for mark in marks if mark is main or not _hugs(parts, mark, edge)]
    links = links_of(contrast, parts, _near(marks, main), strength, faintest)
    inside = np.unravel_index(int((parts == main.number).argmax()), parts.shape)
    parts, marks = _marks(contrast, np.isin(parts, [mark.number for mark in marks]) | links)
    main = marks[parts[inside] - 1]
    kept = [mark for mark in marks if mark is main or _belongs(mark, main)]
    core = np.isin(parts, [mark.number for mark in kept])
    left_out = [mark for mark in marks if mark not in kept and mark.ink > _SPECK * main.ink]
    return Marks(core, count_digits(parts, kept), _doubt(strength, faintest, kept, left_out))


def _found(contrast: Floats, sheet: Sheet, least: float) -> tuple[Parts, list[Mark], Mark | None]:
    """The marks that stand out by `least`, and the main one of them if it is large enough."""
    parts, marks = _marks(contrast, contrast > least)
    frames = _frames(parts, marks)
    marks = [mark for mark in marks if mark.length >= 2 and mark.number not in frames]
    edge = _edge_of(sheet.domain)
    main = _main(parts, [mark for mark in marks if not _hugs(parts, mark, edge)], sheet)
    if main is not None and main.length < _LEAST_LENGTH * min(contrast.shape):
        main = None
    return parts, marks, main


def _strength(contrast: Floats, parts: Parts, mark: Mark) -> float:
    return float(np.percentile(contrast[parts == mark.number], 75))


def _main(parts: Parts, marks: list[Mark], sheet: Sheet) -> Mark | None:
    """The mark with most ink, among those where the sheet's most conspicuous mark was seen."""
    if sheet.mark is not None:
        seen = np.unique(parts[sheet.mark])
        marks = [mark for mark in marks if mark.number in seen] or marks
    return max(marks, key=lambda mark: mark.ink, default=None)


def _marks(contrast: Floats, mask: Mask) -> tuple[Parts, list[Mark]]:
    parts, count = ndimage.label(mask, structure=np.ones((3, 3)))
    ink = ndimage.sum_labels(contrast, parts, np.arange(1, count + 1))
    boxes = ndimage.find_objects(parts)
    return parts, [Mark(n, box, float(ink[n - 1])) for n, box in enumerate(boxes, 1)]


def _frames(parts: Parts, marks: list[Mark]) -> set[int]:
    """The numbers of those marks that stand around another."""
    large = sorted(marks, key=lambda mark: -mark.ink)[:12]
    return {outer.number for outer in large for inner in large if _encloses(parts, outer, inner)}


def _encloses(parts: Parts, outer: Mark, inner: Mark) -> bool:
    if outer is inner or inner.length < 0.25 * outer.length or inner.ink < 0.05 * outer.ink:
        return False
    pairs = zip(outer.box, inner.box, strict=True)
    if not all(its.start < mine.start and mine.stop < its.stop for its, mine in pairs):
        return False
    part = parts[outer.box] == outer.number
    filled = ndimage.binary_fill_holes(part)
    within = parts[outer.box] == inner.number
    return bool(filled[within].mean() > 0.9)


def _is_blob(parts: Parts, mark: Mark) -> bool:
    part = np.pad(parts[mark.box] == mark.number, 1)
    return float(ndimage.distance_transform_edt(part).max()) > _FAT * mark.length


def _edge_of(domain: Mask) -> Mask:
    """A strip of a few pixels along the end of the paper, the picture's own included."""
    inner: Mask = ndimage.binary_erosion(domain, iterations=6)
    return ~inner


def _hugs(parts: Parts, mark: Mark, edge: Mask) -> bool:
    """Whether a mark lies along the end of the paper: a bit of the desk, or of a line."""
    return bool(edge[mark.box][parts[mark.box] == mark.number].mean() > 0.3)


def _belongs(mark: Mark, main: Mark) -> bool:
    if mark.ink < _SPECK * main.ink:
        return False
    is_digit = mark.length >= _DIGIT * main.length and mark.ink > 0.25 * main.ink
    return is_digit or _distance(mark, main) < _FAR * main.length


def _near(marks: list[Mark], main: Mark) -> list[Mark]:
    """The largest of the marks that may be pieces of the main one, itself included."""
    near = [mark for mark in marks if _distance(mark, main) < _FAR * main.length]
    return sorted(near, key=lambda mark: -mark.ink)[:_MOST_PIECES]


def _distance(first: Mark, second: Mark) -> int:
    """How far the boxes of two marks are apart, px."""
    return max(gap_between(first.box[axis], second.box[axis]) for axis in (0, 1))


def _doubt(strength: float, faintest: float, kept: list[Mark], left_out: list[Mark]) -> str | None:
    reasons = []
    if strength < 1.5 * faintest:
        reasons.append("the ink is faint")
    if len(kept) > 2:
        reasons.append("the digit is in several pieces")
    if left_out:
        reasons.append(_left_out_text(len(left_out)))
    return ", ".join(reasons) or None


def _left_out_text(count: int) -> str:
    if count == 1:
        return "a smaller mark away from it was left out"
    return f"{count} smaller marks away from it were left out"
