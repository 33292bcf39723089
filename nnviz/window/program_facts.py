"""What the program can say of itself: versions, licences, where its files lie, and a report on a problem."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from nnviz.learning.settings import Settings
from nnviz.lessons import library
from nnviz.resource_files import resource_path
from nnviz.sessions.settings_json import settings_object
from nnviz.window.documents.recovery import recovery_folder
from nnviz.window.log_lines import log_lines
from nnviz.window.settings_store import SettingsStore

_PACKAGES = ("numpy", "numba", "scipy", "PySide6-Essentials", "pyqtgraph")

LICENCES = (
    ("The program", "MIT licence"),
    ("MNIST, by Yann LeCun and Corinna Cortes", "CC BY-SA 3.0"),
    ("The typefaces Inter and STIX Two Math", "SIL Open Font License"),
    ("Qt and PySide6", "LGPL 3.0"),
)


def versions() -> tuple[tuple[str, str], ...]:
    """Names and versions of what there is."""
    packages = [(name, _version(name)) for name in _PACKAGES]
    system = (("nnviz", _version("nnviz-desktop")), ("Python", platform.python_version()), ("Qt", qVersion()))
    return (*system, *packages, ("System", platform.platform(terse=True)))


def places(store: SettingsStore | None) -> tuple[tuple[str, Path], ...]:
    """Where things lie."""
    settings = () if store is None else (("Settings", store.file),)
    unsaved = ("Unsaved work", recovery_folder())
    return (*settings, unsaved, ("Lessons", library.folder()), ("Fonts", resource_path("fonts")))


def report(settings: Settings | None) -> str:
    """A text on this program and what it logged last, with no name of the user's folder in it."""
    lines = ["What I did, and what happened:", "", ""]
    lines += [f"{name}: {number}" for name, number in versions()]
    screen = QGuiApplication.primaryScreen()
    if screen is not None:
        size = screen.size()
        lines.append(f"Screen: {size.width()}×{size.height()}, scale {screen.devicePixelRatio():g}")
    if settings is not None:
        lines.append(f"Run: {settings_object(settings)}")
    lines += ["", "Last lines of the log:", *(log_lines() or ("none",))]
    return "\n".join(lines).replace(str(Path.home()), "~")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
