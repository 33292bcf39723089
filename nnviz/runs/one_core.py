"""What the whole process is set to while a network trains in it beside other threads.

BLAS keeps to one thread: the products here are small (24 × 784 by 784 × 100 at most while a window is open),
and a second thread of its own only takes the core that training needs, waiting in a loop for more to do. And
a thread that waits for the GIL gets it soon: Python's own 5 ms is a third of a frame.

Both belong to the process, not to us: whoever is the last to end puts them back.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from threadpoolctl import threadpool_limits

# Beside a busy window training ran at 93,000 examples/s with Python's own, and at 144,000 with this.
_SWITCH_SECONDS = 0.0005

_lock = threading.Lock()
_holders = 0
_undo = ExitStack()


@contextmanager
def one_core() -> Iterator[None]:
    """The process set so for as long as anybody is inside, in whatever order they leave."""
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _holders
    with _lock:
        _holders += 1
        if _holders == 1:
            # Not by OPENBLAS_NUM_THREADS, which does nothing where NumPy was imported before this package.
            _undo.enter_context(threadpool_limits(limits=1, user_api="blas"))
            _undo.callback(sys.setswitchinterval, sys.getswitchinterval())
            sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH_SECONDS))


def _leave() -> None:
    global _holders
    with _lock:
        _holders -= 1
        if _holders == 0:
            _undo.close()
