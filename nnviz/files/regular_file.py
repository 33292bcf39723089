"""Files opened for reading, if they are files: a FIFO would never end, and a device may be endless."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from nnviz.errors import BadInput

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def open_regular(file: Path) -> BinaryIO:
    """The file, open for reading bytes.

    Raises `BadInput`, naming it, if it is something else than a file, or cannot be opened.
    """
    try:
        check_regular(file, file.stat().st_mode)
        # A FIFO that takes the file's place at this moment must not be waited for.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        stream = os.fdopen(os.open(file, flags), "rb")
    except BadInput:
        raise
    except FileNotFoundError:
        raise BadInput(f"{file} does not exist") from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file system can hold
        raise BadInput(f"{file} cannot be read: {reason(error)}") from None
    try:
        check_regular(file, os.fstat(stream.fileno()).st_mode)  # of what is open, whatever was there before
    except BadInput:
        stream.close()
        raise
    return stream


def check_regular(file: Path, mode: int, done: str = "read") -> None:
    """Raise `BadInput` that says what `file` is, if not a regular file, and that it cannot be `done`."""
    if not stat.S_ISREG(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "something else")
        raise BadInput(f"{file} cannot be {done}: it is {kind}, not a file")


def reason(error: Exception) -> str:
    """Why the system refused, in words."""
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return "its symbolic link leads in a circle"
    return str(getattr(error, "strerror", None) or error)
