"""The colours of a quantity of the walk."""

from __future__ import annotations

from PySide6.QtGui import QColor

from nnviz.explain.entry import Entry
from nnviz.explain.quantity import TABLE
from nnviz.explain.quantity_row import Shade
from nnviz.explain.walk import Walk
from nnviz.widgets import theme
from nnviz.widgets.colour_scale import ColourScale


def scale_of(walk: Walk, whole: Entry) -> tuple[Shade, ColourScale]:
    """How the numbers of a column are coloured, as bars and as pictures.

    What has moved is drawn on the scale of what it was before, so that the two compare.
    """
    row = TABLE[whole.quantity]
    shade = row.shade(whole, walk.architecture)
    full = shade.full(walk.array(row.before or whole.quantity, whole.layer))
    return shade, ColourScale(full, shade.tint)


def bar_colour(shade: Shade, value: float) -> QColor:
    """The colour of a bar."""
    role = shade.bars or shade.tint
    colour: QColor = getattr(theme.colours(), role) if role else theme.signed_colour(value)
    return colour
