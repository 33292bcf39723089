"""What the window costs and how it feels, against `nnviz train`, the two taken in turns."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time

from nnviz.cli.benchmarks.benchmark_figure import Figure
from nnviz.cli.benchmarks.own_process import session
from nnviz.errors import BadInput

_ROUNDS = 3
_EPOCHS = 20  # of the command


def measure() -> list[Figure]:
    """Medians of three rounds; each round runs `nnviz train` and then the window."""
    alone, sessions = [], []
    for _ in range(_ROUNDS):
        alone.append(_examples_per_second_of_the_command())
        sessions.append(session("window_session", repr(time.time())))
    kept = statistics.median(
        one["examples_per_second"] / rate for rate, one in zip(alone, sessions, strict=True)
    )

    def median(name: str) -> float:
        return float(statistics.median(one[name] for one in sessions))

    slowest = statistics.median(one["slowest_panel"][1] for one in sessions)
    growth = statistics.median(one["megabytes"] - one["first_megabytes"] for one in sessions)
    return [
        Figure("nnviz train", statistics.median(alone), "examples/s"),
        Figure("training with the window, all panels", median("examples_per_second"), "examples/s"),
        Figure("speed kept beside the window, against nnviz train", kept, "×", 0.8),
        Figure("frames", median("frames_per_second"), "frames/s", 30),
        Figure("frame interval, median", median("interval_p50"), "ms"),
        Figure("frame interval, p99", median("interval_p99"), "ms", 30, "at most"),
        Figure("frame interval, longest", median("interval_max"), "ms", 100, "at most"),
        Figure("the window's own thread, of one core", 100 * median("own_share"), "%", 45, "at most"),
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


def _examples_per_second_of_the_command() -> float:
    """What `nnviz train` says of itself, the median of its epochs; the first warms up."""
    command = [sys.executable, "-m", "nnviz", "train", "--epochs", str(_EPOCHS), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BadInput(f"bench: nnviz train ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    return float(statistics.median(report["examples_per_second"] for report in reports[1:]))
