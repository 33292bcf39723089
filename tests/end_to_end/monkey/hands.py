"""The monkey's hands: keys, mouse and wheel, on the way that the window system's own events take."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
HELD = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}


class Hands:
    """Everything they touch they choose by `chance`, among what can be seen and reached."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def reachable(self) -> list[QWidget]:
        """The widgets that a mouse gets at: those of the popup or dialog in front if there is one."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        tops = [front] if front is not None else [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        widgets = [widget for top in tops for widget in (top, *top.findChildren(QWidget))]
        return [w for w in widgets if w.isVisible() and not w.visibleRegion().isEmpty()]

    def widget(self) -> QWidget | None:
        """Any of them."""
        reachable = self.reachable()
        return self.chance.choice(reachable) if reachable else None

    def spot(self, widget: QWidget) -> QPoint:
        """A place on what is to be seen of it, in its own coordinates."""
        seen = self.chance.choice(list(widget.visibleRegion()))  # type: ignore[call-overload]
        return QPoint(
            self.chance.randint(seen.left(), seen.right()), self.chance.randint(seen.top(), seen.bottom())
        )

    def click(self, widget: QWidget, button: Qt.MouseButton, keys: Qt.KeyboardModifier, times: int) -> None:
        """Click there that many times, quickly."""
        window, place = self._place(widget, self.spot(widget))
        for _ in range(times):
            _do(window, lambda seen: QTest.mousePress(seen, button, keys, _within(seen, place)))
            _do(window, lambda seen: QTest.mouseRelease(seen, button, keys, _within(seen, place)))

    def drag(self, widget: QWidget, keys: Qt.KeyboardModifier, steps: int) -> None:
        """Press, move about, let go."""
        window, place = self._place(widget, self.spot(widget))
        _do(window, lambda seen: QTest.mousePress(seen, LEFT, keys, _within(seen, place)))
        for _ in range(steps):
            place += QPoint(self.chance.randint(-60, 60), self.chance.randint(-40, 40))
            _do(window, lambda seen, to=place: QTest.mouseMove(seen, _within(seen, to)))
        _do(window, lambda seen: QTest.mouseRelease(seen, LEFT, keys, _within(seen, place)))

    def hover(self, widget: QWidget) -> None:
        """Move the mouse there."""
        window, place = self._place(widget, self.spot(widget))
        _do(window, lambda seen: QTest.mouseMove(seen, _within(seen, place)))

    def wheel(self, widget: QWidget, turn: int, keys: Qt.KeyboardModifier) -> None:
        """Turn the wheel there, by eighths of a degree."""
        place = self.spot(widget)
        event = QWheelEvent(
            QPointF(place),
            QPointF(widget.mapToGlobal(place)),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key and let go of it within those held with it, each wherever the focus is by then.

        QTest's own key presses send all of them to one window, and crash if the first one closes it, as Alt
        closes a menu.
        """
        held = [one for one in HELD if HELD[one] & keys]
        for index, one in enumerate(held):
            self._send(one, True, _together(held[:index]))
        self._send(key, True, keys)
        self._send(key, False, keys)
        for index, one in reversed(list(enumerate(held))):
            self._send(one, False, _together(held[:index]))

    def type(self, text: str) -> None:
        """Type a text, wherever the focus is."""
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if (focused := QApplication.focusWidget()) is not None:  # QTest knows only ASCII
                    QApplication.sendEvent(focused, QKeyEvent(kind, 0, NO_KEYS, letter))

    def _send(self, key: Qt.Key, pressed: bool, keys: Qt.KeyboardModifier) -> None:
        text = _text(key, keys)
        _do(
            self._focus_window(),
            lambda seen: QTest.simulateEvent(seen, pressed, key.value, keys, text, False),
        )

    def _place(self, widget: QWidget, spot: QPoint) -> tuple[QWindow | None, QPoint]:
        return widget.window().windowHandle(), widget.mapTo(widget.window(), spot)

    def _focus_window(self) -> QWindow | None:
        focused = QGuiApplication.focusWindow()
        if focused is not None:
            return focused
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.windowHandle() is not None]
        return shown[0].windowHandle() if shown else None


def _do(window: QWindow | None, act: Callable[[QWindow], object]) -> None:
    """Do it to that window, if it is still there: pressed, it may close, and then it is never let go of.

    QTest's own clicks do not look, and crash.
    """
    if window is None or not isValid(window) or not window.isVisible():
        return
    try:
        act(window)
    except RuntimeError:
        if isValid(window):
            raise


def _together(held: list[Qt.Key]) -> Qt.KeyboardModifier:
    keys = NO_KEYS
    for one in held:
        keys |= HELD[one]
    return keys


def _text(key: Qt.Key, keys: Qt.KeyboardModifier) -> str:
    """What the key writes: Qt's codes of letters, digits and signs are their characters."""
    if keys & Qt.KeyboardModifier.ControlModifier or not 0x20 <= key.value < 0x7F:
        return ""
    letter = chr(key.value)
    return letter if keys & Qt.KeyboardModifier.ShiftModifier else letter.lower()


def _within(window: QWindow, place: QPoint) -> QPoint:
    return QPoint(min(max(place.x(), 0), window.width() - 1), min(max(place.y(), 0), window.height() - 1))
