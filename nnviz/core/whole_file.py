"""Files that are at any moment either the old one or the new one, whole, whenever the process is killed."""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from nnviz.errors import BadInput

_STALE_SECONDS = 600.0


@contextlib.contextmanager
def write_whole(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file at the end of the `with` block, unless that raises.

    It is written beside the file, flushed and renamed. Raises `BadInput`, naming the file, if that fails; an
    old file is then left as it was.
    """
    try:
        file = path.resolve()  # through a symbolic link, to the file itself
        part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
        try:
            with part.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _flush_folder(file.parent)
        _clear_away_leftovers(file)
    except OSError as error:
        raise BadInput(f"{path} cannot be saved: {error.strerror or error}") from None


def _flush_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where folders can be flushed at all."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with contextlib.suppress(OSError):
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _clear_away_leftovers(file: Path) -> None:
    """Remove what a killed process may have left beside the file; what is new may be still in the making."""
    for part in file.parent.glob(f".{glob.escape(file.name)}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _STALE_SECONDS:
                part.unlink()
