"""Files that are written whole: onto what they may be written, and with which mode; and what may be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular
from nnviz.files.whole_file import check_place, write_whole
from nnviz.sessions.session_file import load_session


def write(path: Path, private: bool = False) -> None:
    with write_whole(path, private) as stream:
        stream.write(b"new")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_new_file_gets_what_the_umask_leaves_and_a_private_one_is_its_owners(tmp_path: Path) -> None:
    write(tmp_path / "new")
    write(tmp_path / "secret", private=True)
    assert (mode(tmp_path / "new"), mode(tmp_path / "secret")) == (0o640, 0o600)


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("before", [0o600, 0o644, 0o666, 0o755])
def test_a_file_keeps_its_mode(tmp_path: Path, before: int) -> None:
    file = tmp_path / "old"
    file.write_bytes(b"old")
    file.chmod(before)
    write(file)
    assert (file.read_bytes(), mode(file)) == (b"new", before)
    write(file, private=True)
    assert mode(file) == 0o600


def test_a_symbolic_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for target in ("folder/there", "folder/not yet there"):
        link = tmp_path / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        write(link)
        assert link.is_symlink()
        assert (tmp_path / target).read_bytes() == b"new"


def unsuitable(kind: str, folder: Path) -> Path:
    path = folder / kind
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        return Path("/dev/null")
    elif kind == "linked device":
        path.symlink_to("/dev/null")
    elif kind == "circle":
        path.symlink_to(path)
    elif kind == "missing folder":
        return folder / "none" / "file"
    elif kind == "null character":
        return folder / "a\0b"
    return path


UNSUITABLE = ["folder", "pipe", "device", "linked device", "circle", "missing folder", "null character"]
WORDS = {"missing folder": "No such file", "linked device": "device", "null character": "null"}


@pytest.mark.parametrize("kind", UNSUITABLE)
def test_what_is_no_file_is_neither_replaced_nor_read(tmp_path: Path, kind: str) -> None:
    path = unsuitable(kind, tmp_path)
    before = [] if "\0" in str(path) else sorted(tmp_path.iterdir())
    for action in (write, check_place):
        with pytest.raises(BadInput, match=WORDS.get(kind, kind)) as error:
            action(path)
        assert str(path) in str(error.value)
    if kind not in ("missing folder", "circle", "null character"):
        assert not stat.S_ISREG(path.stat().st_mode)
    for reading in (open_regular, load_session):
        with pytest.raises(BadInput) as error:
            reading(path)
        assert str(path) in str(error.value)
    assert not before or sorted(tmp_path.iterdir()) == before


def test_a_place_that_is_checked_is_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "old"
    file.write_bytes(b"old")
    check_place(file)
    check_place(tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert file.read_bytes() == b"old"


def test_a_pipe_that_takes_a_files_place_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, pipe = tmp_path / "file", tmp_path / "pipe"
    file.write_bytes(b"old")
    os.mkfifo(pipe)
    seen = file.stat()
    monkeypatch.setattr(Path, "stat", lambda _self: seen)
    with pytest.raises(BadInput, match="a pipe"):
        open_regular(pipe)
