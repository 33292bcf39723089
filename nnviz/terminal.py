"""What goes to standard output and standard error: every sentence for a terminal passes here.

Files name what they like, a new line or an escape sequence in a run's name included; a terminal may know
nothing but ASCII, and an output may be full. None of that may end in a traceback or in a strange screen.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
import unicodedata
from typing import TextIO

from nnviz.errors import BadInput

_BAR = 30  # characters
MOST_CHARACTERS = 400  # of one sentence, "nnviz: " not counted

_ERRORS = "nnviz.plain"  # the name of the handler below, for `errors=`
# What is written where an encoding lacks a character. Others lose their accents, or become "?".
_PLAIN = {
    "η": "eta",
    "σ": "sigma",
    "δ": "delta",
    "∂": "d",
    "∇": "nabla ",
    "×": "x",
    "·": "*",
    "−": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "█": "#",
    "░": ".",
}
# Format characters turn the direction of what follows; the others end lines or speak to the terminal.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def prepare() -> None:
    """Let standard output and standard error take any text, whatever their encoding."""
    codecs.register_error(_ERRORS, _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def clean(text: str) -> str:
    """The text as one line that says nothing to the terminal: control characters spelt, as in “\\x1b”."""
    return "".join(_spelt(c) if unicodedata.category(c) in _UNPRINTABLE else c for c in text)


def sentence(text: str) -> str:
    """Clean, and at most `MOST_CHARACTERS` long: what a file is called and what is wrong are at the ends."""
    line = clean(text)
    if len(line) <= MOST_CHARACTERS:
        return line
    half = (MOST_CHARACTERS - 3) // 2
    return f"{line[:half]} … {line[-half:]}"


def complain(error: object) -> None:
    """One sentence on standard error. If even that is closed or full, there is nobody to tell."""
    try:
        _write(sys.stderr, f"nnviz: {sentence(str(error))}\n")
    except OSError:
        give_up(sys.stderr)


def say(text: str) -> None:
    """A line on standard output, at once. Raises `BadInput` if it cannot be written, as on a full disk."""
    put(text + "\n")


def put(text: str) -> None:
    """As `say`, for text that brings its own line ends."""
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:  # whoever read it has gone, which is no mistake of the user's
        raise
    except OSError as error:
        give_up(sys.stdout)
        raise BadInput(f"standard output cannot be written: {error.strerror or error}") from None


def bar(share: float) -> str:
    """How far something has come, 0 to 1."""
    done = round(share * _BAR)
    return f"{'█' * done}{'░' * (_BAR - done)}"


def show_progress(line: str) -> None:
    """In place of the line on standard error that was shown so before; empty to clear it away."""
    with contextlib.suppress(OSError):  # a terminal that has gone is no reason to stop
        _write(sys.stderr, "\r\033[K" + line)


def give_up(stream: TextIO) -> None:
    """Lead the stream nowhere: what it still holds would fail again when the interpreter ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:  # closed before the program began
        stream.write(text)
        stream.flush()


def _spelt(character: str) -> str:
    """A control character as Python spells it; the byte of a name that is no UTF-8 as \\xff."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """For `codecs`: what stands for the characters that cannot be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_plain(character) for character in text), error.end


def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if unicodedata.category(character) in _UNPRINTABLE:
        return _spelt(character)
    simple = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return simple or "?"
