"""What Qt needs from the system, looked for before Qt is: Qt itself would abort, or end in a traceback."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable

from nnviz.errors import BadInput

# Shared library -> the Debian package that has it. The first group is needed to import Qt at all.
_QT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def check_libraries() -> None:
    """Raise `BadInput`, naming the Debian packages to install, if Qt cannot be loaded here."""
    if not sys.platform.startswith("linux"):
        return
    needed = {**_QT, **_X11} if _platform() == "xcb" else _QT
    packages = missing_packages(needed)
    if packages:
        raise BadInput(
            "Qt needs system libraries that are not installed; on Debian or Ubuntu: "
            f"apt-get install {' '.join(packages)}"
        )


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """The packages of those libraries (soname -> package) that cannot be loaded, in order."""
    return [package for library, package in libraries.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _platform() -> str:
    wanted = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if wanted:
        return wanted
    return "xcb" if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") else "other"


def all_packages() -> Iterable[str]:
    """Every Debian package Qt may need, for the README and for CI."""
    return (*_QT.values(), *_X11.values())
