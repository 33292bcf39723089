"""The text of a lesson's file, if it is one that people wrote."""

from __future__ import annotations

import re
from pathlib import Path

from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular, reason
from nnviz.lessons.fault import BadLesson, Fault

MOST_BYTES = 150_000  # a book's chapter; reading more would keep the window waiting
MOST_WITHOUT_BREAK = 6_000  # characters
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def text_of(path: Path) -> str:
    """What the file says. Raises `BadInput`; it is a `BadLesson` if a line of it is to blame."""
    try:
        with open_regular(path) as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {reason(error)}") from None
    if len(content) > MOST_BYTES:
        raise BadInput(f"{path} is longer than {MOST_BYTES // 1000:,} kB of text, which no lesson needs")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Fault(
            content[: error.start].count(b"\n") + 1, "this is no text in UTF-8", "Save the file as UTF-8."
        )
        raise BadLesson(path.name, [fault]) from None


def with_plain_ends(text: str) -> str:
    """Every line ends in the same way, whatever system wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(text: str) -> Fault | None:
    """The first thing in it that is nothing for people to read."""
    return _no_text(text) or _endless(text)


def _no_text(text: str) -> Fault | None:
    """The first character that is none."""
    found = _CONTROL.search(text)
    if found is None:
        return None
    wrong = f"an invisible character, number {ord(found[0])}, stands in the text"
    return Fault(
        text.count("\n", 0, found.start()) + 1, wrong, "Take it out, or save the file as plain text."
    )


def _endless(text: str) -> Fault | None:
    """The first part without an empty line that is too long."""
    line = 1
    for part in re.split(r"\n[ \t]*(?=\n)", text):
        if len(part) > MOST_WITHOUT_BREAK:
            wrong = f"{len(part):,} characters without an empty line"
            return Fault(line + 1, wrong, f"Part them: {MOST_WITHOUT_BREAK:,} at most.")
        line += part.count("\n") + 1
    return None
