"""What may not happen while the monkey plays: errors, wherever they are raised, and Qt's warnings."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

IGNORED = ("This plugin does not support ",)  # of the offscreen platform
MOST = 20  # kept: a widget that cannot be painted says so sixty times a second
GRAVE = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class Troubles(logging.Handler):
    """All that went wrong, as texts. What the program logs as an error is one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def listen(self) -> None:
        """Notice errors from now on, those in Qt's overrides, in destructors and on threads as well."""
        logging.getLogger().addHandler(self)
        sys.excepthook = self._raised
        sys.unraisablehook = lambda what: self._raised(what.exc_type, what.exc_value, what.exc_traceback)
        threading.excepthook = lambda what: self._raised(what.exc_type, what.exc_value, what.exc_traceback)

    def listen_to_qt(self) -> None:
        """Notice Qt's warnings: after the application was made, which listens to them too."""
        qInstallMessageHandler(self._qt)

    def add(self, text: str) -> None:
        """One more; the first ones are those worth reading."""
        if len(self.found) < MOST and text not in self.found:
            self.found.append(text)

    def emit(self, record: logging.LogRecord) -> None:
        self.add(logging.Formatter("logged: %(message)s").format(record))

    def _raised(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.add("raised: " + "".join(traceback.format_exception(kind, error, trace)))

    def _qt(self, kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        text = message or ""
        if kind not in GRAVE or text.startswith(IGNORED) or (text.startswith("QPainter::") and _is_qts_own()):
            return
        where = "".join(traceback.format_stack(limit=6)[:-1])
        self.add(f"Qt says: {text}\n{where}")


def _is_qts_own() -> bool:
    """Whether nothing of nnviz is painting: of a tab that is dragged while its bar has no room, Qt makes a
    picture without pixels.
    """
    return not any("/nnviz/" in frame.filename for frame in traceback.extract_stack())
