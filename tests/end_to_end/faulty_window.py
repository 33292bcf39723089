"""A window in which overrides fail, a slot or a thread: what `test_guard.py` starts, with the names of them.

`paintEvent` fails with its painter open, since that is what ends in a crash. The last line on standard output
is the sentence on the screen.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable
from types import FunctionType
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from nnviz.learning.settings import Settings
from nnviz.window.application import run
from nnviz.window.main_window import MainWindow
from tests.digits import make_mnist

FAULT = "the planted fault"
CATCHES_ITSELF = "MainWindow.closeEvent"  # what stops threads and timers cannot be replaced by nothing


def overrides() -> list[tuple[type, str, FunctionType]]:
    """Every method of ours under a name that a class of Qt or pyqtgraph above it has."""
    found, kinds = [], [Shiboken.Object]
    while kinds:
        kind = kinds.pop()
        kinds += type.__subclasses__(kind)
        if kind.__module__.startswith("nnviz."):
            theirs = [base for base in kind.__mro__[:-1] if not base.__module__.startswith("nnviz.")]
            above = {name for base in theirs for name in vars(base) if not name.startswith("_")}
            ours = [(n, f) for n, f in vars(kind).items() if isinstance(f, FunctionType) and n in above]
            found += [(kind, name, function) for name, function in ours]
    return found


def failing(function: FunctionType, name: str) -> Callable[..., Any]:
    """The override, which does nothing but fail: with a painter open if it paints."""

    @functools.wraps(function)
    def fail(self: QWidget, *arguments: Any) -> Any:
        painter = QPainter(self) if name == "paintEvent" else None
        raise RuntimeError(FAULT if painter is None else f"{FAULT} with a painter")

    return fail


def fault() -> None:
    """In a slot or a thread."""
    raise RuntimeError(FAULT)


def use(window: MainWindow) -> None:
    """Make Qt call whatever it can: keys, mouse and wheel on every widget, tips, sizes, a grab."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        middle = widget.rect().center()
        QTest.mouseMove(widget, middle)
        QTest.mouseMove(widget, middle + QPoint(2, 1))
        if widget.objectName().startswith("panel") or not widget.children():
            QTest.keyClick(widget, Qt.Key.Key_Left)
        QApplication.sendEvent(widget, wheel_at(widget, middle))
        widget.sizeHint(), widget.minimumSizeHint(), widget.heightForWidth(200)
    window.resize(1000, 700)
    window.grab()
    window.grab()


def wheel_at(widget: QWidget, place: QPoint) -> QWheelEvent:
    """A turn of the wheel there."""
    there, globally = QPointF(place), QPointF(widget.mapToGlobal(place))
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    return QWheelEvent(there, globally, QPoint(), QPoint(0, 120), *none, False)


def close_when_said(window: MainWindow) -> None:
    """Close it once the sentence is on the screen."""
    if window.controls.status.warning and window.isVisible():
        sys.stdout.write(f"{window.controls.status.warning}\n")
        window.close()


def make() -> MainWindow:
    """Plant the faults, make the window, and let it be used, looked at and closed."""
    wanted = sys.argv[1:]
    for kind, name, function in overrides():
        full = f"{kind.__name__}.{name}"
        if full in wanted or ("all" in wanted and full != CATCHES_ITSELF):
            setattr(kind, name, failing(function, name))
    window = MainWindow(Settings(hidden=(8,)), make_mnist)
    window.setMinimumSize(QSize(400, 300))
    QTimer.singleShot(300, window, lambda: use(window))
    if "slot" in wanted:
        QTimer.singleShot(500, window, fault)
    if "thread" in wanted:
        QTimer.singleShot(500, window, lambda: threading.Thread(target=fault, daemon=True).start())
    looks = QTimer(window)
    looks.timeout.connect(lambda: close_when_said(window))
    looks.start(50)
    return window


if __name__ == "__main__":
    sys.exit(run(make))
