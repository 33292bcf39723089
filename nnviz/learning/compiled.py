"""Compiling with numba: kept for the next start where there is a place for it, compiled anew where not.

numba's own cache raises where neither the package nor the user's cache folder can be written, where the disk
is full, and where a file of the cache is damaged. None of that is a reason not to train.
"""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Callable
from typing import Any

from numba import njit
from numba.core.caching import FunctionCache

_log = logging.getLogger(__name__)


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A decorator as `numba.njit` is, its `options` apart: nogil always, cached wherever that is possible."""

    def decorate(function: Callable[..., Any]) -> Any:
        dispatcher = njit(nogil=True, **options)(function)
        try:  # as its own `enable_caching` does
            dispatcher._cache = _ForgivingCache(function)  # type: ignore[no-untyped-call]
        except (RuntimeError, OSError):  # no folder to keep it in
            _say_once()
        return dispatcher

    return decorate


class _ForgivingCache(FunctionCache):
    """What it cannot read it forgets, and what it cannot write is compiled again next time."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        except Exception as error:  # pickle fails on damage in ways it does not document
            _log.info("the cache of %s is damaged: %r", self._name, error)
            with contextlib.suppress(OSError):
                self.flush()  # type: ignore[no-untyped-call]
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]
        except OSError as error:
            _log.info("%s is not kept: %s", self._name, error)


@functools.cache
def _say_once() -> None:
    # Where nobody set logging up, as in the program itself, this is one line on standard error.
    _log.warning(
        "nnviz: compiled code cannot be kept, because no folder for it can be written, so that every start "
        "takes some seconds longer (NUMBA_CACHE_DIR may name another folder)"
    )
