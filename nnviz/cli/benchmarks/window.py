"""What the window costs and how it feels, against the same training without one, taken in turns."""

from __future__ import annotations

import statistics
import time

from nnviz.cli.benchmarks.figure import Figure
from nnviz.cli.benchmarks.session import session
from nnviz.datasets.mnist import load_mnist
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Start
from nnviz.runs.snapshot import Phase
from nnviz.runs.training_thread import TrainingThread

_ROUNDS = 3
_HEADLESS_EXAMPLES = 1_000_000


def measure() -> list[Figure]:
    """Medians of three rounds; each round trains without a window and then, in a new process, with one."""
    alone, sessions = [], []
    for _ in range(_ROUNDS):
        alone.append(_examples_per_second_alone())
        sessions.append(session("window_session", repr(time.time())))
    kept = statistics.median(
        one["examples_per_second"] / rate for rate, one in zip(alone, sessions, strict=True)
    )

    def median(name: str) -> float:
        return float(statistics.median(one[name] for one in sessions))

    slowest = statistics.median(one["slowest_panel"][1] for one in sessions)
    growth = statistics.median(one["megabytes"] - one["first_megabytes"] for one in sessions)
    return [
        Figure("training without a window", statistics.median(alone), "examples/s"),
        Figure("training with the window, all panels", median("examples_per_second"), "examples/s"),
        Figure("speed kept beside the window", kept, "×", 0.8),
        Figure("frames", median("frames_per_second"), "frames/s", 30),
        Figure("frame interval, median", median("interval_p50"), "ms"),
        Figure("frame interval, p99", median("interval_p99"), "ms", 40, "at most"),
        Figure("frame interval, longest", median("interval_max"), "ms", 100, "at most"),
        Figure("refreshes of the panel refreshed least", slowest, "/s", 10),
        Figure("Start answered, worst of 7", median("start_ms"), "ms", 50, "at most"),
        Figure("Pause answered, worst of 7", median("pause_ms"), "ms", 50, "at most"),
        Figure("a drawing answered while training, worst of 7", median("drawing_ms"), "ms", 50, "at most"),
        Figure("first epoch on screen after Start", median("first_epoch_seconds"), "s", 3, "at most"),
        Figure("start to visible window, warm", median("visible_seconds"), "s", 1.5, "at most"),
        Figure("resident memory after 30 epochs, history apart", median("megabytes"), "MB", 440, "at most"),
        Figure("history of 30 epochs", median("history_megabytes"), "MB", 268.5, "at most"),
        Figure("growth since the first epoch", growth, "MB"),
    ]


def _examples_per_second_alone() -> float:
    """The training thread by itself, curve points included, as in the window."""
    data = load_mnist()
    thread = TrainingThread(Settings(), lambda: data)
    try:
        snapshot = None
        while snapshot is None or snapshot.phase is not Phase.PAUSED:
            snapshot = thread.mailbox.take() or snapshot
            time.sleep(0.002)
        thread.submit(Start())
        time.sleep(0.5)
        first = _next_snapshot(thread)
        while snapshot.examples_seen < first[1] + _HEADLESS_EXAMPLES:
            time.sleep(0.25)
            at, seen = _next_snapshot(thread)
            if seen >= first[1] + _HEADLESS_EXAMPLES:
                break
        return (seen - first[1]) / (at - first[0])
    finally:
        thread.close()


def _next_snapshot(thread: TrainingThread) -> tuple[float, int]:
    """When the thread's next snapshot was taken, and how many examples it had seen."""
    thread.mailbox.take()
    while (snapshot := thread.mailbox.take()) is None:
        time.sleep(0.001)
    return snapshot.taken_at, snapshot.examples_seen
