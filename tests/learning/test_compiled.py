"""Compiled code is kept where it can be; where it cannot, or what was kept is damaged, the program works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
from nnviz.learning.compiled import compiled

@compiled()
def double(x):
    return 2 * x

@compiled(fastmath=True)
def half(x):
    return x / 2

print(double(21), half(21.0), double.stats.cache_hits)
"""


def run(folder: Path, program: str = PROGRAM, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "program.py").write_text(program)
    return subprocess.run(
        [sys.executable, str(folder / "program.py")],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": "", **environment},
        check=False,
    )


def printed(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_without_a_place_it_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file, so that no folder can be made there, not even by root")
    nowhere = f"{tmp_path}/__pycache__/none"
    done = run(tmp_path, XDG_CACHE_HOME=nowhere, NUMBA_CACHE_DIR=nowhere)
    assert printed(done) == ["42", "10.5", "Counter()"]
    assert done.stderr.startswith("nnviz: compiled code cannot be kept")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
@pytest.mark.parametrize("left", [0, 30])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, suffix: str, left: int) -> None:
    cache = tmp_path / "cache"

    def hits() -> bool:
        done = run(tmp_path, NUMBA_CACHE_DIR=str(cache))
        assert printed(done)[:2] == ["42", "10.5"]
        assert done.stderr == ""
        return "1" in done.stdout.split("Counter")[1]

    assert [hits(), hits()] == [False, True]
    for file in cache.rglob(f"*{suffix}"):
        os.truncate(file, left)
    assert [hits(), hits()] == [False, True]


HELPED = """
from nnviz.learning.compiled import compiled
from helper import helped

@compiled()
def double(x):
    return 2 * helped(x)

print(double(21), double.stats.cache_hits)
"""


def test_what_is_compiled_of_another_file_is_compiled_again_when_that_changes(tmp_path: Path) -> None:
    found = []
    for text in ("return x", "return x", "return x + 1"):
        (tmp_path / "helper.py").write_text(f"from numba import njit\n@njit\ndef helped(x):\n    {text}\n")
        done = run(tmp_path, HELPED, NUMBA_CACHE_DIR=str(tmp_path / "cache"))
        found.append((printed(done)[0], "1" in done.stdout.split("Counter")[1]))
    assert found == [("42", False), ("42", True), ("44", False)]


TWINS = """
import sys
from nnviz.learning import compiled_functions
from nnviz.learning.activations import HIDDEN, Activation
from nnviz.learning.architecture import Architecture

class Doubled(Activation):
    name, title, low, high = "doubled", "Doubled", -float("inf"), float("inf")

    @staticmethod
    def value(z):
        return z * 2

    @staticmethod
    def slope(z, a):
        return z * 0 + 2

HIDDEN["doubled"] = Doubled()
for name in ("doubled", "tanh"):
    made = compiled_functions._value_row(HIDDEN[name], compiled_functions.np.float32)
    print(made.cache_hits)
"""


def test_the_twins_of_functions_are_kept_too(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        done = run(tmp_path, TWINS, NUMBA_CACHE_DIR=str(tmp_path / "cache"))
        found.append(printed(done))
    assert found == [["0", "0"], ["1", "1"]]


FIRST_EXAMPLES = """
import numpy as np
from nnviz.learning import kernel_loops
from nnviz.learning.network import Network
from nnviz.learning.trainer import Trainer
from tests.digits import make_digits

network = Network.of([np.zeros((10, 784), np.float32)], [np.zeros(10, np.float32)])
trainer = Trainer(network, make_digits(20))
print(trainer.examples_seen, len(kernel_loops.train.signatures))
trainer.advance(20)
print(trainer.examples_seen, len(kernel_loops.train.signatures))
"""


def test_a_trainer_has_compiled_before_its_first_example() -> None:
    command = [sys.executable, "-c", FIRST_EXAMPLES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, check=False)
    assert printed(done) == ["0", "1", "20", "1"]


MESSAGES = """
from nnviz.runs.snapshot import Phase
from tests.runs.watcher import Watcher, is_ready

watcher = Watcher()
watcher.wait(is_ready)
watcher.thread.close()
print({s.message for s in watcher.seen if s.phase is Phase.LOADING})
"""


def test_the_window_says_why_it_compiles_at_every_start(tmp_path: Path) -> None:
    for package in ("nnviz", "tests"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in [found for found in tmp_path.rglob("*") if found.is_dir()]:
        (folder / "__pycache__").write_text("a file, so that no folder can be made there, not even by root")
    nowhere = f"{tmp_path}/nnviz/__pycache__/none"
    places = {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": nowhere, "NUMBA_CACHE_DIR": nowhere}
    done = subprocess.run(
        [sys.executable, "-c", MESSAGES],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **places},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Compiling: no folder can keep it for later…" in done.stdout
    assert "First start" not in done.stdout
    assert len(done.stderr.splitlines()) == 1
