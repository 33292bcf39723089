"""Wherever a run is carried out, its result is the same; and what is lost on the way is one sentence."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from nnviz.experiments.engine import PROCESSES, SERIAL, THREADS, Place, finished_runs
from nnviz.experiments.job import Job
from nnviz.experiments.one_run import one_run
from nnviz.experiments.plan import Plan
from nnviz.experiments.prepared_data import PreparedData, ready
from nnviz.experiments.store import SUFFIX
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs.run import Run
from tests.digits import make_dataset, make_mnist, write_npz

PLAN = Plan(vary=(("eta", (0.5, 3.0)), ("hidden", ((5,), (6, 4)))), seeds=(0, 1), epochs=3)
PATIENCE = 300.0  # seconds, where everything is compiled first


@pytest.fixture(scope="module")
def data() -> PreparedData:
    return PreparedData.of(make_dataset())


@pytest.fixture(scope="module")
def lines(data: PreparedData) -> list[str]:
    return _lines(data, SERIAL)


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """joblib does not wait for the last threads of its pool to end."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)


def _lines(data: PreparedData, scheduler: str) -> list[str]:
    jobs = PLAN.jobs(len(data.data.train))
    return sorted(run.result.to_json() for run in finished_runs(jobs, data, Place(scheduler, 2)))


def test_it_is_the_run_that_the_window_trains() -> None:
    dataset = make_mnist()
    settings = Settings(hidden=(9,), mini_batch=7, eta=2.0, momentum=0.5, train_size=600, seed=5)
    result = one_run(Job(settings, 3), ready(PreparedData.of(dataset)))
    run = Run(settings, dataset, Evaluator(dataset.test))
    for epoch in range(1, 4):
        run.advance(600)
        a = dataset.test.images / 255.0
        for w, b in zip(run.trainer.network.weights, run.trainer.network.biases, strict=True):
            a = 1 / (1 + np.exp(-(a @ w.T.astype(np.float64) + b)))
        said = a.argmax(axis=1)
        assert result.course.test_accuracy[epoch] == pytest.approx(
            np.mean(said == dataset.test.labels), abs=1e-6
        )
    targets = np.eye(10)[dataset.test.labels]
    assert result.course.test_cost[-1] == pytest.approx(((targets - a) ** 2).sum(axis=1).mean() / 2, abs=1e-6)
    assert result.course.examples_seen.tolist() == [0, 600, 1200, 1800]
    counts = np.zeros((10, 11), dtype=int)
    np.add.at(counts, (dataset.test.labels, said), 1)
    np.testing.assert_array_equal(result.confusion, counts)
    np.testing.assert_array_equal(result.wrong_of(len(said)), said != dataset.test.labels)


@pytest.mark.parametrize("scheduler", [THREADS, PROCESSES])
def test_here_it_makes_no_difference_where(data: PreparedData, lines: list[str], scheduler: str) -> None:
    assert len(set(lines)) == 8
    assert _lines(data, scheduler) == lines


CLUSTER = """
import sys
from pathlib import Path
from distributed import LocalCluster
from nnviz.cli.main import main

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        status = main([*sys.argv[1:], "--scheduler", cluster.scheduler_address])
    sys.exit(status)
"""


