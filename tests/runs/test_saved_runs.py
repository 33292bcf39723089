"""All runs are handed out to be saved, and taken back with their names, marks and pasts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from nnviz.learning import kernel
from nnviz.runs.commands import Advance, OpenRuns, RenameRun, Reset, SaveRuns, SetMarks, ShowRun
from nnviz.runs.snapshot import Mark
from tests.runs.watcher import SETTINGS, Watcher, is_ready


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    made = Watcher()
    made.wait(is_ready)
    yield made
    made.thread.close()


def test_several_runs_are_saved_and_opened(watcher: Watcher) -> None:
    thread = watcher.thread
    thread.submit(Advance(4_000))
    first = watcher.wait(lambda s: is_ready(s) and s.examples_seen == 4_000)
    thread.submit(SetMarks(first.run, (Mark(1_000, "early"),)))
    thread.submit(RenameRun(first.run, "the long one"))
    thread.submit(Reset(replace(SETTINGS, hidden=(5,))))
    watcher.wait(lambda s: is_ready(s) and s.run != first.run)
    thread.submit(ShowRun(first.run))
    watcher.wait(lambda s: is_ready(s) and s.run == first.run)
    saved, current = thread.wait_for(SaveRuns(400_000))
    assert [run.name for run in saved] == ["the long one", "run 2"]
    assert current == 0
    assert sum(state.nbytes for run in saved for state in run.states) <= 400_000 + 2 * saved[0].now.nbytes
    thread.submit(Reset(SETTINGS))  # something else meanwhile
    thread.wait_for(OpenRuns(saved, current))
    again = watcher.wait(lambda s: is_ready(s) and len(s.runs) == 2 and s.examples_seen == 4_000)
    assert [run.name for run in again.runs] == ["the long one", "run 2"]
    assert again.runs[0].marks == (Mark(1_000, "early"),)
    assert again.run not in (first.run, first.run + 1)
    past = thread.runs.past(again, 1_230)
    before = thread.runs.past(first, 1_230)
    assert past is not None
    assert before is None  # that run is not there any more
    np.testing.assert_array_equal(kernel.pack(again.network), kernel.pack(first.network))
