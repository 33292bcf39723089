"""How large everything is drawn: on a screen of many pixels that the desktop does not scale, larger.

Qt takes such a factor only before it starts, so the screen is measured by a short-lived application.
"""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication

_PLAIN = (1920, 1080)  # a screen that everything is drawn for as it is
_STEPS = 4  # of the factor: quarters, at which lines and letters are still sharp
_FACTOR = "QT_SCALE_FACTOR"
_SAID = (_FACTOR, "QT_SCREEN_SCALE_FACTORS")


def scale_for(width: int, height: int) -> float:
    """The factor for so many pixels, from 1 up in quarters: as much room is left as on a plain screen."""
    room = min(width / _PLAIN[0], height / _PLAIN[1])
    return max(int(room * _STEPS) / _STEPS, 1.0)


def scale_to_screen() -> None:
    """To be called before the QApplication is made; what the user has said of it stands."""
    if _is_said():
        return
    measuring = QGuiApplication(["nnviz"])
    size = measuring.primaryScreen().size()  # in units of the desktop's own scale
    measuring.shutdown()
    _say(scale_for(size.width(), size.height()))


def scale_to_picture(width: int, height: int) -> float:
    """The same for a picture of that size; by how much, if this did it."""
    return 1.0 if _is_said() else _say(scale_for(width, height))


def _is_said() -> bool:
    return QGuiApplication.instance() is not None or any(os.environ.get(name) for name in _SAID)


def _say(factor: float) -> float:
    if factor > 1:
        os.environ[_FACTOR] = f"{factor:g}"
    return factor
