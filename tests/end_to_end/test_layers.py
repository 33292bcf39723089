"""Imports run one way: the contracts in pyproject.toml hold, and are able to fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INPUT_IMAGE = """

from nnviz.{there} import {name} as _
"""


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """The contracts of pyproject.toml, for the package under `root`."""
    linter = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command as go; sys.exit(go())",
    ]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(
        [*linter, "--no-cache"], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_imports_run_one_way() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "there", "name"),
    [
        ("learning/network.py", "runs", "run"),
        ("runs/run.py", "panels.timeline", "panel"),
        ("panels/timeline/panel.py", "panels.learning_curve", "paint"),
        ("widgets/axis.py", "window", "layout"),
        ("window/documents/document_state.py", "window", "main_window"),
    ],
)
def test_an_import_the_other_way_is_found(tmp_path: Path, file: str, there: str, name: str) -> None:
    shutil.copytree(ROOT / "nnviz", tmp_path / "nnviz", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    changed = tmp_path / "nnviz" / file
    changed.write_text(
        changed.read_text(encoding="utf-8") + INPUT_IMAGE.format(there=there, name=name), encoding="utf-8"
    )
    assert "BROKEN" in lint_imports(tmp_path).stdout


def test_the_core_and_training_load_no_qt() -> None:
    code = (
        "import sys, nnviz.runs.run, nnviz.datasets.centring, nnviz.sessions.session_file;"
        "import nnviz.runs.training_thread;"
        "sys.exit(any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_nothing_is_unpickled() -> None:
    for file in (ROOT / "nnviz").rglob("*.py"):
        assert "allow_pickle=True" not in file.read_text(encoding="utf-8")
