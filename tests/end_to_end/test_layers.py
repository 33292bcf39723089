"""Imports run one way: app -> main window -> panels, training -> core; the core knows no Qt."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "nnviz").rglob("*.py"))


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def forbidden(file: Path) -> tuple[str, ...]:
    part = file.relative_to(ROOT / "nnviz").parts
    screen = ("PySide6", "pyqtgraph")
    if part[0] == "core":
        return (*screen, "nnviz.panels", "nnviz.training", "nnviz.theme", "nnviz.main_window", "nnviz.app")
    if part[0] == "training":
        return (*screen, "nnviz.panels", "nnviz.theme", "nnviz.main_window", "nnviz.app")
    if part[0] == "panels":
        return ("nnviz.training", "nnviz.main_window", "nnviz.app", "nnviz.commands", "nnviz.benchmarks")
    if part[0] == "theme.py":
        return ("nnviz.core", "nnviz.panels", "nnviz.training")
    return ("torch", "tensorflow", "jax")


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_import_runs_the_other_way(file: Path) -> None:
    wrong = {name for name in imports(file) if name.startswith(forbidden(file))}
    assert not wrong


def test_panels_do_not_know_each_other() -> None:
    panels = {file.stem for file in (ROOT / "nnviz/panels").glob("*.py")} - {
        "__init__",
        "panel",
        "edge_image",
    }
    for file in (ROOT / "nnviz/panels").rglob("*.py"):
        others = panels - {file.stem}
        known = {name for name in others if f"nnviz.panels.{name}" in imports(file)}
        assert not known, f"{file.name} imports {known}"


def test_the_core_and_training_load_no_qt() -> None:
    code = (
        "import sys, nnviz.core.run, nnviz.core.drawing, nnviz.core.session_file;"
        "import nnviz.training.training_thread;"
        "sys.exit(any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_pickle_and_no_network() -> None:
    for file in MODULES:
        names = imports(file)
        assert not names & {
            "pickle",
            "shelve",
            "marshal",
            "urllib.request",
            "requests",
            "socket",
            "http.client",
        }
        assert "allow_pickle=True" not in file.read_text(encoding="utf-8")
