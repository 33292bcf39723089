"""Where things stand on the drawing pad: pure functions from sizes to rectangles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF

from nnviz.widgets import theme
from nnviz.widgets.bar_chart import BarChart

_GAP = theme.SPACING
_NARROWEST = 92  # px, of what stands beside the canvas
_LOWEST = 88  # px, of what stands below it
_LINE = 14  # px, a line of small text
_ANSWER = 34  # px, the answer in large
_NARROW_ANSWER = 44  # px, its width where it stands beside the image
_LOW_COLUMN = 170  # px: lower than this, it does
_LABELS = 13  # px, the names under the bars
_HIGHEST_BARS = 96  # px


_ROOMY = 760, 440  # px: a panel as wide and as high as that has a lab beside the pad
_PAD_SHARE, _WIDEST_PAD = 0.34, 460  # of such a panel's width, and px


@dataclass(frozen=True)
class PadPlaces:
    """The parts of the panel."""

    canvas: QRect  # square
    seen: QRect
    lab: QRect | None = None  # beside them, where there is room


def places_with_lab(width: int, height: int) -> PadPlaces:
    """The pad and, in a panel that is large enough, the lab at its right."""
    if width < _ROOMY[0] or height < _ROOMY[1]:
        return pad_places(width, height)
    pad = min(round(_PAD_SHARE * width), _WIDEST_PAD)
    return replace(pad_places(pad, height), lab=QRect(pad, 0, width - pad, height))


def pad_places(width: int, height: int) -> PadPlaces:
    """The canvas as large as it can be; what the network sees beside it, or below where that leaves more."""
    width, height = max(width - 2 * _GAP, 1), max(height - 2 * _GAP, 1)
    beside = min(height, width - _GAP - _NARROWEST)
    below = min(width, height - _GAP - _LOWEST)
    side = max(beside, below, 1)
    if beside >= below:
        rest = width - _GAP - side
        wide = min(rest, max(round(1.1 * height), _NARROWEST))  # what is left over goes to both sides
        left = _GAP + (rest - wide) // 2
        return PadPlaces(
            QRect(left, _GAP + (height - side) // 2, side, side),
            QRect(left + side + _GAP, _GAP, wide, height),
        )
    top = _GAP + side + _GAP
    return PadPlaces(
        QRect(_GAP + (width - side) // 2, _GAP, side, side),
        QRect(_GAP, top, width, _GAP + height - top),
    )


@dataclass(frozen=True)
class SeenPlaces:
    """The parts of what the network sees and says. A low `answer` reads sideways, a narrow one downwards."""

    title: QRectF
    image: QRectF  # square
    source: QRectF
    answer: QRectF
    bars: QRectF  # with the names under them


def seen_places(width: float, height: float) -> SeenPlaces:
    """In a column where it is higher than wide; otherwise the image with its captions at the left."""
    if height < width:
        return _row(width, height)
    return _column(width, height) if height >= _LOW_COLUMN else _low_column(width, height)


def _column(width: float, height: float) -> SeenPlaces:
    room = height - 2 * _LINE - _ANSWER - _GAP / 2  # for the image, the bars and the gap between
    side = min(width, 0.6 * room)
    bars = min(room - side - _GAP, _HIGHEST_BARS)
    spare = max(room - side - _GAP - bars, 0) / 2
    return SeenPlaces(
        title=QRectF(0, 0, width, _LINE),
        image=QRectF(0, _LINE, side, side),
        source=QRectF(0, _LINE + side, width, _LINE),
        answer=QRectF(0, 2 * _LINE + side + _GAP / 2 + spare, width, _ANSWER),
        bars=QRectF(0, height - bars, width, bars),
    )


def _low_column(width: float, height: float) -> SeenPlaces:
    """The answer stands beside the image."""
    side = max(min(width - _NARROW_ANSWER, height - 2 * _LINE - 0.45 * height), 8)
    bars = max(height - 2 * _LINE - side - _GAP / 2, 0)
    return SeenPlaces(
        title=QRectF(0, 0, width, _LINE),
        image=QRectF(0, _LINE, side, side),
        source=QRectF(0, _LINE + side, width, _LINE),
        answer=QRectF(side + _GAP / 2, _LINE, width - side - _GAP / 2, side),
        bars=QRectF(0, height - bars, width, bars),
    )


def _row(width: float, height: float) -> SeenPlaces:
    side = max(min(height - 2 * _LINE, 0.45 * width, 180), 8)
    left = max(side, min(120, 0.5 * width)) + 1.5 * _GAP
    right = max(width - left, 1)
    top = max((height - side - 2 * _LINE) / 2, 0)
    foot = min(top + side + 2 * _LINE, height)
    bars = max(min(foot - _ANSWER - _GAP, _HIGHEST_BARS), _LABELS)
    return SeenPlaces(
        title=QRectF(0, top, left - _GAP / 2, _LINE),
        image=QRectF(0, top + _LINE, side, side),
        source=QRectF(0, top + _LINE + side, left - _GAP / 2, _LINE),
        answer=QRectF(left, max(foot - bars - _GAP - _ANSWER, 0), right, _ANSWER),
        bars=QRectF(left, foot - bars, right, bars),
    )


def output_bars(bars: QRectF, count: int) -> BarChart:
    """The outputs' bars, without the names under them."""
    area = bars.adjusted(0, 0, 0, -min(_LABELS, bars.height()))
    return BarChart(area, count, gap=min(0.3 * bars.width() / count, 6))


def label_place(bars: QRectF, slot: QRectF, needed: float = 0.0) -> QRectF:
    """The place of the name under the bar in a slot, `needed` wide at least but within the bars."""
    width = max(slot.width(), needed + 2)
    left = max(min(slot.center().x() - width / 2, bars.right() - width), bars.left())
    return QRectF(left, bars.bottom() - _LABELS + 1, width, _LABELS - 1)
