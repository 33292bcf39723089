"""Where a bar lies on its track, for every panel that has bars. Pure geometry; nothing here paints."""

from __future__ import annotations

from PySide6.QtCore import QRectF


def share_of(value: float, full: float) -> float:
    """`value` as a share of `full`, cut off at −1 and 1; 0 for what is not a number."""
    share = value / full
    return max(-1.0, min(1.0, share)) if share == share else 0.0


def bar_from_left(track: QRectF, share: float) -> QRectF:
    """A bar of `share` (0 … 1) of the track, from its left end."""
    return QRectF(track.left(), track.top(), track.width() * share, track.height())


def bar_from_middle(track: QRectF, share: float) -> QRectF:
    """A bar from the track's middle: to the right end for a `share` of 1, to the left end for −1."""
    length = track.width() / 2 * share
    return QRectF(track.center().x() + min(length, 0), track.top(), abs(length), track.height())


def bar_from_bottom(track: QRectF, share: float) -> QRectF:
    """A standing bar of `share` (0 … 1) of the track, from its bottom."""
    return track.adjusted(0, (1 - share) * track.height(), 0, 0)
