"""The process is set for training while a thread trains, and is its own again afterwards."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from nnviz.runs.one_core import one_core
from tests.runs.watcher import Watcher, is_ready

# A script that had NumPy long before us: an environment variable would come too late.
SCRIPT = """
import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

np.ones((600, 600)) @ np.ones((600, 600))
numpys = {pool["filepath"] for pool in threadpool_info() if pool["user_api"] == "blas"}
threadpool_limits(2, user_api="blas")

from tests.runs.watcher import Watcher, is_ready

def threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["filepath"] in numpys}

watcher = Watcher()
try:
    watcher.wait(is_ready)
    during = threads()
finally:
    watcher.thread.close()  # which would go on, and nobody could wait for the end
print(during, threads())
"""


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_blas_keeps_to_one_thread_where_numpy_was_imported_first() -> None:
    ended = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "{1} {2}", ended.stderr


def test_a_thread_that_waits_for_the_gil_gets_it_soon_while_one_trains() -> None:
    before = sys.getswitchinterval()
    watcher = Watcher()
    try:
        watcher.wait(is_ready)
        assert sys.getswitchinterval() < 0.001
    finally:
        watcher.thread.close()
    assert sys.getswitchinterval() == before


def test_the_last_to_leave_puts_back_what_was_there() -> None:
    np.ones((2, 2)) @ np.ones((2, 2))
    with threadpool_limits(2, user_api="blas"):
        first, second = one_core(), one_core()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert blas_threads() == {1}
        second.__exit__(None, None, None)
        assert blas_threads() == {2}


def test_an_interval_that_is_shorter_still_is_kept() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    try:
        with one_core():
            assert sys.getswitchinterval() < 0.00011
    finally:
        sys.setswitchinterval(before)
