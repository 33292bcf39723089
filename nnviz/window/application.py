"""The life of the window's process: Qt starts, the window opens, and every way out closes it first."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from nnviz.resource_files import resource_path
from nnviz.widgets import application_style, guard, theme
from nnviz.widgets.spoken_choice import name_choices
from nnviz.window.main_window import MainWindow
from nnviz.window.settings_store import SettingsStore

_log = logging.getLogger(__name__)


def make_application(scheme: theme.Scheme) -> QApplication:
    """The one QApplication, in the program's look; the existing one if there is one."""
    qInstallMessageHandler(_log_qt)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["nnviz"])
    application.setApplicationName("nnviz")
    application.setApplicationDisplayName("nnviz")
    application.setDesktopFileName("nnviz")
    application.setWindowIcon(QIcon(str(resource_path("icon.svg"))))
    dress(application, scheme)
    return application


def dress(application: QApplication, scheme: theme.Scheme) -> None:
    """Give the application, be it a script's own, the scheme, and let it follow the desktop from now on."""
    name_choices()
    theme.set_scheme(scheme)
    if not is_dressed(application):
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(lambda: application_style.style_application(application))
    application_style.style_application(application)


def is_dressed(application: QApplication) -> bool:
    """Whether the application has the program's look already, in whatever scheme."""
    return application.property(application_style.DRESSED) is not None


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """What Qt has to say goes to the log: its hints about platforms are nothing a user could act on."""
    grave = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    _log.log(logging.ERROR if grave else logging.DEBUG, "Qt: %s", message)


def run(make_window: Callable[[], MainWindow]) -> int:
    """Open the window and return the exit status when it has been closed."""
    application = make_application(SettingsStore().scheme())
    window = make_window()
    _close_on_signals(window)
    window.show()
    try:
        return application.exec()
    finally:
        destroy(window)
        guard.uninstall()


def destroy(window: MainWindow) -> None:
    """Close the window and let Qt delete it now: one alive at the interpreter's end would crash it."""
    window.close_at_once()
    window.deleteLater()
    for _ in range(2):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    gc.collect()


def _close_on_signals(window: MainWindow) -> None:
    """Ctrl-C, a polite kill and a terminal that goes away close the window unasked.

    The frame clock lets Python notice them. Not at once: that may be in the middle of a paint event.
    """
    numbers = [signal.SIGINT, signal.SIGTERM]
    # Not on every system; and who starts nnviz with `nohup` wants it to outlive the terminal.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    for number in numbers:
        signal.signal(number, lambda *_: QTimer.singleShot(0, window.close_at_once))
