"""A slot for one thing: whoever puts replaces, whoever takes empties. The latest value wins."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Mailbox(Generic[Value]):
    """Hands values from one thread to another without a queue that could grow."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: Value | None = None

    def put(self, value: Value) -> None:
        """Leave a value, in place of one that was not taken."""
        with self._lock:
            self._value = value

    def take(self) -> Value | None:
        """The latest value, once; None if there is nothing new."""
        with self._lock:
            value, self._value = self._value, None
            return value

    def is_empty(self) -> bool:
        """Whether the last value was taken: only then is it worth making another."""
        return self._value is None
