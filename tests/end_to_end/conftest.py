"""What the tests of the whole program stand on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nnviz.cli.main import create_window
from nnviz.runs.snapshot import Phase
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow
from tests.digits import write_idx

PATIENCE = 60_000  # ms


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small data."""
    made = tmp_path_factory.mktemp("digits")
    write_idx(made, count=1_200)
    return made


@pytest.fixture
def window(qtbot: QtBot, folder: Path) -> Iterator[MainWindow]:
    """The window with its real thread on that data, paused before its first example."""
    made = create_window(["--data", str(folder), "--hidden", "12", "--seed", "3"])
    made.resize(1300, 850)
    made.show()
    qtbot.waitUntil(lambda: made.latest is not None and made.latest.phase is Phase.PAUSED, timeout=PATIENCE)
    yield made
    destroy(made)


@pytest.fixture
def display() -> Iterator[str]:
    """The name of an X server of the test's own."""
    if shutil.which("Xvfb") is None:
        assert not os.environ.get("CI"), "CI must have Xvfb"
        pytest.skip("no Xvfb here")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as announced:
        number = announced.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()