def test_a_cluster_of_two_workers_gives_the_same_files(tmp_path: Path) -> None:
    """In a process of its own: Dask leaves threads behind."""
    write_npz(tmp_path / "shapes.npz", make_dataset())
    (tmp_path / "cluster.py").write_text(CLUSTER)
    arguments = ["sweep", "--data", str(tmp_path / "shapes.npz"), "--json", "--hidden", "5", "--seeds", "4"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for program, out, more in (
        ([str(tmp_path / "cluster.py")], "cluster", ()),
        (["-m", "nnviz"], "here", ("--scheduler", "serial")),
    ):
        command = [sys.executable, *program, *arguments, "--out", str(tmp_path / out), *more]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr
    files, others = (
        {file.name: file.read_bytes() for file in (tmp_path / out).glob(f"*{SUFFIX}")}
        for out in ("cluster", "here")
    )
    assert len(files) == 4
    assert files == others


def test_a_cluster_that_is_not_there(tmp_path: Path) -> None:
    write_npz(tmp_path / "shapes.npz", make_dataset())
    with _sweep(tmp_path, "--scheduler", "tcp://127.0.0.1:1") as sweep:
        _out, err = sweep.communicate(timeout=PATIENCE)
    assert sweep.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in err
    assert err.count("\n") == 1


SCHEDULER = """
import time
from distributed import LocalCluster

if __name__ == "__main__":
    how = {"n_workers": 1, "threads_per_worker": 2, "processes": False, "protocol": "tcp"}
    with LocalCluster(dashboard_address=None, **how) as cluster:
        print(cluster.scheduler_address, flush=True)
        time.sleep(1_000)
"""


def test_a_scheduler_that_vanishes_is_one_sentence(tmp_path: Path) -> None:
    write_npz(tmp_path / "shapes.npz", make_dataset())
    command = [sys.executable, "-c", SCHEDULER]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as cluster:
        assert cluster.stdout is not None
        address = cluster.stdout.readline().strip()
        with _sweep(tmp_path, "--scheduler", address, "--seeds", "1000", "--epochs", "50") as sweep:
            _wait_for_results(tmp_path, 1)
            cluster.kill()
            _out, err = sweep.communicate(timeout=PATIENCE)
    kept = len(list((tmp_path / "results").glob(f"*{SUFFIX}")))
    assert sweep.returncode == 2
    assert err == (
        f"nnviz: the cluster at {address} was lost: its scheduler answers no more; "
        f"{kept} of 1000 runs are kept, and the same command goes on from there\n"
    )


def test_what_is_left_can_be_called_off(data: PreparedData) -> None:
    runs = finished_runs(PLAN.jobs(len(data.data.train)), data, Place(THREADS, 2))
    next(runs)
    runs.close()


@contextlib.contextmanager
def _sweep(tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "nnviz", "sweep", "--data", str(tmp_path / "shapes.npz"), "--json"]
    command += ["--out", str(tmp_path / "results"), "--hidden", "5", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as sweep:
        try:
            yield sweep
        finally:
            sweep.kill()


def test_after_a_kill_the_same_command_goes_on(tmp_path: Path) -> None:
    write_npz(tmp_path / "shapes.npz", make_dataset())
    arguments = ("--seeds", "40", "--epochs", "60", "--scheduler", "threads", "--workers", "2")
    with _sweep(tmp_path, *arguments):
        _wait_for_results(tmp_path, 3)
    kept = {file.name: file.read_bytes() for file in (tmp_path / "results").glob(f"*{SUFFIX}")}
    assert 3 <= len(kept) < 40
    with _sweep(tmp_path, *arguments) as went_on:
        out, _err = went_on.communicate(timeout=PATIENCE)
    assert went_on.returncode == 0
    assert len([json.loads(line) for line in out.splitlines()]) == 40 - len(kept)
    now = {file.name: file.read_bytes() for file in (tmp_path / "results").glob(f"*{SUFFIX}")}
    assert len(now) == 40
    assert kept.items() <= now.items()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the workers in /proc")
def test_a_worker_that_is_killed_is_one_sentence(tmp_path: Path) -> None:
    write_npz(tmp_path / "shapes.npz", make_dataset())
    with _sweep(tmp_path, "--seeds", "1000", "--epochs", "50", "--workers", "2") as sweep:
        _wait_for_results(tmp_path, 1)
        workers = _workers_of(sweep.pid)
        assert len(workers) == 2
        for process in (sweep.pid, *workers):  # a single worker is the process itself
            assert os.getpriority(os.PRIO_PROCESS, process) == 10
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        _out, err = sweep.communicate(timeout=PATIENCE)
    assert sweep.returncode == 2
    assert err.count("\n") == 1
    assert "a worker was ended from outside" in err
    assert "the same command goes on from there" in err


def _wait_for_results(tmp_path: Path, count: int) -> None:
    until = time.monotonic() + PATIENCE
    while len(list((tmp_path / "results").glob(f"*{SUFFIX}"))) < count:
        assert time.monotonic() < until
        time.sleep(0.01)


def _workers_of(process: int) -> list[int]:
    """Its children that carry runs out."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in children if b"LokyProcess" in Path(f"/proc/{child}/cmdline").read_bytes()]
