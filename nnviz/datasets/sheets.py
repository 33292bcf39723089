"""Which part of a picture is the paper: a sheet on a desk, a board in its frame, or all of it.

Decided by what encloses what. The picture falls apart into fat regions of one colour each (paper, desk,
frame); of those the one counts that encloses marks as thin as strokes, and of two of them the inner one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import ConvexHull

from nnviz.arrays import Floats
from nnviz.datasets.surfaces import away_from

Mask = NDArray[np.bool_]

_COARSE = 80  # cells along the longer side where regions are told apart
_STEP = 0.2  # neighbouring cells that differ by more are at a region's edge
_LEAST_REGION = 0.01  # of the picture
_LEAST_PAPER = 0.03
_MOST_REGIONS = 8
_ALIKE = 0.3  # regions whose colours differ by less may be one paper, parted by a digit
_SOLID = 0.82  # share of its convex hull that a paper and what lies on it fill: digits fill less
_RECTANGULAR = 0.9  # share of the least rectangle around it that a sheet fills, in spite of its coarse edge
_LEAST_MARK = 0.1  # longer side of a mark, of its paper's shorter side
_FATTEST = 0.25  # half a stroke's width, of the mark's longer side: a blob has 0.5
_UNLIKE = 0.2
_FAINTEST = 0.1
_SURELY_THIN, _SURELY_FAT = 0.1, 0.18  # half a region's width, of its longer side: ink, paper
_INNER = 0.4  # the inner of two papers counts if its marks have this share of the outer ones' contrast


@dataclass(frozen=True)
class Sheet:
    """The paper: `papers`, a mask (H, W) for each region of it, and `domain`: it and what lies on it."""

    papers: tuple[Mask, ...]
    domain: Mask
    mark: Mask | None = None  # (H, W): about where the most conspicuous mark lies

    def away(self, shades: Floats) -> Floats:
        """How far each pixel's colour is from the paper's at that place: (H, W, 3)."""
        return away_from(shades, self.papers)


@dataclass(frozen=True)
class _Found:
    """The best mark on what may be the paper: its contrast, box, and whether the paper's end cuts it off."""

    papers: tuple[Mask, ...]  # coarse
    sheet: Sheet
    contrast: float
    length: int
    box: tuple[slice, slice]
    mark: Mask
    is_cut: bool

    @property
    def weight(self) -> float:
        return self.contrast * self.length

    def holds(self, other: _Found) -> bool:
        """Whether the other's mark lies within this one, or its paper on this one."""
        around = ndimage.binary_fill_holes(np.logical_or.reduce(self.papers))
        if around[other.papers[0]].mean() > 0.9 and not (self.papers[0] & other.papers[0]).any():
            return True
        pairs = zip(self.box, other.box, strict=True)
        return all(mine.start <= its.start and its.stop <= mine.stop for mine, its in pairs)


