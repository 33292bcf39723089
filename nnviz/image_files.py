"""Pictures of one digit, of any size and format that Qt reads, become what the network takes.

No QApplication is needed. What is ink is `core/paper.py`'s business, centring it `core/drawing.py`'s.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize, Qt, qInstallMessageHandler
from PySide6.QtGui import QImage, QImageReader

from nnviz.core.drawing import centre_digit
from nnviz.core.network import Floats
from nnviz.core.paper import ink_of
from nnviz.errors import BadInput

_MOST_PIXELS = 50_000_000  # decoded at 4 bytes a pixel, 200 MB
_READ_AT = 512  # longer side, px: larger pictures are scaled while they are read


def read_digit(path: Path | str) -> Floats:
    """The digit in a picture, dark on light or light on dark, as MNIST's are: (28, 28) float32 in [0, 1].

    Raises `BadInput`, naming the file, if it cannot be read, is no picture, too large, or shows no digit.
    """
    file = Path(path)
    digit = centre_digit(ink_of(_grey(_read(file))))
    if not digit.any():
        raise BadInput(f"{file} shows no digit: the picture is blank")
    return digit


def _read(file: Path) -> QImage:
    _check_readable(file)
    reader = QImageReader(str(file))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    with _complaints():
        size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        raise BadInput(
            f"{file} is too large: {size.width()}×{size.height()} pixels, at most "
            f"{_MOST_PIXELS // 1_000_000} million can be read"
        )
    if max(size.width(), size.height()) > _READ_AT:
        scaled = size.scaled(QSize(_READ_AT, _READ_AT), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    with _complaints() as complaints:
        image = reader.read()
    if image.isNull():
        raise BadInput(f"{file} is not a picture that can be read: {reader.errorString()}")
    if any("premature end" in complaint for complaint in complaints):  # a JPEG's rest would be grey
        raise BadInput(f"{file} is cut short")
    return image


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What the decoders say while reading: collected, and kept off standard error, where libpng writes."""
    said: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _context, text: said.append(text))
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield said
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
        qInstallMessageHandler(before)


def _check_readable(file: Path) -> None:
    try:
        if not file.is_file():
            raise BadInput(f"{file} is {'not a file' if file.exists() else 'missing'}")
        with file.open("rb") as opened:
            if not opened.read(1):
                raise BadInput(f"{file} is empty")
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror or error}") from None


def _grey(image: QImage) -> Floats:
    """Brightness, (height, width) float32 in [0, 1]. What is transparent becomes paper: white, but black
    behind light ink.
    """
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    values = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)
    colours = values[:, : image.width()].astype(np.float32) / 255  # (height, width, 4)
    alpha = colours[..., 3]
    brightness = colours[..., :3] @ np.array([0.299, 0.587, 0.114], dtype=np.float32)  # luma, ITU-R BT.601
    drawn = float((brightness * alpha).sum()) / max(float(alpha.sum()), 1e-6)
    paper = 0.0 if alpha.mean() < 0.5 and drawn > 0.5 else 1.0
    return brightness * alpha + np.float32(paper) * (1 - alpha)
