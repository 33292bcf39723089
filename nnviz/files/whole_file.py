"""Files that are at any moment either the old one or the new one, whole, whenever the process is killed."""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from nnviz.errors import BadInput
from nnviz.files.regular_file import check_regular, reason

_STALE_SECONDS = 600.0


@contextlib.contextmanager
def write_whole(path: Path, private: bool = False) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file at the end of the `with` block, unless that raises.

    It is written beside the file, flushed and renamed. An existing file keeps its mode; a new one gets what
    the umask leaves, or, if it is `private`, is for its owner alone. A symbolic link is followed, and stays.
    Raises `BadInput`, naming the file, if that fails or if `path` is a folder, a device or a FIFO, which must
    not be replaced; an old file is then left as it was.
    """
    try:
        file, mode = _target(path)
        part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
        try:
            with _created(part, mode, private) as stream:
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
        raise BadInput(f"{path} cannot be saved: {reason(error)}") from None


def check_place(path: Path) -> None:
    """Raise `BadInput` as `write_whole` would: for those who want to know before hours of work, not after."""
    try:
        file, _mode = _target(path)
        part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
        part.touch(exist_ok=False)
        part.unlink()
    except OSError as error:
        raise BadInput(f"{path} cannot be saved: {reason(error)}") from None


def _target(path: Path) -> tuple[Path, int | None]:
    """The file itself, beyond all symbolic links, and its mode if it is there already."""
    try:
        file = Path(os.path.realpath(path))
        mode = file.stat().st_mode
    except FileNotFoundError:
        return file, None
    except ValueError as error:  # a name with a null character, or one that no file system can hold
        raise BadInput(f"{path} cannot be saved: {error}") from None
    check_regular(path, mode, "saved")
    if not os.access(file, os.W_OK):
        raise BadInput(f"{path} cannot be saved: it is write-protected")
    return file, stat.S_IMODE(mode)


def _created(part: Path, mode: int | None, private: bool) -> BinaryIO:
    """A new file, at no moment readable for more people than it will be at the end."""
    first = 0o666 if mode is None and not private else 0o600
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    stream = os.fdopen(os.open(part, flags, first), "wb")
    if mode is not None and hasattr(os, "fchmod"):
        os.fchmod(stream.fileno(), 0o600 if private else mode)
    return stream


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