def find_sheet(shades: Floats) -> Sheet:
    """The paper in a picture of logarithmic colours (H, W, 3)."""
    size = -(-max(shades.shape[:2]) // _COARSE)
    coarse = _median_cells(shades, size)
    regions = _regions(coarse)
    small = _cells(shades, max(1, size // 2))
    papers = _papers(coarse, regions)
    papers = [paper for paper in papers if not _may_be_ink(paper, coarse)]
    best = _best_of(papers, small)
    if best is not None and best.is_cut and len(regions) > 1:
        best = _joined(best, regions, small)
    if best is None:
        return _whole(regions, shades.shape)
    mark = _resized_mask(ndimage.binary_dilation(best.mark, iterations=2), shades.shape)
    sheet = replace(_resized(best.sheet, shades.shape), mark=mark)
    if not _fills_picture(sheet, shades):
        return sheet
    return replace(sheet, domain=np.ones_like(mark))  # there is no desk: ink may reach the picture's end


def _fills_picture(sheet: Sheet, shades: Floats) -> bool:
    """Whether ink may reach the picture's end: paper is along all sides, or the mark goes on as a stroke."""
    unlike = np.abs(sheet.away(shades)).max(axis=2) > _UNLIKE
    if all(side.mean() < 0.6 for side in (unlike[0], unlike[-1], unlike[:, 0], unlike[:, -1])):
        return True
    parts, _ = ndimage.label(unlike, structure=np.ones((3, 3)))
    numbers = parts[sheet.mark & sheet.domain & unlike] if sheet.mark is not None else parts[:0]
    if not numbers.size:
        return False
    part = parts == np.bincount(numbers).argmax()
    return bool((part & ~sheet.domain).sum() > 0.1 * part.sum()) and _half_width(part) < _SURELY_FAT


def _whole(regions: list[Mask], shape: tuple[int, ...]) -> Sheet:
    """All of the picture, of the colour of its largest region: what is left is marks, fat ones as well."""
    everything = np.ones(shape[:2], dtype=np.bool_)
    paper = _resized_mask(regions[0], shape) if regions else everything
    return Sheet((paper if paper.any() else everything,), everything)


def _cells(shades: Floats, size: int) -> Floats:
    """The picture in cells of `size` pixels, averaged; what is left over at the end is dropped."""
    height, width = (n // size for n in shades.shape[:2])
    if min(height, width) == 0:
        return shades
    cells = shades[: height * size, : width * size].reshape(height, size, width, size, 3)
    averaged: Floats = cells.mean(axis=(1, 3))
    return averaged


def _median_cells(shades: Floats, size: int) -> Floats:
    """The picture in cells of `size` pixels without anything thin: neither pen strokes nor ruled lines."""
    half = _cells(shades, max(1, size // 2))
    smooth = ndimage.median_filter(half, size=(7, 7, 1), mode="nearest")
    return _cells(smooth, size // max(1, size // 2))


def _regions(coarse: Floats) -> list[Mask]:
    """The large regions of one colour, light's slow changes included; the largest first."""
    edges = (3, 3, 1)
    ranges = ndimage.maximum_filter(coarse, edges) - ndimage.minimum_filter(coarse, edges)
    flat = ranges.max(axis=2) < _STEP  # neighbours alone would link desk and sheet along a slanting edge
    parts, _ = ndimage.label(flat)
    areas = np.bincount(parts.ravel())
    areas[0] = 0  # edges
    order = [part for part in np.argsort(-areas) if areas[part] >= _LEAST_REGION * parts.size]
    return [parts == part for part in order[:_MOST_REGIONS]]


def _papers(coarse: Floats, regions: list[Mask]) -> list[Mask]:
    """What may be the paper: each region, and all regions of about its colour together."""
    regions = [region for region in regions if _half_width(region) > _SURELY_THIN]
    colours = [np.median(coarse[region], axis=0) for region in regions]
    papers: list[Mask] = []
    for region, colour in zip(regions, colours, strict=True):
        near = [np.abs(c - colour).max() < _ALIKE for c in colours]
        alike = [r for r, is_near in zip(regions, near, strict=True) if is_near]
        for paper in (region, np.logical_or.reduce(alike)):
            is_new = not any(np.array_equal(paper, other) for other in papers)
            if is_new and paper.mean() > _LEAST_PAPER and _is_solid(paper):
                papers.append(paper)
    return papers


def _is_solid(paper: Mask) -> bool:
    """Whether the paper, its holes filled, is as convex as sheets and boards are."""
    sides = (paper[0], paper[-1], paper[:, 0], paper[:, -1])
    reaches_out = sum(side.mean() > 0.3 for side in sides) >= 3  # a digit that does so, too, is no bay of it
    filled = ndimage.binary_fill_holes(np.pad(paper, 1, constant_values=reaches_out))
    if min(np.ptp(np.argwhere(filled), axis=0)) < 2:
        return False
    return bool(filled.sum() > _SOLID * _hull(filled).volume)


def _hull(region: Mask) -> ConvexHull:
    """The convex hull of the region's pixels, each a square."""
    points = np.argwhere(region ^ ndimage.binary_erosion(region))
    return ConvexHull((points[:, None] + np.array([[0, 0], [0, 1], [1, 0], [1, 1]])).reshape(-1, 2))


def _is_rectangular(region: Mask) -> bool:
    """Whether the region fills a rectangle, however turned: sheets do, an ellipse fills 79 % of one."""
    hull = _hull(region)
    corners = hull.points[hull.vertices]
    along = np.roll(corners, -1, axis=0) - corners
    # The least rectangle has a side along one of the hull's.
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    areas = np.ptp(corners @ along.T, axis=0) * np.ptp(corners @ across.T, axis=0)
    return bool(region.sum() > _RECTANGULAR * areas.min())


def _half_width(region: Mask) -> float:
    """Half the width of the region where it is widest, as a share of its longer side."""
    rows, columns = np.nonzero(region)
    length = max(np.ptp(rows), np.ptp(columns)) + 1
    return (float(ndimage.distance_transform_edt(region).max()) + 1) / (length + 2)  # its edge is not in it


def _may_be_ink(paper: Mask, coarse: Floats) -> bool:
    """Whether the region could itself be a digit, a thick 0 or 8: then what it encloses is no mark.

    It is if it is thin, and, of a doubtful width, if it encloses the colour that lies around it and is round.
    """
    if (paper[0].any() or paper[-1].any()) or (paper[:, 0].any() or paper[:, -1].any()):
        return False
    half = _half_width(paper)
    if half > _SURELY_FAT:
        return False
    filled = ndimage.binary_fill_holes(paper)
    near = ndimage.binary_dilation(filled, iterations=3)
    outside = near & ~ndimage.binary_dilation(filled, iterations=1)
    inside = ndimage.binary_erosion(filled & ~paper)
    inside = inside if inside.any() else filled & ~paper
    if half < _SURELY_THIN or not inside.any():
        return True
    if _is_rectangular(filled):
        return False
    difference = np.median(coarse[outside], axis=0) - np.median(coarse[inside], axis=0)
    return bool(np.abs(difference).max() < _ALIKE)


def _sheet(regions: tuple[Mask, ...], shape: tuple[int, ...]) -> Sheet:
    return _resized(Sheet(regions, _domain(np.logical_or.reduce(regions))), shape)


def _domain(paper: Mask) -> Mask:
    """The paper with all that has paper on both sides of it, in its row or its column."""
    spans = np.zeros_like(paper)
    for axis in (0, 1):
        before = np.logical_or.accumulate(paper, axis=axis)
        after = np.flip(np.logical_or.accumulate(np.flip(paper, axis), axis=axis), axis)
        spans |= before & after
    filled: Mask = ndimage.binary_fill_holes(spans)
    return filled


def _resized(sheet: Sheet, shape: tuple[int, ...]) -> Sheet:
    """The same sheet for a picture of another size, its edge left out."""
    papers = tuple(_resized_mask(paper, shape) for paper in sheet.papers)
    return replace(sheet, papers=papers, domain=_resized_mask(sheet.domain, shape))


def _resized_mask(mask: Mask, shape: tuple[int, ...]) -> Mask:
    if mask.shape == tuple(shape[:2]):
        return mask
    rows, columns = ((np.arange(n) * m // n) for n, m in zip(shape[:2], mask.shape, strict=True))
    larger = mask[np.ix_(rows, columns)]
    edge = -(-shape[0] // mask.shape[0])
    inner: Mask = ndimage.binary_erosion(larger, iterations=edge, border_value=1)
    return inner


def _best_of(papers: list[Mask], small: Floats) -> _Found | None:
    best: _Found | None = None
    for paper in papers:
        found = _best_mark((paper,), small)
        if found is not None and (best is None or _is_better(found, best)):
            best = found
    return best


def _is_better(found: _Found, best: _Found) -> bool:
    if best.holds(found):
        return found.contrast > _INNER * best.contrast
    if found.holds(best):
        return best.contrast <= _INNER * found.contrast
    return found.weight > best.weight


def _best_mark(papers: tuple[Mask, ...], small: Floats) -> _Found | None:
    """The most conspicuous mark on the paper that is as thin as strokes are."""
    sheet = _sheet(papers, small.shape)
    if not all(paper.any() for paper in sheet.papers) or not sheet.domain.any():
        return None
    contrast = np.sqrt((sheet.away(small) ** 2).mean(axis=2)) * sheet.domain
    faintest = max(_FAINTEST, 4 * float(np.median(contrast[sheet.domain])))
    parts, _ = ndimage.label(contrast > faintest, structure=np.ones((3, 3)))
    rows, columns = (np.flatnonzero(sheet.domain.any(axis=axis)) for axis in (1, 0))
    side = min(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    outside = ndimage.binary_dilation(~sheet.domain, iterations=2)
    best: _Found | None = None
    for number, box in enumerate(ndimage.find_objects(parts), 1):
        part = parts[box] == number
        length = max(part.shape)
        if length < _LEAST_MARK * side:
            continue
        half = float(ndimage.distance_transform_edt(np.pad(part, 1)).max())
        if half > max(_FATTEST * length, 2):
            continue
        edge = float((outside[box] & part).sum()) / part.sum()
        if edge > 0.5:  # the paper's own edge
            continue
        mark = parts == number
        found = _Found(
            papers=papers,
            sheet=sheet,
            contrast=float(contrast[box][part].mean()),
            length=length,
            box=box,
            mark=mark,
            is_cut=edge > 0.02,
        )
        if best is None or found.weight > best.weight:
            best = found
    return best


def _joined(cut: _Found, regions: list[Mask], small: Floats) -> _Found:
    """A mark that the paper's end cuts off goes on beyond a shadow's edge: paper with one more region."""
    best = cut
    for region in regions:
        if (region & cut.papers[0]).any():
            continue
        found = _best_mark((*cut.papers, region), small)
        if found is not None and not found.is_cut and found.weight > 0.8 * cut.weight:
            best = found if best is cut or found.weight > best.weight else best
    return best
