"""Work too long for a frame, done on a thread that lives only as long as there is any; the latest wins."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.errors import Stopped

Work = Callable[[], object]

_LOOK_EVERY = 15  # ms between looks at what the thread has finished, while there is work


class BackgroundWork(QObject):
    """Does named pieces of work one after the other; a new request replaces a waiting one of the same name.

    The thread never touches Qt: a timer in the owner's thread fetches what is finished, so that the owner may
    be destroyed at any time.
    """

    finished = Signal(str, object)  # name and result, in the owner's thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: dict[str, Work] = {}
        self._results: dict[str, object] = {}
        self._generation = 0  # results of an earlier one are stale
        self._busy = False
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._fetch)

    def request(self, name: str, work: Work) -> None:
        """Have `work` done soon; its result comes with `finished`. It must not raise but `Stopped`."""
        with self._lock:
            self._waiting[name] = work
            if not self._busy:
                self._busy = True
                self._thread = threading.Thread(target=self._run, name="nnviz inspector")
                self._thread.start()
        self._timer.start()

    def ticket(self) -> Callable[[], bool]:
        """For a long piece of work to ask whether it is still wanted; it may raise `Stopped` if not."""
        generation = self._generation
        return lambda: generation == self._generation

    def forget(self) -> None:
        """Drop what waits and what has been found; the piece under way ends unheard."""
        with self._lock:
            self._generation += 1
            self._waiting.clear()
            self._results.clear()
        self._timer.stop()

    def stop(self) -> None:
        """Forget everything and wait for the thread to end."""
        self.forget()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            name, work, generation = task
            try:
                result = work()
            except Stopped:
                continue
            with self._lock:
                if generation == self._generation:
                    self._results[name] = result

    def _next(self) -> tuple[str, Work, int] | None:
        with self._lock:
            if not self._waiting:
                self._busy = False  # under the lock: a request from now on starts another thread
                return None
            name = next(iter(self._waiting))
            return name, self._waiting.pop(name), self._generation

    def _fetch(self) -> None:
        with self._lock:
            results, self._results = self._results, {}
            if not self._busy:
                self._timer.stop()
        for name, result in results.items():
            self.finished.emit(name, result)
