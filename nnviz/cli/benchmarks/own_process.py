"""Measuring the window in a process of its own: fresh memory, and one QApplication each."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from nnviz.cli.displays import need_no_display
from nnviz.errors import BadInput


def session(module: str, *arguments: str) -> dict[str, Any]:
    """Run `python -m nnviz.cli.benchmarks.MODULE`, without a screen if there is none, and return its record.

    Raises `BadInput` if the process fails: the bench then has nothing to say.
    """
    need_no_display()
    command = [sys.executable, "-m", f"nnviz.cli.benchmarks.{module}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BadInput(f"bench: {module} ended with status {done.returncode}: {done.stderr.strip()[-300:]}")
    record: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return record
