"""What the program writes, where writing is hard: outputs full, closed or of few characters; odd targets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.digits import write_idx

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["sh", "-c", command.replace("nnviz", f"{sys.executable} -m nnviz", 1)],
        capture_output=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "latin-1"])
def test_help_and_mistakes_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    write_idx(tmp_path)
    done = shell("nnviz train --help", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "eta: how far each step" in " ".join(done.stdout.decode(encoding).split())
    done = shell(f"nnviz train --data {tmp_path} --eta η", PYTHONIOENCODING=encoding)
    assert done.returncode == 2
    assert "not 'eta'" in done.stderr.decode(encoding)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", ["--help", "--version", "train --data {data} --epochs 1 --save {save}"])
def test_a_full_output_is_one_sentence_and_loses_nothing(tmp_path: Path, arguments: str) -> None:
    write_idx(tmp_path)
    save = tmp_path / "saved.nnviz"
    done = shell(f"nnviz {arguments.format(data=tmp_path, save=save)} > {FULL}")
    assert done.returncode == 2
    assert done.stderr == b"nnviz: standard output cannot be written: No space left on device\n"
    assert save.exists() == ("--save" in arguments)


def test_a_reader_that_leaves_loses_nothing(tmp_path: Path) -> None:
    write_idx(tmp_path)
    save = tmp_path / "saved.nnviz"
    done = shell(f"nnviz train --data {tmp_path} --epochs 3 --save {save} | true")
    assert (done.returncode, done.stderr) == (0, b"")
    assert save.exists()


def test_a_place_that_cannot_be_saved_to_is_refused_before_the_training(tmp_path: Path) -> None:
    write_idx(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for target in (tmp_path / "none" / "x.nnviz", tmp_path, pipe, Path("/dev/null")):
        done = shell(f"nnviz train --data {tmp_path} --epochs 1 --save {target}")
        assert done.returncode == 2
        assert done.stdout == b""
        assert str(target).encode() in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert pipe.is_fifo()


def test_names_from_outside_say_nothing_to_the_terminal(tmp_path: Path) -> None:
    done = shell(f"nnviz train --session '{tmp_path}/\x1b[2J\none' --epochs 1")
    assert done.returncode == 2
    assert b"\x1b" not in done.stderr
    assert done.stderr.endswith(b"/\\x1b[2J\\none does not exist\n")
