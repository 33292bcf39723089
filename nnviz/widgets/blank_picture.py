"""New pictures to paint on. Qt leaves memory as it was: what is never painted would show any colour."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage


def blank_picture(size: QSize | QSizeF, ratio: float, colour: QColor | None = None) -> QImage:
    """A picture all of one colour, transparent if none is named.

    `size` in the screen's units, each `ratio` pixels wide; a picture is whole pixels, so the last ones may
    reach beyond.
    """
    width, height = (math.ceil(side * ratio - 1e-6) for side in (size.width(), size.height()))
    kinds = QImage.Format
    picture = QImage(
        width, height, kinds.Format_ARGB32_Premultiplied if colour is None else kinds.Format_RGB32
    )
    picture.fill(Qt.GlobalColor.transparent if colour is None else colour)
    picture.setDevicePixelRatio(ratio)
    return picture
