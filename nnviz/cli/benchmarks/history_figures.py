"""What the time machine costs: going back to any step, keeping the past, saving and opening it."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from nnviz.cli.benchmarks.benchmark_figure import Figure
from nnviz.cli.benchmarks.own_process import session
from nnviz.datasets.dataset import Dataset
from nnviz.datasets.mnist import load_mnist
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs.history import MEMORY
from nnviz.runs.run import Run
from nnviz.runs.saved_run import State
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import load_session, save_session

_EPOCHS, _MANY_EPOCHS = 30, 300
_JUMPS = 200
_ROUNDS, _ROUND_EXAMPLES = 25, 25_000
_MB = 1 << 20


def measure() -> list[Figure]:
    """All figures of the history."""
    mnist = load_mnist()
    evaluator = Evaluator(mnist.test)
    run = Run(Settings(), mnist, evaluator)
    run.advance(_EPOCHS * len(mnist.train))
    return [
        *_jumps(run, evaluator),
        *_window(),
        *_keeping(mnist, evaluator),
        *_file(run, mnist, evaluator),
        *_memory(run),
    ]


def _jumps(run: Run, evaluator: Evaluator) -> list[Figure]:
    """To random steps, which is harder than dragging; all test digits are evaluated each time."""
    random = np.random.default_rng(0)
    moments = random.integers(0, run.examples_seen, _JUMPS)
    replays = [1_000 * _seconds(partial(run.history.at, int(moment))) for moment in moments]
    network = run.trainer.network
    evaluation = 1_000 * statistics.median(_seconds(lambda: evaluator.outputs(network)) for _ in range(9))
    slowest, rate = max(replays) + evaluation, 1_000 / (statistics.fmean(replays) + evaluation)
    return [
        Figure("jump to a step of 30 epochs, median", statistics.median(replays), "ms"),
        Figure("the same, slowest of 200, with evaluation", slowest, "ms", 150, "at most"),
        Figure("steps a second while dragging, with evaluation", rate, "/s", 15),
    ]


def _window() -> list[Figure]:
    """The same in the window, until every panel is painted; the training goes on in the latter two."""
    record = session("history_session")
    return [
        Figure("jump to the picture in the window, slowest of 25", record["jump_ms"], "ms", 150, "at most"),
        Figure("pictures a second while dragging there", record["drag_rate"], "/s", 15),
        Figure("such a jump while training goes on", record["training_jump_ms"], "ms", 120, "at most"),
        Figure("dragging while training goes on", record["training_drag_rate"], "/s", 20),
    ]


def _keeping(mnist: Dataset, evaluator: Evaluator) -> list[Figure]:
    """Training with and without keeping anything, in turns, so that a slow moment hits both."""
    images = Run(Settings(), mnist, evaluator).trainer.images
    with_history = Run(Settings(), mnist, evaluator, MEMORY, images)
    without = Run(Settings(), mnist, evaluator, 0, images)
    ratios = []
    for turn in range(_ROUNDS):
        pair = [with_history, without] if turn % 2 else [without, with_history]
        seconds = {id(run): _seconds(partial(run.advance, _ROUND_EXAMPLES)) for run in pair}
        ratios.append(seconds[id(with_history)] / seconds[id(without)])
    cost = 100 * (statistics.median(ratios) - 1)
    return [Figure("training time spent on keeping history", cost, "%", 5, "at most")]


def _file(run: Run, mnist: Dataset, evaluator: Evaluator) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "run.nnviz"
        saving = _seconds(lambda: save_session(file, Session((run.saved("run"),))))
        opening = _seconds(lambda: Run.restored(load_session(file).current, mnist, evaluator))
        return [
            Figure("saving 30 epochs", saving, "s", 1, "at most"),
            Figure("opening them, ready to go on", opening, "s", 1.5, "at most"),
            Figure("the file", file.stat().st_size / 1e6, "MB", 100, "at most"),
        ]


def _memory(run: Run) -> list[Figure]:
    """What is kept of 30 epochs, and the most while going on to 300, without the training itself."""
    history, most = run.history, run.history.nbytes
    figures = [Figure("kept of 30 epochs", most / _MB, "MB")]
    now = history.states[-1]
    while (due := history.due(now.examples_seen + 1)) <= _MANY_EPOCHS * len(run.data.train):
        now = State(due, now.parameters.copy())
        history.keep(now)
        most = max(most, history.nbytes)
    return [*figures, Figure("kept of 300 epochs, at most", most / _MB, "MB", MEMORY / _MB, "at most")]


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
