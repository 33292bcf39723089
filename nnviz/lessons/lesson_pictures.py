"""Pictures of a lesson: files in its own folder, and nothing else."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

from nnviz.lessons.fault import Wrong

SUFFIXES = (".png", ".jpg", ".jpeg")
_MOST_BYTES = 5_000_000


def picture_in(folder: Path, address: str) -> Path:
    """The picture of that name in the lesson's folder. Raises `Wrong` for any that is elsewhere, or none."""
    name = address.replace("%20", " ")
    how = "Put the picture beside the lesson, and write its file name."
    parts = PurePosixPath(name)
    if not name or ":" in name or "\\" in name or "\0" in name or parts.is_absolute() or ".." in parts.parts:
        raise Wrong(f"the picture “{name[:60]}” is outside the lesson's folder", how)
    if parts.suffix.lower() not in SUFFIXES:
        raise Wrong(f"“{name[:60]}” is no picture", f"Pictures end in {', '.join(SUFFIXES)}.")
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        status = path.stat()
    except (OSError, ValueError, RuntimeError):
        raise Wrong(f"there is no picture “{name[:60]}”", how) from None
    if not inside:
        raise Wrong(f"the picture “{name[:60]}” is outside the lesson's folder", how)
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
        raise Wrong(f"the picture “{name[:60]}” is no file of at most 5 MB", "Take a smaller one.")
    return path
