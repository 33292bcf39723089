"""Reading and writing off the GUI thread, one piece after the other, where what goes wrong is a sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from nnviz.errors import BadInput
from nnviz.panels.shared.background_work import BackgroundWork

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Outcome:
    value: Any = None
    problem: str = ""


class FileWork(QObject):
    """Does work on files on a thread and tells the outcome in the GUI's. A new piece replaces a waiting
    one of the same name.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work = BackgroundWork(self)
        self._work.finished.connect(self._tell)
        self._listeners: dict[str, tuple[Callable[[Any], None], Callable[[str], None]]] = {}

    def is_doing(self, name: str) -> bool:
        """Whether that is being done, or waits, so that its outcome is still to be told."""
        return name in self._listeners

    def do(
        self,
        name: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Do this soon; then `done` is called with the result, or `failed` with a sentence."""
        self._listeners[name] = (done, failed)
        self._work.request(name, lambda: _outcome(work))

    def stop(self) -> None:
        """Wait for the piece under way, and forget the rest."""
        self._work.stop()
        self._listeners.clear()

    def _tell(self, name: str, outcome: _Outcome) -> None:
        done, failed = self._listeners.pop(name)
        if outcome.problem:
            failed(outcome.problem)
        else:
            done(outcome.value)


def _outcome(work: Callable[[], Any]) -> _Outcome:
    try:
        return _Outcome(work())
    except BadInput as error:
        return _Outcome(problem=str(error))
    except Exception as error:
        _log.exception("work on a file failed")
        return _Outcome(problem=f"That could not be done: {error or type(error).__name__}")
