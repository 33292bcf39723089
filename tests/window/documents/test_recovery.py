"""Slots of unsaved work: who owns them, and who may have them afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from nnviz.window.documents.recovery import new_slot, orphans

HOLD_AND_DIE = """
import os, sys
from pathlib import Path
from nnviz.window.documents.recovery import new_slot
slot = new_slot(Path(sys.argv[1]))
slot.file.write_bytes(b"work")
os.kill(os.getpid(), 9)
"""


def test_a_living_window_keeps_its_work_to_itself(tmp_path: Path) -> None:
    slot = new_slot(tmp_path)
    assert slot is not None
    slot.file.write_bytes(b"work")
    assert orphans(tmp_path) == []
    slot.release()
    (found,) = orphans(tmp_path)
    assert found.file == slot.file
    assert orphans(tmp_path) == []  # two windows do not both offer it
    found.clear()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_held_is_free(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", HOLD_AND_DIE, str(tmp_path)], check=False)
    assert died.returncode == -9
    (found,) = orphans(tmp_path)
    assert found.file.read_bytes() == b"work"
    found.clear()


def test_where_nothing_can_be_written_there_is_no_slot(tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"")
    assert new_slot(tmp_path / "a file" / "folder") is None
    assert orphans(tmp_path / "a file" / "folder") == []
