"""Whether Qt can open a window here: asked before Qt is, which aborts the process if it cannot.

What can be seen cheaply, as an X server that answers, costs a start no time. Only where that leaves a doubt,
Qt itself is asked, in a process of its own.
"""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from nnviz.errors import BadInput

_NO_SCREEN = "(without a screen, use `nnviz train`, or a virtual one: xvfb-run nnviz)"
_NONE_NAMED = "neither DISPLAY nor WAYLAND_DISPLAY is set"
_NEED_NONE = {"offscreen", "minimal"}  # Qt's platforms that need nothing
_NATIVE = {"darwin": "cocoa", "win32": "windows"}  # the platform that is always there
_ASK_QT = "from PySide6.QtGui import QGuiApplication; QGuiApplication(['nnviz'])"
_PATIENCE = 20.0  # seconds for a server far away to answer


def check_display() -> None:
    """Raise `BadInput` if there is no screen to open a window on."""
    if _answers():
        return
    if platform := _platform():
        raise BadInput(
            f"no window can be opened on the platform that QT_QPA_PLATFORM={platform} asks Qt for; "
            "without it Qt chooses one itself"
        )
    wrong = f"nothing answers at {named}" if (named := _displays()) else _NONE_NAMED
    raise BadInput(f"no display to open a window on: {wrong} {_NO_SCREEN}")


def need_no_display() -> None:
    """Let Qt draw off the screen where no display answers. Raises `BadInput` for a platform Qt has not."""
    if not _platform() and not _answers():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check_display()


def _answers() -> bool:
    nowhere = sys.platform.startswith("linux") and not _displays() and not _platform()
    return not nowhere and (_is_plain() or _qt_starts())


def _platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM", "")


def _displays() -> str:
    names = ("WAYLAND_DISPLAY", "DISPLAY")
    return " or ".join(f"{name}={os.environ[name]}" for name in names if os.environ.get(name))


def _is_plain() -> bool:
    """Whether a window can be opened as far as can be seen without Qt; False is a doubt."""
    platform = _platform().split(":")[0]
    if platform in _NEED_NONE or (sys.platform in _NATIVE and platform in ("", _NATIVE[sys.platform])):
        return True
    if not sys.platform.startswith("linux") or platform not in ("", "xcb"):
        return False
    if not platform and os.environ.get("WAYLAND_DISPLAY"):
        return _wayland_answers()
    return _x_answers()


def _wayland_answers() -> bool:
    place = Path(os.environ.get("XDG_RUNTIME_DIR", ""), os.environ["WAYLAND_DISPLAY"])
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(_PATIENCE)
            client.connect(str(place))
    except (OSError, ValueError):
        return False
    return True


def _x_answers() -> bool:
    """Whether the X server lets us in. In a thread: a host that does not answer takes minutes to say so."""
    answers: list[bool] = []
    asking = threading.Thread(target=lambda: answers.append(_x_lets_in()), daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    return answers == [True]


def _x_lets_in() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    if xcb.xcb_connection_has_error(connection) == 0:
        return True  # and stay: a bare Xvfb starts afresh when its last client leaves, and is away meanwhile
    xcb.xcb_disconnect(connection)
    return False


def _qt_starts() -> bool:
    command = [sys.executable, "-c", _ASK_QT]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0
