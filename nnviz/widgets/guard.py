"""One net under the window: an error that nobody foresaw is caught, logged and said, and the window lives on.

Qt calls our overrides (`paintEvent`, `sizeHint`, …) from C++, which knows no exceptions. One that gets out of
them surfaces somewhere else, and one out of a paint event ends in a segmentation fault: its traceback keeps
the frames, they keep the painter, and it then outlives what it paints on. So no override lets one out, and
whatever gets out of slots and threads is caught by Python's hooks. Frames are cleared before Qt goes on.
"""

from __future__ import annotations

import functools
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import Shiboken

# Seconds in which the same error again is not worth another word: paint events come by the hundred.
QUIET = 10.0

_log = logging.getLogger(__name__)
_last: dict[str, float] = {}  # when each error was reported, by its place


class _Alarm(QObject):
    """Carries the sentence to the GUI thread, and out of the paint event that must not change the window."""

    raised = Signal(str)


_alarms: list[_Alarm] = []  # the one; Qt deletes it with the application that it was made under


def tell(say: Callable[[str], None]) -> None:
    """Let `say`, a method of a QObject, have a sentence about every error, on the GUI thread, soon after."""
    if not any(Shiboken.isValid(alarm) for alarm in _alarms):
        _alarms[:] = [_Alarm()]
    _alarms[0].raised.connect(say, Qt.ConnectionType.QueuedConnection)


def install() -> None:
    """Guard every override that `nnviz` has by now, slots and threads. Once more does no harm."""
    for kind in _our_kinds(Shiboken.Object):
        for name, function in _overrides(kind):
            setattr(kind, name, _guarded(kind, name, function))
    if not isinstance(sys.excepthook, _Hook):
        sys.excepthook = _Hook(sys.excepthook, "the main thread")
    if not isinstance(threading.excepthook, _Hook):
        threading.excepthook = _Hook(threading.excepthook, "a thread")


def uninstall() -> None:
    """Give Python's hooks back to whom they belonged; overrides stay guarded."""
    if isinstance(sys.excepthook, _Hook):
        sys.excepthook = sys.excepthook.before
    if isinstance(threading.excepthook, _Hook):
        threading.excepthook = threading.excepthook.before


def report(error: BaseException, where: str) -> None:
    """Log an error, whole, and say it, and let go of its frames.

    The same error at the same place is worth another word only after `QUIET` seconds.
    """
    innermost = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{where} {type(error).__name__} {innermost}"
    now = time.monotonic()
    if now - _last.get(place, -QUIET) >= QUIET:
        _last[place] = now
        _log.error("unforeseen error in %s", where, exc_info=(type(error), error, error.__traceback__))
        for alarm in filter(Shiboken.isValid, _alarms):
            alarm.raised.emit(f"Something went wrong in the window: {error or type(error).__name__}")
    _clear_frames(error)


def each(where: str, *parts: Callable[[], object]) -> None:
    """Do all of these, each even if the one before it failed."""
    for part in parts:
        try:
            part()
        except Exception as error:
            report(error, f"{where}: {getattr(part, '__qualname__', part)}")


def forget() -> None:
    """Report everything as if for the first time."""
    _last.clear()


class _Hook:
    """Reports what got out of slots or threads, and hands on to a hook that somebody else put there."""

    def __init__(self, before: Callable[..., Any], where: str) -> None:
        self.before, self._where = before, where

    def __call__(self, *what: Any) -> None:
        """Called as `sys.excepthook` is or as `threading.excepthook` is."""
        error = what[1] if len(what) == 3 else what[0].exc_value
        if isinstance(error, Exception):  # Ctrl-C is none
            report(error, self._where)
            if self.before in (sys.__excepthook__, threading.__excepthook__):
                return
        self.before(*what)


def _our_kinds(base: type) -> Iterator[type]:
    kinds: list[type] = type.__subclasses__(base)
    for kind in kinds:
        if _is_ours(kind):
            yield kind
        yield from _our_kinds(kind)


def _is_ours(kind: type) -> bool:
    return kind.__module__.partition(".")[0] == "nnviz"


def _overrides(kind: type) -> list[tuple[str, FunctionType]]:
    """The methods that `kind` itself has under a name that Qt, or pyqtgraph, may call."""
    theirs = {
        name for base in kind.__mro__ if not _is_ours(base) and base is not object for name in vars(base)
    }
    return [
        (name, value)
        for name, value in vars(kind).items()
        if isinstance(value, FunctionType)
        and name in theirs
        and not name.startswith("_")
        and not hasattr(value, "is_guarded")
    ]


def _guarded(kind: type, name: str, function: FunctionType) -> Callable[..., Any]:
    """`function`, which answers as its base class would when it fails, if there is anything to answer."""
    answers = function.__annotations__.get("return") not in (None, "None")

    @functools.wraps(function)
    def guarded(self: Any, *arguments: Any) -> Any:
        try:
            return function(self, *arguments)
        except Exception as error:
            report(error, f"{kind.__name__}.{name}")
        return getattr(super(kind, self), name)(*arguments) if answers else None

    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded


def _clear_frames(error: BaseException) -> None:
    """Of this error and of those it came from: a painter in one of them ends with it."""
    left: list[BaseException | None] = [error]
    done: set[int] = set()
    while left:
        one = left.pop()
        if one is not None and id(one) not in done:
            done.add(id(one))
            traceback.clear_frames(one.__traceback__)
            left += [one.__cause__, one.__context__]
