"""What a lesson brings: pictures, data and a session, in its own folder and nowhere else."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

from nnviz.errors import BadInput
from nnviz.lessons.fault import Wrong
from nnviz.runs.saved_run import SavedRun
from nnviz.sessions.session_file import SUFFIX as SESSION_SUFFIX
from nnviz.sessions.session_file import load_session

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg")
_MOST_BYTES = 5_000_000  # of a picture
_MOST_FILES = 100  # in the folder of a data set


def picture_in(folder: Path, address: str) -> Path:
    """The picture of that name in the lesson's folder. Raises `Wrong` for any that is elsewhere, or none."""
    name = address.replace("%20", " ")
    path = _inside(folder, name, "picture")
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        raise Wrong(f"“{name}” is no picture", f"Pictures end in {', '.join(PICTURE_SUFFIXES)}.")
    status = _status(path, name, "picture")
    if not stat.S_ISREG(status[0]) or status[1] > _MOST_BYTES:
        raise Wrong(f"the picture “{name}” is no file of at most 5 MB", "Take a smaller one.")
    return path


def data_in(folder: Path, name: str) -> Path:
    """The data set of that name in the lesson's folder, a folder itself or one file. Raises `Wrong`."""
    path = _inside(folder, name, "data")
    mode, _ = _status(path, name, "data")
    if stat.S_ISDIR(mode):
        files = [file for _, file in zip(range(_MOST_FILES + 1), path.rglob("*"), strict=False)]
        if len(files) > _MOST_FILES:
            raise Wrong(
                f"the folder “{name}” has more than {_MOST_FILES} files", "Keep the data alone in it."
            )
        for file in files:
            _inside(folder, str(file.relative_to(folder)), "data")
    return path


def session_in(folder: Path, name: str) -> SavedRun:
    """The run shown in the session of that name in the lesson's folder. Raises `Wrong`."""
    path = _inside(folder, name, "session")
    if path.suffix.lower() != SESSION_SUFFIX:
        raise Wrong(f"“{name}” is no session", f"Sessions end in {SESSION_SUFFIX}.")
    _status(path, name, "session")
    try:
        return load_session(path).current
    except BadInput as error:
        raise Wrong(str(error), "Save the session again, beside the lesson.") from None


def _inside(folder: Path, name: str, what: str) -> Path:
    """The path of what is so called. Raises `Wrong` if it is outside the folder."""
    wrong = Wrong(
        f"the {what} “{name}” is outside the lesson's folder", "Put it beside the lesson, and write its name."
    )
    parts = PurePosixPath(name)
    if not name or ":" in name or "\\" in name or "\0" in name or parts.is_absolute() or ".." in parts.parts:
        raise wrong
    path = folder / name
    try:
        if path.resolve().is_relative_to(folder.resolve()):
            return path
    except (OSError, ValueError, RuntimeError):
        pass
    raise wrong


def _status(path: Path, name: str, what: str) -> tuple[int, int]:
    """Its mode and its size. Raises `Wrong` if it is not there."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        raise Wrong(f"there is no {what} “{name}”", "Put it beside the lesson, and write its name.") from None
    return status.st_mode, status.st_size
