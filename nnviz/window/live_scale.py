"""Everything larger or smaller while it is on the screen.

Qt has one factor for all that it draws, letters, lines, pictures and distances alike, but takes it only
before it starts. It can be changed later too, by functions that Qt keeps to itself: where these are not to be
found, it is that of the next start. The tempting alternative, a factor of our own, would have to stand
at each of some hundreds of lengths, and a panel that forgets one is broken at every size but the usual.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from functools import cache

import shiboken6
from PySide6.QtGui import QGuiApplication, QResizeEvent, QWindow

from nnviz.window.screen_scale import USUAL

_log = logging.getLogger(__name__)
_LIBRARY = "libQt6Gui.so.6"  # that name is Linux's; the library is loaded already
_SET = "_ZN15QHighDpiScaling15setGlobalFactorEd"
_TELL = (
    "_ZN22QWindowSystemInterface35handleWindowDevicePixelRatioChangedINS_19SynchronousDeliveryEEEvP7QWindow"
)


def scale_now(zoom: int) -> bool:
    """Draw everything at `zoom` per cent from now on; whether that can be done."""
    application = QGuiApplication.instance()
    usual = application.property(USUAL) if application is not None else None
    functions = _functions()
    if not isinstance(usual, float) or functions is None:
        return False  # in a script's own application nothing is ours to scale
    set_factor, tell = functions
    set_factor(usual * zoom / 100)
    for window in QGuiApplication.allWindows():
        tell(shiboken6.getCppPointer(window)[0])
        _lay_out_anew(window)
    return True


def _lay_out_anew(window: QWindow) -> None:
    """It has as many pixels as before, so no system says that it has another size in the units of now."""
    if window.isVisible():
        QGuiApplication.sendEvent(window, QResizeEvent(window.size(), window.size()))


@cache
def _functions() -> tuple[Callable[[float], None], Callable[[int], None]] | None:
    """Sets the factor, and tells a window (its address) of it; None where this Qt has them not."""
    try:
        library = ctypes.CDLL(_LIBRARY)
        set_factor, tell = getattr(library, _SET), getattr(library, _TELL)
    except (OSError, AttributeError) as error:
        _log.info("no other size while windows are open: %s", error)
        return None
    set_factor.argtypes, set_factor.restype = [ctypes.c_double], None
    tell.argtypes, tell.restype = [ctypes.c_void_p], None
    return set_factor, tell
