"""One piece of work that a thread of its own does, while whoever asked for it goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from nnviz.runs.outcome import outcome

Result = TypeVar("Result")


class Meanwhile(Generic[Result]):
    """Begins at once. `result` waits for it."""

    def __init__(self, work: Callable[[], Result], name: str) -> None:
        """`name` is the thread's."""
        self._outcome: Callable[[], Result] | None = None
        self._thread = threading.Thread(target=self._do, args=(work,), name=name)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether `result` need not wait."""
        return not self._thread.is_alive()

    def result(self) -> Result:
        """What the work returned, or raises what it raised."""
        self._thread.join()
        assert self._outcome is not None
        return self._outcome()

    def _do(self, work: Callable[[], Result]) -> None:
        self._outcome = outcome(work)
