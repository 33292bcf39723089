"""Compiling with numba: kept for the next start where there is a place for it, compiled again where not.

numba's own cache raises where neither the package nor the user's cache folder can be written, where the disk
is full, and where a file of the cache is damaged. None of that is a reason not to train. And it looks at a
function's own file alone, though much that is compiled into it comes from others.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from numba import njit
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.core.ccallback import CFunc

_log = logging.getLogger(__name__)


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A decorator as `numba.njit` is, its `options` apart: nogil always, cached wherever that is possible."""

    def decorate(function: Callable[..., Any]) -> Any:
        dispatcher = njit(nogil=True, **options)(function)
        _cached(dispatcher, function)
        return dispatcher

    return decorate


def callback(
    function: Callable[..., Any], signature: Any, made_of: Sequence[Path | None], **options: Any
) -> Any:
    """A function that compiled code calls by its `address`, as `numba.cfunc` makes them; cached if possible.

    It may hold functions, which come from the files `made_of`; then its `__qualname__` tells it from others
    that hold other ones. It is not cached if one of them comes from no file.
    """
    made = CFunc(function, (signature.args, signature.return_type), {}, {"nopython": True, **options})
    files = tuple(file for file in made_of if file is not None)
    if len(files) == len(made_of):
        _cached(made, function, files)
    made.compile()
    return made


def _cached(compiles: Any, function: Callable[..., Any], made_of: tuple[Path, ...] = ()) -> None:
    try:  # as its own `enable_caching` does
        compiles._cache = _ForgivingCache(function, made_of)
    except (RuntimeError, OSError):  # no folder to keep it in
        _say_once()


class _ForgivingCache(FunctionCache):
    """What it cannot read it forgets, and what it cannot write is compiled again next time.

    It forgets as well when another file of the function's folder, or of this one, is no longer what it was.
    """

    def __init__(self, function: Callable[..., Any], made_of: tuple[Path, ...] = ()) -> None:
        super().__init__(function)  # type: ignore[no-untyped-call]
        own = Path(function.__code__.co_filename)
        files = (own, *made_of, *own.parent.glob("*.py"), *Path(__file__).parent.glob("*.py"))
        stamp = tuple(sorted({_stamp(file) for file in files if file.is_file()}))
        kept = IndexDataCacheFile(self.cache_path, self._impl.filename_base, stamp)  # type: ignore[no-untyped-call]
        self._cache_file = kept

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        # Not numba's: of the functions that a closure holds, its key is another in every process.
        return sig, codegen.magic_tuple()

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
def _stamp(file: Path) -> tuple[str, str]:
    return file.name, hashlib.sha256(file.read_bytes()).hexdigest()


@functools.cache
def _say_once() -> None:
    # Where nobody set logging up, as in the program itself, this is one line on standard error.
    _log.warning(
        "nnviz: compiled code cannot be kept, because no folder for it can be written, so that every start "
        "takes some seconds longer (NUMBA_CACHE_DIR may name another folder)"
    )
