"""Waits for what the real thread tells, as the window does, with a small data set."""

from __future__ import annotations

import time
from collections.abc import Callable

from nnviz.datasets.dataset import Dataset
from nnviz.learning.settings import Settings
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.runs.training_thread import TrainingThread
from tests.digits import make_mnist

DATA = make_mnist()
SETTINGS = Settings(hidden=(12,), seed=4)
PATIENCE = 60  # seconds: a machine may be busy, a test may not hang


class Watcher:
    """Takes from the mailbox, as the window does, until it sees what is waited for."""

    def __init__(self, load: Callable[[], Dataset] = lambda: DATA, settings: Settings = SETTINGS) -> None:
        self.thread = TrainingThread(settings, load)
        self.seen: list[Snapshot] = []
        self.latest: Snapshot  # once one was waited for

    def wait(self, condition: Callable[[Snapshot], bool]) -> Snapshot:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            snapshot = self.thread.mailbox.take()
            if snapshot is None:
                time.sleep(0.001)  # gives way; what is waited for is the condition
                continue
            self.seen.append(snapshot)
            self.latest = snapshot
            if condition(snapshot):
                return snapshot
        raise AssertionError(
            f"not seen; last: {[(s.phase, s.message, s.examples_seen) for s in self.seen[-3:]]}"
        )


def is_ready(snapshot: Snapshot) -> bool:
    return snapshot.phase is Phase.PAUSED and snapshot.data is not None
