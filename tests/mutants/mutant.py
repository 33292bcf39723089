"""One fault, and the copy of the tree in which it is put in and its tests are run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PARTS = ("nnviz", "tests", "resources")
_PATIENCE = 600  # seconds for one mutant's tests; an endless loop is noticed too


class Rotten(Exception):
    """The fault cannot be put in, or its tests cannot tell anything."""


@dataclass(frozen=True)
class Mutant:
    """`old` occurs exactly once in `file`; with `new` in its place one of `tests` must fail."""

    name: str  # what would be wrong on the screen
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def planted_in(self, text: str) -> str:
        """The file's text with the fault. Raises `Rotten` if there is not exactly one place for it."""
        count = text.count(self.old)
        if count != 1:
            raise Rotten(f"{self.name}: {self.old!r} occurs {count} times in {self.file}")
        return text.replace(self.old, self.new)


class Copy:
    """A copy of what the tests need, in an empty folder, so that the tree itself is never touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in _PARTS:  # with the times of the files, so that what is compiled already stays valid
            shutil.copytree(ROOT / part, folder / part)
        for file in ("main.py", "pyproject.toml"):
            shutil.copy2(ROOT / file, folder / file)

    def passes(self, tests: tuple[str, ...]) -> bool:
        """Whether these test files are green. Raises `Rotten` if they cannot be run at all."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=environment, capture_output=True, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            return False
        if done.returncode in (0, 1) or done.returncode < 0:  # a crash is red too
            return done.returncode == 0
        raise Rotten(f"{' '.join(tests)}: {done.stdout.decode(errors='replace')[-800:]}")

    def survived_by(self, mutant: Mutant) -> bool:
        """Whether the mutant's tests stay green with the fault put in, which is taken out again."""
        file = self.folder / mutant.file
        whole, times = file.read_bytes(), file.stat()
        file.write_text(mutant.planted_in(whole.decode()), encoding="utf-8")
        try:
            return self.passes(mutant.tests)
        finally:
            file.write_bytes(whole)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
