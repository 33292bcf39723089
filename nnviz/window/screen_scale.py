"""How large everything is drawn: on a screen of many pixels that the desktop does not scale, larger.

Qt takes such a factor only before it starts, and can measure the screen only afterwards: so where a factor is
needed, it starts twice.
"""

from __future__ import annotations

import os

from PySide6.QtWidgets import QApplication

_PLAIN = (1920, 1080)  # a screen that everything is drawn for as it is
_STEPS = 4  # of the factor: quarters, at which lines and letters are still sharp
_FACTOR = "QT_SCALE_FACTOR"
_SAID = (_FACTOR, "QT_SCREEN_SCALE_FACTORS")


def scale_for(width: int, height: int) -> float:
    """The factor for that many pixels, from 1 up in quarters: as much room is left as on a plain screen."""
    room = min(width / _PLAIN[0], height / _PLAIN[1])
    return max(int(room * _STEPS) / _STEPS, 1.0)


def scaled_application(zoom: int = 100) -> QApplication:
    """The application, scaled to its screen and by `zoom` per cent; a scale in the environment stands.

    To be called before anything of the window is even imported: where the first application, which has
    measured the screen, has to go, it takes every QObject there is with it.
    """
    is_said = _is_said()
    application = QApplication(["nnviz"])
    size = application.primaryScreen().size()  # in units of the desktop's own scale
    if is_said or _say(scale_for(size.width(), size.height()) * zoom / 100) == 1:
        return application
    application.shutdown()
    return QApplication(["nnviz"])


def scale_to_picture(width: int, height: int) -> float:
    """The same for a picture of that size; by how much, if this did it."""
    return 1.0 if _is_said() else _say(scale_for(width, height))


def _is_said() -> bool:
    return QApplication.instance() is not None or any(os.environ.get(name) for name in _SAID)


def _say(factor: float) -> float:
    if factor != 1:
        os.environ[_FACTOR] = f"{factor:g}"
    return factor
