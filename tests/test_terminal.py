"""What reaches a terminal: clean, short, and in whatever encoding it has."""

from __future__ import annotations

import io

import pytest

from nnviz import terminal
from nnviz.errors import BadInput


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("η = 3 × 10⁻³ “fine”", "η = 3 × 10⁻³ “fine”"),
        ("one\ntwo\r\tthree", "one\\ntwo\\r\\tthree"),
        ("\x1b[2Jgone\x07\x9b", "\\x1b[2Jgone\\x07\\x9b"),
        ("right \u202eto left\u2028", "right \\u202eto left\\u2028"),
        ("name \udcff\ud800", "name \\xff\\ud800"),
    ],
)
def test_nothing_speaks_to_the_terminal(text: str, shown: str) -> None:
    assert terminal.clean(text) == shown


def test_a_long_sentence_keeps_its_ends() -> None:
    short = terminal.sentence("/folder" + "x" * 5000 + ": it is a web page")
    assert len(short) <= terminal.MOST_CHARACTERS
    assert short.startswith("/folderx")
    assert short.endswith("x: it is a web page")
    assert " … " in short
    assert len(terminal.sentence("\x00" * 300)) <= terminal.MOST_CHARACTERS  # cleaned first, 1,200 characters


class _Full(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8")

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_full_output_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", _Full())
    with pytest.raises(BadInput, match="standard output cannot be written: No space left"):
        terminal.say("line")
    monkeypatch.setattr("sys.stderr", _Full())
    terminal.complain("nobody hears it")
    monkeypatch.setattr("sys.stdout", None)
    terminal.say("closed before the program began")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", b"eta, sigma, x, ..., #., cafe, ?, \\xff"),
        ("cp1252", b"eta, sigma, \xd7, \x85, #., caf\xe9, ?, \\xff"),
        ("cp437", b"eta, \xe5, x, ..., \xdb\xb0, caf\x82, ?, \\xff"),
        ("latin-1", b"eta, sigma, \xd7, ..., #., caf\xe9, ?, \\xff"),
        ("utf-8", "η, σ, ×, …, █░, café, 数, \\xff".encode()),
    ],
)
def test_every_encoding_takes_every_text(
    monkeypatch: pytest.MonkeyPatch, encoding: str, shown: bytes
) -> None:
    target = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(target, encoding, newline="\n"))
    terminal.prepare()
    terminal.put("η, σ, ×, …, █░, café, 数, \udcff")
    assert target.getvalue() == shown
