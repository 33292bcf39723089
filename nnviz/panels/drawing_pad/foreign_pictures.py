"""Pictures pasted or dropped onto the pad: read off the GUI thread, as `nnviz predict` reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from nnviz.errors import BadInput
from nnviz.widgets.latest_worker import LatestWorker

if TYPE_CHECKING:  # what reads them takes half a second to load, which a start does not wait for
    from nnviz.datasets.pictures import Ink

_SUFFIXES = {
    *(".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pnm"),
    *(".avif", ".heic", ".svg"),  # not all of them can be read: then it is said why
}
_PASTED = "The picture pasted"


class ForeignPictures(QObject):
    """Takes them in and tells what was found."""

    read = Signal(object)  # Ink
    refused = Signal(str)  # why there is nothing

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work = LatestWorker("reading a picture", self)
        self._work.finished.connect(self._tell)

    def take(self, mime: QMimeData) -> bool:
        """Read what was pasted or dropped; whether there is a picture at all."""
        file = picture_file(mime)
        if file is not None:
            self._work.request(lambda: _read_file(file), urgent=True)
            return True
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        if image.isNull():
            return False
        pixels = _pixels(image)
        self._work.request(lambda: _read_pixels(pixels), urgent=True)
        return True

    def close(self) -> None:
        """End. Nothing is read from now on."""
        self._work.close()

    def _tell(self, found: Ink | str) -> None:
        if isinstance(found, str):
            self.refused.emit(found)
        else:
            self.read.emit(found)


def picture_file(mime: QMimeData) -> Path | None:
    """The one picture's file that is meant, by its name; None if it is none, or several."""
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].suffix.lower() in _SUFFIXES else None


def _read_file(file: Path) -> Ink | str:
    from nnviz.datasets.pictures import ink_in_file

    try:
        return ink_in_file(file)
    except BadInput as error:
        return str(error)


def _read_pixels(pixels: NDArray[np.uint8]) -> Ink | str:
    from nnviz.datasets.pictures import ink_in_pixels

    try:
        return ink_in_pixels(pixels, _PASTED)
    except BadInput as error:
        return str(error)


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """(H, W, 4) red, green, blue and opacity: a copy."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()
