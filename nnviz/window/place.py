"""How large the window is at first, and that all of it is on the screen, whatever was remembered."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

WANTED = QSize(1440, 900)
# What a desktop puts around a window: known only when it is on the screen, so room is kept for a usual one.
USUAL_FRAME = QMargins(6, 38, 6, 6)


def fitted(wanted: QRect, available: QRect, frame: QMargins) -> QRect:
    """The place nearest to the wanted one that, with the frame around it, is within what is available.

    All in the screen's units; `wanted` and the answer are without the frame.
    """
    room = available.marginsRemoved(frame)
    size = wanted.size().boundedTo(room.size())
    left = min(max(wanted.left(), room.left()), room.left() + room.width() - size.width())
    top = min(max(wanted.top(), room.top()), room.top() + room.height() - size.height())
    return QRect(left, top, size.width(), size.height())


def give_first_size(window: QWidget) -> None:
    """As large as wanted, or as there is room on the screen; where, is the desktop's choice."""
    available = window.screen().availableGeometry()
    window.resize(fitted(QRect(available.topLeft(), WANTED), available, USUAL_FRAME).size())


def keep_on_screen(window: QWidget) -> None:
    """Bring a place from another time, perhaps from a larger screen, onto the screens of now."""
    if window.isMaximized() or window.isFullScreen():
        return
    place = window.geometry()
    screen = QGuiApplication.screenAt(place.center()) or window.screen()
    window.setGeometry(fitted(place, screen.availableGeometry(), USUAL_FRAME))
