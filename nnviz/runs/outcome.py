"""What one thread did for another, handed over whole: a value, or what was raised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NoReturn, TypeVar

Value = TypeVar("Value")


def outcome(work: Callable[[], Value]) -> Callable[[], Value]:
    """Do it now; what is returned gives the result or raises what was raised, in the thread that calls it."""
    try:
        value = work()
    except Exception as error:
        return partial(_raise, error)
    return lambda: value


def _raise(error: Exception) -> NoReturn:
    raise error
