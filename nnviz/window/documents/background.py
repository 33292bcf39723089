"""Reading and writing off the GUI thread, one piece after the other, where what goes wrong is a sentence."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer

from nnviz.errors import BadInput

_LOOK_EVERY = 15  # ms between looks at what is finished, while there is work

_log = logging.getLogger(__name__)


def nothing() -> None:
    """What is done where nothing is to be done."""


@dataclass(frozen=True)
class _Request:
    """One piece of work and whom its outcome is told, and nobody else's."""

    kind: str
    outcome: Future[tuple[Any, str]]  # the result, or a sentence that says why there is none
    done: Callable[[Any], None]
    failed: Callable[[str], None]


class FileWork(QObject):
    """Does work on files on one thread, in the order in which it was asked for, and tells each outcome.

    The thread never touches Qt: a timer in the owner's thread fetches what is finished.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, "nnviz files")
        self._requests: deque[_Request] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._tell)

    def is_doing(self, *kinds: str) -> bool:
        """Whether something of these kinds is being done or waits: its outcome is still to be told."""
        return any(request.kind in kinds for request in self._requests)

    def do(
        self,
        kind: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Do this after all that was asked for before; then call `done` with the result, or `failed`.

        `failed` is called with a sentence.
        """
        self._requests.append(_Request(kind, self._thread.submit(_outcome, work), done, failed))
        self._timer.start()

    def stop(self) -> None:
        """Wait for the piece under way, and forget the rest. Nothing can be asked for afterwards."""
        self._end(forget=True)

    def finish(self) -> None:
        """Wait until all is done, and tell nobody. Nothing can be asked for afterwards."""
        self._end(forget=False)

    def _end(self, forget: bool) -> None:
        self._timer.stop()
        self._requests.clear()
        self._thread.shutdown(cancel_futures=forget)

    def _tell(self) -> None:
        while self._requests and self._requests[0].outcome.done():
            request = self._requests.popleft()
            value, problem = request.outcome.result()
            if problem:
                request.failed(problem)
            else:
                request.done(value)
        if not self._requests:
            self._timer.stop()


def _outcome(work: Callable[[], Any]) -> tuple[Any, str]:
    try:
        return work(), ""
    except BadInput as error:
        return None, str(error)
    except Exception as error:
        _log.exception("work on a file failed")
        return None, f"That could not be done: {str(error) or type(error).__name__}"
