"""A thread that answers questions too long for a frame: the latest first, and those before it not at all."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from nnviz.errors import Stopped
from nnviz.runs.mailbox import Mailbox

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Rest:
    """How long the thread leaves the machine to others, training above all, between two answers."""

    shortest: float = 0.0  # seconds from the begin of one answer to that of the next, at least
    times: float = 0.0  # how many times as long as an answer took


class Answers(Generic[Answer]):
    """Every method returns at once, but for `wait` and `close`. The thread lives while there is work."""

    def __init__(self, name: str, rest: Rest | None = None) -> None:
        """`name` is the thread's."""
        self.mailbox: Mailbox[Answer] = Mailbox()
        self._name, self._rest = name, rest or Rest()
        self._thread: threading.Thread | None = None  # the latest: one that has nothing more to do still ends
        self._is_at_work = False
        self._changed = threading.Condition()
        self._question: Callable[[], Answer] | None = None
        self._is_urgent = False  # the question that waits
        self._generation = 0  # answers to what was asked in an earlier one are not wanted any more
        self._answering = 0  # the generation of the question under way
        self._next_time = 0.0  # when the thread has rested
        self._closing = False

    def ask(self, question: Callable[[], Answer], urgent: bool = False) -> None:
        """Have this called in the thread, unless another question comes first; its answer is mailed.

        The one under way is still answered. An `urgent` question does not wait for a rest, and nobody wants
        what was asked before it.
        """
        with self._changed:
            if self._closing:
                return
            self._is_urgent = urgent or (self._is_urgent and self._question is not None)
            self._question = question
            self._generation += urgent
            self._changed.notify()
            if not self._is_at_work:
                self._is_at_work = True
                self._thread = threading.Thread(target=self._live, name=self._name)
                self._thread.start()

    def is_wanted(self) -> bool:
        """For a long question under way to ask; it may raise `Stopped` if not."""
        return self._answering == self._generation

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being answered, and nothing waits."""
        return not self._is_at_work

    def forget(self) -> None:
        """Want no answer to anything asked so far."""
        with self._changed:
            self._generation += 1
            self._question = None
            self.mailbox.take()
            self._changed.notify()

    def wait(self) -> None:
        """Until the thread has ended: the question under way, and one that waits, are answered."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """End the thread and wait, for one answer at most. Safe to call twice."""
        with self._changed:
            self._closing = True
        self.forget()
        self.wait()

    def _live(self) -> None:
        while (question := self._next()) is not None:
            generation, began = self._answering, time.monotonic()
            try:
                answer = question()
            except Stopped:  # nobody waits for it any more
                continue
            except Exception:  # told as any in a thread is, but the next question may well have an answer
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
                continue
            pause = (1 + self._rest.times) * (time.monotonic() - began)
            self._next_time = began + max(self._rest.shortest, pause)
            with self._changed:
                if generation == self._generation:
                    self.mailbox.put(answer)

    def _next(self) -> Callable[[], Answer] | None:
        """The question that waits, when its time has come; None to end, for there is none."""
        with self._changed:
            while self._question is not None:
                wait = self._next_time - time.monotonic()
                if wait <= 0 or self._is_urgent:
                    question, self._question = self._question, None
                    self._answering = self._generation
                    return question
                self._changed.wait(wait)
            self._is_at_work = False  # under the lock: a question from now on starts another thread
            return None
