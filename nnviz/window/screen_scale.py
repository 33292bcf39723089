"""How large everything is drawn: on a screen of many pixels that the desktop does not scale, larger.

Qt takes such a factor only before it starts, and can measure the screen only afterwards: so where a factor is
needed, it starts twice. How it is changed while windows are open is `live_scale`'s affair.
"""

from __future__ import annotations

import os

from PySide6.QtWidgets import QApplication

_PLAIN = (1920, 1080)  # a screen that everything is drawn for as it is
_STEPS = 4  # of the factor: quarters, at which lines and letters are still sharp
_FACTOR = "QT_SCALE_FACTOR"
_SAID = (_FACTOR, "QT_SCREEN_SCALE_FACTORS")
USUAL = "nnvizScale"  # the application's property: its factor where the user's zoom is 100 %


def scale_for(width: int, height: int) -> float:
    """The factor for that many pixels, from 1 up in quarters: as much room is left as on a plain screen."""
    room = min(width / _PLAIN[0], height / _PLAIN[1])
    return max(int(room * _STEPS) / _STEPS, 1.0)


def scaled_application(zoom: int = 100) -> QApplication:
    """The application, scaled to its screen, or as the environment says, and then by `zoom` per cent.

    To be called before anything of the window is even imported: where the first application, which has
    measured the screen, has to go, it takes every QObject there is with it.
    """
    if _is_said():
        usual = _factor()
        _say(usual * zoom / 100)
        application = QApplication(["nnviz"])
    else:
        application = QApplication(["nnviz"])
        size = application.primaryScreen().size()  # in units of the desktop's own scale
        usual = scale_for(size.width(), size.height())
        if _say(usual * zoom / 100) != 1:
            application.shutdown()
            application = QApplication(["nnviz"])
    application.setProperty(USUAL, usual)
    return application


def scale_to_picture(width: int, height: int) -> float:
    """The same for a picture of that size; by how much, if this did it."""
    has_begun = QApplication.instance() is not None
    return 1.0 if has_begun or _is_said() else _say(scale_for(width, height))


def _is_said() -> bool:
    return any(os.environ.get(name) for name in _SAID)


def _factor() -> float:
    """What the environment asks for, as Qt reads it: nonsense asks for nothing."""
    try:
        factor = float(os.environ.get(_FACTOR, ""))
    except ValueError:
        return 1.0
    return factor if factor > 0 else 1.0


def _say(factor: float) -> float:
    if factor != _factor():
        os.environ[_FACTOR] = f"{factor:g}"
    return factor
