"""Where unsaved work lies while a window is open, and how the next start finds what a crash has left.

Every window has a slot of its own: a session file and beside it a lock, which is void once the process that
holds it is gone. A file whose lock can be taken is therefore work that nobody is working on.
"""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
from pathlib import Path

from PySide6.QtCore import QLockFile, QStandardPaths

from nnviz.sessions.session_file import SUFFIX


class Slot:
    """One window's unsaved work."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file = folder / f"{name}{SUFFIX}"
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # no age makes it void, only the death of its process

    def take(self) -> bool:
        """Make it this window's; whether that could be done."""
        return self._lock.tryLock(0)

    def release(self) -> None:
        """Leave what is there to the next start."""
        self._lock.unlock()

    def clear(self) -> None:
        """Forget the work and leave nothing behind."""
        for file in (self.file, *self.file.parent.glob(f".{glob.escape(self.file.name)}.*.part")):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        self.release()


def recovery_folder() -> Path:
    """Where this user's unsaved work lies."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(data) / "nnviz" / "unsaved"


def new_slot(folder: Path) -> Slot | None:
    """A slot for a new window; None where none can be made, as in a folder that cannot be written."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    slot = Slot(folder, f"{os.getpid()}-{secrets.token_hex(4)}")
    return slot if slot.take() else None


def orphans(folder: Path) -> list[Slot]:
    """The slots that no window works on any more, the newest first; they are this window's now."""
    found = []
    for file in sorted(folder.glob(f"*{SUFFIX}"), key=_modified, reverse=True):
        slot = Slot(folder, file.stem)
        if slot.take():
            found.append(slot)
    return found


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
