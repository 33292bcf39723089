"""Pictures as PNG. No Qt."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from nnviz.files.whole_file import write_whole


def export_png(path: Path, picture: Image.Image) -> None:
    """Write a picture. Raises `BadInput` that names the file if it cannot be written."""
    content = io.BytesIO()
    picture.save(content, "PNG")
    with write_whole(path) as target:
        target.write(content.getvalue())
