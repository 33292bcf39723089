"""A thread that answers questions too long for a frame: the latest first, and those before it not at all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from nnviz.errors import Stopped
from nnviz.runs.mailbox import Mailbox

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)


class Answers(Generic[Answer]):
    """Every method returns at once, but for `close`. The thread begins with the first question."""

    def __init__(self, name: str) -> None:
        """`name` is the thread's."""
        self.mailbox: Mailbox[Answer] = Mailbox()
        self._name = name
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        self._question: Callable[[], Answer] | None = None
        self._generation = 0  # answers to what was asked in an earlier one are not wanted any more
        self._closing = False

    def ask(self, question: Callable[[], Answer]) -> None:
        """Have this called in the thread, unless another question comes first; its answer is mailed."""
        with self._changed:
            self._question = question
            self._changed.notify()
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._live, name=self._name)
            self._thread.start()

    def forget(self) -> None:
        """Want no answer to anything asked so far."""
        with self._changed:
            self._generation += 1
            self._question = None
            self.mailbox.take()

    def close(self) -> None:
        """End the thread and wait, for one answer at most. Safe to call twice."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _live(self) -> None:
        while (asked := self._next()) is not None:
            question, generation = asked
            try:
                answer = question()
            except Stopped:  # nobody waits for it any more
                continue
            except Exception:  # the next question may well have an answer
                _log.exception("no answer")
                continue
            with self._changed:
                if generation == self._generation:
                    self.mailbox.put(answer)

    def _next(self) -> tuple[Callable[[], Answer], int] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._question is not None)
            question, self._question = self._question, None
            return None if self._closing or question is None else (question, self._generation)
