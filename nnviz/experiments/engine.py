"""Spreads the runs of an experiment over this machine's cores or a Dask cluster, by joblib.

Where a run is carried out makes no difference to its result. On one machine the runs go to processes: each
has a Python of its own, so that none waits for another between two calls of the kernel.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
import warnings
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import joblib
from joblib.externals.loky import get_reusable_executor
from joblib.externals.loky.process_executor import BrokenProcessPool

from nnviz.errors import BadInput
from nnviz.experiments.job import Job
from nnviz.experiments.one_run import one_run
from nnviz.experiments.prepared_data import PreparedData, ready
from nnviz.experiments.result import Result

SERIAL, THREADS, PROCESSES = "serial", "threads", "processes"
HERE = (SERIAL, THREADS, PROCESSES)
_BACKENDS = {SERIAL: "sequential", THREADS: "threading", PROCESSES: "loky"}
_SHARED = "c"  # one copy for all; what a worker writes, which none does, would be its own
_NICE = 10
_CONNECT_SECONDS = 10


class Finished(NamedTuple):
    """A run that was carried out."""

    result: Result
    seconds: float


@dataclass(frozen=True)
class Place:
    """Where runs are carried out: one of `HERE`, or the address of a Dask scheduler."""

    scheduler: str = PROCESSES
    workers: int = 0  # as many as there are cores; on a cluster its own

    @property
    def is_here(self) -> bool:
        """Whether it is this machine."""
        return self.scheduler in HERE


def finished_runs(jobs: Iterable[Job], data: PreparedData, place: Place) -> Generator[Finished, None, None]:
    """Carry the jobs out; each is handed over as soon as it is done, in whatever order that is.

    Close the generator to call off what is left. Raises `BadInput` where workers or scheduler are lost.
    """
    losses = {} if place.is_here else _cluster_losses()
    with contextlib.ExitStack() as stack:
        stack.enter_context(joblib.parallel_config(**_options(place, data, stack)))
        tasks = (joblib.delayed(_carry_out)(job, data) for job in jobs)
        runs = joblib.Parallel(return_as="generator_unordered", batch_size=1)(tasks)
        stack.callback(_call_off, runs)
        try:
            for run in runs:  # noqa: UP028 – `yield from` would close them before they are called off
                yield run
        except BrokenProcessPool:
            raise BadInput("a worker was ended from outside: killed, or out of memory") from None
        except tuple(losses) as error:
            words = next(words for kind, words in losses.items() if isinstance(error, kind))
            raise BadInput(f"the cluster at {place.scheduler} was lost: {words}") from None


def give_way() -> None:
    """This process, and the workers it begins from now on, give way to whatever else the machine does."""
    if hasattr(os, "nice"):
        os.nice(max(_NICE - os.nice(0), 0))


def _call_off(runs: Any) -> None:
    """What is under way comes to nothing, which joblib would warn of, and the rest never begins."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        runs.close()


def _carry_out(job: Job, data: PreparedData) -> Finished:
    """In a worker."""
    began = time.perf_counter()
    result = one_run(job, ready(data))
    return Finished(result, time.perf_counter() - began)


def _options(place: Place, data: PreparedData, stack: contextlib.ExitStack) -> dict[str, Any]:
    if place.is_here:
        if place.scheduler == PROCESSES:  # joblib would keep them for the next call, and their memory
            stack.callback(lambda: get_reusable_executor().shutdown(wait=True))
        workers = place.workers or joblib.cpu_count()
        return {"backend": _BACKENDS[place.scheduler], "n_jobs": workers, "mmap_mode": _SHARED}
    client = stack.enter_context(_client(place.scheduler))
    return {"backend": "dask", "n_jobs": -1, "client": client, "scatter": [data]}


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise BadInput("a cluster needs Dask: install nnviz-desktop[cluster]") from None
    # Tracebacks of their own for what is a sentence here.
    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        client = Client(address, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise BadInput(f"no Dask scheduler answers at {address}: {_line(error)}") from None
    if not client.scheduler_info()["workers"]:
        client.close()
        raise BadInput(f"the Dask scheduler at {address} has no workers")
    return client


def _cluster_losses() -> dict[type[BaseException], str]:
    """What is raised where a cluster is lost, and what that means."""
    try:
        from distributed.client import FutureCancelledError
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker
    except ImportError:
        return {}
    gone = "its scheduler answers no more"
    ends = "its workers end while they carry a run out"
    return {KilledWorker: ends, FutureCancelledError: gone, CommClosedError: gone, TimeoutError: gone}


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
