"""Session files changed at random: each opens, trains on and is saved again, or is refused in a sentence.

NNVIZ_FUZZ sets how many files are made; a failure names its seed, and NNVIZ_FUZZ_SEED begins there.
"""

from __future__ import annotations

import os
import random
import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.learning.evaluate import Evaluator
from nnviz.runs.run import Run
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import load_session, save_session
from nnviz.terminal import MOST_CHARACTERS, clean
from tests.digits import make_mnist
from tests.sessions.session_damage import write_damaged, write_good

COUNT = int(os.environ.get("NNVIZ_FUZZ", "300"))
FIRST = int(os.environ.get("NNVIZ_FUZZ_SEED", "0"))
DIGITS = make_mnist(503, 60)
MOST_MEMORY = 20 << 20  # bytes; the file has 60 KB
PYTHONS = re.compile(r"Error|Exception|Traceback|object at|NoneType|<class")


def loaded(path: Path) -> Session | str:
    """The session, or the sentence that refuses it."""
    tracemalloc.start()
    try:
        return load_session(path)
    except BadInput as error:
        return str(error)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < MOST_MEMORY


def check_sentence(said: str, path: Path) -> None:
    """It names the file, is one line without a word of Python's, and is short."""
    assert said.startswith(str(path))
    assert clean(said) == said
    assert not PYTHONS.search(said)
    assert len(said) <= len(str(path)) + MOST_CHARACTERS


def go_on(session: Session, path: Path) -> int:
    """Train every run a little and save all; how many runs there are that go on."""
    evaluator, runs = Evaluator(DIGITS.test), []
    for saved in session.runs:
        try:
            run = Run.restored(saved, DIGITS, evaluator)
        except BadInput:  # it is of other data
            continue
        with np.errstate(all="ignore"):
            run.advance(9)
            run.history.at(min(100, run.examples_seen))
        runs.append(run.saved(saved.name, saved.marks))
    if runs:
        again = Session(tuple(runs), 0, session.drawings, session.layout)
        save_session(path, again)
        reloaded = load_session(path)
        assert reloaded.layout == session.layout
        assert [run.name for run in reloaded.runs] == [run.name for run in runs]
        assert [run.now.examples_seen for run in reloaded.runs] == [run.now.examples_seen for run in runs]
    return len(runs)


@pytest.mark.filterwarnings("ignore::UserWarning")  # zipfile's, of names that are there twice
def test_changed_sessions_go_on_or_are_refused(tmp_path: Path) -> None:
    path, refused, went_on = tmp_path / "a.nnviz", 0, 0
    write_good(path, DIGITS)
    good = path.read_bytes()
    for seed in range(FIRST, FIRST + COUNT):
        write_damaged(good, path, random.Random(seed))
        try:
            session = loaded(path)
            if isinstance(session, str):
                check_sentence(session, path)
                refused += 1
            else:
                went_on += go_on(session, path)
        except Exception as error:
            raise AssertionError(f"NNVIZ_FUZZ_SEED={seed}: {error!r}") from error
    assert refused > COUNT / 3
    assert went_on > COUNT / 20
