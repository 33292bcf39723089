"""The monkey plays without a failure, and notices every kind of failure that it is there to notice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EVENTS = os.environ.get("NNVIZ_MONKEY_EVENTS", "2000")
SEED = os.environ.get("NNVIZ_MONKEY_SEED", "1")


def monkey(events: str, seed: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The monkey's process: a crash has a status of its own."""
    arguments = ["--events", events, "--seed", seed, *more]
    return subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.monkey", *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60 + int(events),
    )


def test_the_window_survives_the_monkey() -> None:
    done = monkey(EVENTS, SEED)
    last = "\n".join(done.stdout.splitlines()[-60:])
    assert done.returncode == 0, f"seed {SEED}, status {done.returncode}\n{last}\n{done.stderr[-4000:]}"
    assert f"== {EVENTS} events of seed {SEED} in " in done.stdout


@pytest.mark.parametrize(
    ("fault", "notice"),
    [
        ("override", "planted in an override"),
        ("slot", "planted in a slot"),
        ("thread", "planted in a thread"),
        ("warning", "Qt says: planted"),
        ("freeze", "the window stood still for more than 2 s"),
        ("left_thread", "threads left behind: ['planted']"),
    ],
)
def test_the_monkey_notices(fault: str, notice: str) -> None:
    done = monkey("60", "1", "--plant", fault)
    assert done.returncode == 1, done.stderr[-2000:]
    assert f"!! seed 1: {notice}" in done.stdout or notice in done.stdout.partition("!! seed 1: ")[2]


def test_after_a_crash_the_last_event_is_there() -> None:
    done = monkey("60", "1", "--plant", "crash")
    assert done.returncode < 0
    assert done.stdout.splitlines()[-1].partition(": ")[0] in {"key", "click", "hover", "drag", "action"}
