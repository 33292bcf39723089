"""Work too long for a frame, done beside the window; the newest request wins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.runs.answering_thread import Answers, Rest

_LOOK_EVERY = 15  # ms between looks at what the thread has finished, while there is work


class LatestWorker(QObject):
    """`Answers` that come as a signal in the owner's thread.

    The thread never touches Qt: a timer in the owner's thread fetches what is finished, so that the owner may
    be destroyed at any time.
    """

    finished = Signal(object)  # the result, in the owner's thread; none is told where it is None

    def __init__(self, name: str, parent: QObject | None = None, rest: Rest | None = None) -> None:
        """`name` is the thread's."""
        super().__init__(parent)
        self._answers: Answers[object] = Answers(name, rest)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._fetch)

    def request(self, work: Callable[[], object], urgent: bool = False) -> None:
        """Have `work` done soon, in place of what waits; `urgent` work at once, and what came before is not
        wanted any more.
        """
        self._answers.ask(work, urgent)
        if not self._timer.isActive():  # begun again with each request, it might never come to its end
            self._timer.start()

    def is_wanted(self) -> bool:
        """For long work to ask on the way; it may raise `Stopped` if not."""
        return self._answers.is_wanted()

    def forget(self) -> None:
        """Drop what waits and what has been found; the work under way ends unheard."""
        self._answers.forget()
        self._timer.stop()

    def stop(self) -> None:
        """Forget everything and wait for the thread to end."""
        self.forget()
        self._answers.wait()

    def close(self) -> None:
        """Stop for good: what is requested from now on, in the middle of closing, is not heard."""
        self.forget()
        self._answers.close()

    def _fetch(self) -> None:
        if self._answers.is_idle:  # looked at first: what it has finished by now is in the mailbox
            self._timer.stop()
        result = self._answers.mailbox.take()
        if result is not None:
            self.finished.emit(result)
