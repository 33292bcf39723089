"""A picture written is the picture read, by another reader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from nnviz.errors import BadInput
from nnviz.export.png import export_png


def test_every_pixel_comes_back(tmp_path: Path) -> None:
    values = np.random.default_rng(1).integers(0, 256, (7, 5, 3), dtype=np.uint8)
    export_png(tmp_path / "a.png", Image.fromarray(values))
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (5, 7)
    colours = [[image.pixelColor(x, y).getRgb()[:3] for x in range(5)] for y in range(7)]
    np.testing.assert_array_equal(colours, values)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.png cannot be saved"):
        export_png(tmp_path / "none" / "a.png", Image.new("RGB", (3, 3)))
    assert list(tmp_path.iterdir()) == []
